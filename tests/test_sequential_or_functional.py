"""The page on Sequential and Functional shows what `mtlc compare --run` says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "sequential-or-functional.md"
COMMAND = "mtlc compare examples/seed_sequential.yaml examples/seed_functional.yaml --run"

SHOWN = re.compile(r"^```text\n(proven: .*?)^```$", re.MULTILINE | re.DOTALL)
MEASURED = re.compile(r"\d+(?:\.\d+)?(?:e[-+]\d+)?(?: ms| s)?(?=[ ,;:)])")


def stable(text: str) -> list[str]:
    """The lines without what is measured anew each time, and without versions."""
    lines = [
        re.sub(r"Keras \S+, tensorflow \S+", "…", one) for one in text.strip().splitlines()
    ]
    return [MEASURED.sub("…", one) for one in lines]


def test_the_page_shows_the_command() -> None:
    assert COMMAND in PAGE.read_text(encoding="utf-8")


@pytest.mark.proof
def test_tensorflow_says_what_is_shown() -> None:
    (shown,) = SHOWN.findall(PAGE.read_text(encoding="utf-8"))

    done = subprocess.run(
        [sys.executable, "-m", *COMMAND.split(), "--timeout", "1500"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    said = done.stdout[done.stdout.index("\nproven: ") :]
    # What is faster depends on the machine; that it is measured does not.
    assert stable(said)[:-2] == stable(shown)[:-2]
    for line, other in zip(stable(said)[-2:], stable(shown)[-2:], strict=True):
        assert line.split("):")[0] == other.split("):")[0]
    assert "a ratio of 2.000000; 2 was said" in said
    differ = re.search(r"outputs: +differ by at most (\S+) on", said)
    assert differ is not None
    assert float(differ[1]) < 1e-6
