"""`python -m mtlc`."""

from mtlc.cli import main

main()
