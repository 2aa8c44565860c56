"""From a document that holds no expressions to the text of a spec."""

from mtlc.specsrc.printer import print_spec

__all__ = ["print_spec"]
