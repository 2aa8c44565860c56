"""Every class of the catalogue has a table that Keras judges."""

from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path

import pytest

from mtlc_spec.layers import CHAPTERS, layer_names
from tests.catalogue.judge import Row

LEAST_ROWS = 8
LEAST_REFUSED = 4
NEVER_RIGHT = {"Equalization"}
"""What Keras 3.15 loses while it builds a model, so that no row can be accepted."""
AVERAGE = 12


def rows_of(chapter: str) -> list[Row]:
    rows = import_module(f"tests.catalogue.test_{chapter}").ROWS
    assert isinstance(rows, list)
    return rows


TABLES = {chapter: rows_of(chapter) for chapter in CHAPTERS}
ROWS = [row for rows in TABLES.values() for row in rows]


def test_every_chapter_has_a_table() -> None:
    folder = Path(__file__).parent
    tables = {path.stem for path in folder.glob("test_*.py") if "ROWS = " in path.read_text()}

    assert {f"test_{chapter}" for chapter in CHAPTERS} <= tables
    for chapter, rows in TABLES.items():
        assert {row.kind for row in rows} == set(CHAPTERS[chapter])


@pytest.mark.parametrize("kind", layer_names())
def test_every_class_has_accepted_and_refused_rows(kind: str) -> None:
    rows = [row for row in ROWS if row.kind == kind]
    refused = [row for row in rows if row.refused is not None]

    assert len(rows) >= LEAST_ROWS
    assert len(refused) >= LEAST_REFUSED
    assert len(rows) > len(refused) or kind in NEVER_RIGHT


def test_there_are_enough_rows_on_average() -> None:
    print(f"{len(ROWS)} rows for {len(layer_names())} classes")

    assert len(ROWS) >= AVERAGE * len(layer_names())


def test_no_row_stands_twice() -> None:
    found = Counter(map(repr, ROWS))

    assert [row for row, times in found.items() if times > 1] == []


def test_every_way_of_refusing_is_in_the_tables() -> None:
    """Of each chapter an argument is refused, and most refuse what they are called on."""
    codes = defaultdict(set)
    for chapter, rows in TABLES.items():
        codes[chapter] |= {row.refused for row in rows if row.refused is not None}

    assert all("argument" in found for found in codes.values())
    assert all(len(found) > 1 for found in codes.values())
    assert {f"MTL300{n}" for n in range(1, 10)} | {"MTL3010"} <= set().union(*codes.values())
