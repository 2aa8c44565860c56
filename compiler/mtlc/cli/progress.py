"""What a command that takes long is doing."""

from __future__ import annotations

import click


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
