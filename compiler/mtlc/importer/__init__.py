"""From a saved Keras model to the spec that describes it; Keras itself is never loaded."""

from mtlc.importer.archive import source_of
from mtlc.importer.document import imported
from mtlc.importer.text import spec_text

__all__ = ["imported", "source_of", "spec_text"]
