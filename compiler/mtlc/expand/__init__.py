"""From a document to its graph: names resolved, structure unfolded, shared parts nested."""

from mtlc.expand.whole import Expansion, expand

__all__ = ["Expansion", "expand"]
