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


def test_a_file_name_does_not_break_out(tmp_path: object) -> None:
    from mtlc.driver import compile_source
    from mtlc_spec.source import Source

    source = Source('a"""; import os #\n.yaml', "inputs: {x: [4]}\nlayers: [Dense: 2]\n")
    code = compile_source(source).code

    assert code is not None
    assert ast.get_docstring(ast.parse(code)) is not None
    assert len(ast.parse(code).body) == 5
