"""The pages of functions, networks, losses and whatever else has no page for each one."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from mtlc.catalogue import Described, family, sample
from mtlc_spec.layers.base import Layer
from mtlc_spec.shapes import show
from tools.site import catalogue
from tools.site.markdown import anchor, code, fence, link, plain, table
from tools.site.pages import Navigation, Pages
from tools.site.places import GOLDEN
from tools.site.specs import compiled, program

FUNCTIONS = {
    "activation": "{ops.softmax: -1, from: x}",
    "binary": "{ops.maximum: 0, from: x}",
    "creation": "{ops.ones_like, from: x}",
    "elementwise": "{ops.clip: {x_min: 0, x_max: 1}, from: x}",
    "indexing": "{ops.take: {indices: [0, 2], axis: 1}, from: x}",
    "joining": "{ops.concatenate: {axis: -1}, from: [x, x]}",
    "products": "{ops.einsum: 'bij,bkj->bik', from: [x, x]}",
    "ordering": "{ops.sort: -1, from: x}",
    "matrices": "{ops.triu: 1, from: x}",
    "reduction": "{ops.mean: {axis: 1, keepdims: true}, from: x}",
    "shaping": "{ops.transpose: [0, 2, 1], from: x}",
    "image": "{ops.image.resize: [16, 16], from: image}",
}
"""An entry for each chapter."""

TEXTS = {
    "losses": "A loss stands in a task, by its name or with arguments: "
    "`loss: mse`, `loss: {Huber: {delta: 2.0}}`.",
    "metrics": "Metrics stand in a task, as a list of names or objects: "
    "`metrics: [mae, {AUC: {curve: PR}}]`.",
    "optimizers": "The optimizer stands under `training`: `optimizer: {AdamW: 0.0005}`.",
    "schedules": "A schedule stands where an optimizer has its learning rate: "
    "`optimizer: {Adam: {CosineDecay: {initial_learning_rate: 0.001, decay_steps: 10000}}}`.",
    "initializers": "An initializer says how weights begin: `kernel_initializer: he_normal`, "
    "`kernel_initializer: {RandomNormal: {stddev: 0.01}}`.",
    "regularizers": "A regularizer is a penalty that is added to the loss: "
    "`kernel_regularizer: {L2: 0.0001}`.",
    "constraints": "A constraint is what weights are held to after each step: "
    "`kernel_constraint: {MaxNorm: 3}`.",
    "balance": "A strategy weighs the losses of tasks while they are trained: "
    "`training: {balance: uncertainty}`. What it needs is written into the module.",
}


def write(pages: Pages) -> Navigation:
    """Everything but the layers."""
    entries: Navigation = [{"Functions": _functions(pages)}, {"Networks": _networks(pages)}]
    for name in TEXTS:
        entries.append({_title(name): _family(pages, name)})
    page = pages.add(catalogue.NAMES, *catalogue.names())
    return [*entries, {"Activations and dtypes": page}]


def _title(name: str) -> str:
    return "Balancing" if name == "balance" else name.capitalize()


def _family(pages: Pages, name: str) -> str:
    page = f"catalogue/{name}.md"
    members = family(name)
    parts = [f"# {_title(name)}\n", f"{TEXTS[name]}\n", _listed(members)]
    for one in members:
        parts += _entry(one, page)
        if name == "balance":
            parts += _strategy(one.name)
    return pages.add(page, *parts)


def _listed(members: tuple[Described, ...] | list[Described]) -> str:
    rows = [(f"[{code(one.name)}](#{anchor(one.name)})", plain(one.summary)) for one in members]
    return table(["name", ""], rows)


def _entry(one: Described, page: str) -> Iterator[str]:
    yield f"## `{one.name}`\n"
    yield catalogue.about(one)
    yield " ".join(catalogue.facts(one))
    yield catalogue.arguments(one.arguments, page)


def _strategy(name: str) -> Iterator[str]:
    """What a module with the strategy looks like."""
    spec = GOLDEN / "balance" / f"{name}.yaml"
    module = program(spec.with_suffix(".py").read_text(encoding="utf-8"))
    yield fence(spec.read_text(encoding="utf-8"), "yaml")
    yield "becomes\n"
    yield fence(module, "python")


def _functions(pages: Pages) -> Navigation:
    chapters: dict[str, list[Described]] = {}
    for one in family("ops"):
        chapters.setdefault(one.model.__module__.rpartition(".")[2], []).append(one)
    index = "functions/index.md"
    entries: Navigation = [{"All functions": index}]
    overview = [
        "# Functions\n",
        f"The {sum(map(len, chapters.values()))} functions of `keras.ops` whose results mtlc "
        "knows, by chapter. `from` fills the parameters that take tensors, by position; a lone "
        "value is the first parameter that it leaves free. Other functions of `keras.ops` may "
        "stand in a spec with `returns`.\n",
    ]
    for chapter, found in chapters.items():
        page = f"functions/{chapter}.md"
        title = chapter.capitalize()
        pages.add(
            page,
            f"# {title} functions\n",
            _use(chapter),
            *(part for one in found for part in _entry(one, page)),
        )
        entries.append({title: page})
        rows = [
            (link(code(one.name), f"{page}#{anchor(one.name)}", index), plain(one.summary))
            for one in found
        ]
        overview += [f"## {title}\n", table(["function", ""], rows)]
    pages.add(index, *overview)
    return entries


def _use(chapter: str) -> str:
    inputs = "{image: [32, 32, 3]}" if chapter == "image" else "{x: [10, 8]}"
    spec = f"inputs: {inputs}\nlayers:\n  out: {FUNCTIONS[chapter]}\noutputs: out\n"
    return "\n".join(compiled(f"ops, {chapter}", spec))


def _networks(pages: Pages) -> str:
    page = "catalogue/applications.md"
    families: dict[str, list[Described]] = {}
    for one in family("applications"):
        families.setdefault(one.model.__module__.rpartition(".")[2], []).append(one)
    parts = [
        "# Networks\n",
        "The networks of `keras.applications` are layers: "
        "`{applications.ResNet50: {include_top: false, pooling: avg}, from: image}`. What they "
        "give and how many parameters they have is known without building them. With "
        "`weights: imagenet`, which is Keras' default, the generated module downloads them "
        "when it is run. See "
        + link("Networks", "language/networks.md#networks", page)
        + " in the language.\n",
    ]
    for members in families.values():
        first = members[0]
        names = ", ".join(code(one.name) for one in members)
        parts += [f"## {first.model.__module__.rpartition('.')[2].replace('_', ' ')}\n"]
        parts += [
            table(["network", "", "takes", "gives", "parameters"], map(_network, members)),
            f"Arguments of {names}:\n",
            catalogue.arguments(first.arguments, page),
        ]
    return pages.add(page, *parts)


def _network(one: Described) -> tuple[str, str, str, str, str]:
    assert issubclass(one.model, Layer)
    made = sample(one.model)
    assert made is not None
    return (
        code(one.name),
        plain(one.summary),
        show(made.inputs[0].shape),
        show(made.outputs[0].shape),
        f"{sum(prod(x.shape) for x in made.variables):,}",
    )
