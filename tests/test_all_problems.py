"""Every problem in one run: each once, in the order of their places, and no followers."""

import random

import pytest

import mtlc

MISTAKES = """\
mtlc: 2
name: 7up
descripton: a spec with a mistake in nearly every line
target: sequentail
dtype: float33
inputs:
  image: [28, 28, '1']
  1st: [4]
  label: {shape: [3], dtyp: int32}
  vector: [4]
layers:
  a: {Dense: {units: -8}, from: vector}
  b: {Dens: 8, from: vector}
  c: {Dense: {unit: 8}, from: vector}
  d: {Dense: 8}
  e: {Dense: 8, from: vektor}
  f: {Conv2D: {filters: 8, kernel_size: 3}, from: vector}
  g: {Dense: 8, Dropout: 0.5, from: vector}
  h: {Dense:8, from: vector}
  i: {Dense: 8, from: vector}
  j: [Dense: 8]
  k: {from: vector}
  l: {Dense: {units: 8, activation: rulu}, from: vector}
  m: {Dense: {units: 8, bias_initializer: {Zero: 1}}, from: vector}
  n: {Dense: !int 8, from: vector}
  o: {Dense: *eight, from: vector}
  p: {Dense: 99999999999999999999, from: vector}
  q: {share: zz, from: vector}
  r: {Dense: 8, from: vector, name: s}
  s: {Dense: 8, from: vector, call: {x: vector}}
  t: {chain: [Dense: 8, {Dense: 8, from: vector}, 3], from: vector}
  u: {Dense: 8, from: w}
  w: {Dense: 8, from: u}
  last: {Concatenate, from: [a, b, c, d, e, f, g, j, k, l, m, o, p, q, t]}
  last: {Dense: 9, from: vector}
outputs: {out: last, aux: n.7, h: h}
losses: []
"""

EXPECTED = [
    ("MTL1004", "2"),
    ("MTL1011", "7up"),
    ("MTL1008", "descripton"),
    ("MTL1006", "sequentail"),
    ("MTL1006", "float33"),
    ("MTL1004", "'1'"),
    ("MTL1011", "1st"),
    ("MTL1002", "dtyp"),
    ("MTL1005", "-8"),
    ("MTL1001", "Dens"),
    ("MTL1002", "unit"),
    ("MTL2009", "d"),
    ("MTL2001", "vektor"),
    ("MTL3003", "f"),
    ("MTL1009", "Dropout"),
    ("MTL0015", "Dense:8"),
    ("MTL1011", "i"),
    ("MTL1010", "[Dense: 8]"),
    ("MTL1010", "k"),
    ("MTL1006", "rulu"),
    ("MTL1016", "Zero"),
    ("MTL0004", "!int"),
    ("MTL0010", "*eight"),
    ("MTL0014", "99999999999999999999"),
    ("MTL2001", "zz"),
    ("MTL2011", "name"),
    ("MTL2015", "x"),
    ("MTL2010", "from"),
    ("MTL1010", "3"),
    ("MTL2003", "u"),
    ("MTL0003", "last"),
    ("MTL2012", "n.7"),
    ("MTL1008", "losses"),
]


def problems(text: str) -> list[tuple[str, str]]:
    return [(one.code, one.span.text) for one in mtlc.check(text).diagnostics]


def test_a_mistake_in_nearly_every_line() -> None:
    assert problems(MISTAKES) == EXPECTED


ENTRIES = [
    ("{Dense: {units: -8}, from: x}", [("MTL1005", "-8")]),
    ("{Dense: {units: eight}, from: x}", [("MTL1004", "eight")]),
    ("{Dense: {units: .nan}, from: x}", [("MTL1004", ".nan")]),
    ("{Dropout: .nan, from: x}", [("MTL1004", ".nan")]),
    ("{Dense: {units: 8, bias_initializer: {Constant: .nan}}, from: x}", [("MTL1004", ".nan")]),
    ("{Reshape: [8, 99999999999999999999], from: x}", [("MTL0014", "99999999999999999999")]),
    ("{Dens: 8, from: x}", [("MTL1001", "Dens")]),
    ("{Dense: {unit: 8}, from: x}", [("MTL1002", "unit")]),
    ("{Dense: {units: 8, uze_bias: 1}, from: x}", [("MTL1002", "uze_bias")]),
    ("{Dense, from: x}", [("MTL1003", "Dense")]),
    ("{Dense: , units: 8, from: x}", [("MTL1009", "units")]),
    ("{units: 8, Dense: , from: x}", [("MTL1009", "units")]),
    ("{Dense: 8, ReLU, from: x}", [("MTL1009", "ReLU")]),
    ("{Dense:8, from: x}", [("MTL0015", "Dense:8")]),
    ("{Dense: 8, from:x}", [("MTL0015", "from:x")]),
    ("{Dense: 8, from: y}", [("MTL2001", "y")]),
    ("{Dense: 8, from: [y]}", [("MTL2001", "y")]),
    ("{Dense: 8, from: 3}", [("MTL1012", "3")]),
    ("{Dense: 8, from: *y}", [("MTL0010", "*y")]),
    ("{Dense: *y, from: x}", [("MTL0010", "*y")]),
    ("{Dense: {units: *y}, from: x}", [("MTL0010", "*y")]),
    ("*y", [("MTL0010", "*y")]),
    ("{Dense: !y 8, from: x}", [("MTL0004", "!y")]),
    ("{Dense: 99999999999999999999, from: x}", [("MTL0014", "99999999999999999999")]),
    ("{true: 8, from: x}", [("MTL0012", "true")]),
    ("{1.5: 8, Dense: 8, from: x}", [("MTL0012", "1.5")]),
    ("{Dense: 8, Dense: 9, from: x}", [("MTL0003", "Dense")]),
    ("{Dense: {units: 8, units: 9}, from: x}", [("MTL0003", "units")]),
    ("{<<: {Dense: 8}, from: x}", [("MTL0005", "<<")]),
    ("{Dense: {<<: {units: 8}}, from: x}", [("MTL0005", "<<")]),
    ("{Dense: 8}", [("MTL2009", "a")]),
    ("{from: x}", [("MTL1010", "a")]),
    ("Dense", [("MTL2009", "a"), ("MTL1003", "Dense")]),
    ("[Dense: 8]", [("MTL1010", "[Dense: 8]")]),
    ("3", [("MTL1010", "3")]),
    ("{chain: 3, from: x}", [("MTL1004", "3")]),
    (
        "{chain: [Dense: 8, 3, {Conv2D: {filters: 1, kernel_size: 1}}], from: x}",
        [("MTL1010", "3")],
    ),
    ("{share: b, from: x}", [("MTL2001", "b")]),
    ("{Dense: 8, from: x, call: {y: x}}", [("MTL2015", "y")]),
]

FOLLOWED = """\
inputs: {x: [4], other: [10]}
layers:
  a: %s
  last: {Reshape: [2, 4], from: a}
  shared: {share: a, from: x}
  good: {Dense: 8, from: other}
outputs: [last, shared, good]
"""


@pytest.mark.parametrize(("entry", "expected"), ENTRIES, ids=[one for one, _ in ENTRIES])
def test_what_depends_on_a_mistake_is_not_one(
    entry: str, expected: list[tuple[str, str]]
) -> None:
    assert problems(FOLLOWED % entry) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("layers: [Dense: 8]", [("MTL1015", "")]),
        ("inputs: {x: [4]}", [("MTL1015", "")]),
        ("inputs: {x: [4]}\nlayers: *y", [("MTL0010", "*y")]),
        ("inputs: *y\nlayers: [Dense: 8]", [("MTL0010", "*y")]),
        (
            "inputs: {x: *y}\nlayers: [Conv2D: {filters: 1, kernel_size: 9}]",
            [("MTL0010", "*y")],
        ),
        (
            "inputs: {x: [four]}\nlayers: [Conv1D: {filters: 1, kernel_size: 9}]",
            [("MTL1004", "four")],
        ),
        ("inputs: {1x: [4]}\nlayers: [Dense: 8]", [("MTL1011", "1x")]),
        (
            "inputs: {x: [4]}\nlayers: [3, Conv2D: {filters: 1, kernel_size: 1}]",
            [("MTL1010", "3")],
        ),
        (
            "inputs: {x: [4]}\nlayers: [Dens: 8, Conv2D: {filters: 1, kernel_size: 1}]",
            [("MTL1001", "Dens")],
        ),
        ("<<: {inputs: {x: [4]}}\nlayers: [Dense: 8]", [("MTL0005", "<<")]),
        ("true: 1\nlayers: [Dense: 8]", [("MTL0012", "true")]),
        ("name: *y\ninputs: {x: [4]}\nlayers: [Dense: 8]", [("MTL0010", "*y")]),
        ("", [("MTL1015", "")]),
        ("[]", [("MTL1004", "[]")]),
        ("3", [("MTL1004", "3")]),
    ],
)
def test_the_document_itself(text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(text) == expected


@pytest.mark.parametrize("seed", range(30))
def test_mistakes_do_not_hide_each_other(seed: int) -> None:
    draw = random.Random(seed)
    chosen = draw.sample([one for one in ENTRIES if "b," not in one[0]], 12)
    lines = ["inputs: {x: [4], other: [10]}", "layers:"]
    expected = []
    for number, (entry, found) in enumerate(chosen):
        lines.append(f"  a{number}: {entry}")
        expected += [(code, f"a{number}" if place == "a" else place) for code, place in found]
    names = ", ".join(f"a{number}" for number in range(len(chosen)))
    text = "\n".join([*lines, f"outputs: [{names}]"])

    assert problems(text) == expected
