"""Mutations that know what a spec is made of: keys, values, references, blocks, expressions.

Each takes a text and gives another; what is pasted comes from all specs that there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import yaml

from tests import test_mutations as plain
from tests.hard.structure import Piece, pieces_of
from tests.test_diagnostics import spelt_out

TESTS = Path(__file__).parent.parent
SPECS = sorted(
    [
        *TESTS.parent.glob("examples/*.yaml"),
        *TESTS.glob("golden/**/*.yaml"),
        *TESTS.glob("diagnostics/*.yaml"),
    ]
)

NUMBERS = [
    *(
        "0",
        "-0",
        "1",
        "-1",
        "0.0",
        "-0.5",
        "1e-320",
        "1e308",
        "1e309",
        "-1e999",
        ".inf",
        ".nan",
    ),
    *("2147483647", "2147483648", "-9223372036854775809", "18446744073709551616", "1e18"),
    *("9" * 30, "9" * 400, "0x7fffffff", "0o777", "1_000", "1:30", "001", "1.", ".5", "+3"),
]
EXPRESSIONS = [
    *(
        "$i",
        "$copy",
        "$nothing",
        "$",
        "$$",
        "$()",
        "$(",
        "$(1",
        "$(1 + )",
        "$(i // 0)",
        "$(1 / 3)",
    ),
    *("$(2 ** 40)", "$(2 ** 2 ** 9)", "$(-7 % 3)", "$(1 if i else [2])", "$(len([1, 2]))"),
    *("$(not not 1 < 2 < 3)", "$('a' * 9)", "$([1, 2][5])", "$(max())", "$(round(0.5))"),
    *("$(" + "(" * 40 + "1" + ")" * 40 + ")", "$(" + "-" * 50 + "1)", "$(x.y)", "$(f'{i}')"),
    *(
        "$(1 in [1])",
        "$(lambda: 1)",
        "$(min(i, 3) + int('4'))",
        "a${i}b",
        "$(0x10)",
        "$(1e400)",
    ),
]
MODIFIERS = [
    *(
        "repeat: 2",
        "repeat: 0",
        "repeat: -1",
        "repeat: 1000000000",
        "repeat: $i",
        "repeat: true",
    ),
    *("copies: 2", "copies: 0", "copies: [a, b]", "copies: [a, a]", "copies: 99999999999"),
    *("when: i > 0", "when: true", "when: copy == 'a'", "when: nothing", "when: 1 / 0"),
    *("share: a", "share: x", "share: encoder", "from: x", "from: [x, x]", "from: nowhere"),
    *("name: a", "name: x", "name: ops", "call: {mask: x}", "call: {}", "returns: [4]"),
    *("returns: [{shape: [2]}, {shape: [3]}]", "trainable: false", "dtype: mixed_float16"),
]
MARKS = ["+", "-", "*", "/", "//", "%", "**", "<", "(", ")", "[", "]", ",", ".", "not ", " in "]
TEXTS = [
    "# c\n",
    "# mtlc: allow all\n",
    "# mtlc: allow unused-layer\n",
    "\ufeff",
    "\u00a0",
    "é",
]

Mutation = Callable[[str, Random], str]


@cache
def texts() -> tuple[str, ...]:
    """All specs: examples, golden programs, and one for every diagnostic."""
    found = [
        spelt_out(spec.read_text(encoding="utf-8")).decode("utf-8", errors="replace")
        for spec in SPECS
    ]
    return tuple(text for text in found if len(text) < 10_000)


@cache
def values() -> dict[str, tuple[str, ...]]:
    """The different values under each key of all specs, in braces and on one line each."""
    found: dict[str, dict[str, None]] = {}
    for text in texts():
        for piece in pieces_of(text):
            key = piece.path[-1] if piece.path else ""
            found.setdefault(key, {})[on_one_line(text[piece.start : piece.end], piece)] = None
    return {key: tuple(one for one in all_ if one) for key, all_ in found.items() if any(all_)}


@cache
def keys() -> tuple[str, ...]:
    return tuple(values())


def on_one_line(value: str, piece: Piece) -> str:
    """A value as it can stand anywhere; empty if it cannot."""
    if "\n" not in value:
        return value if piece.braces or piece.scalar or value[:1] in "[{" else ""
    try:
        # what follows the first line of a value in a block is indented
        data = yaml.load(
            re.sub(r"\A", " " * 200, value) if piece.scalar else value, yaml.CSafeLoader
        )
        return (
            yaml.dump(
                data,
                Dumper=yaml.CSafeDumper,
                default_flow_style=True,
                sort_keys=False,
                width=10_000,
            )
            .removesuffix("\n")
            .removesuffix("\n...")
        )
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return ""


def any_value(draw: Random) -> str:
    return draw.choice(values()[draw.choice(keys())])


def chosen(text: str, draw: Random, wanted: Callable[[Piece], object] = bool) -> Piece:
    """One of the pieces; an IndexError if there are none."""
    return draw.choice([one for one in pieces_of(text) if wanted(one)])


def is_keyed(piece: Piece) -> bool:
    return piece.key is not None


def is_scalar(piece: Piece) -> bool:
    return piece.scalar and piece.end > piece.start


def replaced(text: str, start: int, end: int, new: str) -> str:
    return f"{text[:start]}{new}{text[end:]}"


def whole(text: str, piece: Piece) -> tuple[int, int]:
    """From where to where to cut, so that the rest is still well-formed."""
    start, end = piece.begin, piece.end
    if piece.braces:
        if text[end : end + 2] == ", ":
            return start, end + 2
        return (start - 2 if text[start - 2 : start] == ", " else start), end
    line = text.rfind("\n", 0, start) + 1
    after = text.find("\n", end)
    return line, len(text) if after < 0 else after + 1


# --- keys -----------------------------------------------------------------------------


def delete_a_pair(text: str, draw: Random) -> str:
    return replaced(text, *whole(text, chosen(text, draw)), "")


def double_a_pair(text: str, draw: Random) -> str:
    start, end = whole(text, chosen(text, draw))
    return replaced(text, start, start, text[start:end])


def swap_pairs(text: str, draw: Random) -> str:
    one, other = sorted(whole(text, chosen(text, draw)) for _ in range(2))
    if one[1] > other[0]:
        return text
    (a, b), (c, d) = one, other
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def rename_a_key(text: str, draw: Random) -> str:
    key = chosen(text, draw, is_keyed).key
    assert key is not None
    return replaced(text, *key, draw.choice(keys()))


def swap_keys(text: str, draw: Random) -> str:
    one, other = sorted(chosen(text, draw, is_keyed).key or (0, 0) for _ in range(2))
    if one == other:
        return text
    (a, b), (c, d) = one, other
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


# --- values ---------------------------------------------------------------------------


def swap_values(text: str, draw: Random) -> str:
    one, other = sorted(chosen(text, draw) for _ in range(2))
    if one.end > other.start:
        return text
    return (
        text[: one.start]
        + text[other.start : other.end]
        + text[one.end : other.start]
        + text[one.start : one.end]
        + text[other.end :]
    )


def value_of_the_same_key(text: str, draw: Random) -> str:
    piece = chosen(text, draw, lambda one: is_keyed(one) and one.path[-1] in values())
    return replaced(text, piece.start, piece.end, draw.choice(values()[piece.path[-1]]))


def value_of_another_key(text: str, draw: Random) -> str:
    piece = chosen(text, draw)
    return replaced(text, piece.start, piece.end, any_value(draw))


def extreme_number(text: str, draw: Random) -> str:
    found = [*re.finditer(r"(?<![\w.$])-?\d[\w.]*", text)]
    at = draw.choice(found)
    return replaced(text, *at.span(), draw.choice(NUMBERS))


def wrap_a_value(text: str, draw: Random) -> str:
    piece = chosen(text, draw, lambda one: one.braces or one.scalar)
    form = draw.choice(["[%s]", "[%s, %s]", "{chain: [%s]}", "{Dense: %s}", "{a: %s}", "'%s'"])
    return replaced(
        text, piece.start, piece.end, form.replace("%s", text[piece.start : piece.end])
    )


# --- references, blocks, modifiers ------------------------------------------------------


def redirect_a_reference(text: str, draw: Random) -> str:
    sources = {"from", "outputs", "call", "share", "mask"}
    piece = chosen(text, draw, lambda one: is_scalar(one) and sources & {*one.path})
    names = [one.path[-1] for one in pieces_of(text) if is_keyed(one)]
    name = draw.choice([*names, *names, "x", "", "i", "a.b", text[piece.start : piece.end]])
    tail = draw.choice(["", "", "", ".0", ".-1", ".*", ".a", ".99", "." + draw.choice(names)])
    return replaced(text, piece.start, piece.end, name + tail)


def block_in_itself(text: str, draw: Random) -> str:
    found = pieces_of(text)
    blocks = [one.path[1] for one in found if len(one.path) == 2 and one.path[0] == "blocks"]
    name = draw.choice(blocks or ["chain"])
    piece = draw.choice(
        [one for one in found if one.key and one.path[-1][:1].isupper()]
        or [one for one in found if one.key]
    )
    assert piece.key is not None
    return replaced(text, *piece.key, name)


def insert_a_modifier(text: str, draw: Random) -> str:
    piece = chosen(text, draw, is_keyed)
    pair = draw.choice([*MODIFIERS, f"{draw.choice(keys())}: {any_value(draw)}"])
    return inserted(text, piece, pair)


def inserted(text: str, piece: Piece, pair: str) -> str:
    """A pair written before another one."""
    if piece.braces:
        return replaced(text, piece.begin, piece.begin, f"{pair}, ")
    line = text.rfind("\n", 0, piece.begin) + 1
    indent = " " * (piece.begin - line)
    return replaced(text, piece.begin, piece.begin, f"{pair}\n{indent}")


# --- expressions ------------------------------------------------------------------------


def value_to_expression(text: str, draw: Random) -> str:
    piece = chosen(text, draw, is_scalar)
    return replaced(text, piece.start, piece.end, f'"{draw.choice(EXPRESSIONS)}"')


def edit_an_expression(text: str, draw: Random) -> str:
    found = [*re.finditer(r"\$\(?[^,}\n]*|(?<=when: )[^,}\n]*", text)]
    start, end = draw.choice(found).span()
    at = draw.randrange(start, end + 1)
    new = draw.choice([*MARKS, *NUMBERS[:8], "i", "copy", "x", ""])
    return replaced(text, at, min(end, at + draw.choice([0, 1, 3])), new)


# --- whole specs ------------------------------------------------------------------------


def sections_of(text: str) -> dict[str, tuple[int, int]]:
    """`inputs`, `layers`, …: where the parts of a spec lie."""
    return {one.path[0]: whole(text, one) for one in pieces_of(text) if len(one.path) == 1}


def merge_with_another(text: str, draw: Random) -> str:
    """All that another spec says, or only what this one does not say itself."""
    other = draw.choice(texts())
    if draw.random() < 0.2:
        return f"{text.rstrip()}\n{other}"
    own = sections_of(text)
    parts = [other[slice(*at)] for name, at in sections_of(other).items() if name not in own]
    return "\n".join([text.rstrip(), *(part.rstrip() for part in parts), ""])


def entries_of_another(text: str, draw: Random) -> str:
    """The layers, blocks or params of another spec among its own."""
    other = draw.choice(texts())
    name = draw.choice(["layers", "layers", "blocks", "params", "inputs", "outputs"])
    theirs = draw.choice(
        [one for one in pieces_of(other) if one.path[:-1] == (name,) and one.key]
    )
    ours = draw.choice([one for one in pieces_of(text) if one.path[:-1] == (name,) and one.key])
    pair = f"{theirs.path[-1]}: {on_one_line(other[theirs.start : theirs.end], theirs) or '[]'}"
    return inserted(text, ours, pair)


def exchange_a_section(text: str, draw: Random) -> str:
    """`training`, `outputs`, … of another spec in the place of its own."""
    name = draw.choice(
        ["training", "training", "outputs", "layers", "inputs", "blocks", "params"]
    )
    other = draw.choice([one for one in texts() if f"\n{name}:" in one])
    start, end = sections_of(other)[name]
    own = sections_of(text).get(name, (len(text), len(text)))
    before = text[: own[0]]
    if before and not before.endswith("\n"):
        before += "\n"
    return f"{before}{other[start:end].rstrip()}\n{text[own[1] :]}"


# --- layout -----------------------------------------------------------------------------


def insert_a_text(text: str, draw: Random) -> str:
    at = draw.choice([0, text.rfind("\n") + 1, draw.randrange(len(text) + 1)])
    return replaced(text, at, at, draw.choice(TEXTS))


def indent_a_part(text: str, draw: Random) -> str:
    lines = text.splitlines(keepends=True)
    start = draw.randrange(len(lines))
    end = draw.randrange(start, len(lines)) + 1
    return "".join(
        f"  {line}" if start <= number < end else line for number, line in enumerate(lines)
    )


def anchor_and_alias(text: str, draw: Random) -> str:
    one, other = sorted(chosen(text, draw) for _ in range(2))
    if one == other:
        return text
    text = replaced(text, other.start, other.end, draw.choice(["*q", "*q ", "{<<: *q}", "*r"]))
    return replaced(text, one.start, one.start, "&q ")


OF_STRUCTURE: list[Mutation] = [
    *(delete_a_pair, double_a_pair, swap_pairs, rename_a_key, swap_keys),
    *(swap_values, value_of_the_same_key, value_of_the_same_key, value_of_another_key),
    *(extreme_number, wrap_a_value, redirect_a_reference, redirect_a_reference),
    *(block_in_itself, insert_a_modifier, insert_a_modifier, value_to_expression),
    *(edit_an_expression, merge_with_another, entries_of_another, entries_of_another),
    *(exchange_a_section, anchor_and_alias),
]
OF_CHARACTERS: list[Mutation] = [
    *(insert_a_text, indent_a_part, plain.flip, plain.insert, plain.delete, plain.truncate),
    *(plain.double_a_line, plain.swap_lines, plain.indent_a_line, plain.other_line_ends),
    *(plain.retype_a_word, plain.misspell_a_word, plain.swap_words),
]
MUTATIONS: list[Mutation] = [*OF_STRUCTURE * 2, *OF_CHARACTERS]


def as_bytes(text: str, draw: Random) -> bytes:
    """The text as a file; of a hundred, a few are not what an editor would have written."""
    data = text.encode("utf-8", errors="surrogatepass")
    match draw.randrange(100):
        case 0:
            return text.encode("utf-16", errors="surrogatepass")
        case 1:
            return text.encode("latin-1", errors="replace")
        case 2:
            return b"\xef\xbb\xbf" + data
        case 3 | 4:
            at = draw.randrange(len(data) + 1)
            return data[:at] + draw.randbytes(draw.choice([1, 1, 2, 4])) + data[at + 1 :]
    return data


class Mutant:
    """What became of a spec, and by what."""

    def __init__(self, seed: int) -> None:
        draw = Random(seed)
        text = draw.choice(texts())
        done = []
        for _ in range(draw.choice([1, 1, 1, 1, 2, 2, 3])):
            mutation = draw.choice(MUTATIONS)
            try:
                text = mutation(text, draw) or " "
            except (LookupError, ValueError, TypeError, yaml.YAMLError, RecursionError):
                continue  # the text has nothing that this mutation could change
            done.append(mutation.__name__)
        self.done = tuple(done)
        self.data = as_bytes(text, draw)
