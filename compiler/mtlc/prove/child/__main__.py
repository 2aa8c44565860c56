"""`python -m mtlc.prove.child`: two models are measured together, or one is timed."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.verify.child.reporting import Reporter
from mtlc.verify.child.starting import Order, start


def session(order: Order, orders: Iterator[Order], reporter: Reporter) -> None:
    # They import Keras.
    from mtlc.prove.child.agreement import agree
    from mtlc.prove.child.timing import time

    if order["task"] == "agree":
        agree(order, reporter)
    else:
        time(order, orders, reporter)


start(session)
