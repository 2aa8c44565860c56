"""`make docs`: write the pages into a folder, and let MkDocs make the site of them."""

from __future__ import annotations

import shutil
import subprocess
import sys

from tools.site.places import PAGES, SITE
from tools.site.whole import write


def main() -> int:
    shutil.rmtree(PAGES, ignore_errors=True)
    config = write(PAGES)
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--clean")
    done = subprocess.run([*command, "-f", str(config), "-d", str(SITE)], check=False)
    if done.returncode == 0:
        print(f"{SITE / 'index.html'}; `python -m http.server -d {SITE}` for the search as well")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
