"""Ways in which training differs, and the words of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtlc.compare.form import At
from mtlc_spec.values.tagged import Tagged


@dataclass(frozen=True)
class Note:
    """One way in which training differs, and where that is written.

    `is_start` says that only the numbers differ that weights begin with.
    """

    message: str
    places_a: tuple[At, ...] = ()
    places_b: tuple[At, ...] = ()
    is_start: bool = field(default=False, kw_only=True)


def times(count: int) -> str:
    """A number of times in words."""
    return "once" if count == 1 else f"{count} times"


def value_words(value: object) -> str:
    """A value as a message names it."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], dict):
        given = ", ".join(f"{key}: {one}" for key, one in value[1].items() if one is not None)
        return f"`{value[0]}: {{{given}}}`"
    if isinstance(value, Tagged):
        changed = [
            f"{name}: {one}"
            for name, one in value
            if one != type(value).model_fields[name].default
        ]
        return f"`{value.kind()}: {{{', '.join(changed)}}}`" if changed else f"`{value.kind()}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value is None:
        return "none"
    return f"`{value}`"
