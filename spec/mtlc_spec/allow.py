"""`# mtlc: allow unused-layer`: warnings silenced where they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mtlc_spec.diagnostics import CODES, Diagnostic, Severity
from mtlc_spec.source import Source, Span
from mtlc_spec.suggestions import did_you_mean

_COMMENT = re.compile(
    r"(?:^|[ \t])#[ \t]*mtlc:[ \t]*allow[ \t]+(?P<names>[^\r\n]*)", re.MULTILINE
)
_NAME = re.compile(r"[\w-]+")


class UnknownAllow(Diagnostic, code="MTL9002", severity=Severity.WARNING):
    """A comment allows something that no diagnostic is called."""

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"no diagnostic is called `{self.name}`"

    @property
    def help(self) -> str | None:
        return (
            did_you_mean(self.name, self.known)
            or "`mtlc explain CODE` shows the name of a code"
        )


class UnallowableError(Diagnostic, code="MTL9003", severity=Severity.WARNING):
    """A comment allows an error, but only warnings and notes can be allowed."""

    name: str

    @property
    def message(self) -> str:
        return f"`{self.name}` is an error, and cannot be allowed"


def silence(source: Source, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """What is left when the comments of a source have their way, and what is wrong with them.

    A comment at the end of a line speaks of that line, one on a line of its own of the
    next. Names are the diagnostics' own (`unused-layer`) or their codes.
    """
    if "mtlc:" not in source.text:
        yield from found
        return
    by_name = {kind.slug: kind for kind in CODES.values()}
    allowed: set[tuple[int, str]] = set()
    for comment in _COMMENT.finditer(source.text):
        line = source.position(comment.start("names")).line
        alone = source.line(line).lstrip().startswith("#")
        for word in _NAME.finditer(comment["names"]):
            span = Span(
                source,
                comment.start("names") + word.start(),
                comment.start("names") + word.end(),
            )
            kind = by_name.get(word.group()) or CODES.get(word.group())
            if kind is None:
                yield UnknownAllow(span=span, name=word.group(), known=tuple(by_name))
            elif kind.severity is Severity.ERROR:
                yield UnallowableError(span=span, name=kind.slug)
            else:
                allowed.add((line + alone, kind.code))
    for one in found:
        line = one.span.source.position(one.span.start).line
        if one.span.source is not source or (line, one.code) not in allowed:
            yield one
