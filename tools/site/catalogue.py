"""How an entry of the catalogue is shown: what it is, what it takes, and since when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from inspect import cleandoc
from typing import get_args

from mtlc.catalogue import Argument, Described
from mtlc.catalogue.text import shown
from mtlc_spec.values.activations import Activation
from mtlc_spec.values.dtypes import Arithmetic, Dtype
from tools.site.markdown import anchor, code, link, plain, table

NAMES = "catalogue/names.md"
"""The lists of names that are too long for a table."""

FAMILY_PAGES = {
    "an initializer": "catalogue/initializers.md",
    "a regularizer": "catalogue/regularizers.md",
    "a constraint": "catalogue/constraints.md",
}


LISTS: dict[str, tuple[str, ...]] = {
    "Activations": get_args(Activation),
    "Policies": get_args(Arithmetic),
    "Dtypes": get_args(Dtype),
}
_ABOUT = {
    "Activations": "What a layer takes as its `activation`.",
    "Policies": "What layers, losses and metrics take as `dtype`. A layer without weights may "
    "also have `bool` and `string`, one with weights only those with `float`.",
    "Dtypes": "What inputs are given as, and functions take as `dtype`.",
}
_OTHERS = re.compile(r"one of \d+ others")


def names() -> Iterator[str]:
    """All of them."""
    yield "# Activations and dtypes\n"
    for title, known in LISTS.items():
        yield f"## {title}\n"
        yield f"{_ABOUT[title]}\n"
        yield f"{', '.join(map(code, known))}\n"


def _list(which: str, page: str, found: re.Match[str]) -> str:
    return link(found[0], f"{NAMES}#{anchor(which)}", page)


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
    for which, known in LISTS.items():
        if takes.startswith(known[0]):
            takes = _OTHERS.sub(partial(_list, which, page), takes)
    default = "required" if one.is_required else code(shown(one.default))
    return code(one.name), takes, default, one.since or ""
