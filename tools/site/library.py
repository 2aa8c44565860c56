"""The page of the Python library, from its public names and their docstrings."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import mtlc
import mtlc_spec
from mtlc_spec.diagnostics import Diagnostic, Edit, Label, Origin, Severity
from mtlc_spec.source import Source, Span
from tools.site.markdown import fence, plain, table
from tools.site.pages import Pages

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$", re.MULTILINE)
_TITLES = {"Args": "Arguments", "Returns": "Gives", "Raises": "Raises", "Yields": "Gives"}
GIVEN = (Diagnostic, Severity, Label, Origin, Edit, Span, Source)
"""What results hold."""


def write(pages: Pages) -> str:
    return pages.add(
        "library.md",
        "# The Python library\n",
        "Typed and pure: text or a path in, a result out. A bad spec never raises.\n",
        fence(_PROGRAM, "python"),
        *_module(mtlc),
        *_module(mtlc_spec),
        "## What results hold\n",
        *(part for one in GIVEN for part in _thing(one.__name__, one)),
    )


_PROGRAM = """\
import mtlc

result = mtlc.compile("inputs: {x: [4]}\\nlayers: [Dense: 8, Dense: 1]\\n")
assert result.ok and result.summary.params.total == 49
for diagnostic in result.diagnostics:
    print(diagnostic)
"""


def _module(module: ModuleType) -> Iterator[str]:
    names = getattr(module, "__all__", ())
    things = [(name, getattr(module, name)) for name in names]
    if not things:
        return
    yield f"## `{module.__name__}`\n"
    yield plain(inspect.getdoc(module) or "") + "\n"
    for name, thing in sorted(things, key=lambda one: (isinstance(one[1], type), one[0])):
        yield from _thing(f"{module.__name__}.{name}", thing)


def _thing(name: str, thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield f"### `{name}`\n\nThe version, `{thing}`.\n"
        return
    yield f"### `{name}`\n"
    if inspect.isfunction(thing):
        yield fence(f"{name}{_signature(thing)}", "python")
    yield from _docstring(thing)
    if inspect.isclass(thing):
        yield from _members(thing)


def _signature(function: Any) -> str:
    """Over several lines where it is long, with annotations as they are written."""
    text = str(inspect.signature(function)).replace("'", "")
    if len(text) <= 60:
        return text
    inner, _, returned = text.removeprefix("(").rpartition(")")
    parts = re.split(r", (?![^\[]*\])", inner)
    return "(\n" + "".join(f"    {one},\n" for one in parts) + f"){returned}"


def _docstring(thing: Any) -> Iterator[str]:
    """A docstring in Google's style: its text, then its sections as tables."""
    parts = _SECTION.split(inspect.getdoc(thing) or "")
    yield plain(parts[0]).rstrip() + "\n"
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        yield f"**{_TITLES[title]}**\n"
        yield _section(inspect.cleandoc(body), title)


def _section(body: str, title: str) -> str:
    if title in ("Returns", "Yields"):
        return plain(body) + "\n"
    items: list[str] = []
    for line in body.splitlines():
        if line.startswith(" ") and items:
            items[-1] += f" {line.strip()}"
        else:
            items.append(line)
    rows = [one.partition(": ") for one in items]
    head = ["exception", "where"] if title == "Raises" else ["argument", ""]
    return table(head, [(f"`{name}`", plain(text)) for name, _, text in rows])


def _members(kind: type[Any]) -> Iterator[str]:
    if issubclass(kind, enum.Enum):
        yield f"One of {', '.join(f'`{one.value}`' for one in kind)}.\n"
        return
    rows = [(f"`{name}`", f"`{shown}`", "") for name, shown in _fields(kind)]
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            given = inspect.signature(member.fget).return_annotation if member.fget else ""
            rows.append((f"`{name}`", f"`{given}`", _line(member)))
        elif inspect.isfunction(member):
            rows.append((f"`{name}{_short(member)}`", "method", _line(member)))
    if rows:
        yield table(["member", "type", ""], rows)


def _fields(kind: type[Any]) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(kind):
        names = [one.name for one in dataclasses.fields(kind)]
    else:
        names = [*getattr(kind, "_fields", inspect.get_annotations(kind))]
    for name in names:
        if not name.startswith("_"):
            written = kind.__annotations__[name]
            text = str(getattr(written, "__forward_arg__", written))
            yield name, re.sub(r"^ClassVar\[(.*)\]$", r"\1", text)


def _short(function: Any) -> str:
    return (
        str(inspect.signature(function))
        .replace("'", "")
        .replace("self, ", "")
        .replace("self", "")
    )


def _line(member: Any) -> str:
    return plain((inspect.getdoc(member) or "").partition("\n\n")[0])
