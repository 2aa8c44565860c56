"""What the catalogue knows of each thing of Keras, for people to look up."""

from mtlc.catalogue.entries import FAMILIES, Argument, Described, describe, family, find, names
from mtlc.catalogue.samples import Sample, sample

__all__ = [
    "FAMILIES",
    "Argument",
    "Described",
    "Sample",
    "describe",
    "family",
    "find",
    "names",
    "sample",
]
