"""What a command that takes long is doing."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds after which a run is long."""

OFTEN = 0.1
"""Seconds between two pictures of a bar."""


class Progress:
    """One line on a terminal that says what is being done."""

    def __init__(self, is_shown: bool) -> None:
        self._is_shown = is_shown

    def __call__(self, what: str) -> None:
        if self._is_shown:
            click.echo(f"\r\x1b[K{what} ...", nl=False, err=True)

    def clear(self) -> None:
        if self._is_shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def with_bar(items: Iterable[T], total: int, doing: str) -> Iterator[T]:
    """The same items; while they take long, a bar on a terminal shows how many have come."""
    if total < 2 or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield from items
        return
    latest = time.monotonic() + PATIENCE - OFTEN
    bar = None
    try:
        for number, item in enumerate(items, 1):
            if time.monotonic() - latest > OFTEN:
                bar = bar or Bar(total, doing)
                bar.show(number)
                latest = time.monotonic()
            yield item
    finally:
        if bar is not None:
            bar.clear()


class Bar:
    """A bar on the terminal of standard error, which is gone in the end."""

    def __init__(self, total: int, doing: str) -> None:
        from rich import progress  # most runs are short
        from rich.console import Console

        self._progress = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task(doing, total=total)
        self._progress.start()

    def show(self, number: int) -> None:
        self._progress.update(self._task, completed=number, refresh=True)

    def clear(self) -> None:
        self._progress.stop()
