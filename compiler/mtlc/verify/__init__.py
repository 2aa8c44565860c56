"""Judging a generated module by real Keras, which runs in a process of its own.

`child` is that process, and the only part of mtlc that imports Keras; here, what it saw
is compared with what mtlc said.
"""

from mtlc.verify.checks import Check, Report
from mtlc.verify.process import Backend, NotInstalled
from mtlc.verify.run import verify

__all__ = ["Backend", "Check", "NotInstalled", "Report", "verify"]
