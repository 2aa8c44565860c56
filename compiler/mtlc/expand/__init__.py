"""From a document to its graph: names resolved, chains laid out, shared parts nested."""

from mtlc.expand.expansion import expand

__all__ = ["expand"]
