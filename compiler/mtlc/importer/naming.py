"""Names that a spec can say, each once."""

from __future__ import annotations

import re
from collections.abc import Container

from mtlc_spec.names import LONGEST, is_name

_ROOM = 12
"""Characters that are left for what makes a name another one."""


def spelt(name: str, otherwise: str) -> str:
    """A name with the letters that names can have; `otherwise` if none is left."""
    found = re.sub(r"[^A-Za-z0-9_-]+", "_", name)[: LONGEST - _ROOM]
    if not found.strip("_-"):
        return otherwise
    if not found[0].isalpha():
        found = f"{otherwise}_{found.lstrip('_-')}"
    return found if is_name(found) else f"{found}_{otherwise}"


def free(name: str, *taken: Container[str]) -> str:
    """A name that nothing has: `dense`, `dense_2`, `dense_3`."""
    found, number = name, 1
    while any(found in one for one in taken):
        number += 1
        found = f"{name}_{number}"
    return found
