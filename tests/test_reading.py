"""YAML 1.2 with exact places: what texts mean, where each piece stands, what is refused."""

import json
import math
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.nodes import Mapping, Node, Scalar, Sequence, plain
from mtlc_spec.reading import decode, read
from mtlc_spec.source import Source


def read_text(text: str) -> tuple[Node | None, list[Diagnostic]]:
    report = Report()
    node = read(Source("a.yaml", text), report)
    return node, list(report)


def value_of(text: str) -> object:
    """The value of a document without mistakes; lists are tuples."""
    node, problems = read_text(text)
    assert problems == []
    assert node is not None
    return plain(node)


def problems_of(text: str) -> list[tuple[str, str]]:
    """The codes of all mistakes, with the text at their places."""
    _, problems = read_text(text)
    return [(one.code, one.span.text) for one in problems]


def mapping(text: str) -> Mapping:
    node, problems = read_text(text)
    assert problems == []
    assert isinstance(node, Mapping)
    return node


# --- the core schema ------------------------------------------------------------------

STRINGS = [
    *("yes", "no", "on", "off", "Yes", "NO", "y", "n"),
    *("tRUE", "nULL", "None", "nil", "undefined"),
    *("1_000", "0b1", "0o8", "0xg", "-0x1f", "+0o7", "1:30", "12e", "e3", "1e", "0x", "0o"),
    *("+", "-+1", "--1", ".", "..", "+.", ".e3", "1.2.3", "1e3.5", "١٢"),
    *("+.nan", "-.nan", ".Nan", "nan", "inf", ".iNF", "infinity"),
    *("2024-01-01", "12:30:00", "=", "<", "a b", "x.y", "$name", "$(a)", "é", "🙂"),
]

NUMBERS = {
    "0": 0,
    "-0": 0,
    "12": 12,
    "+12": 12,
    "-7": -7,
    "012": 12,
    "0012": 12,
    "08": 8,
    "0o14": 12,
    "0x1F": 31,
    "0xfF": 255,
    "9223372036854775807": 2**63 - 1,
    "-9223372036854775808": -(2**63),
    "1e-3": 0.001,
    "1E3": 1000.0,
    "1e+3": 1000.0,
    "+1.5": 1.5,
    "-.5": -0.5,
    ".5": 0.5,
    "5.": 5.0,
    "5.e2": 500.0,
    "012.5": 12.5,
    ".inf": math.inf,
    ".Inf": math.inf,
    "+.INF": math.inf,
    "-.inf": -math.inf,
}

CONSTANTS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}


@pytest.mark.parametrize("text", STRINGS)
def test_strings(text: str) -> None:
    assert value_of(f"- {text}\n") == (text,)


@pytest.mark.parametrize("text", NUMBERS)
def test_numbers(text: str) -> None:
    (found,) = value_of(f"- {text}\n")  # type: ignore[misc]

    assert (found, type(found)) == (NUMBERS[text], type(NUMBERS[text]))


@pytest.mark.parametrize("text", CONSTANTS)
def test_constants(text: str) -> None:
    (found,) = value_of(f"- {text}\n")  # type: ignore[misc]

    assert found is CONSTANTS[text]


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_nan(text: str) -> None:
    (found,) = value_of(f"[{text}]")  # type: ignore[misc]

    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["yes", "1", "1e-3", "true", "null", "~", ".inf", ""])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_a_string(text: str, quote: str) -> None:
    assert value_of(f"{quote}{text}{quote}") == text


@pytest.mark.parametrize(
    "text",
    [
        *("9223372036854775808", "-9223372036854775809", "0x8000000000000000"),
        *("1e999", "-1e999", "9" * 5000, "0." + "9" * 50, "0o" + "7" * 50),
    ],
)
def test_numbers_beyond_all_bounds(text: str) -> None:
    node, problems = read_text(f"[1, {text}, a]")

    assert [(one.code, one.span.text) for one in problems] == [("MTL0014", text)]
    assert isinstance(node, Sequence)
    assert len(problems[0].message) < 150


# --- scalars in every style -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "span"),
    [
        pytest.param("a: b c \n", "b c", "b c", id="plain"),
        pytest.param("a: b  # c\n", "b", "b", id="plain before a comment"),
        pytest.param("a: b#c\n", "b#c", "b#c", id="plain with a hash"),
        pytest.param("a: b\n  c\n", "b c", "b\n  c", id="plain over lines"),
        pytest.param("a: b\n\n  c\n", "b\nc", "b\n\n  c", id="plain over a blank line"),
        pytest.param("a: http://b.c/d\n", "http://b.c/d", "http://b.c/d", id="colon inside"),
        pytest.param("a: 'b''c' \n", "b'c", "'b''c'", id="single quotes"),
        pytest.param("a: 'b\n  c'\n", "b c", "'b\n  c'", id="single quotes over lines"),
        pytest.param('a: "b\\n\\x41\\u00e9\\U0001F642"\n', "b\nAé🙂", None, id="escapes"),
        pytest.param('a: "\\0\\a\\b\\t\\v\\f\\r\\e\\N\\_\\L\\P"\n', None, None, id="controls"),
        pytest.param('a: "b\\\n  c"\n', "bc", '"b\\\n  c"', id="escaped line end"),
        pytest.param('a: "b\n\n  c"\n', "b\nc", '"b\n\n  c"', id="double quotes over lines"),
        pytest.param("a: |\n  b\n   c\n", "b\n c\n", "|\n  b\n   c", id="literal"),
        pytest.param("a: |-\n  b\n\n\nd: 1", "b", "|-\n  b", id="literal stripped"),
        pytest.param("a: |+\n  b\n\nd: 1", "b\n\n", "|+\n  b", id="literal kept"),
        pytest.param("a: |2\n   b\n", " b\n", "|2\n   b", id="literal with an indentation"),
        pytest.param("a: >\n  b\n  c\n\n  d\n", "b c\nd\n", None, id="folded"),
        pytest.param("a: >-\n  b\n   c\n  d\n# e\n", "b\n c\nd", None, id="folded, indented"),
        pytest.param("a: |\n\n", "", "|", id="literal of nothing"),
        pytest.param("a:\n  - b\n", ("b",), "- b", id="block list"),
        pytest.param("a: [b, ]  # c\n", ("b",), "[b, ]", id="flow list"),
        pytest.param("a: {b: c }\n", {"b": "c"}, "{b: c }", id="flow mapping"),
        pytest.param("a: {}\n", {}, "{}", id="empty mapping"),
        pytest.param("a:\t1\n", 1, "1", id="tab behind the colon"),
        pytest.param("a: 1\t\n", 1, "1", id="tab behind the value"),
        pytest.param("a: [1,\n\t2]\n", (1, 2), "[1,\n\t2]", id="tab inside brackets"),
        pytest.param("a: &x b\n", "b", "b", id="anchor"),
        pytest.param("a: &x\n  [b]\n", ("b",), "[b]", id="anchor on its own line"),
        pytest.param("a: &x # c\n  [b]\n", ("b",), "[b]", id="anchor before a comment"),
        pytest.param("a: &x\n  b: c\n", {"b": "c"}, "b: c", id="anchor of a block mapping"),
        pytest.param("&x a: b\n", "b", "b", id="anchor of a key"),
        pytest.param("a: &x\n", None, "", id="anchor of nothing"),
        pytest.param('{"a":b}', "b", "b", id="quoted key without a space"),
    ],
)
def test_a_value_and_its_place(text: str, value: object, span: str | None) -> None:
    key = next(iter(mapping(text).entries.values()))

    assert key.span.text in ("a", '"a"')
    if value is not None or span == "":
        assert plain(key.node) == value
    if span is not None:
        assert key.node.span.text == span


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends(end: str) -> None:
    text = f"a: 1{end}b:{end}  - |{end}   c{end}   d{end}  - 'e{end}    f'{end}"
    source = Source("a.yaml", text)
    node = read(source, Report())

    assert isinstance(node, Mapping)
    assert plain(node) == {"a": 1, "b": ("c\nd\n", "e f")}
    assert node.entries["b"].span.text == "b"
    assert source.position(node.entries["b"].start) == (2, 1)
    assert source.line(2) == "b:"
    (literal, quoted) = node.entries["b"].node  # type: ignore[misc]
    assert literal.span.text == f"|{end}   c{end}   d"
    assert source.position(quoted.start) == (6, 5)


def test_characters_outside_the_basic_plane_are_one_column() -> None:
    source = Source("a.yaml", "{🙂🙂: é, z: 1}")
    node = read(source, Report())

    assert isinstance(node, Mapping)
    assert plain(node) == {"🙂🙂": "é", "z": 1}
    assert source.position(node.entries["z"].start) == (1, 9)


def test_a_file_with_a_byte_order_mark() -> None:
    report = Report()
    source = decode("a.yaml", "\ufeffa: é\n".encode(), report)

    assert source is not None
    assert source.text == "a: é\n"
    assert list(report) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: \xff", 3),
        (b"\xef\xbb\xbfab\xc3", 2),
        ("a: é".encode("utf-16"), 0),
        (b"\xed\xa0\x80", 0),
    ],
)
def test_a_file_that_is_not_utf_8(data: bytes, place: int) -> None:
    report = Report()

    assert decode("a.yaml", data, report) is None
    (found,) = report
    assert (found.code, found.span.start, found.span.text) == ("MTL0001", place, "\ufffd")


@pytest.mark.parametrize(
    "character",
    "\x00\x07\x0b\x0c\x1b\x1c\x7f\x85\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800",
    ids=ascii,
)
@pytest.mark.parametrize("text", ["a: b{}c", "a: 'b{}c'", "# b{}c", "a: |\n  b{}c\n"])
def test_raw_characters_that_are_refused(character: str, text: str) -> None:
    assert problems_of(text.format(character)) == [("MTL0013", character)]


@pytest.mark.parametrize("character", "\x85\u2028\u2029\ufeff", ids=ascii)
def test_they_can_be_escaped(character: str) -> None:
    assert value_of(f'"a\\u{ord(character):04x}b"') == f"a{character}b"


# --- places, for documents made from data ---------------------------------------------

TEXTS = st.one_of(
    st.sampled_from(
        ["yes", "1", "", " ", "#", "a: b", "- a", "{", "*a", "&a", "!a", "%", "@", "`"]
    ),
    st.text(
        # PyYAML writes these as they are, and a spec may not hold them
        st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff"),
        max_size=12,
    ),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False).map(lambda x: float(f"{x:.6e}")),
    TEXTS,
)
KEYS = st.one_of(TEXTS.filter(lambda text: text != "<<"), st.integers(-99, 99))


def containers(
    inner: st.SearchStrategy[object], keys: st.SearchStrategy[object] = KEYS
) -> st.SearchStrategy[object]:
    return st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4))


DATA = st.recursive(SCALARS, containers, max_leaves=12)
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=12)
JSON_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-99, 99), PRINTABLE)
JSON = st.recursive(JSON_SCALARS, lambda inner: containers(inner, PRINTABLE), max_leaves=12)


def as_tuples(data: object) -> object:
    if isinstance(data, list):
        return tuple(as_tuples(one) for one in data)
    if isinstance(data, dict):
        return {key: as_tuples(value) for key, value in data.items()}
    return data


class Dumper(yaml.SafeDumper):
    """Writes YAML that its 1.2 core schema reads back."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def number(dumper: Dumper, value: float) -> yaml.ScalarNode:
    text = {math.inf: ".inf", -math.inf: "-.inf"}.get(value, repr(value))
    return dumper.represent_scalar("tag:yaml.org,2002:float", text)


NUMBER = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
)


def string(dumper: Dumper, value: str) -> yaml.ScalarNode:
    """A string; `0E0` needs quotes, which YAML 1.1 does not take for a number."""
    style = '"' if NUMBER.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


Dumper.add_representer(float, number)
Dumper.add_representer(str, string)

STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "allow_unicode": st.booleans(),
        "indent": st.integers(2, 6),
        "width": st.integers(10, 80),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)


def check_scalar(text: str, value: object) -> None:
    """The text is all of the scalar, and nothing more."""
    assert text == text.strip(" \t\r\n")
    if text[:1] not in ("|", ">"):
        again = read(Source("again", text), Report())
        assert value is None if again is None else plain(again) == value
    elif not re.match(r".\d", text):  # which counts from the indentation around it
        again = read(Source("again", text), Report())
        assert isinstance(value, str)
        assert again is not None
        assert plain(again).rstrip("\n") == value.rstrip("\n")


def check_places(node: Node, value: object) -> None:
    """A node's place holds its value, and the places of its parts in their order."""
    start, end, text = node.start, node.end, node.source.text
    assert 0 <= start <= end <= len(text)
    if isinstance(node, Scalar):
        assert (node.value, type(node.value)) == (value, type(value))
        check_scalar(text[start:end], value)
        return
    last = start
    if isinstance(node, Sequence):
        assert isinstance(value, tuple)
        parts = list(zip(node.items, value, strict=True))
    else:
        assert isinstance(value, dict)
        assert list(node.entries) == list(value)
        parts = []
        for (key, one), expected in zip(node, value.items(), strict=True):
            parts += [(Scalar(key.source, key.start, key.end, key.value), expected[0])]
            parts += [(one, expected[1])]
    for part, expected_value in parts:
        assert last <= part.start <= part.end <= end
        last = part.end
        check_places(part, expected_value)


@settings(max_examples=400, deadline=None)
@given(DATA, STYLES)
def test_every_piece_has_its_exact_place(data: object, style: dict[str, object]) -> None:
    if style["default_style"] is not None:  # then everything is a string
        data = json.loads(json.dumps(data, default=str), parse_constant=str)
    text = yaml.dump(data, Dumper=Dumper, sort_keys=False, **style)  # type: ignore[call-overload]
    tagless = "!!" not in text

    node, problems = read_text(text)

    if tagless:
        assert problems == []
        assert node is not None
        check_places(node, as_tuples(data))


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_json_is_yaml(data: object) -> None:
    node, problems = read_text(json.dumps(data, ensure_ascii=False))

    assert problems == []
    assert node is not None
    check_places(node, as_tuples(data))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a:\n\n# c\nb: 1\n", ""),
        ("{a , b: 1}", ""),
        ("? a\n\n# c\n\nb: 1\n", ""),
        ("a: # c\n", ""),
    ],
)
def test_nothing_stands_behind_its_key(text: str, span: str) -> None:
    """However far away what follows is."""
    key = mapping(text).entries["a"]

    assert key.node.span.text == span
    assert key.end <= key.node.start <= key.end + 1
    assert isinstance(key.node, Scalar)
    assert key.node.empty


# --- anchors and aliases --------------------------------------------------------------


def test_an_alias_is_what_it_names() -> None:
    assert value_of("a: &x [1, &y 2]\nb: *x\nc: *y\n*y : d\n") == {
        "a": (1, 2),
        "b": (1, 2),
        "c": 2,
        2: "d",
    }


def test_an_anchor_can_be_given_again() -> None:
    assert value_of("[&x 1, *x, &x 2, *x]") == (1, 1, 2, 2)


def test_an_aliased_scalar_stands_where_it_is_used() -> None:
    found = mapping("a: &x 1\nb:\n  - *x\n")

    assert found.entries["b"].node.span.text == "- *x"
    (one,) = found.entries["b"].node  # type: ignore[misc]
    assert one.span.text == "*x"


def test_an_aliased_collection_stands_where_it_is_written() -> None:
    found = mapping("a: &x [1]\nb:\n  c: *x\n")

    inner = found.entries["b"].node
    assert isinstance(inner, Mapping)
    assert inner.span.text == "c: *x"
    assert inner.entries["c"].node.span.text == "[1]"


# --- what a spec may not use ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("{a: 1, b: 2, a: 3}", [("MTL0003", "a")], id="duplicate key"),
        pytest.param("{a: 1, 'a': 3}", [("MTL0003", "'a'")], id="duplicate quoted key"),
        pytest.param("1: a\n0x1: b\n", [("MTL0003", "0x1")], id="duplicate number"),
        pytest.param(
            "{a: 1, a: 2, a: 3}", [("MTL0003", "a"), ("MTL0003", "a")], id="the same key thrice"
        ),
        pytest.param("a: !x 1", [("MTL0004", "!x")], id="tag"),
        pytest.param("a: ! 1", [("MTL0004", "!")], id="non-specific tag"),
        pytest.param("a: !!str 1", [("MTL0004", "!!str")], id="tag of YAML itself"),
        pytest.param("!x a: 1", [("MTL0004", "!x")], id="tag of a key"),
        pytest.param("a: &b !x\n  [1]", [("MTL0004", "!x")], id="tag behind an anchor"),
        pytest.param("a: !<tag:b> {c: 1}", [("MTL0004", "!<tag:b>")], id="verbatim tag"),
        pytest.param("a: !x\n", [("MTL0004", "!x")], id="tag of nothing"),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]",
            [("MTL0004", "!!python/object/apply:os.system")],
            id="tag that runs code",
        ),
        pytest.param("%TAG ! b\n---\na: 1", [("MTL0004", "%TAG ! b")], id="tag directive"),
        pytest.param(
            "# c\n%YAML 1.2\n%TAG ! b\n---\n", [("MTL0004", "%TAG ! b")], id="second directive"
        ),
        pytest.param("a: &x {b: 1}\nc: {<<: *x}", [("MTL0005", "<<")], id="merge key"),
        pytest.param("a: 1\n--- \nb: 2\n", [("MTL0006", "---")], id="second document"),
        pytest.param("a: 1\n---", [("MTL0006", "---")], id="empty second document"),
        pytest.param("a: *b", [("MTL0010", "*b")], id="unknown alias"),
        pytest.param("[*b, *b]", [("MTL0010", "*b"), ("MTL0010", "*b")], id="two of them"),
        pytest.param("a: &b [*b]", [("MTL0011", "*b")], id="alias inside of itself"),
        pytest.param("&b [{a: [*b]}]", [("MTL0011", "*b")], id="deep inside"),
        pytest.param("true: 1", [("MTL0012", "true")], id="boolean key"),
        pytest.param("1.5: 1", [("MTL0012", "1.5")], id="fraction as a key"),
        pytest.param("~: 1", [("MTL0012", "~")], id="null key"),
        pytest.param("{? : 1}", [("MTL0012", "")], id="empty key"),
        pytest.param("{{ a }}", [("MTL0012", "{ a }")], id="mapping as a key"),
        pytest.param("? [a]\n: 1", [("MTL0012", "[a]")], id="list as a key"),
        pytest.param("a: [&b [1]]\n*b : 2", [("MTL0012", "[1]")], id="aliased list as a key"),
        pytest.param("{Dense:8}", [("MTL0015", "Dense:8")], id="no space"),
        pytest.param("{a: 1, from:x}", [("MTL0015", "from:x")], id="no space, second key"),
        pytest.param("{from:[a, b]}", [("MTL0015", "from:[a")], id="no space before a list"),
        pytest.param(
            "{Dense:{units: 8}}", [("MTL0015", "Dense:{units:")], id="before a mapping"
        ),
        pytest.param("{a: $(min(a, b))}", [("MTL0016", "$(min(a")], id="comma"),
        pytest.param("[$(min(a, b))]", [("MTL0016", "$(min(a")], id="comma in a list"),
        pytest.param("{a: $(s[0])}", [("MTL0016", "$(s")], id="bracket"),
        pytest.param("{a: $([1, 2])}", [("MTL0016", "$(")], id="list in an expression"),
    ],
)
def test_what_is_refused(text: str, problems: list[tuple[str, str]]) -> None:
    assert problems_of(text) == problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: $(min(a, b))", {"a": "$(min(a, b))"}),
        ('{a: "$(min(a, b))"}', {"a": "$(min(a, b))"}),
        ("{a: $(b * (c + 1))}", {"a": "$(b * (c + 1))"}),
        ("a:b: 1", {"a:b": 1}),
        ("{a: b:c}", {"a": "b:c"}),
        ("{'a:b', c}", {"a:b": None, "c": None}),
        ("'<<': 1", {"<<": 1}),
        ("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}),
        ("# c\n\n---\n# d\na: '%TAG'\n", {"a": "%TAG"}),
        ("a: |\n  ---\n  %TAG\n", {"a": "---\n%TAG\n"}),
    ],
)
def test_what_is_not(text: str, value: object) -> None:
    assert value_of(text) == value


def test_what_has_no_space_is_read_as_it_was_meant() -> None:
    node, _ = read_text("{Dense:8, from:x}")

    assert node is not None
    assert plain(node) == {"Dense": 8, "from": "x"}
    assert [key.span.text for key, _ in node] == ["Dense", "from"]  # type: ignore[misc]
    assert [one.span.text for _, one in node] == ["8", "x"]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("a: [1, 2", 8, "the list does not end"),
        ("a: {b: 1", 8, "the mapping does not end"),
        ("a: 'b", 3, "quote"),
        ("a: b: c", 4, "a second colon"),
        ("a: 1\n b: 2", 6, "a second colon"),
        ("a: 1\n\tb: 2", 6, "found a tab character"),
        ("\ta: 1", 0, "a tab indents"),
        ("a: @b", 3, "cannot begin with `@`"),
        ("a: 1\nb\nc: 1", 5, "a key has no colon"),
        ("a: ]", 3, "a value is missing here"),
        ('a: "\\q"', 5, "is no escape"),
        ('a: "\\ud800"', 6, "found invalid Unicode character escape code"),
        ("%FOO\n---\na", 4, "found unknown directive name"),
        ("%YAML 3.0\n---\na", 0, "found incompatible YAML document"),
        ("{a: 1}}", 6, "did not find expected <document start>"),
    ],
)
def test_text_that_is_not_yaml(text: str, place: int, problem: str) -> None:
    node, (found,) = read_text(text)

    assert node is None
    assert found.code == "MTL0002"
    assert abs(found.span.start - place) <= 1
    assert problem in found.message


def test_reading_goes_on_behind_mistakes() -> None:
    assert problems_of("{a: !x 1, a: 2, <<: *b, true: 1, c:d, e: 99999999999999999999}") == [
        ("MTL0004", "!x"),
        ("MTL0003", "a"),
        ("MTL0005", "<<"),
        ("MTL0010", "*b"),
        ("MTL0012", "true"),
        ("MTL0015", "c:d"),
        ("MTL0014", "99999999999999999999"),
    ]
