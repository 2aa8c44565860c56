"""What Keras writes about a model, without what depends on the process that made it."""

from __future__ import annotations

import json
from typing import Any

FREE = frozenset({"build_config", "compile_config", "registered_name"})
"""What follows from the rest, or says how a class was registered."""


def config_of(model: Any) -> dict[str, Any]:
    """The layers by name, each with its configuration and its calls; inputs and outputs."""
    return _config(json.loads(model.to_json())["config"])


def _config(config: Any) -> dict[str, Any]:
    """A model; functions are told by what they compute, since Keras counts their names."""
    layers = {one["config"].get("name", one.get("name")): one for one in config["layers"]}
    names: dict[str, str] = {}
    for name, one in layers.items():
        names[name] = name if not _is_function(one) else f"call {len(names)}"
    told = _Told(layers)
    return {
        "layers": sorted(
            (told.layer(name) for name in layers if not _is_function(layers[name])),
            key=lambda one: str(one["name"]),
        ),
        "inputs": told.plain(config.get("input_layers")),
        "outputs": told.plain(config.get("output_layers")),
    }


def without_names(value: Any) -> Any:
    """A configuration without the names that Keras counts, and where tensors come from."""
    if isinstance(value, dict):
        dropped = {*FREE, "name", "keras_history"}
        return {key: without_names(one) for key, one in value.items() if key not in dropped}
    if isinstance(value, list):
        return [without_names(one) for one in value]
    return value


def _is_function(layer: Any) -> bool:
    return str(layer["module"]).startswith("keras.src.ops")


class _Told:
    """What is told of the parts of one model."""

    def __init__(self, layers: dict[str, Any]) -> None:
        self.layers = layers
        self.known: dict[str, object] = {}

    def layer(self, name: str) -> dict[str, Any]:
        one = self.layers[name]
        config = {key: value for key, value in one["config"].items() if key != "name"}
        if "layers" in config:
            config = _config(config)
        return {
            "name": name,
            "class": one["class_name"],
            "config": self.plain(config),
            "calls": self.plain(one.get("inbound_nodes", [])),
        }

    def history(self, tensor: list[Any]) -> object:
        """A tensor: of a function, what it is made of."""
        name, call, index = tensor
        one = self.layers.get(name)
        if one is None or not _is_function(one):
            return [name, call, index]
        if name not in self.known:
            config = {key: value for key, value in one["config"].items() if key != "name"}
            told = [one["class_name"], self.plain(config), self.plain(one["inbound_nodes"])]
            text = json.dumps(told, sort_keys=True)
            self.known[name] = text if len(text) < 300 else hash(text)
        return [self.known[name], call, index]

    def plain(self, value: Any) -> Any:
        if isinstance(value, dict):
            if value.get("class_name") == "__keras_tensor__":
                return self.history(value["config"]["keras_history"])
            kept = {key: one for key, one in value.items() if key not in FREE}
            if "config" in kept and isinstance(kept["config"], dict):
                kept["config"] = {k: v for k, v in kept["config"].items() if k != "name"}
            return {key: self.plain(one) for key, one in kept.items()}
        if isinstance(value, list):
            if len(value) == 3 and isinstance(value[0], str) and value[0] in self.layers:
                return self.history(value)
            return [self.plain(one) for one in value]
        return value
