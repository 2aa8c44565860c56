"""Print how fast and how small mtlc is: every figure beside another one, and its bar."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks import against_keras, fusing, many, scale, startup, watching

SECTIONS = {
    "startup": startup.rows,
    "scale": scale.rows,
    "many": many.rows,
    "keras": against_keras.rows,
    "fusing": fusing.rows,
    "watch": watching.rows,
}


def main(wanted: list[str]) -> None:
    """Run the sections that are named, or all."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; medians, by turns\n")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted or SECTIONS:
            for row in SECTIONS[name](Path(folder)):
                print(row, flush=True)
                rows.append(row)
    print(f"\n{sum(row.met for row in rows)} of {len(rows)} bars met")


if __name__ == "__main__":
    main(sys.argv[1:])
