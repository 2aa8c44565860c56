"""The entry of the `mtlc` command: what has to be settled before the rest is imported."""

from __future__ import annotations

import gc
import os


def main() -> None:
    """Run the command line and exit with its status, which `mtlc.cli.main` explains."""
    # A run is short and its objects live to its end: collecting garbage only costs time.
    gc.disable()
    # To look for plugins of Pydantic is to read the metadata of all that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from mtlc.cli.main import main as run

    run()
