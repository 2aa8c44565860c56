"""Text of a spec reaches the module as identifiers and literals, whatever it holds."""

import ast

import pytest

import mtlc

HOSTILE = [
    '"); import os; os.system("x") #',
    "'''",
    '"""',
    "\\",
    '\\"',
    "{__import__('os')}",
    "%s",
    "a\nb",
    "a\rb",
    "\0",
    "\u202e",
    "\u2028",
    "ｉｍｐｏｒｔ",  # noqa: RUF001
    "é",
    "name\u200b",
    "x=1",
    "a.b",
    "$(x)",
    "",
]

ALLOWED = (
    *(ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments),
    *(ast.Expr, ast.Return, ast.Assign, ast.If, ast.Compare, ast.Eq, ast.Call, ast.keyword),
    *(ast.Name, ast.Attribute, ast.Load, ast.Store, ast.Constant, ast.List, ast.Tuple),
    *(ast.Dict, ast.Try, ast.Subscript, ast.UnaryOp, ast.USub),
)

PLACES = {
    "description": "description: {0}\ninputs: {{x: [4]}}\nlayers: [Dense: 2]\n",
    "name": "name: {0}\ninputs: {{x: [4]}}\nlayers: [Dense: 2]\n",
    "input": "inputs: {{{0}: [4]}}\nlayers: [Dense: 2]\n",
    "entry": "inputs: {{x: [4]}}\nlayers: {{{0}: {{Dense: 2, from: x}}}}\noutputs: {0}\n",
    "step": "inputs: {{x: [4]}}\nlayers: [{{Dense: 2, name: {0}}}]\n",
    "output": "inputs: {{x: [4]}}\nlayers: [{{Dense: 2, name: y}}]\noutputs: {{{0}: y}}\n",
    "kind": "inputs: {{x: [4]}}\nlayers: [{0}: 2]\n",
    "argument": "inputs: {{x: [4]}}\nlayers: [Dense: {{units: 2, {0}: 1}}]\n",
    "value": "inputs: {{x: [4]}}\nlayers: [Dense: {{units: 2, activation: {0}}}]\n",
    "initializer": "inputs: {{x: [4]}}\nlayers: [Dense: {{units: 2, bias_initializer: {0}}}]\n",
    "dtype": "dtype: {0}\ninputs: {{x: [4]}}\nlayers: [Dense: 2]\n",
    "reference": "inputs: {{x: [4]}}\nlayers: {{a: {{Dense: 2, from: {0}}}}}\noutputs: a\n",
}

STRUCTURED = {
    "alias": "imports: {{{0}: m}}\n" + "{HEAD}layers: {{a: {{{0}.f, from: x}}}}\noutputs: a\n",
    "module": "imports: {{m: {0}}}\n{HEAD}layers: {{a: {{m.f, from: x}}}}\noutputs: a\n",
    "imported": "{MINE}layers: {{a: {{{0}: 1, from: x}}}}\noutputs: a\n",
    "its argument": "{MINE}layers: {{a: {{m.F: {{{0}: 1}}, from: x}}}}\noutputs: a\n",
    "its value": "{MINE}layers: {{a: {{m.F: {0}, from: x}}}}\noutputs: a\n",
    "a key in its value": "{MINE}layers: {{a: {{m.F: {{b: {{{0}: 1}}}}, from: x}}}}\n"
    "outputs: a\n",
    "call argument": "{MINE}layers: {{a: {{m.f, from: x, call: {{{0}: 1}}}}}}\noutputs: a\n",
    "call value": "{MINE}layers: {{a: {{m.f, from: x, call: {{b: {0}}}}}}}\noutputs: a\n",
    "param": "params: {{{0}: 2}}\n{HEAD}layers: [Dense: 2]\n",
    "value of a param": "params: {{p: {0}}}\n{HEAD}layers: [{{Dense: 2, when: p == 1}}]\n",
    "string": "params: {{p: 1}}\n{HEAD}layers: [{{Dense: 2, when: {0}}}, ReLU]\n",
    "block": "{HEAD}blocks: {{{0}: {{layers: [Dense: 2]}}}}\nlayers: [{0}]\n",
    "input of a block": "{HEAD}blocks: {{b: {{inputs: [{0}], layers: [ReLU]}}}}\nlayers: [b]\n",
    "description of a block": "{HEAD}blocks: {{b: {{description: {0}, layers: [ReLU]}}}}\n"
    "layers: [b]\n",
    "copy": "{HEAD}layers: {{a: {{Dense: 2, from: x, copies: [{0}, b]}}}}\noutputs: a\n",
    "copy of an input": "inputs: {{x: {{shape: [4], copies: [{0}, b]}}}}\n"
    "layers: {{a: {{Add, from: x}}}}\noutputs: a\n",
    "constant": "{HEAD}layers: {{a: {{ops.einsum: {0}, from: x}}}}\noutputs: a\n",
}
"""Places of structured specs, whose code has loops, functions and imports."""


def quoted(text: str) -> str:
    """A double-quoted YAML scalar."""
    escaped = "".join(
        one
        if one.isascii() and one.isprintable() and one not in '"\\'
        else f"\\U{ord(one):08x}"
        for one in text
    )
    return f'"{escaped}"'


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_breaks_out(place: str, text: str) -> None:
    result = mtlc.compile(
        PLACES[place].format(quoted(text)), name="m" if place != "name" else None
    )

    if result.code is None:
        assert not result.ok
        return
    tree = ast.parse(result.code)
    kinds = {type(node) for node in ast.walk(tree)}
    assert kinds <= set(ALLOWED)
    assert [type(node) for node in tree.body] == [
        ast.Expr,
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.If,
    ]
    assert {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} <= {
        *("keras", "layers", "build_model", "x", "a", "__name__"),
    }


@pytest.mark.parametrize("place", STRUCTURED)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_breaks_out_of_structure(place: str, text: str) -> None:
    head = "inputs: {{x: [4]}}\n"
    spec = STRUCTURED[place].replace("{HEAD}", head).replace("{MINE}", MINE + head)
    result = mtlc.compile(spec.format(quoted(text)), name="m")

    if result.code is None:
        assert not result.ok
        return
    tree = ast.parse(result.code)
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert {name.partition(".")[0] for name in called} <= {
        *("keras", "layers", "ops", "build_model", "build_model()", "m", "b", "b_layers"),
    }
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)][1:]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_")


MINE = "imports: {{m: my.package}}\n"


def test_a_file_name_does_not_break_out(tmp_path: object) -> None:
    from mtlc.driver import compile_source
    from mtlc_spec.source import Source

    source = Source('a"""; import os #\n.yaml', "inputs: {x: [4]}\nlayers: [Dense: 2]\n")
    code = compile_source(source).code

    assert code is not None
    assert ast.get_docstring(ast.parse(code)) is not None
    assert len(ast.parse(code).body) == 5
