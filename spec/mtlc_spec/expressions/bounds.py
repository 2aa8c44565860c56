"""How large expressions and their values can be."""

from __future__ import annotations

MAX_TEXT = 10_000
"""Characters of a string that holds expressions."""

MAX_DEPTH = 50
"""Operations inside each other, and lists inside each other."""

MAX_LENGTH = 10_000
"""Characters of a string, or items of a list, that an expression makes."""

MAX_WORK = 100_000
"""Items and characters that the operations of one evaluation handle, all together."""

SMALLEST = -(2**63)
LARGEST = 2**63 - 1
