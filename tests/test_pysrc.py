"""The printer lays out Python as Ruff does, and nothing that it prints can break out."""

import ast
import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtlc import pysrc
from mtlc.pysrc import (
    Assign,
    Def,
    Evaluate,
    Expression,
    For,
    If,
    Module,
    Parameter,
    Raise,
    Return,
    attribute,
    binary,
    boolean,
    call,
    compare,
    conditional,
    fstring,
    literal,
    modules,
    name,
    not_,
    subscript,
    unary,
)
from mtlc.pysrc import (
    lines as layout,
)
from tests.random_python import Writer

x, y, z = name("x"), name("y"), name("z")


def module(*body: pysrc.Statement, docstring: str = "A module.") -> Module:
    return Module(docstring, (pysrc.Import("keras"), *body))


RUFF = (sys.executable, "-m", "ruff")


def ruff(*arguments: str, text: str) -> str:
    found = subprocess.run(
        [*RUFF, *arguments, "--isolated", "--quiet", "--stdin-filename", "a.py", "-"],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


@pytest.mark.parametrize("seed", range(3))
def test_ruff_format_changes_nothing(seed: int) -> None:
    text = pysrc.render(Writer(seed).module(functions=30, statements=6))

    assert ruff("format", text=text) == text


@pytest.mark.parametrize("seed", range(3, 6))
def test_ruff_lays_out_endless_lines_like_that(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random_module = Writer(seed).module(functions=30, statements=6)
    text = pysrc.render(random_module)
    for printer in (layout, modules):
        monkeypatch.setattr(printer, "WIDTH", 10**6)
    endless = pysrc.render(random_module)

    assert ast.dump(ast.parse(endless)) == ast.dump(ast.parse(text))
    assert ruff("format", text=endless) == text


def test_ruff_agrees_at_every_column() -> None:
    """Statements of each length from 84 to 92 columns, at several indents."""
    body = [statement for length in range(84, 93) for statement in statements_of(length)]
    nested = (If(x, (For("i", y, tuple(body)),)),)
    text = pysrc.render(module(Def("f", None, None, (*body, *nested))))

    assert ruff("format", text=text) == text


def statements_of(length: int) -> list[pysrc.Statement]:
    """Statements whose one line inside a function ends about at this column."""
    made = []
    for build in (
        lambda n: Assign(("x",), name(n)),
        lambda n: Assign(("x", "y"), name(n)),
        lambda n: Assign(("x",), literal(n)),
        lambda n: Assign(("x",), fstring([n, x])),
        lambda n: Assign(("x",), call(n)),
        lambda n: Assign(("x",), call(n, y)),
        lambda n: Assign(("x",), call("f", name(n))),
        lambda n: Assign(("x",), call(call("f", name(n)), y)),
        lambda n: Assign(("x",), attribute(call("f", name(n)), "y")),
        lambda n: Assign(("x", "y"), call(call("f", name(n)), y)),
        lambda n: Assign(("x",), subscript(name(n), y)),
        lambda n: Assign(("x",), subscript(y, name(n))),
        lambda n: Assign((subscript(y, x),), name(n)),
        lambda n: Assign((subscript(name(n), x),), y),
        lambda n: Assign((subscript(y, name(n)),), binary(x, "+", y)),
        lambda n: Assign((name(n),), y),
        lambda n: Assign(("x",), pysrc.list_([name(n)])),
        lambda n: Assign(("x",), pysrc.tuple_([name(n)])),
        lambda n: Assign(("x",), pysrc.dict_([(literal("k"), name(n))])),
        lambda n: Assign(("x",), binary(name(n), "+", y)),
        lambda n: Assign(("x",), binary(name(n), "**", y)),
        lambda n: Assign(("x",), binary(name(n), "+", call("f", y))),
        lambda n: Assign(("x",), not_(call(n, y))),
        lambda n: Assign(("x",), conditional(x, name(n), y)),
        lambda n: Assign(("x",), pysrc.list_comprehension(x, [("x", name(n), y)])),
        lambda n: Return(name(n)),
        lambda n: Return(boolean("and", [x, name(n)])),
        lambda n: Evaluate(call("f", name(n))),
        lambda n: Raise(call("E", literal(n))),
        lambda n: If(name(n), (Evaluate(x),)),
        lambda n: If(compare(x, "in", name(n)), (Evaluate(x),)),
        lambda n: For("x", call("f", name(n)), (Evaluate(x),)),
        lambda n: For("x, y", name(n), (Evaluate(x),)),
        lambda n: For(n, y, (Evaluate(x),)),
        lambda n: Def("f", None, None, (), (Parameter(n),)),
        lambda n: Def("f", None, None, (), (Parameter(n), Parameter("y"))),
        lambda n: Def("f", "int", None, (), (Parameter(n, x, keyword_only=True),)),
        lambda n: Def(n, "keras.Model", None, ()),
    ):
        (_, line, *_) = pysrc.render(Module("M", (If(x, (build("n"),)),))).splitlines()[2:]
        made.append(build("n" * (length - len(line) + 1)))
    return made


STATEMENTS = (
    pysrc.Import("a", "b"),
    pysrc.FromImport("b", ("c", ("d", "e"))),
    Assign(("X",), literal(1)),
    Def("f", None, "Doc.", (Return(x),)),
    pysrc.Comment("one\n\ntwo"),
    If(x, (Evaluate(x),)),
    Evaluate(x),
    For("a, b", x, (Evaluate(x),)),
    pysrc.TryFinally((Evaluate(x),), (Evaluate(y),)),
    pysrc.Blank(),
)


def test_ruff_wants_these_blank_lines() -> None:
    """Every three statements in a row, in a module and in a function."""
    triples = [
        triple
        for triple in itertools.product(STATEMENTS, repeat=3)
        if not isinstance(triple[-1], pysrc.Blank)
    ]
    for first in range(0, len(triples), 100):
        body = [one for triple in triples[first : first + 100] for one in triple]
        functions = [Def("g", None, None, (*triple, Return(x))) for triple in triples]
        text = pysrc.render(Module("M.", (*body, *functions[first : first + 100])))

        assert ruff("format", text=text) == text


def test_a_module_of_everything() -> None:
    """What generated code looks like; Ruff finds nothing to complain about."""
    block = Def(
        "residual",
        None,
        "A block.",
        (
            pysrc.Comment("the path around"),
            Assign(("skip",), name("x")),
            For(
                "i",
                call("range", literal(2)),
                (
                    Assign(
                        ("x",),
                        call(
                            call(
                                "layers.Conv2D",
                                binary(
                                    name("filters"), "*", binary(literal(2), "**", name("i"))
                                ),
                                literal(3),
                                padding=literal("same"),
                                name=fstring([name("name"), "_conv_", name("i")]),
                            ),
                            name("x"),
                        ),
                    ),
                ),
            ),
            If(
                compare(name("stride"), ">", literal(1)),
                (Raise(call("ValueError", fstring(["no stride of ", name("stride")]))),),
                (Return(call(call("layers.Add"), pysrc.list_([name("x"), name("skip")]))),),
            ),
        ),
        (
            Parameter("x"),
            Parameter("filters", keyword_only=True),
            Parameter("stride", literal(1), "int", keyword_only=True),
            Parameter("name", keyword_only=True),
        ),
    )
    towers = pysrc.dict_comprehension(
        name("key"),
        call("residual", name("key"), filters=literal(8), name=name("key")),
        [("key", name("KEYS"), not_(call("key.startswith", literal("_"))))],
    )
    text = pysrc.render(
        Module(
            "Everything.",
            (
                pysrc.FromImport("keras", ("layers",)),
                Assign(("KEYS",), pysrc.tuple_([literal("age"), literal("income")])),
                block,
                Assign(("towers",), towers),
            ),
        )
    )

    assert (
        text
        == '''"""Everything."""

from keras import layers

KEYS = ("age", "income")


def residual(x, *, filters, stride: int = 1, name):
    """A block."""
    # the path around
    skip = x
    for i in range(2):
        x = layers.Conv2D(filters * 2**i, 3, padding="same", name=f"{name}_conv_{i}")(x)
    if stride > 1:
        raise ValueError(f"no stride of {stride}")
    else:
        return layers.Add()([x, skip])


towers = {
    key: residual(key, filters=8, name=key) for key in KEYS if not key.startswith("_")
}
'''
    )
    assert ruff("format", text=text) == text
    assert ruff("check", text=text) == ""


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (binary(binary(x, "+", y), "*", z), "(x + y) * z"),
        (binary(x, "-", binary(y, "-", z)), "x - (y - z)"),
        (binary(binary(x, "-", y), "-", z), "x - y - z"),
        (binary(x, "//", binary(y, "%", z)), "x // (y % z)"),
        (binary(literal(-2), "**", x), "(-2) ** x"),
        (binary(literal(2), "**", literal(-1)), "2**-1"),
        (binary(literal(2), "**", binary(x, "+", y)), "2 ** (x + y)"),
        (binary(x, "**", binary(y, "**", z)), "x**y**z"),
        (binary(binary(x, "**", y), "**", z), "(x**y) ** z"),
        (unary("-", binary(x, "+", y)), "-(x + y)"),
        (unary("-", binary(x, "**", y)), "-(x**y)"),
        (not_(compare(x, "in", y)), "not x in y"),
        (compare(not_(x), "is", y), "(not x) is y"),
        (compare(x, "<", y, "<=", z), "x < y <= z"),
        (compare(compare(x, "<", y), "==", z), "(x < y) == z"),
        (boolean("or", [boolean("and", [x, y]), z]), "x and y or z"),
        (boolean("and", [boolean("or", [x, y]), z]), "(x or y) and z"),
        (boolean("and", [x]), "x"),
        (conditional(conditional(x, y, z), x, y), "(x if y else z) if x else y"),
        (conditional(x, y, conditional(z, x, y)), "x if y else z if x else y"),
        (attribute(literal(1), "real"), "(1).real"),
        (attribute(binary(x, "+", y), "shape"), "(x + y).shape"),
        (call(conditional(x, y, z), x), "(x if y else z)(x)"),
        (subscript(subscript(x, binary(y, "-", literal(1))), literal("k")), 'x[y - 1]["k"]'),
        (pysrc.starred(boolean("or", [x, y])), "*(x or y)"),
        (call("f", pysrc.starred(x), y, pysrc.double_starred(z)), "f(*x, y, **z)"),
        (pysrc.dict_([(x, y), pysrc.double_starred(z)]), "{x: y, **z}"),
        (call("all", pysrc.generator(x, [("x", y, None)])), "all(x for x in y)"),
        (call("f", pysrc.generator(x, [("x", y, None)]), z), "f((x for x in y), z)"),
        (
            pysrc.list_comprehension(x, [("x", conditional(x, y, z), conditional(x, y, z))]),
            "[x for x in (x if y else z) if (x if y else z)]",
        ),
    ],
)
def test_precedence_asks_for_parentheses(built: Expression, text: str) -> None:
    assert built.flat == text


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        ([x, "_main_", y], 'f"{x}_main_{y}"'),
        (["plain {text}"], '"plain {text}"'),
        (["{", x, "}"], 'f"{{{x}}}"'),
        ([subscript(x, literal("key"))], "f\"{x['key']}\""),
        (['say "', x, '"'], "f'say \"{x}\"'"),
        (['"', subscript(x, literal("key")), '"'], 'f\'"{x["key"]}"\''),
        (["a\n", x], 'f"a\\n{x}"'),
        ([fstring([x, "_"]), y], "f\"{f'{x}_'}{y}\""),
        ([subscript(pysrc.dict_([(x, y)]), x)], 'f"{ {x: y}[x] }"'),
    ],
)
def test_formatted_strings(parts: list[str | Expression], printed: str) -> None:
    text = pysrc.render(module(Evaluate(fstring(parts))))

    assert text.splitlines()[-1] == printed
    assert ruff("format", text=text) == text


@pytest.mark.parametrize("inner", ["it's", 'say "hi"', "a\\b", "a\nb"])
def test_a_literal_that_no_quotes_hold_is_refused_in_a_formatted_string(inner: str) -> None:
    with pytest.raises(ValueError, match="no quotes are left"):
        fstring([literal(inner)])


@given(st.lists(st.text() | st.integers().map(literal)))
def test_any_formatted_string_comes_back(parts: list[str | Expression]) -> None:
    values = [part if isinstance(part, str) else part.flat for part in parts]

    assert eval(fstring(parts).flat) == "".join(values)


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
        assert ruff("format", text=printed) == printed


def test_a_value_without_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="no literal for object"):
        literal(object())
