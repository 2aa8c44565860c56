"""Where the values of params are written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtlc.expand.context import Context
from mtlc.expand.frames import Frame
from mtlc.expand.layout import Layout
from mtlc_spec.diagnostics import Diagnostic, Label
from mtlc_spec.document import Written
from mtlc_spec.word_problems import WrongType, is_formula

_PARAM = re.compile(r"\$\(?([A-Za-z_]\w*)\)?")
"""An expression that is one name."""


def report(layout: Layout, context: Context, problems: Iterable[Diagnostic]) -> None:
    """Report what is wrong with arguments that params have a part in."""
    for problem in problems:
        found = _at_its_param(context.frame, problem)
        if found is None:
            layout.add(context, problem)
            continue
        frame, moved = found
        outer = frame.trace.outer if frame.trace is not None else None
        uses = outer.origins() if outer is not None else ()
        layout.report.add(moved.replace(trace=uses))


def _at_its_param(frame: Frame, problem: Diagnostic) -> tuple[Frame, Diagnostic] | None:
    """The problem where a formula is given to a block as a text, and that application."""
    if not isinstance(problem, WrongType):
        return None
    name = _PARAM.fullmatch(problem.span.text)
    inside: Frame | None = frame
    while name is not None and inside is not None:
        given = inside.given.get(name[1])
        if given is None:
            return None
        if is_formula(given.span.text):
            used = Label(problem.span, "is this text")
            return inside, problem.replace(span=given.span, labels=(used,))
        name, inside = _PARAM.fullmatch(given.span.text), inside.outer
    return None


def written_for(layout: Layout, context: Context, name: str, value: object) -> Written | None:
    """Where a param got its value, if that is written in the spec as it is."""
    frame: Frame | None = context.frame
    params = layout.document.params
    while frame is not None and frame.key is not None:
        given = frame.given.get(name)
        own = layout.document.blocks[frame.key].params.get(name)
        if given is None and own is not None:
            given = own.value
        if given is None:
            break
        if given.value == value:
            return given
        param = _PARAM.fullmatch(given.span.text)
        if param is None:
            return None
        name, frame = param[1], frame.outer
    own = params.get(name)
    return own.value if own is not None and own.value.value == value else None
