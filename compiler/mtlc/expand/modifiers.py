"""What the modifiers of an entry say: whether it is applied, and how many times."""

from __future__ import annotations

import re

from mtlc.expand.context import Context
from mtlc.expand.layout import Layout
from mtlc.expand.params import written_for
from mtlc.expand.problems import WrongCount
from mtlc.expand.values import FAILED, evaluate
from mtlc_spec.diagnostics import Label
from mtlc_spec.document import Entry, Written
from mtlc_spec.names import is_name
from mtlc_spec.nodes import words_for_value


def is_on(layout: Layout, context: Context, entry: Entry) -> bool:
    """Whether `when` holds; it does where it cannot be evaluated, which is reported."""
    when = entry.modifiers.when
    if when is None:
        return True
    value = evaluate(layout, context, when.value)
    if value is FAILED:
        context.model.incomplete = True
        return True
    if not isinstance(value, bool):
        _report_condition(layout, context, when, value)
        context.model.incomplete = True
        return True
    return value


def _report_condition(layout: Layout, context: Context, when: Written, value: object) -> None:
    """Report a condition that is none; a text that was to be one, at its param."""
    meant = _BOOLEANS.get(value.lower()) if isinstance(value, str) else None
    param = _PARAM.fullmatch(when.span.text)
    written = written_for(layout, context, param[1], value) if meant and param else None
    if meant is None or written is None:
        _report(layout, context, when, "when", "true or false", _words(value))
        return
    wanted, found = "true or false", _words(value)
    label = Label(when.span, "the condition is here")
    layout.report.add(
        WrongCount(
            span=written.span,
            name="when",
            wanted=wanted,
            found=found,
            meant=meant,
            labels=(label,),
        )
    )


_PARAM = re.compile(r"\$?\(?([A-Za-z_]\w*)\)?")
"""A condition that is one name."""

_BOOLEANS = {
    **dict.fromkeys(("yes", "on", "y", "true"), "true"),
    **dict.fromkeys(("no", "off", "n", "false"), "false"),
}
"""What YAML 1.1, or a text in quotes, means by a boolean."""


def copy_keys(
    layout: Layout, context: Context, copies: Written
) -> range | tuple[str, ...] | None:
    """The numbers or names of copies; None, and a report, if there are none."""
    value = evaluate(layout, context, copies.value)
    if value is FAILED:
        return None
    if type(value) is int and value >= 1:
        return range(value)
    names = value if isinstance(value, tuple) else ()
    words = tuple([one for one in names if isinstance(one, str) and is_name(one)])
    if words and len({*words}) == len(names):
        return words
    wanted = "a positive number, or a list of names"
    _report(layout, context, copies, "copies", wanted, _shown(value))
    return None


def _shown(value: object) -> str:
    """What a value is; of a list, what is wrong with it."""
    if not isinstance(value, tuple):
        return _words(value)
    if not value:
        return "an empty list"
    for number, one in enumerate(value):
        if not isinstance(one, str) or not is_name(one):
            return f"a list with {words_for_value(one)}"
        if one in value[:number]:
            return f"a list that holds `{one}` twice"
    return "a list"


def _words(value: object) -> str:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number else words_for_value(value)


def times(layout: Layout, context: Context, repeat: Written) -> int | None:
    """How many iterations there are; None, and a report, if that is no number."""
    value = evaluate(layout, context, repeat.value)
    if value is FAILED:
        return None
    if type(value) is int and value >= 0:
        return value
    wanted = "a whole number that is not negative"
    _report(layout, context, repeat, "repeat", wanted, _words(value))
    return None


def _report(
    layout: Layout, context: Context, at: Written, name: str, wanted: str, found: str
) -> None:
    layout.add(context, WrongCount(span=at.span, name=name, wanted=wanted, found=found))
