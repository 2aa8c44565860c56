"""How a process begins: what is installed is looked up before anything runs."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from mtlc.verify.child.reporting import Reporter
from mtlc.verify.child.sentences import sentence

Order = dict[str, Any]
Session = Callable[[Order, Iterator[Order], Reporter], None]
"""What is done with the first order; the iterator waits for others."""


def start(session: Session) -> None:
    """Do what the orders on standard input say, once Keras is there."""
    reporter = Reporter(_channel())
    orders = map(json.loads, _orders())
    order = next(orders)
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
            _run(session, order, orders, reporter)
    reporter.send(end=True)
    # What the code has started, threads for instance, does not keep it from ending.
    os._exit(0)


def _channel() -> TextIO:
    """What was standard output; what the code prints goes to standard error from now on."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return channel


def _orders() -> TextIO:
    """What was standard input; the code finds nothing there."""
    orders = os.fdopen(os.dup(0), encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return orders


def _run(session: Session, order: Order, orders: Iterator[Order], reporter: Reporter) -> None:
    # Python's own way: what stands beside the module is found first, and last what stands
    # where the command was given, as of a project.
    sys.path[:0] = order["folders"]
    sys.path.append(os.getcwd())
    try:
        session(order, orders, reporter)
    except Exception as error:
        reporter.trace()
        reporter.send(fault=sentence(error))
