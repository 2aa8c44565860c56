"""The pages of the layers: one for each, one for each chapter, and one that lists them all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from mtlc.catalogue import Described, Sample, family, sample
from mtlc.catalogue.text import shown
from mtlc_spec.layers import NOT_DATA
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import Tensor
from tools.site import catalogue
from tools.site.markdown import code, link, plain, table
from tools.site.pages import Navigation, Pages
from tools.site.places import EXAMPLES
from tools.site.specs import compiled

INDEX = "layers/index.md"


def write(pages: Pages) -> Navigation:
    chapters: dict[str, list[Described]] = {}
    for one in family("layers"):
        chapters.setdefault(one.chapter, []).append(one)
    overview = [f"# Layers\n\n{_counted(chapters)}\n"]
    entries: Navigation = [{"All layers": INDEX}]
    for chapter, layers in chapters.items():
        overview += [f"## {chapter.capitalize()}\n", _listed(layers, INDEX)]
        entries.append(
            {chapter.capitalize(): [{one.name: _write_layer(pages, one)} for one in layers]}
        )
    refused = [
        (code(name), f"{plain(why)}; {plain(way)}") for name, (why, way) in NOT_DATA.items()
    ]
    overview += [
        "## What cannot be data\n",
        "These hold code, or what another library made, and are refused:\n",
        table(["layer", "why, and what to use"], refused),
    ]
    pages.add(INDEX, *overview)
    return entries


def page_of(name: str) -> str:
    return f"layers/{name}.md"


def _counted(chapters: dict[str, list[Described]]) -> str:
    number = sum(map(len, chapters.values()))
    return (
        f"The {number} layers of Keras that a spec can name, by chapter. Arguments have Keras' "
        "names, order and defaults; a value that is no mapping is the first one: `Dense: 8`. "
        "`mtlc layers NAME` shows the same in the terminal."
    )


def _listed(layers: list[Described], page: str) -> str:
    rows = [
        (link(code(one.name), page_of(one.name), page), plain(one.summary)) for one in layers
    ]
    return table(["layer", ""], rows)


def _write_layer(pages: Pages, one: Described) -> str:
    page = page_of(one.name)
    model = one.model
    assert issubclass(model, Layer)
    spec = example(one.name, model)
    parts = [
        f"# {one.name}\n",
        catalogue.about(one),
        " ".join(catalogue.facts(one)),
        f"## Arguments of {one.name}\n",
        catalogue.arguments(one.arguments, page),
        *_behaviour(one.name, model),
        *(() if spec is None else [f"## Example of {one.name}\n", *compiled(one.name, spec)]),
        *_uses(one.name, page),
    ]
    return pages.add(page, *parts)


def _behaviour(name: str, model: type[Layer]) -> Iterator[str]:
    facts = [*_facts(model)]
    if facts:
        yield f"## About {name}\n"
        yield "".join(f"- {fact}\n" for fact in facts)


def _facts(model: type[Layer]) -> Iterator[str]:
    least, most = model.least_inputs, model.most_inputs
    if model.takes_list:
        number = f"{least} tensors" if most == least else f"{least} tensors or more"
        yield f"It takes a list of {number}: `from: [a, b]`."
    if model.needs_call:
        yield "It takes further tensors by keyword, under `call`."
    if model.commutes:
        yield "The order of its inputs makes no difference."
    if model.rests:
        yield "It does nothing where the model is not trained."
    if model.uses_mask:
        yield "What comes out depends on the mask of its input."
    if model.passes_mask:
        yield "It hands the mask of its first input on."
    if model.ignores_activity and "activity_regularizer" in model.model_fields:
        yield "Keras makes nothing of its `activity_regularizer`."


@cache
def _written() -> dict[str, str]:
    text = Path(__file__).with_name("layers.yaml").read_text(encoding="utf-8")
    found = yaml.safe_load(text)
    assert isinstance(found, dict)
    return found


def example(name: str, model: type[Layer]) -> str | None:
    """A spec that uses the layer: one that was written, or one made up."""
    if name in _written():
        return _written()[name]
    made = sample(model)
    return None if made is None else _spec(name, made)


def _spec(name: str, made: Sample) -> str:
    kind = f"{name}: {shown(dict(made.arguments))}" if made.arguments else name
    names = "xyzuvw"[: len(made.inputs)]
    inputs = ", ".join(f"{one}: {_input(x)}" for one, x in zip(names, made.inputs, strict=True))
    if len(made.inputs) == 1:
        return f"inputs: {{{inputs}}}\nlayers:\n  - {kind}\n"
    return (
        f"inputs: {{{inputs}}}\nlayers:\n"
        f"  out: {{{kind}, from: [{', '.join(names)}]}}\noutputs: out\n"
    )


def _input(x: Tensor) -> str:
    shape = shown(list(x.shape[1:]))
    return shape if x.dtype == "float32" else f"{{shape: {shape}, dtype: {x.dtype}}}"


def _uses(name: str, page: str) -> Iterator[str]:
    found = [
        link(one.stem, f"examples/{one.stem}.md", page)
        for one in sorted(EXAMPLES.glob("*.yaml"))
        if name in _words(one)
    ]
    if found:
        yield f"## Examples with {name}\n\n{', '.join(found)}\n"


@cache
def _words(spec: Path) -> frozenset[str]:
    text = spec.read_text(encoding="utf-8")
    return frozenset("".join(one if one.isalnum() else " " for one in text).split())
