"""Whatever becomes of a good spec: a result, places inside the file, and never an exception.

`MTLC_MUTATIONS` is how many specs are drawn.
"""

import ast
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

import mtlc
from mtlc.driver import Result
from mtlc.render import human
from mtlc.render import json as as_json
from mtlc_spec.source import Span

ROOT = Path(__file__).parent
SPECS = sorted([*ROOT.parent.glob("examples/*.yaml"), *ROOT.glob("golden/**/*.yaml")])
COUNT = int(os.environ.get("MTLC_MUTATIONS", "1000"))

WORDS = [
    *("", "~", "true", "no", "x", "a.b", "a.*", "Dense", "chain", "from", "share", "name"),
    *("0", "-1", "1e-3", "1.5", "99999999999999999999", ".nan", ".inf", "012", "'8'", '"\\0"'),
    *("[]", "{}", "[1]", "[[1]]", "{a: 1}", "{Dense: 8}", "{HeNormal: {seed: 1}}", "{: }"),
    *("$x", "$(x)", "$(min(a, b))", "*x", "&x 1", "!x 1", "<<", "| \n", "'\n\n'", "🙂", "#"),
    *("{Dense:8}", "{from:[a]}", "{share: a}", "[a, a]", "-", "- a", "? a", "null", "None"),
]
BYTES = [*"{}[]:,#&*!|>'\"%@`-?\n\r\t \\~<$.0aZ", "\x00", "\x7f", "\x85", "\u2028", "\ufeff"]

Node = dict[Any, Any] | list[Any]
Random = random.Random


# --- mutations of the text ------------------------------------------------------------


def flip(text: str, draw: Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(BYTES) + text[at + 1 :]


def insert(text: str, draw: Random) -> str:
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice([*BYTES, *WORDS]) + text[at:]


def delete(text: str, draw: Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + text[at + draw.choice([1, 1, 2, 5, 40]) :]


def truncate(text: str, draw: Random) -> str:
    return text[: draw.randrange(len(text))]


def double_a_line(text: str, draw: Random) -> str:
    lines = text.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    return "".join([*lines[: at + 1], *lines[at:]])


def swap_lines(text: str, draw: Random) -> str:
    lines = text.splitlines(keepends=True)
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def indent_a_line(text: str, draw: Random) -> str:
    lines = text.splitlines(keepends=True)
    at = draw.randrange(len(lines))
    lines[at] = draw.choice([f"  {lines[at]}", lines[at].removeprefix("  "), f"\t{lines[at]}"])
    return "".join(lines)


def other_line_ends(text: str, draw: Random) -> str:
    return text.replace("\n", draw.choice(["\r\n", "\r"]))


# --- mutations of single words --------------------------------------------------------


def words_of(text: str) -> list[tuple[int, int]]:
    """The places of all scalars."""
    return [
        (event.start_mark.index, event.end_mark.index)
        for event in yaml.parse(text, Loader=yaml.CSafeLoader)
        if isinstance(event, yaml.ScalarEvent) and event.end_mark.index > event.start_mark.index
    ]


def retype_a_word(text: str, draw: Random) -> str:
    start, end = draw.choice(words_of(text))
    return text[:start] + draw.choice(WORDS) + text[end:]


def misspell_a_word(text: str, draw: Random) -> str:
    start, end = draw.choice(words_of(text))
    letters = list(text[start:end])
    draw.shuffle(letters)
    return text[:start] + "".join(letters) + text[end:]


def swap_words(text: str, draw: Random) -> str:
    (start, end), (start_2, end_2) = sorted(draw.choices(words_of(text), k=2))
    if start == start_2:
        return text
    return (
        text[:start] + text[start_2:end_2] + text[end:start_2] + text[start:end] + text[end_2:]
    )


# --- mutations of the data ------------------------------------------------------------


def nodes_of(data: object) -> list[Node]:
    """All lists and mappings that hold anything."""
    found: list[Node] = []
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list) and one:
            found.append(one)
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return found


def place_in(node: Node, draw: Random) -> Any:
    return draw.choice(list(node)) if isinstance(node, dict) else draw.randrange(len(node))


def of_data(change: Callable[[object, Random], None]) -> Callable[[str, Random], str]:
    """A mutation of the text from one of its data."""

    def mutate(text: str, draw: Random) -> str:
        data = yaml.load(text, yaml.CSafeLoader)
        change(data, draw)
        style = draw.choice([True, False, None])
        return yaml.dump(
            data, Dumper=yaml.CSafeDumper, default_flow_style=style, sort_keys=False
        )

    mutate.__name__ = change.__name__
    return mutate


def delete_a_node(data: object, draw: Random) -> None:
    node = draw.choice(nodes_of(data))
    del node[place_in(node, draw)]


def swap_nodes(data: object, draw: Random) -> None:
    one, other = draw.choices(nodes_of(data), k=2)
    a, b = place_in(one, draw), place_in(other, draw)
    one[a], other[b] = other[b], one[a]


def double_a_node(data: object, draw: Random) -> None:
    node = draw.choice(nodes_of(data))
    at = place_in(node, draw)
    if isinstance(node, list):
        node.insert(at, node[at])
    else:
        node[draw.choice(["again", f"{at}_1", 7, "from", "Dense"])] = node[at]


def wrap_a_node(data: object, draw: Random) -> None:
    node = draw.choice(nodes_of(data))
    at = place_in(node, draw)
    node[at] = draw.choice([[node[at]], {"Dense": node[at]}, {"chain": [node[at]]}])


def unwrap_a_node(data: object, draw: Random) -> None:
    node = draw.choice(nodes_of(data))
    at = place_in(node, draw)
    if isinstance(node[at], dict | list) and node[at]:
        node[at] = node[at][place_in(node[at], draw)]


def rename_a_key(data: object, draw: Random) -> None:
    node = draw.choice([one for one in nodes_of(data) if isinstance(one, dict)])
    node[draw.choice(WORDS)] = node.pop(place_in(node, draw))


MUTATIONS: list[Callable[[str, Random], str]] = [
    *(flip, insert, delete, truncate, double_a_line, swap_lines, indent_a_line),
    *(other_line_ends, retype_a_word, retype_a_word, misspell_a_word, swap_words),
    *map(of_data, (delete_a_node, swap_nodes, double_a_node, wrap_a_node)),
    *map(of_data, (unwrap_a_node, rename_a_key)),
]


def mutate(seed: int) -> tuple[str, str]:
    """What was done, and the spec that came of it; a new spec changes few of the others."""
    draw = Random(seed)
    spec = max(SPECS, key=lambda one: crc32(f"{seed} {one.stem}".encode()))
    text = spec.read_text(encoding="utf-8")
    done = [spec.name]
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        mutation = draw.choice(MUTATIONS)
        try:
            text = mutation(text, draw) or " "
        except (yaml.YAMLError, ValueError, TypeError, LookupError, RecursionError):
            continue  # the text is no longer the YAML that this mutation needs
        done.append(mutation.__name__)
    return ", ".join(done), text


# --- what must hold -------------------------------------------------------------------


def assert_inside(span: Span) -> None:
    assert 0 <= span.start <= span.end <= len(span.source.text)
    line, column = span.source.position(span.end)
    assert 1 <= line <= span.source.line_count
    assert 1 <= column <= len(span.source.line(line)) + 2


def assert_sound(result: Result) -> None:
    assert result.ok == (result.code is not None)
    if result.code is not None:
        ast.parse(result.code)
    else:
        assert result.diagnostics
    places = [(one.span.source.name, one.span.start) for one in result.diagnostics]
    for name in {name for name, _ in places}:  # blocks of the library have files of their own
        own = [start for source, start in places if source == name]
        assert own == sorted(own)
    said = [(one.code, one.span, one.message) for one in result.diagnostics]
    assert len(said) == len(set(said))
    for one in result.diagnostics:
        assert_inside(one.span)
        for label in one.labels:
            assert_inside(label.span)
        for edit in one.fix:
            assert_inside(edit.span)
        assert one.message
        assert "UNKNOWN" not in f"{one.message} {one.help}"


def assert_shown(result: Result) -> None:
    assert human.render(result.diagnostics).count("\x1b") == 0
    document = json.loads(as_json.render(result.diagnostics))
    assert len(document["diagnostics"]) == len(result.diagnostics)


def judge(seed: int) -> bool:
    """Whether the spec of a seed is still good; fails with its text if anything is wrong."""
    what, text = mutate(seed)
    try:
        result = mtlc.compile(text)
        assert_sound(result)
        assert_shown(result)
    except Exception as error:
        raise AssertionError(f"seed {seed} ({what}): {text!r}") from error
    return result.ok


def test_the_specs_are_good_ones() -> None:
    assert len(SPECS) > 25
    for spec in SPECS:
        result = mtlc.compile(spec)
        assert_sound(result)
        assert_shown(result)


def test_mutations() -> None:
    good = sum([judge(seed) for seed in range(COUNT)])

    assert 0.02 * COUNT < good < 0.6 * COUNT
