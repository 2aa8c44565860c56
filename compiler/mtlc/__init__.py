"""mtlc: from a YAML spec to the Keras code that an expert would have written."""

from mtlc.api import Imported, Result, check, compile, import_model, summary
from mtlc.model_summary import Summary
from mtlc.version import VERSION as __version__

__all__ = [
    "Imported",
    "Result",
    "Summary",
    "__version__",
    "check",
    "compile",
    "import_model",
    "summary",
]
