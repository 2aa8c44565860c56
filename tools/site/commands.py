"""The pages of the commands, from what click knows of them."""

from __future__ import annotations

from inspect import cleandoc
from pathlib import Path

import click

from mtlc.cli.main import cli
from tools.site.markdown import code, fence, link, plain, table
from tools.site.pages import Navigation, Pages
from tools.site.terminal import console

INDEX = "commands/index.md"

CHAPTERS = {
    "check": "diagnostics/index.md",
    "compare": "tools/comparing.md",
    "compile": "language/code.md",
    "explain": "diagnostics/index.md",
    "expand": "language/code.md",
    "fmt": "tools/layout.md",
    "fuse": "tools/fusing.md",
    "import": "tools/importing.md",
    "init": "editors.md",
    "layers": "layers/index.md",
    "schema": "editors.md",
    "summary": "tools/summary.md",
    "verify": "tools/verifying.md",
    "weights": "tools/fusing.md",
}
"""Where there is more about a command."""

EXAMPLES = {
    "check": ("mtlc check seed_functional.yaml two_tasks.yaml",),
    "compile": ("mtlc compile seed_functional.yaml -o build/",),
    "expand": ("mtlc expand wavenet.yaml",),
    "explain": ("mtlc explain unused-layer",),
    "layers": ("mtlc layers Dropout",),
    "summary": ("mtlc summary seed_functional.yaml",),
    "fuse": ("mtlc fuse seed_functional.yaml",),
}


def write(pages: Pages, folder: Path) -> Navigation:
    """A page for each command; `folder` holds the examples."""
    context = click.Context(cli, info_name="mtlc")
    entries: Navigation = [{"All commands": INDEX}]
    rows = []
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        page = _write_command(pages, name, command, context, folder)
        entries.append({f"mtlc {name}": page})
        rows.append((link(code(f"mtlc {name}"), page, INDEX), plain(_first_line(command))))
    pages.add(
        INDEX,
        "# Commands\n",
        fence(context.get_usage().removeprefix("Usage: "), "text"),
        f"{_text(cli)}\n",
        table(["command", ""], rows),
        "## Exit status\n",
        "0: all well. 1: diagnostics at or above `--fail-on`, or `--check` found a difference, "
        "or two models that differ. 2: wrong use, or a file that cannot be read. 3: a fault of "
        "mtlc itself. 4: `compare` cannot tell. 130: interrupted.\n",
        *_options(cli, context),
    )
    return entries


def _write_command(
    pages: Pages, name: str, command: click.Command, above: click.Context, folder: Path
) -> str:
    page = f"commands/{name}.md"
    context = click.Context(command, info_name=name, parent=above)
    usage = " ".join(["mtlc", name, *command.collect_usage_pieces(context)])
    parts = [
        f"# mtlc {name}\n",
        fence(usage, "text"),
        f"{_text(command)}\n",
        *_options(command, context),
    ]
    if name in EXAMPLES:
        parts += [f"## Example of mtlc {name}\n", console(*EXAMPLES[name], folder=folder)]
    if name in CHAPTERS:
        (title, _, _) = CHAPTERS[name].rpartition(".")
        parts.append(f"More: {link(_title(title), CHAPTERS[name], page)}.\n")
    return pages.add(page, *parts)


def _title(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return (folder if name == "index" else name).replace("-", " ")


def _text(command: click.Command) -> str:
    return plain(cleandoc(command.help or "").replace("\b\n", ""))


def _first_line(command: click.Command) -> str:
    return _text(command).partition("\n\n")[0].replace("\n", " ")


def _options(command: click.Command, context: click.Context) -> list[str]:
    """The tables of arguments and options; many arguments are explained by the text alone."""
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        names, text = record or ("", "")
        if text:
            rows = arguments if isinstance(parameter, click.Argument) else options
            rows.append((code(names), plain(text)))
    return [
        part
        for title, rows in (("argument", arguments), ("option", options))
        if rows
        for part in (
            f"## {title.capitalize()}s of {context.command_path}\n",
            table([title, ""], rows),
        )
    ]
