"""The order of the keys that the language itself gives a meaning."""

from __future__ import annotations

from collections.abc import Sequence

from mtlc.formatting.written import Branch, Item
from mtlc_spec.library import BLOCK_KEYS
from mtlc_spec.loader import DOCUMENT_KEYS
from mtlc_spec.tasks import TASK_KEYS, TRAINING_KEYS
from mtlc_spec.word_problems import ENTRY_KEYS

DOCUMENT = "document"
_ENTRY = "entry"

_INPUT_KEYS = ("shape", "dtype", "batch_size", "sparse", "ragged", "optional", "copies")
_KEYS: dict[str, tuple[str, ...]] = {
    DOCUMENT: DOCUMENT_KEYS,
    "block": BLOCK_KEYS,
    "input": _INPUT_KEYS,
    "task": ("from", *(key for key in TASK_KEYS if key != "from")),
    "training": TRAINING_KEYS,
}
_INSIDE: dict[str, dict[str, str]] = {
    DOCUMENT: {key: key for key in ("inputs", "blocks", "layers", "outputs", "training")},
    "block": {"layers": "layers"},
    _ENTRY: {"chain": "layers"},
}
_MEMBERS = {"inputs": "input", "blocks": "block", "layers": _ENTRY, "outputs": "task"}


def role_of(role: str, item: Item) -> str:
    """What an item of something is, if its keys have an order; otherwise empty."""
    if role in _MEMBERS:
        return _MEMBERS[role] if item.key is not None or role == "layers" else ""
    return _INSIDE.get(role, {}).get(item.name, "")


def ordered(branch: Branch, role: str) -> Sequence[Item]:
    """The items in their order; a key that is not known stays behind the one before it.

    In an entry the kind comes first, but for a chain that goes over lines: that is last.
    """
    items = branch.items
    if not branch.is_mapping or (role != _ENTRY and role not in _KEYS):
        return items
    ranks: list[int] = []
    for item in items:
        if role == _ENTRY:
            rank = _entry_rank(item)
        else:
            keys = _KEYS[role]
            known = item.name in keys
            rank = keys.index(item.name) if known else ranks[-1] if ranks else -1
        ranks.append(rank)
    numbers = sorted(range(len(items)), key=lambda number: ranks[number])
    return [items[number] for number in numbers]


def _entry_rank(item: Item) -> int:
    if item.name == "share" or item.name not in ENTRY_KEYS:
        value = item.value
        is_long = item.name == "chain" and isinstance(value, Branch) and not value.is_flow
        return len(ENTRY_KEYS) if is_long else -1
    return ENTRY_KEYS.index(item.name)
