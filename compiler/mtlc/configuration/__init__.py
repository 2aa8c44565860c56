"""What a project decides for all of its specs: `mtlc.toml`, or `[tool.mtlc]` of pyproject.toml.

Pure, from text to values; where the files are is known to `mtlc.cli.configured`.
"""

from mtlc.configuration.model import Configuration, Setting
from mtlc.configuration.reading import PYPROJECT, read
from mtlc.configuration.rules import Rules, Selection

__all__ = ["PYPROJECT", "Configuration", "Rules", "Selection", "Setting", "read"]
