"""Classes that a module brings along: the text of real modules, copied where it is used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from mtlc_spec.balancing import runtime_texts

PACKAGE = 'package="mtlc"'
"""What the classes are registered under; two modules must not take them for each other's."""


class Runtime(NamedTuple):
    """Definitions as they are written, and what of `keras` they use."""

    definitions: str
    submodules: tuple[str, ...]
    names: tuple[str, ...]


def runtime(name: str, model: str) -> Runtime:
    """The definitions of a module in `mtlc.runtime`, registered under a model's name."""
    text = (files("mtlc.runtime") / f"{name}.py").read_text(encoding="utf-8")
    return definitions(text, model)


def definitions(text: str, model: str) -> Runtime:
    """The classes and functions of a module's text, without its docstring and imports."""
    tree = ast.parse(text)
    first = next(_definitions(tree))
    lines = text.splitlines()[_start(first) - 1 :]
    package = re.sub(r"[^\w-]", "_", model)
    submodules = [
        alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module == "keras"
        for alias in node.names
    ]
    body = "\n".join(lines).replace(PACKAGE, f'package="{package}"')
    names = tuple(node.name for node in _definitions(tree))
    return Runtime(body, tuple(submodules), names)


def strategy_runtimes(strategy: str, model: str) -> tuple[Runtime, ...]:
    """The definitions of a strategy that balances losses, and of what it builds on."""
    return tuple(definitions(text, model) for text in runtime_texts(strategy))


def _definitions(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node


def _start(node: ast.ClassDef | ast.FunctionDef) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])
