"""Where things are in the repository, and where the site goes if nothing else is said."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden"

BUILD = ROOT / "build"
