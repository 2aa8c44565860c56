"""Specs written in another way, and specs that mean something else.

Both work on flat specs: one entry for each call, nothing computed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

import yaml

from mtlc.driver import compile_source
from mtlc_spec.source import Source

Spec = dict[str, Any]
Rewriting = Callable[[Spec, Random], bool]
"""Changes a spec where it can, and says whether it did."""

COMMUTATIVE = ("Add", "Multiply", "Maximum", "Minimum", "Average")
_WORDS = {"from", "share", "call", "name"}


def flat(spec: str) -> Spec:
    """A spec as plain data, one entry for each call that an output needs."""
    source = Source("a.yaml", spec)
    result = compile_source(source, want="flat")
    assert result.flat is not None, [str(one) for one in result]
    document: Spec = yaml.safe_load(result.flat)
    document = _without_null(document, {*document.get("blocks", ())})
    layers = document["layers"]
    outputs = document["outputs"]
    if isinstance(outputs, dict):
        outputs = [
            (one.get("from", name) if isinstance(one, dict) else one) or name
            for name, one in outputs.items()
        ]
    kept: set[str] = set()
    waiting = [outputs]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        name = one.partition(".")[0] if isinstance(one, str) else ""
        if name in layers and name not in kept:
            kept.add(name)
            entry = layers[name]
            waiting += [entry.get("from"), entry.get("share"), *entry.get("call", {}).values()]
    document["layers"] = {name: one for name, one in layers.items() if name in kept}
    return document


def _without_null(value: Any, blocks: set[str]) -> Any:
    """Kinds without arguments have `{}`, which may be written out."""
    if isinstance(value, list):
        return [_without_null(one, blocks) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {}
        if one is None and (key[:1].isupper() or "." in key or key in blocks)
        else _without_null(one, blocks)
        for key, one in value.items()
    }


def written(document: Spec) -> str:
    """The text of a spec."""
    return "\n".join(f"{key}: {json.dumps(one)}" for key, one in document.items()) + "\n"


def kind_of(entry: Spec) -> str | None:
    """The kind of an entry; None if it shares another one."""
    kinds = [key for key in entry if key not in _WORDS]
    return kinds[0] if kinds else None


def arguments_of(entry: Spec) -> Spec:
    kind = kind_of(entry)
    assert kind is not None
    return entry[kind] or {}


def of_kind(document: Spec, *kinds: str) -> list[str]:
    """The entries of some kinds."""
    return [name for name, one in document["layers"].items() if kind_of(one) in kinds]


def shared(document: Spec) -> set[str]:
    """The entries that others share."""
    return {one["share"] for one in document["layers"].values() if "share" in one}


def redirect(document: Spec, old: str, new: str, but: tuple[str, ...] = ()) -> None:
    """Let everything take another entry."""

    def moved(given: Any) -> Any:
        if isinstance(given, list):
            return [moved(one) for one in given]
        return new if given == old else given

    for name, entry in document["layers"].items():
        if name not in but:
            if "from" in entry:
                entry["from"] = moved(entry["from"])
            if "call" in entry:
                entry["call"] = {key: moved(one) for key, one in entry["call"].items()}
    outputs = document["outputs"]
    if isinstance(outputs, dict):
        for key, one in outputs.items():
            if isinstance(one, dict):
                one["from"] = moved(one["from"])
            else:
                outputs[key] = moved(one)
    else:
        names = outputs if isinstance(outputs, list) else [outputs]
        keys = [one.replace(".", "_") for one in names]
        document["outputs"] = (
            dict(zip(keys, map(moved, names), strict=True))
            if len({*keys}) > 1
            else moved(outputs)
        )


# --- the same in other words ------------------------------------------------------------


def shuffled(document: Spec, random: Random) -> bool:
    entries = [*document["layers"].items()]
    random.shuffle(entries)
    document["layers"] = dict(entries)
    return True


def inputs_swapped(document: Spec, random: Random) -> bool:
    merges = of_kind(document, *COMMUTATIVE)
    if not merges:
        return False
    entry = document["layers"][random.choice(merges)]
    random.shuffle(entry["from"])
    return True


def activation_apart(document: Spec, random: Random) -> bool:
    named = [
        name
        for name in of_kind(document, "Dense")
        if "activation" in arguments_of(document["layers"][name])
        and name not in shared(document)
    ]
    if not named:
        return False
    name = random.choice(named)
    entry = document["layers"][name]
    activation = entry["Dense"].pop("activation")
    redirect(document, name, f"{name}_act")
    document["layers"][f"{name}_act"] = {"Activation": activation, "from": name}
    return True


def heads_apart(document: Spec, random: Random) -> bool:
    named = [name for name in of_kind(document, "Dense") if name not in shared(document)]
    if not named:
        return False
    name = random.choice(named)
    entry = document["layers"].pop(name)
    units = entry["Dense"]["units"]
    first = random.randrange(1, units) if units > 1 else 0
    if not first:
        document["layers"][name] = entry
        return False
    for part, count in (("left", first), ("right", units - first)):
        own = copy.deepcopy(entry)
        own["Dense"]["units"] = count
        document["layers"][f"{name}_{part}"] = own
    document["layers"][f"{name}_both"] = {
        "Concatenate": {},
        "from": [f"{name}_left", f"{name}_right"],
    }
    redirect(document, name, f"{name}_both")
    return True


def identity_added(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Dense", "Dropout", "ReLU", "LayerNormalization", *COMMUTATIVE)
    if not named:
        return False
    name = random.choice(named)
    redirect(document, name, f"{name}_same")
    document["layers"][f"{name}_same"] = {"Identity": {}, "from": name}
    return True


def merge_apart(document: Spec, random: Random) -> bool:
    merges = [
        name
        for name in of_kind(document, "Add", "Multiply", "Maximum")
        if len(document["layers"][name]["from"]) > 2
    ]
    if not merges:
        return False
    name = random.choice(merges)
    entry = document["layers"][name]
    kind = kind_of(entry)
    document["layers"][f"{name}_two"] = {kind: {}, "from": entry["from"][:2]}
    entry["from"] = [f"{name}_two", *entry["from"][2:]]
    return True


def relu_renamed(document: Spec, random: Random) -> bool:
    named = of_kind(document, "ReLU")
    if not named:
        return False
    entry = document["layers"][random.choice(named)]
    del entry["ReLU"]
    entry["Activation"] = "relu"
    return True


def initialized_otherwise(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Dense")
    if not named:
        return False
    entry = document["layers"][random.choice(named)]
    entry["Dense"]["bias_initializer"] = "ones"
    return True


EQUIVALENCES: tuple[Rewriting, ...] = (
    shuffled,
    inputs_swapped,
    activation_apart,
    heads_apart,
    identity_added,
    merge_apart,
    relu_renamed,
    initialized_otherwise,
)


# --- something else ---------------------------------------------------------------------


def bias_flipped(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Dense")
    if not named:
        return False
    arguments = document["layers"][random.choice(named)]["Dense"]
    arguments["use_bias"] = not arguments.get("use_bias", True)
    return True


def activation_changed(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Dense")
    if not named:
        return False
    arguments = document["layers"][random.choice(named)]["Dense"]
    arguments["activation"] = "tanh" if arguments.get("activation") != "tanh" else "sigmoid"
    return True


def sum_to_product(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Add", "Multiply")
    if not named:
        return False
    entry = document["layers"][random.choice(named)]
    kind = kind_of(entry)
    assert kind is not None
    del entry[kind]
    entry["Multiply" if kind == "Add" else "Add"] = {}
    return True


def rate_changed(document: Spec, random: Random) -> bool:
    named = of_kind(document, "Dropout")
    if not named:
        return False
    document["layers"][random.choice(named)]["Dropout"]["rate"] = 0.25
    return True


def epsilon_changed(document: Spec, random: Random) -> bool:
    named = of_kind(document, "LayerNormalization")
    if not named:
        return False
    document["layers"][random.choice(named)]["LayerNormalization"] = {"epsilon": 0.5}
    return True


def copied(document: Spec, random: Random) -> bool:
    """A layer with weights is no longer shared."""
    found = [
        name
        for name, one in document["layers"].items()
        if "share" in one and kind_of(document["layers"][one["share"]]) == "Dense"
    ]
    if not found:
        return False
    entry = document["layers"][random.choice(found)]
    entry["Dense"] = copy.deepcopy(document["layers"][entry.pop("share")]["Dense"])
    return True


def layer_added(document: Spec, random: Random) -> bool:
    """One more layer in front of a `Dense`."""
    named = of_kind(document, "Dense")
    if not named:
        return False
    name = random.choice(named)
    entry = document["layers"][name]
    document["layers"][f"{name}_more"] = {"LayerNormalization": {}, "from": entry["from"]}
    entry["from"] = f"{name}_more"
    return True


CHANGES: tuple[Rewriting, ...] = (
    bias_flipped,
    activation_changed,
    sum_to_product,
    rate_changed,
    epsilon_changed,
    copied,
    layer_added,
)


def rewritten(document: Spec, random: Random, count: int) -> tuple[str, list[str]]:
    """The same spec in other words, and which."""
    found = copy.deepcopy(document)
    done = []
    for _ in range(count):
        one = random.choice(EQUIVALENCES)
        if one(found, random):
            done.append(one.__name__)
    return written(found), done


def changed(document: Spec, random: Random) -> tuple[str, str] | None:
    """A spec that means something else, and what was changed; None if nothing could be."""
    for one in random.sample(CHANGES, len(CHANGES)):
        found = copy.deepcopy(document)
        if one(found, random):
            return written(found), one.__name__
    return None
