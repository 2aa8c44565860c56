"""`# mtlc: allow unused-layer`: warnings silenced where they are meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import yaml
from yaml import events

from mtlc_spec.diagnostics import CODES, Diagnostic, Edit, Severity
from mtlc_spec.reading import MAX_DEPTH
from mtlc_spec.source import Source, Span
from mtlc_spec.suggestions import did_you_mean, nearest, surely

_COMMENT = re.compile(r"#[ \t]*mtlc:[ \t]*(?P<word>allow)(?![\w-])(?P<names>[^\r\n#]*)")
_OTHER_WORD = re.compile(r"#[ \t]*mtlc:[ \t]*(?P<word>[A-Za-z-]+)(?P<names>[^\r\n#]*)")
_OTHER_WORDS = frozenset(("ignore", "disable", "noqa", "skip", "silence", "suppress", "off"))
"""What other programs call `allow`."""

_NAME = re.compile(r"[^\s,]+")
_EMPTY_OR_COMMENT = re.compile(r"[ \t]*(?:#.*)?")


class UnknownAllow(Diagnostic, code="MTL9002", severity=Severity.WARNING):
    """A comment allows something that no diagnostic is called.

    The names of diagnostics stand behind `allow`, with commas or spaces between them;
    a reason goes behind a further `#`.

    Example::

          inputs: {x: [4]}
          layers:
            a: {Dense: 1, from: x}
        -   b: {Dense: 1, from: x}  # mtlc: allow unused-layer, unused-layr
        +   b: {Dense: 1, from: x}  # mtlc: allow unused-layer
          outputs: a
    """

    name: str
    known: tuple[str, ...]
    word: str = "allow"

    @property
    def message(self) -> str:
        if self.word != "allow":
            return f"`{self.word}` means nothing to mtlc in a comment"
        if not self.name:
            return "`allow` is not followed by the name of a warning"
        return f"no diagnostic is called `{self.name}`"

    @property
    def help(self) -> str | None:
        if self.word != "allow":
            return "did you mean `allow`?"
        return did_you_mean(self.name, self.known) or "`mtlc explain` lists the names"

    @property
    def fix(self) -> tuple[Edit, ...]:
        if self.word != "allow":
            return (Edit(self.span, "allow"),)
        meant = surely(self.name, self.known) if self.name else None
        return () if meant is None else (Edit(self.span, meant),)


class Unallowable(Diagnostic, code="MTL9003", severity=Severity.WARNING):
    """A comment allows what cannot be allowed: an error, or a mistake in such a comment.

    Example::

          inputs: {x: [4]}
        - layers: [Dense: 1]  # mtlc: allow wrong-rank
        + layers: [Dense: 1]
    """

    name: str
    reason: str

    @property
    def message(self) -> str:
        return f"`{self.name}` {self.reason}, and cannot be allowed"

    @property
    def help(self) -> str:
        return "remove it from the comment"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (_removed(self.span),)


class UnusedAllow(Diagnostic, code="MTL9004", severity=Severity.WARNING):
    """A comment allows a warning that there is none of at its place.

    A comment at the end of a line speaks of the warnings at that line, one on a line of
    its own of those at the next line that is not a comment.

    Example::

          inputs: {x: [4]}
        - # mtlc: allow unused-input
          layers: [Dense: 1]
    """

    name: str
    line: int

    @property
    def message(self) -> str:
        return f"there is no `{self.name}` at line {self.line} to allow"

    @property
    def help(self) -> str:
        return "remove it, or move the comment to the line of the warning"

    @property
    def fix(self) -> tuple[Edit, ...]:
        return (_removed(self.span),)


def _removed(name: Span) -> Edit:
    """What removes a name from its comment, and a comment of one name with its line."""
    source = name.source
    text = source.text
    start, end = source.line_bounds(source.position(name.start).line)
    found = next(
        one for one in _COMMENT.finditer(text, start, end) if one.end("names") >= name.end
    )
    names = [one.span() for one in _NAME.finditer(text, *found.span("names"))]
    at = names.index((name.start, name.end))
    if len(names) > 1:
        if at:
            return Edit(Span(source, names[at - 1][1], name.end), "")
        return Edit(Span(source, name.start, names[1][0]), "")
    behind = text[found.end() : end]
    if behind or text[start : found.start()].strip():
        before = len(text[: found.start()].rstrip(" \t")) if not behind else found.start()
        return Edit(Span(source, before, found.end()), "")
    after = source.line_bounds(source.position(start).line + 1)[0] if end < len(text) else end
    return Edit(Span(source, start, after), "")


_ABOUT_COMMENTS = (UnknownAllow, Unallowable, UnusedAllow)


def silence(source: Source, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is left when the comments have their way, and what is wrong with those of a source.

    A comment at the end of a line speaks of that line, one on a line of its own of the
    next. Names are the diagnostics' own (`unused-layer`) or their codes. Comments in
    files of blocks speak of what is found there; what they allow for nothing is no
    mistake, since another spec may use other blocks.
    """
    elsewhere: dict[Source, _Allowed] = {}
    left = []
    for one in found:
        place = one.span.source
        if place is not source and one.severity is not Severity.ERROR:
            if place not in elsewhere:
                elsewhere[place] = _Allowed()
                _read(place, elsewhere[place])
            if _place(one) in elsewhere[place]:
                continue
        left.append(one.at_its_use)
    yield from _silence(source, left)


_Allowed = dict[tuple[int, str], list[Span]]
"""Names in comments by the line that they speak of and the code of what they allow."""


def _place(one: Diagnostic) -> tuple[int, str]:
    return one.span.source.position(one.span.start).line, one.code


def _silence(source: Source, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    allowed = _Allowed()
    yield from _read(source, allowed)
    used = set()
    finished = True
    for one in found:
        if one.span.source is source and _place(one) in allowed:
            used.add(_place(one))
        else:
            # An error keeps later checks from being made, and their warnings from coming.
            finished = finished and one.severity is not Severity.ERROR
            yield one
    for place in allowed.keys() - used if finished else ():
        for span in allowed[place]:
            yield UnusedAllow(span=span, name=span.text, line=place[0])


def _read(source: Source, allowed: _Allowed) -> list[Diagnostic]:
    """Collect what the comments of a source allow; give what is wrong with them."""
    wrong: list[Diagnostic] = []
    comments = list(_comments(source))
    if not comments:
        return wrong
    kinds = {kind.slug: kind for kind in CODES.values()} | CODES
    known = tuple(name for name, kind in kinds.items() if not _reason_against(kind))
    for comment in comments:
        if comment.word.text != "allow":
            if any(span.text in kinds for span in comment.names):
                word = comment.word.text
                wrong.append(UnknownAllow(span=comment.word, name="", known=(), word=word))
            continue
        if not comment.names:
            wrong.append(UnknownAllow(span=comment.word, name="", known=()))
        for span in comment.names:
            kind = kinds.get(span.text)
            if kind is None:
                wrong.append(UnknownAllow(span=span, name=span.text, known=known))
            elif reason := _reason_against(kind):
                wrong.append(Unallowable(span=span, name=span.text, reason=reason))
            else:
                allowed.setdefault((comment.line, kind.code), []).append(span)
    return wrong


def _reason_against(kind: type[Diagnostic]) -> str:
    if kind.severity is Severity.ERROR:
        return "is an error"
    return "is about comments like this" if kind in _ABOUT_COMMENTS else ""


class _Comment(NamedTuple):
    """A comment that allows something: what it names, and the line that it speaks of."""

    word: Span
    names: list[Span]
    line: int


def _comments(source: Source) -> Iterator[_Comment]:
    text = source.text
    found = [*_COMMENT.finditer(text), *_misnamed(text)] if "mtlc:" in text else []
    if not found:
        return
    scalars = _scalars(text)
    for one in found:
        index = bisect_right(scalars, (one.start(), len(text)))
        if index and one.start() < scalars[index - 1][1]:
            continue  # within quotes, or within a block of text
        number, column = source.position(one.start())
        before = text[one.start() - column + 1 : one.start()].strip()
        if before.startswith("#"):
            continue  # a line that is commented out, with its comment
        names = [
            Span(source, *name.span()) for name in _NAME.finditer(text, *one.span("names"))
        ]
        line = number if before else _next_line(source, number)
        yield _Comment(Span(source, *one.span("word")), names, line)


def _misnamed(text: str) -> Iterator[re.Match[str]]:
    """The comments that may say `allow` in another word."""
    for one in _OTHER_WORD.finditer(text):
        word = one["word"].lower()
        if word != "allow" and (word in _OTHER_WORDS or nearest(word, ("allow",))):
            yield one


def _next_line(source: Source, number: int) -> int:
    """The next line that holds more than a comment; the last one if none does."""
    following = range(number + 1, source.line_count + 1)
    return next(
        (one for one in following if not _EMPTY_OR_COMMENT.fullmatch(source.line(one))),
        source.line_count,
    )


def _scalars(text: str) -> list[tuple[int, int]]:
    """Where the scalars of a text begin and end, as far as it is YAML."""
    found = []
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, events.ScalarEvent):
                assert event.start_mark is not None
                assert event.end_mark is not None
                found.append((event.start_mark.index, event.end_mark.index))
            elif isinstance(event, events.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    break
            elif isinstance(event, events.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        pass  # reported by whoever read the text first
    return found
