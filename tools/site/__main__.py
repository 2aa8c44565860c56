"""`make docs`: write the pages into a folder, and let MkDocs make the site of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tools.site.places import BUILD
from tools.site.whole import write


def main(folder: Path) -> int:
    """Write `pages`, which MkDocs reads, and `site`."""
    pages, site = folder / "pages", folder / "site"
    shutil.rmtree(pages, ignore_errors=True)
    config = write(pages)
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean")
    done = subprocess.run([*command, "-f", str(config), "-d", str(site)], check=False)
    if done.returncode == 0:
        print(
            f"{site / 'index.html'}; `python -m http.server -d {site}` for the search as well"
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if sys.argv[1:] else BUILD))
