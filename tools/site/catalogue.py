"""How an entry of the catalogue is shown: what it is, what it takes, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc

from mtlc.catalogue import Argument, Described
from mtlc.catalogue.text import shown
from tools.site.markdown import code, link, plain, table

FAMILY_PAGES = {
    "an initializer": "catalogue/initializers.md",
    "a regularizer": "catalogue/regularizers.md",
    "a constraint": "catalogue/constraints.md",
}


def about(one: Described) -> str:
    """The docstring."""
    return plain(cleandoc(one.model.__doc__ or one.summary)) + "\n"


def facts(one: Described) -> Iterator[str]:
    """Other names, and since when Keras has it; the oldest that code is meant for is 3.10."""
    if one.aliases:
        yield f"Also written {', '.join(map(code, one.aliases))}."
    yield f"Keras {one.since} or newer."


def arguments(given: tuple[Argument, ...], page: str) -> str:
    """The table of arguments; the first is what a lone value stands for."""
    if not given:
        return "No arguments.\n"
    rows = [_row(one, page) for one in given]
    head = ["argument", "takes", "default"]
    if any(one.since for one in given):
        return table([*head, "since Keras"], rows)
    return table(head, [row[:3] for row in rows])


def _row(one: Argument, page: str) -> tuple[str, str, str, str]:
    takes = plain(one.takes)
    for words, target in FAMILY_PAGES.items():
        takes = takes.replace(words, link(words, target, page))
    default = "required" if one.is_required else code(shown(one.default))
    return code(one.name), takes, default, one.since or ""
