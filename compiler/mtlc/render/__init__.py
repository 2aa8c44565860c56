"""The formats in which diagnostics are printed: one module each, loaded when it is asked for.

A module of this package whose name stands in `FORMATS` has a function
`render(diagnostics, run)`, which gives the text.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """How a format is printed, which `render` does not decide.

    A document is one for a whole run, and is there also where there is nothing to say. A
    log is read by a program that shows its lines elsewhere: a line on standard error sums
    it up.
    """

    is_document: bool = False
    is_log: bool = False


class Finding(NamedTuple):
    """What is wrong with a file as a whole, and is no diagnostic of a place in a spec."""

    rule: str
    file: str
    message: str


WHOLE_FILES = {
    "stale-module": "A module on disk is not what its spec compiles to.",
    "layout": "A file is not laid out as `mtlc fmt` does it.",
}
"""The rules of findings, and what they mean."""

FORMATS = {
    "human": Format(),
    "json": Format(is_document=True),
    "sarif": Format(is_document=True),
    "github": Format(is_log=True),
}
