"""mtlc: from a YAML spec to the Keras code that an expert would have written."""

from mtlc.api import Result, check, compile, summary
from mtlc.model_summary import Summary
from mtlc.version import VERSION as __version__

__all__ = ["Result", "Summary", "__version__", "check", "compile", "summary"]
