"""Where things are in the repository, and where the site goes."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "golden"

BUILD = ROOT / "build"
PAGES = BUILD / "pages"
"""What MkDocs reads."""

SITE = BUILD / "site"
"""What it writes."""
