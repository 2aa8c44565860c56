"""`python -m mtlc.verify.child`: what is installed is looked up before anything runs."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from typing import Any, TextIO

from mtlc.verify.child.reporting import Reporter
from mtlc.verify.child.sentences import sentence


def main() -> None:
    """Do what the order on standard input says."""
    reporter = Reporter(_channel())
    order = json.load(sys.stdin)
    backend = os.environ["KERAS_BACKEND"]
    for package in ("keras", backend):
        if importlib.util.find_spec(package) is None:
            reporter.send(missing=package)
            break
    else:
        with reporter.check("start") as start:
            keras = importlib.import_module("keras")
            used = importlib.import_module(backend)
            start.detail = f"Keras {keras.__version__}, {backend} {used.__version__}"
        if start.status == "ok":
            _verify(order, reporter)
    reporter.send(end=True)
    # What the code has started, threads for instance, does not keep it from ending.
    os._exit(0)


def _channel() -> TextIO:
    """What was standard output; what the code prints goes to standard error from now on."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _verify(order: dict[str, Any], reporter: Reporter) -> None:
    # Python's own way: what stands beside the module is found first, and last what stands
    # where the command was given, as of a project.
    sys.path.insert(0, order["folder"])
    sys.path.append(os.getcwd())
    try:
        from mtlc.verify.child.session import verify

        verify(order, reporter)
    except Exception as error:
        reporter.trace()
        reporter.send(fault=sentence(error))


main()
