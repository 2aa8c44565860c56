"""Exceptions in one line."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_AROUND = ("Exception encountered when calling", "Arguments received by", "Call arguments")
"""How Keras begins the lines that it puts around what went wrong."""
_BEFORE = re.compile(r"(?:Error|Exception) encountered:\s")
"""What Keras puts before the message of another exception."""


def sentence(error: BaseException) -> str:
    """`ValueError: what went wrong`: of what Keras says, the line that says it."""
    kind = type(error).__name__
    text = _COLOUR.sub("", str(error))
    lines = [line.strip() for line in (_BEFORE.split(text)[-1].strip() or text).splitlines()]
    cause = (line for line in lines if line.startswith("Could not locate"))
    told = next(cause, "") or next(
        (line for line in lines if line and not line.startswith(_AROUND)), ""
    )
    return f"{kind}: {told}" if told else kind
