"""A spec rewritten with fused heads, or with heads again, and the proof that it is the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mtlc.analysis.heads import NoHead
from mtlc.compare.comparison import Comparison, compare
from mtlc.compare.subject import Subject
from mtlc.driver import Options, Result, compile_source
from mtlc.fuse import fusing, splitting
from mtlc.fuse.edits import edited
from mtlc.fuse.places import Places
from mtlc.fuse.plan import Columns, NotPlain, Plan
from mtlc_spec.diagnostics import Report
from mtlc_spec.nodes import Mapping
from mtlc_spec.reading import read
from mtlc_spec.source import Source


@dataclass(frozen=True)
class Rewritten:
    """The new spec: its text, what became of which layers, and the comparison of both.

    `left` are the outputs that were not fused, or the layers that were not taken apart;
    `flat` says why the text is that of the flat spec, None if it is the author's own.
    """

    text: str
    columns: tuple[Columns, ...]
    left: tuple[NoHead, ...]
    flat: str | None
    comparison: Comparison


@dataclass(frozen=True)
class Outcome:
    """What came of it: `rewritten`, or a broken spec, or nothing that could be rewritten.

    `why` says what is wrong where it was found that the new spec would not be the same.
    """

    result: Result
    rewritten: Rewritten | None = None
    left: tuple[NoHead, ...] = ()
    why: str | None = None


def rewrite(source: Source, options: Options, *, apart: bool = False) -> Outcome:
    """Fuse the heads of a spec, or take wider layers `apart` again."""
    result = compile_source(source, options, want="subject")
    if result.subject is None:
        return Outcome(result)
    before = result.subject
    options = replace(options, judge=None)  # what is rewritten is judged by its meaning alone
    count, left = _found(before, apart)
    if not count:
        return Outcome(result, left=left)
    try:
        return Outcome(result, _rewritten(source, before, before, options, apart, None))
    except NotPlain as reason:
        why = str(reason)
    flat = compile_source(source, options, want="flat").flat
    assert flat is not None
    plain = Source(source.name, flat)
    options = replace(options, settings={}, include=None, target=None)
    again = compile_source(plain, options, want="subject").subject
    if again is None:
        return Outcome(result, left=left, why=why)
    count, left = _found(again, apart)
    try:
        if count:
            return Outcome(result, _rewritten(plain, again, before, options, apart, why))
    except NotPlain as reason:
        why = str(reason)
    return Outcome(result, left=left, why=why)


def _found(subject: Subject, apart: bool) -> tuple[int, tuple[NoHead, ...]]:
    if apart:
        slices = splitting.find(subject)
        return len(slices.layers), slices.left
    heads = fusing.find(subject)
    return len(heads.groups), heads.left


def _rewritten(
    source: Source,
    subject: Subject,
    before: Subject,
    options: Options,
    apart: bool,
    flat: str | None,
) -> Rewritten:
    """The new spec.

    Raises:
        NotPlain: the text of this one cannot be edited, or is not the same afterwards.
    """
    root = read(source, Report())
    if not isinstance(root, Mapping) or not isinstance(root.get("layers"), Mapping):
        raise NotPlain("`layers` is written as a chain")
    plan, left = _planned(subject, Places(root), apart)
    text = edited(source, plan.edits)
    after = compile_source(Source(source.name, text), options, want="subject").subject
    if after is None:
        raise NotPlain("the text around these layers cannot be edited in place")
    comparison = compare(before, after)
    names = [[one.name for one in each.graph.outputs] for each in (before, after)]
    if not comparison.is_same or names[0] != names[1]:
        raise NotPlain("what else takes these layers would not be the same")
    return Rewritten(text, plan.columns, left, flat, comparison)


def _planned(subject: Subject, places: Places, apart: bool) -> tuple[Plan, tuple[NoHead, ...]]:
    if apart:
        slices = splitting.find(subject)
        return splitting.split(subject, places, slices), slices.left
    heads = fusing.find(subject)
    return fusing.fuse(subject, places, heads), heads.left
