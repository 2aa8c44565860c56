"""The commands as a shell has to know them: options, and what may stand where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import click

SPECS = ("yaml", "yml")
SAVED = ("keras", "json")


class Values(NamedTuple):
    """What may stand at a place: words, with a line on each or none; files; or params.

    Of files only those with an ending are meant, or all where there are no endings.
    """

    words: tuple[tuple[str, str], ...] = ()
    are_files: bool = False
    endings: tuple[str, ...] = ()
    are_params: bool = False


class Option(NamedTuple):
    names: tuple[str, ...]
    help: str
    values: Values | None
    """None for a flag."""


class Command(NamedTuple):
    name: str
    help: str
    options: tuple[Option, ...]
    values: Values


_FILES = Values(are_files=True)
_ARGUMENTS = {
    "compare": Values(are_files=True, endings=(*SPECS, *SAVED)),
    "weights": Values(are_files=True, endings=(*SPECS, *SAVED)),
    "import": Values(are_files=True, endings=SAVED),
    "init": Values(),
}
"""What commands take that do not take specs alone."""


def commands(group: click.Group) -> Iterator[Command]:
    """All commands of the command line, in the order in which they are shown."""
    for name, command in sorted(group.commands.items()):
        if not command.hidden:
            yield Command(name, _line(command.help), (*_options(command),), _values(command))


def _values(command: click.Command) -> Values:
    if command.name == "explain":
        return Values((*_codes(), *_names()))
    if command.name == "layers":
        return Values((*((name, "") for name in _families()), *_names()))
    for one in command.params:
        if isinstance(one, click.Argument) and isinstance(one.type, click.Choice):
            return _chosen(one.type)
    return _ARGUMENTS.get(str(command.name), Values(are_files=True, endings=SPECS))


def _options(command: click.Command) -> Iterator[Option]:
    for one in command.params:
        if isinstance(one, click.Option) and not one.hidden:
            names = (*one.opts, *one.secondary_opts)
            yield Option(names, _line(one.help), None if one.is_flag else _taken(one))
    yield Option(("-h", "--help"), "Show this message and exit.", None)


def _taken(option: click.Option) -> Values:
    """What an option takes."""
    if isinstance(option.type, click.Choice):
        return _chosen(option.type)
    if option.metavar == "NAME=VALUE":
        return Values(are_params=True)
    named = option.metavar or ""
    return _FILES if "FILE" in named or "SPEC" in named else Values()


def _chosen(choice: click.Choice[str]) -> Values:
    return Values(tuple((str(one), "") for one in choice.choices))


def _line(help_: str | None) -> str:
    """The first sentence of a help, on one line."""
    text = " ".join((help_ or "").partition("\n\n")[0].split())
    return text.partition(". ")[0].rstrip(".")


def _codes() -> Iterator[tuple[str, str]]:
    from mtlc.codes import all_codes
    from mtlc.explanation import explain

    kinds = all_codes()
    for code, kind in kinds.items():
        yield code, explain(kind).text.partition("\n")[0].rstrip(".")
    for kind in kinds.values():
        yield kind.slug, kind.code


def _names() -> Iterator[tuple[str, str]]:
    """Names of the catalogue, with a family in front where bare ones mean several things."""
    from mtlc import catalogue

    names = catalogue.names()
    for name, found in names.items():
        bare = name.partition(".")[2]
        if bare not in names or len(names[bare]) > 1:
            yield name, ", ".join(family for family, _ in found)


def _families() -> tuple[str, ...]:
    from mtlc import catalogue

    return (*catalogue.FAMILIES,)
