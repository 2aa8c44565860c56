"""mtlc: from a YAML spec to the Keras code that an expert would have written."""

from mtlc.api import Result, check, compile, summary
from mtlc.version import VERSION as __version__

__all__ = ["Result", "__version__", "check", "compile", "summary"]
