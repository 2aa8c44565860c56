"""Commands run in this process, for tests of many of them: a process each would take long."""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from click.testing import CliRunner

from mtlc.cli.main import cli


class Done(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    stdout: str
    stderr: str


def mtlc(folder: Path, *words: str, text: str | None = None, **environment: str) -> Done:
    """Run `mtlc` in a folder; of GitHub's variables only those that are given are set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")}
    with chdir(folder), patch.dict(os.environ, {**kept, **environment}, clear=True):
        result = CliRunner().invoke(
            cli, words, input=text, standalone_mode=False, catch_exceptions=False
        )
    status = result.return_value if isinstance(result.return_value, int) else 0
    return Done(status, result.stdout, result.stderr)
