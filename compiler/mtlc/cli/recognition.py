"""Which YAML files are specs: told by the keys at their top level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

ALWAYS = (".mtlc.yaml", ".mtlc.yml")
"""How the names of files end that are for mtlc whatever they hold."""

_OF_SPECS = frozenset(
    ("name", "target", "dtype", "params", "include", "inputs", "layers", "outputs", "training")
)
"""What a spec may say at its top level, and a file of blocks may not."""

_KEY = re.compile(rb"^(mtlc|inputs|layers|blocks)[ \t]*:(?=[ \t\r\n]|\Z)", re.MULTILINE)
_HINT = re.compile(rb"mtlc|layers|blocks")


class Kind(Enum):
    """What a YAML file is."""

    SPEC = "a spec"
    BLOCKS = "blocks for others to include"
    OTHER = "something else"


def recognize(name: str, data: bytes) -> Kind:
    """A spec has the key `mtlc`, or `inputs` and `layers`; but not if it only has blocks.

    A file whose name ends with `.mtlc.yaml` is a spec as well, whatever is wrong in it.
    """
    always = name.lower().endswith(ALWAYS)
    if not always and _HINT.search(data) is None:
        return Kind.OTHER
    keys: set[str] = set()
    for key in _keys(data):
        keys.add(key)
        if not keys.isdisjoint(_OF_SPECS) and ("mtlc" in keys or {"inputs", "layers"} <= keys):
            return Kind.SPEC
    if "blocks" in keys and keys.isdisjoint(_OF_SPECS):
        return Kind.BLOCKS
    return Kind.SPEC if always or "mtlc" in keys else Kind.OTHER


def _keys(data: bytes) -> Iterator[str]:
    """The keys at the top level of the first document.

    Behind a mistake in the YAML they are what stands at the beginning of lines: a spec that
    cannot be read has to be reported, and must not be left out.
    """
    import yaml

    try:
        yield from _read_keys(data)
    except (yaml.YAMLError, UnicodeError):
        for found in _KEY.finditer(data):
            yield found.group(1).decode()


def _read_keys(data: bytes) -> Iterator[str]:
    import yaml
    from yaml import events

    opening = (events.MappingStartEvent, events.SequenceStartEvent)
    closing = (events.MappingEndEvent, events.SequenceEndEvent)
    depth = 0
    at_key = False
    for event in yaml.parse(data, Loader=yaml.CSafeLoader):
        if isinstance(event, closing):
            depth -= 1
            if depth == 0:
                return
        elif isinstance(event, events.NodeEvent):
            if depth == 0 and not isinstance(event, events.MappingStartEvent):
                return
            if depth == 1:
                at_key = not at_key
                if at_key and isinstance(event, events.ScalarEvent):
                    yield event.value
            if isinstance(event, opening):
                depth += 1
