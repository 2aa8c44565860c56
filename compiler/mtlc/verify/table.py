"""A report as a table, one row for each check."""

from __future__ import annotations

from io import StringIO

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mtlc.render.terminal import visible
from mtlc.verify.checks import Check, Report, Status

WIDTH = 100
"""Columns; the same on every terminal, as for a summary."""

MOST = 12
"""How many problems of one check are listed; JSON has them all."""

COLOURS: dict[Status, str] = {"ok": "green", "failed": "red", "skipped": "yellow"}


def render(report: Report, *, colour: bool = False) -> str:
    """The table, and a line that counts."""
    title = Text(f"Model: {report.model}")
    table = Table(box=SQUARE, width=WIDTH, title=title, title_justify="left")
    table.add_column("Check", ratio=3, overflow="fold")
    table.add_column("Result", no_wrap=True)
    table.add_column("Detail", ratio=10, overflow="fold")
    table.add_column("Time", justify="right", no_wrap=True)
    for one in report.checks:
        status = Text(one.status, style=COLOURS[one.status])
        name = Text(visible(one.name))
        table.add_row(name, status, Text(_detail(one)), f"{one.seconds:.1f} s")
    out = StringIO()
    console = Console(
        file=out,
        width=WIDTH,
        color_system="standard" if colour else None,
        force_terminal=colour,
        legacy_windows=False,
    )
    console.print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join([*lines, _counted(report)]) + "\n"


def _detail(check: Check) -> str:
    shown = check.problems[:MOST]
    if len(check.problems) > MOST:
        shown = (*shown, f"and {len(check.problems) - MOST} more")
    return "\n".join(map(visible, shown or (check.detail,)))


def _counted(report: Report) -> str:
    """`8 checks: 7 ok, 1 failed`."""
    found = [one.status for one in report.checks]
    parts = [f"{count} {status}" for status in COLOURS if (count := found.count(status))]
    return f"{len(found)} check{'' if len(found) == 1 else 's'}: {', '.join(parts)}"
