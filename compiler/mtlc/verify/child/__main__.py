"""`python -m mtlc.verify.child`: one model is verified."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.verify.child.reporting import Reporter
from mtlc.verify.child.starting import Order, start


def session(order: Order, _: Iterator[Order], reporter: Reporter) -> None:
    from mtlc.verify.child.session import verify  # it imports Keras

    verify(order, reporter)


start(session)
