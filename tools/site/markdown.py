"""Pieces of Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence

from markdown.extensions.toc import slugify

CODE = re.compile(r"(`+[^`]*`+)")
FENCED = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)


def fence(text: str, language: str) -> str:
    """A block of code."""
    marks = "````" if "```" in text else "```"
    return f"{marks}{language}\n{text.rstrip()}\n{marks}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    """Bars inside of code are no borders of cells."""
    parts = CODE.split(text.replace("\n", " "))
    return "".join(
        part if number % 2 else part.replace("|", "\\|") for number, part in enumerate(parts)
    )


def plain(text: str) -> str:
    """Text in which only what stands between backticks is marked, as in docstrings."""
    parts = CODE.split(text)
    return "".join(
        part if number % 2 else re.sub(r"([*_\[\]])", r"\\\1", part.replace("<", "&lt;"))
        for number, part in enumerate(parts)
    )


def code(text: str) -> str:
    """Code within a line."""
    return f"`{text}`" if "`" not in text else f"`` {text} ``"


def anchor(heading: str) -> str:
    """What a heading is called in an address."""
    return str(slugify(heading.replace("`", ""), "-"))


def link(text: str, target: str, page: str) -> str:
    """A link from one page of the site to another; `target` may have an anchor."""
    path, mark, rest = target.partition("#")
    way = posixpath.relpath(path, posixpath.dirname(page) or ".") if path != page else ""
    return f"[{text}]({way}{mark}{rest})"
