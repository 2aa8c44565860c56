"""The whole compiler in one page: pure, from text to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from mtlc.analysis.arity import check_arity
from mtlc.analysis.automatic import check_automatic
from mtlc.analysis.constants import check_constants
from mtlc.analysis.images import check_images
from mtlc.analysis.oddities import check_oddities
from mtlc.analysis.running import check_running
from mtlc.analysis.shapes import infer
from mtlc.analysis.style import check_style
from mtlc.analysis.target import choose_target, refusals
from mtlc.analysis.totals import check_totals
from mtlc.analysis.unused import check_unused
from mtlc.compare.subject import Subject
from mtlc.expand import Expansion, expand
from mtlc.expand.counts import MAX_LAYERS
from mtlc.expand.segments import SEGMENT
from mtlc.model_summary import Summary, summarize
from mtlc.segments import check_depth, is_deep, split
from mtlc_spec.allow import silence
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.document import Document, Written
from mtlc_spec.library import Include
from mtlc_spec.loader import load
from mtlc_spec.source import Source, Span

CHECKS = (check_arity, check_unused, check_automatic, check_depth, check_totals)
"""What is wrong with a graph by its wiring alone."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the compiler has to say about a spec.

    `ok` says that there are no errors; warnings and notes there may be. `summary`, `code`,
    `flat`, the text of the flat spec, and `subject`, what is compared with another model,
    are None if there are errors, or where they were not asked for.
    """

    diagnostics: tuple[Diagnostic, ...]
    ok: bool
    summary: Summary | None = None
    code: str | None = None
    flat: str | None = None
    subject: Subject | None = None

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.diagnostics)


Wanted = Literal["check", "flat", "summary", "subject", "code", "subject and code"]
"""How far to go: `code` includes the summary, everything the check."""


Judge = Callable[[Diagnostic], Diagnostic | None]
"""What a project makes of a diagnostic: another severity, or None to leave it out."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller may decide in place of the spec, and what it allows.

    `settings` are values of params; `include` reads the files that a spec includes;
    `default_target` holds where a spec does not name a target.
    """

    name: str | None = None
    target: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    include: Include | None = None
    max_layers: int = MAX_LAYERS
    default_target: Written | None = None
    judge: Judge | None = None


def compile_source(
    source: Source, options: Options | None = None, *, want: Wanted = "code"
) -> Result:
    """Check a spec, sum it up, and compile it to a Python module, as far as is wanted."""
    report = Report()
    options = options or Options()
    made = _compile(source, report, options, want)
    found = Report()
    found.extend(_judged(silence(source, report), options.judge))
    if not found.ok:
        made = _Made()
    return Result(tuple(found), found.ok, made.summary, made.code, made.flat, made.subject)


class _Made(NamedTuple):
    """What a run was for."""

    summary: Summary | None = None
    code: str | None = None
    flat: str | None = None
    subject: Subject | None = None


def _judged(found: Iterable[Diagnostic], judge: Judge | None) -> Iterable[Diagnostic]:
    if judge is None:
        return found
    return (judged for one in found if (judged := judge(one)) is not None)


def _compile(source: Source, report: Report, options: Options, want: Wanted) -> _Made:
    document = load(source, report, options.include)
    if document is None:
        return _Made()
    if options.name is not None:
        document = replace(document, name=options.name)
    if options.default_target is not None and document.target_span is None:
        document = _with_target(document, options.default_target)
    if options.settings:
        document = _with_settings(document, options.settings)
    expansion = _expanded(document, report, options)
    graph = expansion.graph
    for check in CHECKS:
        report.extend(check(graph))
    shapes = infer(graph, report)
    report.extend(check_running(graph, shapes))
    report.extend(check_constants(graph, shapes))
    report.extend(check_images(graph, shapes))
    report.extend(check_oddities(graph, shapes))
    if shapes.has_masks:
        from mtlc.analysis.masks import check_masks  # few models have masks

        report.extend(check_masks(graph, shapes))
    if graph.training is not None or graph.has_tasks:
        from mtlc.analysis.training import check_training  # many specs train nothing

        report.extend(check_training(graph, shapes))
    if report.ok:
        report.extend(check_style(document))
    wanted = options.target or document.header.target

    def bend() -> tuple[Span, bool] | None:
        return expansion.bend if report.ok else None

    report.extend(refusals(graph, bend, wanted, document.target_span))
    if not report.ok or want == "check":
        return _Made()
    if want == "flat":
        return _Made(flat=_flat(document, options))
    choice = choose_target(graph, bend, wanted)
    whole, whole_shapes = graph, shapes
    buildable = split(graph)
    if buildable is not graph:
        from mtlc.flat import flatten  # few models are that deep

        document = flatten(buildable, document)
        expansion = expand(document, Report())
        graph, shapes = expansion.graph, infer(expansion.graph, Report())
    summary = summarize(graph, shapes, choice)
    if want == "summary":
        return _Made(summary)
    from mtlc.emit import emit  # most runs only check, and load less
    from mtlc.lower import lower

    program = lower(document, expansion, graph, shapes, choice, summary.params)
    subject = None
    if want in ("subject", "subject and code"):
        subject = Subject(
            source.name,
            whole,
            whole_shapes,
            choice.target,
            summary.params,
            document.imports,
            graph,
            shapes,
            program.stacks,
        )
    code = None if want == "subject" else emit(program, source.name)
    return _Made(summary, code, subject=subject)


def _with_target(document: Document, target: Written) -> Document:
    """The document with a target that it does not name."""
    header = document.header.model_copy(update={"target": target.value})
    return replace(document, header=header, target_span=target.span)


def _with_settings(document: Document, settings: Mapping[str, object]) -> Document:
    """The document with other values for its params, which are their defaults then."""
    params = {
        name: replace(one, value=Written(settings[name], one.span), required=False)
        if name in settings
        else one
        for name, one in document.params.items()
    }
    return replace(document, params=params)


def _expanded(document: Document, report: Report, options: Options) -> Expansion:
    """The expansion; where it is too deep, with shorter segments of what is repeated."""
    found = Report()
    expansion = expand(document, found, options.settings, options.max_layers)
    if is_deep(expansion.graph) and expansion.has_repeats:
        found = Report()
        shallow = SEGMENT // 4
        expansion = expand(document, found, options.settings, options.max_layers, shallow)
    report.extend(found)
    return expansion


def _flat(document: Document, options: Options) -> str:
    """The text of the flat spec; how deep the model is, is left to those who build it."""
    from mtlc.flat import flatten
    from mtlc.specsrc import print_spec

    if options.target is not None:
        document = replace(
            document, header=document.header.model_copy(update={"target": options.target})
        )
    limit = options.max_layers
    graph = expand(document, Report(), options.settings, limit, deepest=limit).graph
    return print_spec(flatten(graph, document))
