"""Expressions mean what the same text means in Python, and never more than that."""

import ast
import keyword
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mtlc_spec.diagnostics import Report
from mtlc_spec.expressions import (
    RESERVED,
    Expr,
    ExpressionError,
    Kind,
    Place,
    Text,
    diagnose,
    evaluate,
    names,
    parse_expression,
    parse_text,
)
from mtlc_spec.expressions import tree as trees
from mtlc_spec.expressions.bounds import MAX_DEPTH, MAX_TEXT
from mtlc_spec.nodes import Mapping, Scalar
from mtlc_spec.reading import read
from mtlc_spec.source import Source, Span
from tests.work import calls_of

PARAMS: dict[str, object] = {
    "width": 64,
    "heads": 4,
    "zero": 0,
    "rate": 0.5,
    "mode": "same",
    "sizes": (8, 16, 32),
    "empty": (),
    "flag": True,
    "nothing": None,
    "i": 1,
}


def place_of(text: str) -> Place:
    return Place.of(Scalar(Source("a.yaml", text), 0, len(text), text))


def parsed(text: str) -> Expr:
    return parse_expression(text, place_of(text))


def mistake(run: Callable[[str], object], text: str) -> ExpressionError | None:
    """What is wrong with a text, if anything is."""
    try:
        run(text)
    except ExpressionError as error:
        return error
    return None


def worth(text: str) -> object:
    return evaluate(parsed(text), PARAMS)


def told(text: str) -> object:
    """What a string of a spec stands for."""
    found = parse_text(text, place_of(text))
    return evaluate(found, PARAMS) if isinstance(found, Expr) else found


GOOD: list[tuple[str, object]] = [
    ("64", 64),
    ("1_000", 1000),
    (".5", 0.5),
    ("1e-3", 0.001),
    ("2.", 2.0),
    ("'it\\'s'", "it's"),
    ('"a\\n\\t\\\\"', "a\n\t\\"),
    ("true", True),
    ("False", False),
    ("null", None),
    ("width", 64),
    ("width // heads", 16),
    ("width / heads", 16.0),
    ("width * 2 ** (i + 1)", 256),
    ("-2 ** 2", -4),
    ("(-2) ** 2", 4),
    ("2 ** -1", 0.5),
    ("2 ** 3 ** 2", 512),
    ("(-2) ** 63", -(2**63)),
    ("1 ** 10 ** 18", 1),
    ("7 % -3", -2),
    ("-7 // 2", -4),
    ("10 - 4 - 3", 3),
    ("+rate - -rate", 1.0),
    ("mode + '_' + 'x' * 3", "same_xxx"),
    ("'' * 10 ** 18", ""),
    ("[width, heads][1]", 4),
    ("[1, 2,] + [3] * 2", (1, 2, 3, 3)),
    ("[]", ()),
    ("sizes[-1]", 32),
    ("mode[0]", "s"),
    ("[[1, 2], [3]][0][1]", 2),
    ("0 < i < 3", True),
    ("0 < i < 1 < zero", False),
    ("2 < 3 < 3", False),
    ("1 == 1.0 != 2", True),
    ("8 in sizes", True),
    ("'am' in mode", True),
    ("9 not in sizes", True),
    ("not i == 2", True),
    ("not not i", True),
    ("nothing == null", True),
    ("'8' == 8", False),
    ("mode < 'valid'", True),
    ("zero or mode", "same"),
    ("empty and unknown", ()),
    ("flag or zero // zero", True),
    ("1 if flag else unknown", 1),
    ("1 if zero else 2 if empty else 3", 3),
    ("1 if 0 or 1 else 2", 1),
    ("min(sizes)", 8),
    ("max(3, rate, 2)", 3),
    ("min('b', 'a')", "a"),
    ("round(2.5)", 2),
    ("round(3.14159, 2)", 3.14),
    ("round(1250, -2)", 1200),
    ("round(1250000, -6)", 1000000),
    ("round(5, -10 ** 18)", 0),
    ("round(0.5, 10 ** 18)", 0.5),
    ("int(-2.7)", -2),
    ("int('042')", 42),
    ("int(flag) * 4", 4),
    ("len(sizes) + len(mode)", 7),
    ("\n  width\n* 2 ", 128),
]


@pytest.mark.parametrize(("text", "value"), GOOD)
def test_an_expression_is_worth(text: str, value: object) -> None:
    found = worth(text)

    assert (type(found), found) == (type(value), value)


STRINGS: list[tuple[str, object]] = [
    ("plain", "plain"),
    ("a$$b", "a$b"),
    ("$$(width)", "$(width)"),
    ("$$$width", "$64"),
    ("$width", 64),
    ("$sizes", (8, 16, 32)),
    ("$nothing", None),
    ("$(width * 2)", 128),
    ("$( (width) )", 64),
    ("$(')')", ")"),
    (" $width", " 64"),
    ("$width$heads", "644"),
    ("$width-$mode.$i", "64-same.1"),
    ("category.$mode", "category.same"),
    ("descent.$(heads - 1 - i).skip", "descent.2.skip"),
    ("rate$rate", "rate0.5"),
]


@pytest.mark.parametrize(("text", "value"), STRINGS)
def test_a_string_stands_for(text: str, value: object) -> None:
    found = told(text)

    assert (type(found), found) == (type(value), value)


INVALID = [
    ("1 «+»", "a value is missing behind `+`", None),
    ("«not»", "a value is missing behind `not`", None),
    ("min(1«,»,)", "a value is missing behind `,`", None),
    ("1 + «*» 2", "`*` stands where a value is expected", None),
    ("«()»", "the parentheses are empty", None),
    ("«(»1", "`(` is not closed", "add a `)`"),
    ("«[»1, 2", "`[` is not closed", "add a `]`"),
    ("«(»1]", "`(` is not closed", "add a `)`"),
    ("1«)»", "`)` closes nothing", None),
    ("(1«,» 2)", "expressions have no tuples", "a list is written `[a, b]`"),
    ("1«,» 2", "`,` does not belong here", "a list is written `[a, b]`"),
    ("width «heads»", "there is no operator between `width` and `heads`", None),
    ("'a' «'b'»", "there is no operator between `'a'` and `'b'`", None),
    ("width «^» 2", "expressions have no `^`", "write `**` for a power"),
    ("flag «&&» i", "expressions have no `&&`", "write `and`"),
    ("flag «||» i", "expressions have no `||`", "write `or`"),
    ("flag «&» i", "expressions have no `&`", "write `and`"),
    ("«!»flag", "expressions have no `!`", "write `not`"),
    ("i «=» 1", "expressions have no `=`", "write `==` to compare"),
    ("i «===» 1", "expressions have no `===`", "write `==` to compare"),
    ("i «<<» 1", "expressions have no `<<`", None),
    ("i «:=» 1", "expressions have no `:=`", None),
    ("i «is» 1", "expressions have no `is`", "write `==` to compare"),
    ("i «?» 1 : 2", "expressions have no `?`", "write `a if condition else b`"),
    ("1 «if» flag", "`if` has no `else`", "write `a if condition else b`"),
    ("«else»", "`else` stands where a value is expected", None),
    ("mode«.»upper()", "expressions have no `.`", "values have no attributes here"),
    ("sizes[0«:»2]", "expressions have no `:`", "a subscript is one number, as in `x[0]`"),
    ("sizes[0«,» 1]", "a subscript is one number", None),
    ("sizes«[]»", "the subscript is empty", None),
    (
        "«{»1}",
        "expressions have no `{`",
        "lists are written `[a, b]`; there are no mappings and sets",
    ),
    ("[x «for» x in sizes]", "expressions have no `for`", None),
    ("«lambda»: 0", "expressions have no `lambda`", None),
    ("«$»width", "expressions have no `$`", "inside an expression a name stands without `$`"),
    ("1 «÷» 2", "`÷` has no meaning in an expression", None),
    (
        "«f»'{width}'",
        "a string has no prefix `f` here",
        "a string with values in it is written `text$name`, outside of `$(…)`",
    ),
    (
        "«abs»(1)",
        "`abs` is not a function of expressions",
        "the functions are `min`, `max`, `round`, `int`, `len`",
    ),
    ("«mx»(1, 2)", "`mx` is not a function of expressions", "did you mean `max`?"),
    ("«min»", "`min` is a function, not a name", "write `min(…)`"),
    ("«min»()", "`min` takes at least 1, but gets 0", None),
    ("«len»(1, 2)", "`len` takes 1, but gets 2", None),
    ("«round»(1, 2, 3)", "`round` takes 1 or 2, but gets 3", None),
    ("«2x»", "`2x` is not a number", "a product is written `2 * x`"),
    ("«012»", "`012` is not a number", "write `12`"),
    (
        "«0x1F»",
        "`0x1F` is not a number",
        "numbers are decimal, and words stand apart from them",
    ),
    ("«1.2.3»", "`1.2.3` is not a number", "numbers are written as `12`, `0.5` or `1e-3`"),
    ("«'»abc", "the string is not closed", "end it with ' on the same line"),
    ("'a«\\d»'", "`\\d` is not an escape", "write `\\\\` for a backslash"),
    (
        "na«ï»ve",
        "`ï` cannot stand in a name",
        "a name has the letters a to z, digits and `_`",
    ),
    (
        "i «not» 1",
        "`not` stands between two values",
        "write `a not in b`, `a != b` or `a and not b`",
    ),
    (
        "1 + «not» i",
        "`not` stands behind an operator that binds tighter",
        "put it into parentheses: `(not …)`",
    ),
]
INVALID_STRINGS = [
    ("«$(»width", "`$(` is not closed", "add a `)`"),
    ("a «$()» b", "the expression is empty", None),
    ("5«$»", "`$` begins neither a name nor `$(…)`", "write `$$` for a dollar"),
    ("«$»5", "`$` begins neither a name nor `$(…)`", "write `$$` for a dollar"),
    ("«$»{width}", "`$` begins neither a name nor `$(…)`", "write `$name` or `$(name)`"),
    ("$«if»", "`if` is a word of expressions, not a name", None),
    (
        "a$na«ï»ve",
        "`ï` cannot stand in a name",
        "a name has the letters a to z, digits and `_`",
    ),
    ("x.$(1«]»", "`]` closes nothing", None),
]
UNKNOWN = [
    ("«widht» * 2", "there is no param `widht` here", "did you mean `width`?"),
    (
        "1 + «qqqqq»",
        "there is no param `qqqqq` here",
        "known here: `width`, `heads`, `zero`, `rate`, `mode`, `sizes`, `empty`, `flag`, "
        "`nothing`, `i`",
    ),
]
BOOLEAN = "`int(…)` makes a number of a boolean"
FAULTS = [
    ("width // «zero»", "64 cannot be divided by zero", None),
    ("1 + width / («heads - 4»)", "64 cannot be divided by zero", None),
    ("0.5 % «zero»", "0.5 cannot be divided by zero", None),
    ("1 + («zero ** -1»)", "zero has no negative power: `0 ** -1`", None),
    ("«(-8) ** 0.5»", "`(-8) ** 0.5` is not a real number", None),
    ("«width + mode»", "`+` cannot take the number 64 and the string 'same'", None),
    (
        "«mode + i»",
        "`+` cannot take the string 'same' and the number 1",
        "a number goes into a string as `text$name` or `text$(…)`",
    ),
    ("«mode % 3»", "`%` cannot take the string 'same' and the number 3", None),
    ("«sizes * 0.5»", "`*` cannot take a list and the number 0.5", None),
    ("«flag + 1»", "`+` cannot take the boolean true and the number 1", BOOLEAN),
    ("«sizes * flag»", "`*` cannot take a list and the boolean true", BOOLEAN),
    ("2 * «-flag»", "`-` cannot take the boolean true", BOOLEAN),
    ("«+nothing»", "`+` cannot take null", None),
    ("«mode < 1»", "`<` cannot order the string 'same' and the number 1", None),
    ("«flag > 0»", "`>` cannot order the boolean true and the number 0", BOOLEAN),
    ("«sizes >= sizes»", "`>=` cannot order a list and a list", None),
    ("«1 in 'abc'»", "`in` cannot look for the number 1 in the string 'abc'", None),
    ("«1 not in 2»", "`not in` cannot look for the number 1 in the number 2", None),
    ("sizes[«3»]", "the list has 3 items, and none at 3", None),
    ("'a'[«-2»]", "the string has 1 character, and none at -2", None),
    ("sizes[«'a'»]", "a subscript is a whole number, and this is the string 'a'", None),
    ("sizes[«flag»]", "a subscript is a whole number, and this is the boolean true", None),
    ("«width»[0]", "the number 64 has no items", None),
    ("«min(1, 'a')»", "`min` cannot order the number 1 and the string 'a'", None),
    ("«max([flag])»", "`max` cannot order the boolean true and the boolean true", BOOLEAN),
    ("min(«empty»)", "an empty list has no `min`", None),
    (
        "max(«mode»)",
        "`max` takes a list or several values, and this is the string 'same'",
        None,
    ),
    ("int(«'1.5'»)", "`int` cannot make a number of the string '1.5'", None),
    ("round(«flag»)", "`round` cannot take the boolean true", None),
    (
        "round(rate, «0.5»)",
        "`round` takes a whole number of digits, and this is the number 0.5",
        None,
    ),
    ("len(«3»)", "the number 3 has no length", None),
]
FAULTY_STRINGS = [
    ("a$«sizes»", "a list cannot stand inside a string", None),
    (
        "a$(«i == 1»)",
        "the boolean true cannot stand inside a string",
        "write `$(a if condition else b)`",
    ),
    ("$mode.$(width // «zero»)", "64 cannot be divided by zero", None),
]
TOO_LARGE = [
    ("«10 ** 10 ** 10»", "`10 ** 10000000000` does not fit into 64 bits"),
    ("«2 ** 63»", "`2 ** 63` does not fit into 64 bits"),
    ("-«9223372036854775808»", "the number 9223372036854775808 does not fit into 64 bits"),
    (f"«{'1' * 41}»", "a number has 41 characters, and the most is 40"),
    ("«1e999»", "the number 1e999 is too large"),
    ("«1e308 * 10»", "`1e+308 * 10` is not finite"),
    ("«10.0 ** 400»", "`10.0 ** 400` is not finite"),
    ("«int(1e300)»", "`int(1e+300)` does not fit into 64 bits"),
    ("«'a' * 10 ** 9»", "the string would have 1000000000 characters, and the most is 10000"),
    ("«10 ** 9 * [1]»", "the list would have 1000000000 items, and the most is 10000"),
    (
        "«'a' * 6000 + 'b' * 6000»",
        "the string would have 12000 characters, and the most is 10000",
    ),
    (
        "«[[1] * 10000] * 10000»",
        "the expression handles more than 100000 items and characters",
    ),
    (f"{'(' * 50}«(»1", "the expression is nested more than 50 deep"),
    (f"{'not ' * 50}«not» 1", "the expression is nested more than 50 deep"),
    (f"{'-' * 50}«-»1", "the expression is nested more than 50 deep"),
    (f"{'[' * 50}«[»1", "the expression is nested more than 50 deep"),
    (f"{'min(' * 50}«min»(1", "the expression is nested more than 50 deep"),
    (f"{'2 ** ' * 50}«2» ** 2", "the expression is nested more than 50 deep"),
    (f"«1 + 1»{' + 1' * 50}", "the expression is nested more than 50 deep"),
    (f"«sizes[0]»{'[0]' * 50}", "the expression is nested more than 50 deep"),
    (f"«1{' ' * MAX_TEXT}»", "the expression has 10001 characters, and the most is 10000"),
]
BAD = [
    *((worth, "MTL1017", *case) for case in INVALID),
    *((told, "MTL1017", *case) for case in INVALID_STRINGS),
    *((worth, "MTL1018", *case) for case in UNKNOWN),
    *((worth, "MTL1019", *case) for case in FAULTS),
    *((told, "MTL1019", *case) for case in FAULTY_STRINGS),
    *((worth, "MTL1020", *case, None) for case in TOO_LARGE),
]


@pytest.mark.parametrize(("run", "code", "marked", "message", "advice"), BAD)
def test_a_mistake_is_reported_at_its_place(
    run: Callable[[str], object], code: str, marked: str, message: str, advice: str | None
) -> None:
    text = marked.replace("«", "").replace("»", "")
    start = marked.index("«")
    end = marked.index("»") - 1

    with pytest.raises(ExpressionError) as caught:
        run(text)
    report = diagnose(caught.value, Source("a.yaml", text))

    assert (report.code, report.message, report.help) == (code, message, advice)
    assert (report.span.start, report.span.end) == (start, end)


def test_a_misspelt_name_has_a_fix() -> None:
    source = Source("a.yaml", "$(2 * widht)")
    expr = parse_text(source.text, place_of(source.text))
    assert isinstance(expr, Expr)

    with pytest.raises(ExpressionError) as caught:
        evaluate(expr, PARAMS)
    (edit,) = diagnose(caught.value, source).fix

    assert (edit.span.text, edit.text) == ("widht", "width")


def test_an_empty_expression_is_reported_as_its_scalar() -> None:
    with pytest.raises(ExpressionError, match="the expression is empty") as caught:
        parse_expression("", Place.of(Scalar(Source("a.yaml", 'when: ""'), 6, 8, "")))

    assert (caught.value.start, caught.value.end) == (6, 8)


PLACES = [
    ("a: $(x + oops)", "oops"),
    ("a: '$(x + oops)'", "oops"),
    ('a: "é $(x + oops)"', "oops"),
    ("a: 'it''s $(x + oops)'", "'it''s $(x + oops)'"),
    ('a: "\\t$(x + oops)"', '"\\t$(x + oops)"'),
    ("a: $(x +\n  oops)", "$(x +\n  oops)"),
    ("a: |\n  $(x + oops)\n", "|\n  $(x + oops)"),
]


@pytest.mark.parametrize(("text", "shown"), PLACES)
def test_a_place_is_exact_where_the_value_is_written_as_it_is(text: str, shown: str) -> None:
    source = Source("a.yaml", text)
    document = read(source, Report())
    assert isinstance(document, Mapping)
    scalar = document.get("a")
    assert isinstance(scalar, Scalar)
    expr = parse_text(scalar.value, Place.of(scalar))
    assert isinstance(expr, Expr)

    with pytest.raises(ExpressionError) as caught:
        evaluate(expr, {"x": 1})

    assert Span(source, caught.value.start, caught.value.end).text == shown


def test_nodes_know_their_places() -> None:
    text = "min([width][0], -2) if not i < 3 and flag else 'a'"
    shown = [text[node.start : node.end] for node, _ in trees.walk(parsed(text))]

    assert shown == [
        text,
        "min([width][0], -2)",
        "[width][0]",
        "[width]",
        "width",
        "0",
        "-2",
        "2",
        "not i < 3 and flag",
        "not i < 3",
        "i < 3",
        "i",
        "3",
        "flag",
        "'a'",
    ]


def test_the_place_of_an_operation_holds_the_parentheses_of_its_operands() -> None:
    expr = parsed("2 * ((1 + i) * (3))")
    assert isinstance(expr, trees.Binary)

    assert (expr.start, expr.end) == (0, 19)
    assert (expr.right.start, expr.right.end) == (5, 18)


def test_names_are_those_that_an_expression_uses() -> None:
    assert names(parsed("min(width, [i][zero]) if 'rate' else 0 < heads")) == {
        "width",
        "i",
        "zero",
        "heads",
    }
    text = parse_text("a$i.$(width + i)", place_of("a$i.$(width + i)"))
    assert isinstance(text, Text)
    assert names(text) == {"i", "width"}


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_is_never_a_name(word: str) -> None:
    with pytest.raises(ExpressionError, match="is a word of expressions"):
        told(f"${word}")


def test_a_list_of_any_size_can_be_counted_and_subscripted() -> None:
    large = {"large": tuple(range(1_000_000))}

    assert evaluate(parsed("large[-1] + len(large)"), large) == 1_999_999


PAID = ("min(words)", "words == 0", "words + words", "words * 2", "'b' in words", "[words]")


@pytest.mark.parametrize("text", PAID)
def test_what_a_name_brings_is_paid_for(text: str) -> None:
    with pytest.raises(ExpressionError, match="handles more than 100000") as caught:
        evaluate(parsed(text), {"words": ("a" * 9000,) * 12})

    assert caught.value.kind is Kind.SIZE


def test_what_is_not_looked_at_is_not_paid_for() -> None:
    words = {"words": ("a" * 9000,) * 12}

    assert evaluate(parsed("words"), words) == words["words"]
    assert evaluate(parsed("words * 0"), words) == ()
    assert evaluate(parsed("1 if words else 2"), words) == 1


def test_a_string_may_be_of_any_length_where_it_holds_no_expression() -> None:
    assert told("$$" * MAX_TEXT) == "$" * MAX_TEXT
    with pytest.raises(ExpressionError, match="the expression has 10006 characters"):
        told("$width" + "x" * MAX_TEXT)


def test_a_value_of_any_depth_is_handled() -> None:
    deep: tuple[object, ...] = ()
    for _ in range(100_000):
        deep = (deep,)

    for text in ("x == x", "[x]", "[1] + x", "x * 2", "1 in x", "max(x)"):
        with pytest.raises(ExpressionError) as caught:
            evaluate(parsed(text), {"x": deep})
        assert caught.value.kind in (Kind.SIZE, Kind.FAULT)
    assert evaluate(parsed("x * 0"), {"x": deep}) == ()


# Texts that look like Python, drawn at random; Python is the judge.

ATOMS = ("0", "1", "2", "3", "0.5", "'a'", "'ab'", "[]", "True", "None", *PARAMS)
SIGNS = ("+", "-", "*", "/", "//", "%", "**", "==", "!=", "<", "<=", ">", ">=", "in", "not in")


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    words = st.tuples(inner, st.sampled_from((*SIGNS, "and", "or")), inner)
    return st.one_of(
        words.map(" ".join),
        words.map(" ".join),
        st.tuples(inner, inner, inner).map(lambda x: f"{x[0]} if {x[1]} else {x[2]}"),
        inner.map(lambda x: f"({x})"),
        inner.map(lambda x: f"not {x}"),
        inner.map(lambda x: f"-{x}"),
        inner.map(lambda x: f"+{x}"),
        st.tuples(inner, inner).map(lambda x: f"{x[0]}[{x[1]}]"),
        st.lists(inner, max_size=3).map(lambda x: f"[{', '.join(x)}]"),
        st.tuples(
            st.sampled_from(("min", "max", "round", "int", "len")),
            st.lists(inner, min_size=1, max_size=2),
        ).map(lambda x: f"{x[0]}({', '.join(x[1])})"),
    )


EXPRESSIONS = st.recursive(st.sampled_from(ATOMS), larger, max_leaves=12)


def in_python(text: str, values: dict[str, object]) -> object:
    """What Python computes; lists become tuples afterwards."""
    allowed = {"min": min, "max": max, "round": round, "int": int, "len": len}
    lists = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return frozen(eval(f"({text})", {"__builtins__": {}, **allowed, **lists}))


def frozen(value: object) -> object:
    return tuple([frozen(item) for item in value]) if isinstance(value, list) else value


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
@example("-2 ** -rate")
@example("zero or not width == 64 and flag")
@example("1 if zero else 2 if flag else 3")
def test_what_is_computed_is_what_python_computes(text: str) -> None:
    try:
        value = worth(text)
    except ExpressionError:
        assume(False)

    # `repr` tells 1 from 1.0 and True, and 0.0 from -0.0, inside lists too.
    assert repr(value) == repr(in_python(text, PARAMS))


NUMBERS = st.recursive(
    st.sampled_from(("0", "1", "3", "7", "0.5", "2.5", "width", "zero", "rate", "i")),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(SIGNS[:6]), inner).map(" ".join),
        st.tuples(inner, st.sampled_from(("0", "2", "-1", "0.5"))).map(
            lambda x: f"({x[0]}) ** {x[1]}"
        ),
        st.tuples(inner, inner, inner).map(lambda x: f"({x[0]} if {x[1]} < {x[2]} else 1)"),
        st.tuples(inner, inner).map(lambda x: f"max({x[0]}, {x[1]})"),
        inner.map(lambda x: f"round({x})"),
        inner.map(lambda x: f"-{x}"),
        inner.map(lambda x: f"({x})"),
    ),
    max_leaves=10,
)


@settings(max_examples=300, deadline=None)
@given(NUMBERS)
@example("1 // zero")
@example("(-width) ** 0.5")
def test_what_python_computes_of_numbers_is_computed(text: str) -> None:
    wrong = mistake(worth, text)
    assume(wrong is None or wrong.kind is not Kind.SIZE)
    try:
        value = in_python(text, PARAMS)
    except (ZeroDivisionError, TypeError):
        value = None
    if not isinstance(value, int | float):
        assert wrong is not None
    else:
        assert wrong is None
        assert repr(worth(text)) == repr(value)


PIECES = st.sampled_from(
    (
        *ATOMS,
        *SIGNS,
        *"()[],.:{}=!&|^~@$\\'\"#;\n\t ¼²٣ï",
        *("and", "or", "not", "if", "else", "is", "for", "lambda", "min(", "round(", "x"),
        *("$(", "$$", "1e", "0x", "1_", "f'", "::"),
    )
)
GARBAGE = st.tuples(st.sampled_from((" ", "")), st.lists(PIECES, max_size=12)).map(
    lambda drawn: drawn[0].join(drawn[1])
)


@settings(max_examples=300, deadline=None)
@given(GARBAGE)
def test_nothing_but_an_expression_error_is_ever_raised(text: str) -> None:
    for run in (worth, told):
        wrong = mistake(run, text)
        if wrong is not None:
            assert 0 <= wrong.start <= wrong.end <= len(text)
            assert diagnose(wrong, Source("a.yaml", text)).message


def shape(node: Any) -> Any:
    """An expression without its places."""
    match node:
        case trees.Constant():
            return repr(node.value)
        case trees.Name():
            return ("name", node.name)
        case trees.Compare():
            return ("compare", node.operators, *map(shape, node.operands))
        case trees.Unary() | trees.Binary() | trees.Boolean():
            return (node.operator, *map(shape, node.parts))
        case trees.CallFunction():
            return ("call", node.function, *map(shape, node.parts))
        case _:
            return (type(node).__name__, *map(shape, node.parts))


PYTHON_SIGNS: dict[type, str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.UAdd: "+",
    ast.USub: "-",
    ast.Not: "not",
    ast.And: "and",
    ast.Or: "or",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.In: "in",
    ast.NotIn: "not in",
}


def python_shape(node: ast.expr) -> Any:
    """The same for what Python's own parser makes."""
    match node:
        case ast.Constant():
            return repr(node.value)
        case ast.Name():
            constants = {"true": "True", "false": "False", "null": "None"}
            return constants.get(node.id, ("name", node.id))
        case ast.Compare():
            signs = tuple([PYTHON_SIGNS[type(sign)] for sign in node.ops])
            return ("compare", signs, *map(python_shape, (node.left, *node.comparators)))
        case ast.UnaryOp():
            return (PYTHON_SIGNS[type(node.op)], python_shape(node.operand))
        case ast.BinOp():
            sign = PYTHON_SIGNS[type(node.op)]
            return (sign, python_shape(node.left), python_shape(node.right))
        case ast.BoolOp():
            return (PYTHON_SIGNS[type(node.op)], *map(python_shape, node.values))
        case ast.IfExp():
            return ("Conditional", *map(python_shape, (node.body, node.test, node.orelse)))
        case ast.Subscript():
            return ("Subscript", python_shape(node.value), python_shape(node.slice))
        case ast.List():
            return ("ListOf", *map(python_shape, node.elts))
        case ast.Call(func=ast.Name(id=function), keywords=[]):
            return ("call", function, *map(python_shape, node.args))
        case _:
            raise AssertionError(f"expressions have no {ast.dump(node)}")


def by_python(text: str) -> Any:
    """The shape that Python sees; None where the text is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return python_shape(ast.parse(f"({text}\n)", mode="eval").body)
        except SyntaxError:
            return None


@settings(max_examples=300, deadline=None)
@given(EXPRESSIONS)
@example("1 + not 2")
@example("2 ** -1 ** -2 * 3")
def test_precedence_is_pythons(text: str) -> None:
    wrong = mistake(parsed, text)
    assume(wrong is None or "takes 1, but gets" not in wrong.problem)

    assert (shape(parsed(text)) if wrong is None else None) == by_python(text)


@settings(max_examples=500, deadline=None)
@given(EXPRESSIONS, PIECES, st.integers(0, 30), st.integers(0, 2))
def test_whatever_parses_is_python(text: str, piece: str, at: int, lost: int) -> None:
    text = text[:at] + piece + text[at + lost :]
    if mistake(parsed, text) is None:
        assume(not names(parsed(text)) & {*keyword.kwlist})  # `for` may be a param
        assert shape(parsed(text)) == by_python(text)


REPEATED = [
    (worth, "[", "1, ", "]"),
    (worth, "1", " and 1", ""),
    (worth, "1", " < 2", ""),
    (worth, "1", " + 1", ""),
    (worth, "[", "sizes == sizes, ", "]"),
    (worth, "[", "'a' * 1000, ", "]"),
    (worth, "", "(", ""),
    (worth, "", "not ", ""),
    (worth, "", "1_1", ""),
    (worth, "1", " if 1 else 1", ""),
    (told, "", "$width", ""),
    (told, "", "$$", ""),
    (told, "", "$(width) ", ""),
]


@pytest.mark.parametrize(("run", "before", "piece", "after"), REPEATED)
def test_effort_is_in_proportion_to_the_text(
    run: Callable[[str], object], before: str, piece: str, after: str
) -> None:
    text = before + piece * ((MAX_TEXT - 10) // len(piece)) + after

    assert calls_of(lambda: mistake(run, text)) < 60 * len(text)


def test_parsing_needs_few_frames() -> None:
    """However text is nested, there is room left for the program around it."""
    program = (
        "import sys\n"
        "from mtlc_spec.expressions import *\n"
        "from mtlc_spec.nodes import Scalar\n"
        "from mtlc_spec.source import Source\n"
        "sys.setrecursionlimit(400)\n"
        "for begin, end in ('()', '[]', ('min(1, ', ')'), ('-', ''), ('not ', '')):\n"
        f"    text = begin * {MAX_DEPTH - 1} + '1' + end * {MAX_DEPTH - 1}\n"
        "    place = Place.of(Scalar(Source('a', text), 0, len(text), text))\n"
        "    evaluate(parse_expression(text, place), {})\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stderr == ""


def test_importing_is_cheap() -> None:
    program = "import sys, mtlc_spec.expressions\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())

    assert not {"pydantic", "ast", "yaml", "difflib", "networkx"} & loaded - _always_loaded()


def _always_loaded() -> set[str]:
    """What Python itself, or an installed package's start-up file, loads anyway."""
    program = "import sys, dataclasses\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())
