"""The command line: the only part of mtlc that knows files and terminals."""

from mtlc.cli.main import main

__all__ = ["main"]
