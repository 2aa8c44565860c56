"""What generated modules have in common: a name, a seal, and what makes two the same."""

from __future__ import annotations

import hashlib
import re
from enum import Enum

_SEAL = "# mtlc: format 1, sha256 of the lines above: "
_VERSION = re.compile(r"compiled by mtlc \d+\.\d+\.\d+\S* from")


class State(Enum):
    """Who wrote a file last."""

    GENERATED = "as mtlc wrote it"
    EDITED = "edited since mtlc wrote it"
    FOREIGN = "not written by mtlc"


def module_name(spec_name: str) -> str:
    """The file name of a spec's module: `two_tasks.yaml` is `two_tasks.py`."""
    stem = re.sub(r"\.(mtlc\.)?ya?ml$", "", spec_name, flags=re.IGNORECASE)
    return f"{stem}.py"


def seal(text: str) -> str:
    """The text with a last line that holds the digest of all before it."""
    return f"{text}{_SEAL}{_digest(text)}\n"


def state(text: str) -> State:
    """Whether a file is as mtlc wrote it."""
    above, found, digest = text.replace("\r\n", "\n").rpartition(_SEAL)
    if not found:
        return State.FOREIGN
    return State.GENERATED if digest.strip() == _digest(above) else State.EDITED


def same(on_disk: str, fresh: str) -> bool:
    """Whether two modules are the same but for the version of mtlc that wrote them."""
    return state(on_disk) is State.GENERATED and _without_version(on_disk) == _without_version(
        fresh
    )


def _without_version(text: str) -> str:
    above = text.replace("\r\n", "\n").rpartition(_SEAL)[0]
    return _VERSION.sub("compiled by mtlc from", above, count=1)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="surrogateescape")).hexdigest()
