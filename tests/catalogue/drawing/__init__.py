"""Random rows for every class: arguments and inputs, good ones and slightly bad ones.

A table says for each class what its arguments may be and what it is fed; the tables lie
in the chapters of the catalogue. Whoever draws brings the generator: a seeded one to
measure the shares, Hypothesis' own to shrink.
"""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from random import Random

from mtlc_spec.layers import CHAPTERS, layer_class
from tests.catalogue.drawing.table import Table, chance, one_input
from tests.catalogue.drawing.values import ANY, REGULARIZERS, WRONG_NAMES
from tests.catalogue.judge import Answer, Row, ask_catalogue

TABLES: dict[str, Table] = {}
for chapter in CHAPTERS:
    TABLES |= import_module(f"{__name__}.{chapter}").TABLES

TRIES = 12


def draw(kind: str, rng: Random) -> Row:
    """One row of a class.

    Most rows are drawn again until the catalogue accepts them, some until it refuses
    them, so that neither side is rare; whether Keras says the same is what is asked.
    """
    wish = rng.choice(("accepted",) * 6 + ("refused",) * 3 + ("either",))
    row = _draw(kind, rng)
    for _ in range(TRIES):
        answer = "accepted" if isinstance(ask_catalogue(row), Answer) else "refused"
        if wish in ("either", answer):
            break
        row = _draw(kind, rng)
    return row


def _draw(kind: str, rng: Random) -> Row:
    table = TABLES[kind]
    arguments = {key: rng.choice(values) for key, values in table.required.items()}
    optional = {**ANY, **table.optional}
    if "activity_regularizer" in layer_class(kind).model_fields:
        optional.setdefault("activity_regularizer", [*REGULARIZERS, *WRONG_NAMES])
    often = min(30, max(table.often, 200 // len(optional)))
    for key, values in optional.items():
        if chance(rng, often):
            arguments[key] = rng.choice(values)
    if table.arrange is not None and chance(rng, 80):
        table.arrange(rng, arguments)
    if chance(rng, 4):
        arguments["no_such_argument"] = 1
    if table.inputs is not None:
        inputs = table.inputs(rng)
    else:
        inputs = [one_input(rng, table.ranks, table.sizes, table.dtypes)]
    row = Row(kind, arguments, inputs, batch=rng.choice((None, None, 2)))
    return row if table.call is None else replace(row, call=table.call(rng, row))
