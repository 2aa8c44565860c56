"""What mtlc said of a model, against what Keras built: names, shapes, dtypes, parameters.

Both come as plain data: a `Summary` as its `to_dict` gives it, and what
`mtlc.verify.child.describe` says of the built model. What is not known before Keras runs,
behind imported layers, is not compared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Aspect = Literal["names", "shapes", "dtypes", "parameters"]
ASPECTS: tuple[Aspect, ...] = ("names", "shapes", "dtypes", "parameters")

Said = dict[str, Any]
Found = dict[str, Any]


@dataclass(slots=True)
class Comparison:
    """How much was compared of each aspect, and what differs."""

    compared: Counter[Aspect] = field(default_factory=Counter)
    unknown: Counter[Aspect] = field(default_factory=Counter)
    problems: dict[Aspect, list[str]] = field(
        default_factory=lambda: {aspect: [] for aspect in ASPECTS}
    )

    def equal(self, aspect: Aspect, what: str, said: object, found: object) -> bool:
        """Note whether a thing is what it was said to be."""
        self.compared[aspect] += 1
        if said == found:
            return True
        self.problems[aspect].append(f"{what} is {_text(found)}, and not {_text(said)}")
        return False


def compare(said: Said, found: Found) -> Comparison:
    """Compare a summary with the model that was built."""
    comparison = Comparison()
    comparison.equal("names", "the model", said["name"], found["name"])
    comparison.equal("names", "its API", said["target"], found["api"])
    _compare_ends(comparison, "input", said["inputs"], found["inputs"])
    _compare_outputs(comparison, said["outputs"], found["outputs"])
    _compare_layers(comparison, said["layers"], found, "")
    for kind in ("trainable", "non_trainable"):
        what = f"the number of {kind.replace('_', '-')} parameters"
        if said["params"] is None:
            comparison.unknown["parameters"] += 1
        else:
            comparison.equal("parameters", what, said["params"][kind], found["params"][kind])
    return comparison


def _compare_ends(
    comparison: Comparison, kind: str, said: list[Said], found: list[Found]
) -> None:
    """Inputs, or outputs, whose order is that of the spec."""
    names = [one["name"] for one in said]
    if not comparison.equal(
        "names", f"the list of {kind}s", names, [one["name"] for one in found]
    ):
        return
    for one, own in zip(said, found, strict=True):
        if one["shape"] is None:
            comparison.unknown.update(["shapes", "dtypes"])
            continue
        what = f"{kind} `{one['name']}`"
        comparison.equal("shapes", f"the shape of {what}", one["shape"], own["shape"])
        comparison.equal("dtypes", f"the dtype of {what}", one["dtype"], own["dtype"])


def _compare_outputs(comparison: Comparison, said: list[Said], found: list[Found]) -> None:
    """Outputs; one alone has no name of its own in Keras."""
    if len(said) == len(found) == 1 and found[0]["name"] is None:
        found = [{**found[0], "name": said[0]["name"]}]
    _compare_ends(comparison, "output", said, found)


def _compare_layers(comparison: Comparison, said: list[Said], found: Found, path: str) -> None:
    """The layers and functions of a model, or of a nested one, in any order."""
    rows = {one["name"]: one for one in said if not is_function(one)}
    layers = {one["name"]: one for one in found["layers"]}
    comparison.compared["names"] += len(rows.keys() | layers.keys())
    comparison.problems["names"] += [
        f"there is no layer `{path}{name}`" for name in rows if name not in layers
    ]
    if not any(is_function(one) and _is_imported(one) for one in said):
        # An imported function may make layers of its own.
        comparison.problems["names"] += [
            f"there is a layer `{path}{name}` that was not named"
            for name in layers
            if name not in rows
        ]
    for name, row in rows.items():
        if name in layers:
            _compare_layer(comparison, row, layers[name], path)
    _compare_functions(comparison, said, found["functions"], path)


def _compare_layer(comparison: Comparison, said: Said, found: Found, path: str) -> None:
    name = f"`{path}{said['name']}`"
    if found["layers"] is None:
        kind = said["kind"].rpartition(".")[2]
        comparison.equal("names", f"the class of {name}", kind, found["class"])
    elif not _is_imported(said) and not _is_network(said):
        _compare_layers(comparison, said["layers"], found, f"{path}{said['name']}/")
    if said["params"] is None:
        comparison.unknown["parameters"] += 1
    else:
        count = sum(said["params"].values())
        comparison.equal("parameters", f"the count of {name}", count, found["params"])
    comparison.equal(
        "names", f"the number of calls of {name}", len(said["calls"]), len(found["calls"])
    )
    if any(call["outputs"] is None for call in said["calls"]):
        comparison.unknown.update(["shapes", "dtypes"])
        return
    _compare_calls(comparison, name, [one["outputs"] for one in said["calls"]], found["calls"])


def _compare_calls(
    comparison: Comparison, name: str, said: list[list[Said]], found: list[list[Found]]
) -> None:
    """What the calls of a layer give, in any order: Keras sorts those of a dictionary."""
    kinds: tuple[tuple[Aspect, str], ...] = (("shapes", "shape"), ("dtypes", "dtype"))
    same = [
        comparison.equal(aspect, f"the {key} of {name}", _each(said, key), _each(found, key))
        for aspect, key in kinds
    ]
    if all(same) and sorted(map(_both, said)) != sorted(map(_both, found)):
        comparison.problems["dtypes"].append(
            f"{name} gives {', '.join(map(_both, found))}, and not "
            f"{', '.join(map(_both, said))}"
        )


def _compare_functions(
    comparison: Comparison, said: list[Said], found: list[list[Found]], path: str
) -> None:
    """Functions by what they give.

    Keras names them by a counter, computes those of constants at once, and makes some of
    others.
    """
    constants: set[str] = set()
    wanted: dict[str, list[str]] = {}
    for one in filter(is_function, said):
        (call,) = one["calls"]
        sources = [source.rpartition(".")[0] or source for source in call["from"]]
        if constants.issuperset(sources):
            constants.add(one["name"])
        elif call["outputs"] is None or _is_imported(one):
            comparison.unknown.update(["shapes", "dtypes"])
        else:
            wanted.setdefault(_both(call["outputs"]), []).append(one["name"])
    given = Counter(map(_both, found))
    for tensors, names in wanted.items():
        comparison.compared.update({"shapes": len(names), "dtypes": len(names)})
        if given[tensors] < len(names):
            named = ", ".join(f"`{path}{name}`" for name in names)
            comparison.problems["shapes"].append(f"no function gives {tensors}, as {named}")


def is_function(row: Said) -> bool:
    """`ops.abs`, `mine.scale`: kinds in lower case behind a dot."""
    _, dot, name = row["kind"].rpartition(".")
    return bool(dot) and name[:1].islower()


def _is_imported(row: Said) -> bool:
    """What stands behind an alias of `imports`, a layer or a function."""
    return "." in row["kind"] and not row["kind"].startswith(("ops.", "applications."))


def _is_network(row: Said) -> bool:
    """A model that Keras makes, of which the summary does not say the layers."""
    return bool(row["kind"].startswith("applications."))


def _each(calls: list[list[dict[str, Any]]], key: str) -> object:
    """The shapes, or dtypes, of each call; bare if there is one call that gives one."""
    found = sorted((sorted((one[key] for one in call), key=str) for call in calls), key=str)
    flat = found[0] if len(found) == 1 else found
    return flat[0] if len(flat) == 1 else flat


def _both(call: list[dict[str, Any]]) -> str:
    return ", ".join(sorted(f"{_text(one['shape'])} {one['dtype']}" for one in call))


def _text(value: object) -> str:
    if isinstance(value, list):
        if all(one is None or isinstance(one, int) for one in value):
            return str(tuple(value))
        return ", ".join(map(_text, value)) or "none"
    return f"{value:,}" if isinstance(value, int) else str(value)
