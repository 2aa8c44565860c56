"""`python -m mtlc`."""

from mtlc.start import main

main()
