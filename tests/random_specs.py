"""Random structured specs: blocks, repeats, copies, conditions and sharing inside each other.

Every tensor has `width` features, so that anything can be merged with anything, and any
entry can be left out or applied again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from mtlc.driver import compile_source
from mtlc_spec.source import Source

PARAMS = {"width": 4, "depth": 2, "count": 3, "wide": True, "tasks": ["click", "buy"]}
OTHERS: dict[str, Any] = {
    "width": 3,
    "depth": 3,
    "count": 2,
    "wide": False,
    "tasks": ["like", "reply", "follow"],
}
"""Other values, under which every reference still leads somewhere."""

NORMAL = {"RandomNormal": {"stddev": "$(1 / width)"}}


@dataclass(frozen=True)
class Given:
    """What can be referred to: paths of single tensors, and of bundles of them."""

    tensors: tuple[str, ...]
    bundles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What one application gives: one tensor, or outputs by the parts of their paths."""

    parts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass
class Block:
    """A block that later ones, and the document, can use."""

    name: str
    inputs: int
    gives: Shape
    params: tuple[str, ...]


@dataclass
class Scope:
    """The entries of one definition so far."""

    names: list[str] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    shareable: list[tuple[str, int, Given]] = field(default_factory=list)


class Specs:
    """Draws one spec."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.training = Random(f"training {seed}")
        self.blocks: list[Block] = []

    def spec(self) -> str:
        blocks = {}
        for number in range(self.random.randrange(3)):
            block, written = self._block(f"part{number}")
            blocks[block.name] = written
            self.blocks.append(block)
        scope = Scope()
        inputs: dict[str, Any] = {}
        for name in ("x", "y")[: self.random.choice([1, 1, 2])]:
            inputs[name] = ["$width"]
            scope.names.append(name)
            scope.given.append(Given((name,)))
        if self._chance(0.2):
            inputs["column"] = {"shape": ["$width"], "copies": "$tasks"}
            scope.names.append("column")
            scope.given.append(Given((), ("column",)))
        layers = self._graph(scope, self.random.randrange(1, 6), "document")
        document = {
            "name": "drawn",
            "params": PARAMS,
            "inputs": inputs,
            "blocks": blocks,
            "layers": layers,
            "outputs": self._tasks(self._outputs(scope)),
        }
        if self.training.random() < 0.3:
            optimizer = self.training.choice(["sgd", {"Adam": "$(0.1 / width)"}])
            document["training"] = {"optimizer": optimizer, "total": "mean"}
        lines = [f"{key}: {json.dumps(value)}" for key, value in document.items() if value]
        return "\n".join(lines) + "\n"

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # --- definitions ------------------------------------------------------------------

    def _block(self, name: str) -> tuple[Block, dict[str, Any]]:
        count = self.random.choice([1, 1, 2])
        inputs = ["x", "skip"][:count]
        params = ("units",) if self._chance(0.5) else ()
        written: dict[str, Any] = {}
        if params:
            written["params"] = {
                "units": self.random.choice(["$required", "$width", 5, "$(width + 1)"])
            }
        if count > 1:
            written["inputs"] = inputs
        if count == 1 and self._chance(0.4):
            chain, _ = self._chain("", params)
            return Block(name, 1, Shape(), params), {**written, "layers": chain}
        scope = Scope([*inputs], [Given((one,)) for one in inputs])
        written["layers"] = self._graph(scope, self.random.randrange(1, 4), "block", params)
        written["outputs"], gives = self._block_outputs(scope)
        return Block(name, count, gives, params), written

    def _block_outputs(self, scope: Scope) -> tuple[Any, Shape]:
        form = self.random.choice(["one", "one", "one", "list", "dict"])
        if form == "one":
            return self._tensor(scope), Shape()
        found = [self._tensor(scope) for _ in range(2)]
        if form == "list":
            return found, Shape(("0", "1"))
        return {"main": found[0], "side": found[1]}, Shape(("main", "side"))

    def _outputs(self, scope: Scope) -> Any:
        bundles = [path for one in scope.given for path in one.bundles]
        form = self.random.choice(["one", "list", "dict"])
        if form == "one":
            if bundles and self._chance(0.5):
                return self.random.choice(bundles)
            return self._tensor(scope)
        if form == "list":
            every = [path for one in scope.given for path in one.tensors]
            heads = {path.partition(".")[0]: path for path in every}
            paths = self.random.sample(sorted(heads.values()), min(2, len(heads)))
            return paths or [self.random.choice(bundles)]
        found = {f"out{number}": self._tensor(scope) for number in range(2)}
        if bundles and self._chance(0.3):
            found["several"] = self.random.choice(bundles)
        return found

    def _tasks(self, outputs: Any) -> Any:
        """The outputs, some of them with what they are trained on."""
        draw = self.training
        if isinstance(outputs, str) and draw.random() < 0.5:
            outputs = {"alone": outputs}
        if not isinstance(outputs, dict) or draw.random() < 0.3:
            return outputs
        found = {}
        for name, path in outputs.items():
            task: dict[str, Any] = {"from": path}
            if draw.random() < 0.8:
                loss = draw.choice(["mse", "mae", {"LogCosh": {"reduction": "sum"}}])
                task["loss"] = loss
                if draw.random() < 0.3:
                    task["weight"] = draw.choice([2, "$(1 / depth)"])
                if draw.random() < 0.3:
                    task["missing"] = draw.choice([-1, "$width"])
            if draw.random() < 0.3:
                task["metrics"] = ["mae", {"RootMeanSquaredError": None}]
            found[name] = task
        return found

    def _graph(
        self, scope: Scope, count: int, where: str, params: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        found = {}
        for number in range(count):
            name = f"e{number}"
            found[name] = self._entry(name, scope, params)
            scope.names.append(name)
        if where == "document" and not any(one.tensors for one in scope.given):
            found["last"] = {"Dense": "$width", "from": self._tensor(scope)}
            scope.given.append(Given(("last",)))
        entries = [*found.items()]
        if self._chance(0.3):
            self.random.shuffle(entries)
        return dict(entries)

    # --- references -------------------------------------------------------------------

    def _tensor(self, scope: Scope) -> str:
        every = [path for one in scope.given[-4:] for path in one.tensors]
        every = every or [path for one in scope.given for path in one.tensors]
        if not every:
            return "column.$(tasks[0])"
        return self.random.choice(every)

    def _several(self, scope: Scope) -> list[str]:
        found = [self._tensor(scope) for _ in range(self.random.randrange(1, 3))]
        bundles = [path for one in scope.given for path in one.bundles]
        if bundles and self._chance(0.6):
            found.append(self.random.choice(bundles))
        return found if len(found) > 1 else [*found, self._tensor(scope)]

    # --- entries ----------------------------------------------------------------------

    def _entry(self, name: str, scope: Scope, params: tuple[str, ...]) -> dict[str, Any]:
        if scope.shareable and self._chance(0.25):
            return self._share(name, scope)
        modifiers, index = self._modifiers()
        kind = self.random.choice(["layer", "layer", "merge", "ops", "chain", "chain", "block"])
        if kind == "block" and not self.blocks:
            kind = "chain"
        inputs = 1
        gives = Shape()
        entry: dict[str, Any]
        if kind == "layer":
            entry = {**self._layer(index, params), "from": self._tensor(scope)}
        elif kind == "merge":
            word = self.random.choice(["Add", "Multiply", "Maximum", "Average"])
            entry = {word: None, "from": self._several(scope)}
            inputs = 2
            if "copies" not in modifiers and "i" in modifiers.get("when", "").split():
                modifiers.pop("when")
        elif kind == "ops":
            entry = self._ops(scope)
            inputs = 0
        elif kind == "chain":
            if self._chance(0.3):
                modifiers.pop("repeat", None)
                index = "i" if "copies" in modifiers else ""
                chain, steps = self._chain(index, params)
                entry = {"chain": ["Concatenate", {"Dense": "$width"}, *chain]}
                entry["from"] = self._several(scope)
                inputs = 2
                modifiers.pop("when", None)
            else:
                chain, steps = self._chain(index, params)
                entry = {"chain": chain, "from": self._tensor(scope)}
            gives = Shape((), steps)
        else:
            block = self.random.choice(self.blocks)
            if block.gives.parts and block.inputs < 2:
                modifiers.pop("repeat", None)
            index = "i" if {"copies", "repeat"} & set(modifiers) else ""
            entry = self._use(block, index)
            sources = [self._tensor(scope) for _ in range(block.inputs)]
            entry["from"] = sources if block.inputs > 1 else sources[0]
            gives = block.gives
            inputs = block.inputs
            if gives.parts:
                modifiers.pop("when", None)
        if kind in ("merge", "ops"):
            modifiers.pop("repeat", None)
        if kind == "ops":
            modifiers.pop("when", None)
        entry.update(modifiers)
        given = self._given(name, gives, modifiers)
        is_numbered = "repeat" in modifiers and gives.parts != ()
        can_be_shared = not ("copies" in modifiers or is_numbered) and (
            kind in ("layer", "block") or (kind == "chain" and inputs == 1)
        )
        if can_be_shared and self._chance(0.4):
            # Of what is shared, nothing inside can be named: only its outputs are.
            paths = tuple(f"{name}.{part}" for part in gives.parts) or (name,)
            given = Given(paths, (name,) if gives.parts else ())
            scope.shareable.append((name, inputs, given))
        scope.given.append(given)
        return entry

    def _given(self, name: str, gives: Shape, modifiers: dict[str, Any]) -> Given:
        """The paths of an entry."""
        copies = modifiers.get("copies")
        starts, bundles = [name], []
        if copies is not None:
            if isinstance(copies, list):
                starts = [f"{name}.{one}" for one in copies]
            elif copies == "$tasks":
                starts = []
            else:
                starts = [f"{name}.0", f"{name}.1"]
            if not gives.parts:
                bundles = [name, f"{name}.*"]
            else:
                bundles = [f"{name}.*.{part}" for part in gives.parts]
        if "repeat" in modifiers:
            starts += [f"{one}.{number}" for one in starts for number in ("0", "-1")]
        ends = [f".{part}" for part in gives.parts] or [""]
        tensors = [f"{start}{end}" for start in starts for end in ends]
        if "when" not in modifiers:
            tensors += [f"{start}.{step}" for start in starts for step in gives.steps]
        if gives.parts and copies is None:
            bundles.append(name)
        return Given(tuple(tensors), tuple(bundles))

    def _share(self, name: str, scope: Scope) -> dict[str, Any]:
        target, count, given = self.random.choice(scope.shareable)
        sources = [self._tensor(scope) for _ in range(count)]
        entry: dict[str, Any] = {
            "share": target,
            "from": sources if count > 1 else sources[0],
        }
        scope.given.append(
            Given(
                tuple(path.replace(target, name, 1) for path in given.tensors),
                (name,) if given.bundles else (),
            )
        )
        return entry

    def _modifiers(self) -> tuple[dict[str, Any], str]:
        found: dict[str, Any] = {}
        index = ""
        if self._chance(0.25):
            found["copies"] = self.random.choice([2, "$count", "$tasks", ["left", "right"]])
            index = "i"
        if self._chance(0.25):
            found["repeat"] = self.random.choice([2, 3, "$depth", "$(depth + 1)", 1])
            index = "i"
        if self._chance(0.2):
            conditions = ["wide", "not wide", "depth > 2", "true", "width % 2 == 0"]
            if index:
                conditions += ["i > 0", "i < 1 or wide"]
            found["when"] = self.random.choice(conditions)
        return found, index

    def _layer(self, index: str, params: tuple[str, ...]) -> dict[str, Any]:
        choices: list[dict[str, Any]] = [
            {"Dense": "$width"},
            {"Dense": {"units": "$width", "activation": "relu"}},
            {"Dense": {"units": "$(2 * width - width)", "use_bias": "$wide"}},
            {"Dense": {"units": "$width", "kernel_initializer": NORMAL}},
            {"Dropout": 0.5},
            {"LayerNormalization": None},
            {"ReLU": None},
        ]
        if index:
            choices.append({"Dropout": f"$(0.1 * {index})"})
        return self.random.choice(choices)

    def _ops(self, scope: Scope) -> dict[str, Any]:
        choice = self.random.randrange(4)
        if choice == 0:
            return {"ops.abs": None, "from": self._tensor(scope)}
        if choice == 1:
            return {"ops.add": None, "from": [self._tensor(scope), self._tensor(scope)]}
        if choice == 2:
            return {"ops.multiply": {"x2": "$width"}, "from": self._tensor(scope)}
        return {
            "from": self._several(scope),
            "chain": [{"ops.stack": {"axis": 1}}, {"ops.mean": {"axis": 1}}],
        }

    def _use(self, block: Block, index: str) -> dict[str, Any]:
        if not block.params:
            return {block.name: {}}
        options: list[Any] = [6, "$width"]
        if index:
            options.append(f"$(width + {index})")
        return {block.name: {"units": self.random.choice(options)}}

    def _chain(
        self, index: str, params: tuple[str, ...], depth: int = 0
    ) -> tuple[list[Any], tuple[str, ...]]:
        found: list[Any] = []
        steps = []
        for number in range(self.random.randrange(1, 4)):
            kinds = ["layer", "layer", "layer", "chain", "block", "wide", "steps"]
            kind = self.random.choice(kinds)
            plain = [one for one in self.blocks if one.inputs == 1 and not one.gives.parts]
            modifiers, _ = self._modifiers()
            modifiers.pop("copies", None)
            if (
                "when" in modifiers
                and not index
                and "i" in modifiers["when"].split()
                and ("repeat" not in modifiers)
            ):
                modifiers.pop("when")
            if kind == "chain" and depth < 2:
                inner, _ = self._chain(index, params, depth + 1)
                step: dict[str, Any] = {"chain": inner}
            elif kind == "block" and plain:
                step = self._use(self.random.choice(plain), index)
            elif kind == "steps" and depth < 2:
                step = self._steps(index, params, depth, plain)
            elif kind == "wide" and params:
                step = {"chain": [{"Dense": "$units"}, {"Dense": "$width"}]}
            else:
                step = self._layer(index, params)
            step.update(modifiers)
            if self._chance(0.25):
                step["name"] = f"s{number}"
                if depth == 0 and not modifiers:
                    steps.append(f"s{number}")
            found.append(step)
        return found, tuple(steps)

    def _steps(
        self, index: str, params: tuple[str, ...], depth: int, blocks: list[Block]
    ) -> dict[str, Any]:
        """Something that is applied to every step of a sequence of one."""
        argument: dict[str, Any] = {"ops.abs": None}
        if self._chance(0.5):
            inner, _ = self._chain(index, params, depth + 1)
            argument = {"chain": inner if self._chance(0.5) else [*inner, {"ops.abs": None}]}
        elif blocks and self._chance(0.7):
            argument = self._use(self.random.choice(blocks), index)
        distributed = {"TimeDistributed": {"layer": argument}}
        return {"chain": [{"Reshape": [1, "$width"]}, distributed, {"Reshape": ["$width"]}]}


def random_spec(seed: int) -> str:
    """The spec of a seed, whose losses reach a weight if there is any."""
    spec = Specs(seed).spec()
    found = compile_source(Source("drawn.yaml", spec), want="check")
    return random_spec(seed + 10_000) if any(one.code == "MTL5024" for one in found) else spec
