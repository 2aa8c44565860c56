"""`make agree`: rows drawn for every class, put to the catalogue and to the installed Keras.

Prints one line a class, then every kind of disagreement by its simplest row. With
`--write` the table becomes `docs/agreement.md`. Where another Keras is installed than the
catalogue was written for, what that one has not is told and left out.
"""

from __future__ import annotations

import argparse
import inspect
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

import keras
from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from mtlc_spec import since
from mtlc_spec.layers import layer_names
from tests.catalogue.differences import DIFFERENCES, is_deliberate
from tests.catalogue.drawing import draw
from tests.catalogue.judge import Answer, Refusal, Row, ask_catalogue, ask_keras, cannot_tell

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"
TRIES = 2000
"""How many rows are drawn at most in search of a simpler one."""

VERDICTS = ("accepted", "refused", "deliberate", "untold", "disagreed")

Outcome = tuple[str, str]
"""What the catalogue and Keras say, in a word each."""


@dataclass(frozen=True)
class Count:
    """How the rows of one class came out."""

    kind: str
    accepted: int
    refused: int
    deliberate: int
    untold: int
    disagreed: int
    examples: tuple[str, ...]

    @property
    def cases(self) -> int:
        judged = self.accepted + self.refused + self.disagreed
        return judged + self.deliberate + self.untold


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("kinds", nargs="*", metavar="CLASS")
    given = parser.parse_args()

    absent = missing_here()
    print(f"Keras {keras.__version__}, {given.cases} cases a class")
    for path in absent:
        print(f"missing here: {path}")
    kinds = [
        kind for kind in given.kinds or sorted(layer_names()) if f"layers.{kind}" not in absent
    ]
    counts = []
    # Few classes run in one process, where what Keras holds on to would add up.
    with get_context("spawn").Pool(given.jobs, maxtasksperchild=4) as pool:
        judged = partial(judge, cases=given.cases, absent=frozenset(absent))
        for count in pool.imap(judged, kinds):
            counts.append(count)
            print(line(count), flush=True)
    for count in counts:
        for example in count.examples:
            print(f"\n{count.kind}: {example}")
    if given.write:
        PAGE.write_text(page(counts), encoding="utf-8")
    return 1 if any(count.disagreed for count in counts) else 0


def missing_here() -> tuple[str, ...]:
    """What the installed Keras has not, of all that came after the oldest supported one.

    Raises:
        AssertionError: it has something that the table of `mtlc_spec.since` says it has
            not, or the other way round.
    """
    told = since.missing(since.number(keras.__version__))
    found = tuple(path for path in since.paths() if not is_here(path))
    assert set(told) == set(found), sorted(set(told) ^ set(found))
    return found


def is_here(path: str) -> bool:
    """Whether the installed Keras has a class, a function, or an argument of one."""
    owner, _, argument = path.partition(":")
    found: object = keras
    for part in owner.split("."):
        found = getattr(found, part, None)
    if not argument or not callable(found):
        return found is not None
    takers = inspect.getmro(found)[:-1] if inspect.isclass(found) else (found,)
    return any(argument in inspect.signature(one).parameters for one in takers)


def judge(kind: str, cases: int, absent: frozenset[str]) -> Count:
    """Put as many rows of a class to both, without the arguments that Keras has not."""
    logging.getLogger("tensorflow").setLevel(logging.CRITICAL)
    rng = Random(kind)
    found: Counter[str] = Counter()
    outcomes: dict[Outcome, None] = {}
    while found.total() < cases:
        row = draw(kind, rng)
        if any(f"layers.{kind}:{argument}" in absent for argument in row.arguments):
            continue
        verdict, outcome = compare(row)
        found[verdict] += 1
        if verdict == "disagreed":
            outcomes[outcome] = None
    return Count(
        kind,
        *(found[verdict] for verdict in VERDICTS),
        tuple(simplest(kind, outcome, absent) for outcome in outcomes),
    )


def compare(row: Row) -> tuple[str, Outcome]:
    """The verdict about a row, and what both say."""
    ours = ask_catalogue(row)
    if is_deliberate(row, ours):
        return "deliberate", ("", "")
    theirs = ask_keras(row)
    outcome = (word(ours), word(theirs))
    if isinstance(ours, Refusal) and isinstance(theirs, Refusal):
        return "refused", outcome
    if cannot_tell(ours, theirs):
        return "untold", outcome
    return "accepted" if ours == theirs else "disagreed", outcome


def word(answer: Answer | Refusal) -> str:
    return f"refused ({answer.code})" if isinstance(answer, Refusal) else "accepted"


def simplest(kind: str, outcome: Outcome, absent: frozenset[str]) -> str:
    """The simplest row with this outcome, and what both say of it."""

    def drawn(rng: Random) -> Row:
        return draw(kind, rng)

    def shows(row: Row) -> bool:
        if any(f"layers.{kind}:{argument}" in absent for argument in row.arguments):
            return False
        return compare(row) == ("disagreed", outcome)

    quiet = settings(
        max_examples=TRIES,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        row = find(st.randoms(use_true_random=False).map(drawn), shows, settings=quiet)
    except NoSuchExample:
        return f"{outcome[0]} here, {outcome[1]} by Keras; not found again"
    return f"{row}\n  here:  {ask_catalogue(row)}\n  Keras: {ask_keras(row)}"


def line(count: Count) -> str:
    return (
        f"{count.kind:<45} {count.cases:>5} cases {count.cases - count.disagreed:>5} agreed "
        f"{count.disagreed:>4} disagreed"
    )


def page(counts: Sequence[Count]) -> str:
    """The table of the documentation."""
    rows = "\n".join(
        f"| {one.kind} | {one.cases} | {one.accepted} | {one.refused} | {one.deliberate} "
        f"| {one.untold} | {one.disagreed} |"
        for one in counts
    )
    return f"""# Agreement with Keras {keras.__version__}

`make agree` draws arguments and inputs for every class of the catalogue, good ones and bad
ones, and puts them to the catalogue and to Keras: both accept, with the same shapes, dtypes and
weights, or both refuse. What is deliberate stands in `tests/catalogue/differences.py`, each
with its reason and a test; there are {len(DIFFERENCES)}. Rows that are refused here since they
fail on every run, and that TensorFlow runs on a GPU alone, are not judged where there is none.

| class | cases | both accept | both refuse | deliberately stricter | not judged | disagreed |
|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    sys.exit(main())
