"""The entries of `layers`, and the words beside their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtlc_spec.document import InputArguments
from mtlc_spec.schema import kinds, snippets
from mtlc_spec.schema.families import ANNOTATIONS
from mtlc_spec.schema.pieces import EXPRESSION, Schema, either, obj, ref

REFERENCE = r"^[A-Za-z][A-Za-z0-9_-]*(?:\.[^.]+)*$|\$"

_SAID = {
    "from": "What the layer is called on: a reference (name, or name.part), or a list of "
    "references for what takes a list.",
    "call": "Keyword arguments of the call. Every string is a reference, all else a constant.",
    "name": "The name of this step; unnamed steps are called after their kinds.",
    "share": "An existing entry, applied again with the same weights.",
    "repeat": "How often in sequence, each time with weights of its own; i is the number.",
    "copies": "How many in parallel, or the names of each, with weights of their own; copy "
    "is the name.",
    "when": "An expression; where it is false, the entry stands for its from.",
    "returns": "What a custom layer or an unknown function gives: a shape without the batch "
    "axis, the arguments of an input, or a list of such.",
    "chain": "Steps of which each feeds the next.",
}

_BESIDE = ("from", "call", "name", "repeat", "copies", "when", "returns")
"""The words that stand beside a kind; `share` stands for one."""

_FUNCTION = r"^(?:ops\.|(?!std\.|applications\.)[A-Za-z]\w*\._*[a-z])"
"""What may be a constant, and does without `from`."""


def definitions() -> dict[str, Schema]:
    """Steps, entries, and what stands in them."""
    step = _entry("name", snippets=snippets.STEPS)
    constant = {"type": "string", "pattern": _FUNCTION}
    graph = _entry("from", snippets=snippets.ENTRIES)
    # asked in this order, since nearly every entry has it, and an editor asks at every key
    unneeded = {"not": {"propertyNames": {"not": {"pattern": _FUNCTION}}}}
    graph["if"] = {"required": ["from"]}
    graph["else"] = {"if": unneeded, "else": {"required": ["from"]}}
    return {
        "layers": {
            "type": ["array", "object"],
            "items": ref("step"),
            "propertyNames": {"pattern": kinds.NAME},
            "additionalProperties": ref("entry"),
            "defaultSnippets": snippets.LAYERS,
        },
        "chain": {
            "description": _SAID["chain"],
            "type": "array",
            "items": ref("step"),
        },
        "step": {"anyOf": [step, ref("bare-kind")]},
        "bare-kind": {"title": "a kind", "anyOf": kinds.alone()},
        "entry": either([graph, constant]),
        "reference": {"type": "string", "pattern": REFERENCE},
        **dict(_counting()),
        "layer": {"title": "layer", **kinds.layers_only()},
        "inner-layer": {
            "anyOf": [
                ref("bare-kind"),
                obj(
                    kinds.properties(),
                    patternProperties=kinds.patterns(),
                    minProperties=1,
                    maxProperties=1,
                ),
            ],
        },
    }


def _entry(own: str, snippets: list[Schema]) -> Schema:
    """A kind with the words beside it: `name` in a chain, `from` in a graph."""
    beside = {key: one for key, one in _beside().items() if key == own or key not in _OWN}
    made = obj(
        {**beside, **kinds.properties()},
        patternProperties=kinds.patterns(),
        allOf=[{"type": "object", "errorMessage": _BARE[own]}, ref("one-kind")],
        defaultSnippets=snippets,
    )
    del made["type"]  # stands in `allOf`, with a message of its own
    return made


_BARE = {
    "name": "Not a kind that can stand alone: it is misspelt, or its arguments are missing.",
    "from": "An entry of a graph says from, as in {Dense: 8, from: x}.",
}
_OWN = ("from", "name")
"""The words that only one of chains and graphs has."""


def _beside() -> dict[str, Schema]:
    reference = ref("reference")
    whole = {"minimum": 0, "type": "integer"}
    several = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}
    call: Schema = {
        "type": "object",
        "propertyNames": {"pattern": kinds.IDENTIFIER},
        "additionalProperties": {
            "type": ["string", "number", "boolean", "null", "array", "object"],
            "pattern": REFERENCE,
        },
    }
    schemas = {
        "from": either([*_strings(REFERENCE), _list(reference)]),
        "call": call,
        "name": {"type": "string", "pattern": kinds.NAME},
        "share": {"type": "string", "pattern": REFERENCE},
        "repeat": either([whole, EXPRESSION]),
        "copies": either([{"type": "integer", "minimum": 1}, several, EXPRESSION]),
        "when": {"type": ["string", "boolean", "number", "array"]},
        "returns": returns(),
    }
    return {key: {"description": _SAID[key], **one} for key, one in schemas.items()}


def returns() -> Schema:
    """A shape, the arguments of an input, or a list of either."""
    return {"type": ["array", "object", "string"], "pattern": EXPRESSION["pattern"]}


def _strings(pattern: str) -> Iterator[Schema]:
    yield {"type": "string", "pattern": pattern}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _counting() -> Iterator[tuple[str, Schema]]:
    """One key of an entry is a kind: it has one more than there are words beside the kind.

    A schema counts with one definition for each word and for each number of words before it.
    """
    # nearly every entry is one of these, and an editor asks at every key
    usual = [_of_size(1, _BESIDE), _of_size(2, _BESIDE[1:], required=["from"])]
    yield "one-kind", {"if": {"anyOf": usual}, "else": ref("kinds-0-0")}
    for place, word in enumerate(_BESIDE):
        for count in range(place + 1):
            yield (
                f"kinds-{place}-{count}",
                {
                    "if": {"required": [word]},
                    "then": ref(f"kinds-{place + 1}-{count + 1}"),
                    "else": ref(f"kinds-{place + 1}-{count}"),
                },
            )
    for count in range(len(_BESIDE) + 1):
        many = {"required": ["one kind alone"], "errorMessage": _MANY_KINDS}
        none = {"required": ["a kind"], "errorMessage": _NO_KIND}
        yield (
            f"kinds-{len(_BESIDE)}-{count}",
            {
                "if": {"minProperties": count + 2},
                "then": many,
                "else": {"if": {"maxProperties": count}, "then": none},
            },
        )


def _of_size(size: int, without: Iterable[str], **more: object) -> Schema:
    names = {"not": {"enum": [*without]}}
    return {"minProperties": size, "maxProperties": size, "propertyNames": names, **more}


_MANY_KINDS = (
    "An entry has one kind, with from, call, name, repeat, copies, when or returns beside it; "
    "arguments stand under the kind."
)
_NO_KIND = "A layer entry must name its kind, as in {Dense: 8}."


def input_arguments() -> Schema:
    """An input: its shape, or the arguments of `keras.Input`."""
    from mtlc_spec.schema.arguments import arguments

    own = arguments(InputArguments, ANNOTATIONS)
    own["copies"] = _beside()["copies"]
    shape = {key: one for key, one in own["shape"].items() if key != "description"}
    return either([obj(own, ["shape"]), shape])
