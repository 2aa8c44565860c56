"""A spec with what the compiler makes of it."""

from __future__ import annotations

from collections.abc import Iterator

from mtlc.catalogue.text import shown
from mtlc.driver import Options, compile_source
from mtlc_spec.shapes import Tensor, Variable, show
from mtlc_spec.source import Source
from tools.site.markdown import code, fence, table


def program(module: str) -> str:
    """A module without what every module has: its docstring, its main part and its seal."""
    body = module.partition('"""\n')[2]
    return body.partition("\n\nif __name__")[0].strip() + "\n"


def compiled(name: str, spec: str) -> Iterator[str]:
    """A spec, its code, its shapes and parameters, and the weights of the layer called so.

    Raises:
        ValueError: there is something to say against the spec.
    """
    options = Options(name="model")
    result = compile_source(Source("model.yaml", spec), options, want="subject and code")
    summary, subject = result.summary, result.subject
    if result.diagnostics or result.code is None or summary is None or subject is None:
        raise ValueError(f"the example of {name} is no good: {[*map(str, result)]}")
    yield fence(spec, "yaml")
    yield "becomes\n"
    yield fence(program(result.code), "python")
    given = [(code(one.name), "input", _shapes((one.tensor,)), "") for one in summary.inputs]
    rows = [
        (code(one.name), one.kind, _shapes(one.calls[0].outputs), f"{one.params.total:,}")
        for one in summary.layers
    ]
    yield "with these shapes and parameters:\n"
    yield table(["name", "layer", "gives", "parameters"], [*given, *rows])
    for node in subject.graph.layers.values():
        weights = subject.shapes.variables(node)
        if node.kind == name and weights:
            yield f"The weights of {code(node.name)}:\n"
            yield table(["weight", "shape", "trained"], map(_weight, weights))
            return


def _weight(one: Variable) -> tuple[str, str, str]:
    return code(one.name), shown(list(one.shape)), "yes" if one.trainable else "no"


def _shapes(tensors: tuple[Tensor | None, ...] | None) -> str:
    return "unknown" if tensors is None else ", ".join(map(_shape, tensors))


def _shape(one: Tensor | None) -> str:
    if one is None:
        return "unknown"
    return show(one.shape) + ("" if one.dtype == "float32" else f" {one.dtype}")
