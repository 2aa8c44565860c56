"""The printer lays out Python as Ruff does, and nothing that it prints can break out."""

import ast
import random
import string as alphabet
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtlc import pysrc
from mtlc.pysrc import Assign, Def, Evaluate, Expression, Module, Return, call, literal, name

STATEMENTS = 4000


def module(*body: pysrc.Statement, docstring: str = "A module.") -> Module:
    return Module(docstring, (pysrc.Import("keras"), *body))


def word(rng: random.Random, longest: int = 40) -> str:
    """Letters that are no keyword: none of those ends with `_`."""
    length = min(rng.choice((0, 2, 2, 5, 5, 9, 9, 17, 39, 90)), longest - 1)
    return "".join(rng.choices(alphabet.ascii_lowercase, k=length)) + "_"


def some_value(rng: random.Random, depth: int) -> Expression:
    kinds = ("name", "number", "text", "tuple", "list", "dict", "call")
    kind = rng.choice(kinds if depth > 0 else kinds[:3])
    count = rng.choice((1, 2, 2, 3, 5)) if depth > 0 else 0
    inner = [some_value(rng, depth - 1) for _ in range(count)]
    match kind:
        case "name":
            return name(word(rng))
        case "number":
            return literal(rng.choice((1, -3, 0.001, 1e-06, 2.5, True, None)))
        case "text":
            return literal(word(rng, 100))
        case "tuple":
            return pysrc.tuple_(inner)
        case "list":
            return pysrc.list_(inner, exploded=rng.random() < 0.05)
        case "dict":
            return pysrc.dict_([(literal(word(rng)), one) for one in inner])
        case _:
            return some_call(rng, depth - 1)


def some_call(rng: random.Random, depth: int) -> Expression:
    """`layers.Kind(1, "a", key=…, name="…")(x)`, as in generated code."""
    positional = [some_value(rng, depth) for _ in range(rng.choice((0, 1, 2)))]
    count = rng.choice((0, 1, 2, 4, 6))
    keywords = {f"k{i}_{word(rng, 20)}": some_value(rng, depth) for i in range(count)}
    keywords["name"] = literal(word(rng, 100))
    made = call(f"layers.{word(rng, 24).title()}", *positional, **keywords)
    operands = [name(word(rng)) for _ in range(rng.choice((1, 2, 3)))]
    match rng.choice(("made", "applied", "applied", "listed", "called")):
        case "made":
            return made
        case "applied":
            return call(made, operands[0])
        case "listed":
            return call(made, pysrc.list_(operands))
        case _:
            keyword = {word(rng, 20): name(word(rng)) for _ in range(2)}
            return call(made, operands[0], **keyword)


def some_statement(rng: random.Random) -> pysrc.Statement:
    value = some_call(rng, 2)
    targets = tuple(word(rng, 12) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    return Return(value) if rng.random() < 0.1 else Assign(targets, value)


def ruff(*arguments: str, text: str) -> str:
    found = subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--isolated", "--quiet", "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def test_ruff_format_changes_nothing() -> None:
    rng = random.Random(1)
    functions = [
        Def(f"f{number}", "keras.Model", "Doc.", tuple(some_statement(rng) for _ in range(40)))
        for number in range(STATEMENTS // 40)
    ]
    text = pysrc.render(module(*functions))

    assert ruff("format", "--stdin-filename", "a.py", text=text) == text


def test_a_layer_that_fits_stands_on_one_line() -> None:
    made = call("layers.Dense", literal(8), name=literal("d"))

    assert lines(Assign(("x",), call(made, name("x")))) == ['x = layers.Dense(8, name="d")(x)']


def test_the_last_bracket_opens_first() -> None:
    made = call(
        "layers.Conv2D",
        literal(64),
        literal(7),
        strides=literal(2),
        padding=literal("same"),
        use_bias=literal(False),
        name=literal("conv2d"),
    )

    assert lines(Assign(("x",), call(made, name("image")))) == [
        'x = layers.Conv2D(64, 7, strides=2, padding="same", use_bias=False, name="conv2d")(',
        "    image",
        ")",
    ]


def test_an_exploded_list_opens_everything_around_it() -> None:
    model = call("keras.Sequential", pysrc.list_([name("a")], exploded=True), name=literal("m"))

    assert lines(Return(model)) == [
        "return keras.Sequential(",
        "    [",
        "        a,",
        "    ],",
        '    name="m",',
        ")",
    ]


def lines(statement: pysrc.Statement) -> list[str]:
    return pysrc.render(Module("M.", (statement,))).splitlines()[2:]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ("a\\b", '"a\\\\b"'),
        ("a\nb\tc", '"a\\nb\\tc"'),
        ("\0", '"\\x00"'),
        ("grün", '"grün"'),
        ("a\u202eb\u2028", '"a\\u202eb\\u2028"'),
        ("{x} %s", '"{x} %s"'),
    ],
)
def test_strings(text: str, printed: str) -> None:
    assert pysrc.string(text) == printed


@given(st.text())
def test_any_string_comes_back(text: str) -> None:
    assert ast.literal_eval(literal(text).flat) == text


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES)
def test_any_value_comes_back(value: object) -> None:
    assert ast.literal_eval(literal(value).flat) == value


@given(st.text())
def test_any_docstring_stays_a_docstring(text: str) -> None:
    tree = ast.parse(pysrc.render(module(Evaluate(name("x")), docstring=text)))

    assert len(tree.body) == 3
    assert ast.get_docstring(tree, clean=False) is not None


def test_docstrings_are_laid_out_as_ruff_would() -> None:
    texts = [
        "One.",
        'ends with "quotes"',
        "a\n\nb",
        'a """ b',
        "back\\slash",
        "it's",
        "ünï\u200b",
    ]
    for text in texts:
        printed = pysrc.render(module(Evaluate(name("x")), docstring=text))
        assert ruff("format", "--stdin-filename", "a.py", text=printed) == printed


def test_a_value_without_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="no literal for object"):
        literal(object())
