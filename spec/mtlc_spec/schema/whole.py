"""The document: its keys, and what stands behind each."""

from __future__ import annotations

from mtlc_spec.document import Header
from mtlc_spec.schema import entries, families, kinds, snippets
from mtlc_spec.schema.arguments import argument, arguments
from mtlc_spec.schema.entries import REFERENCE
from mtlc_spec.schema.families import ANNOTATIONS, WRITTEN_OUT
from mtlc_spec.schema.pieces import Schema, either, obj, ref
from mtlc_spec.schema.sharing import share_arguments
from mtlc_spec.tasks import TaskArguments, TrainingArguments
from mtlc_spec.training import FIXED

_SAID = {
    "mtlc": "The version of the language.",
    "name": "The name of the model; by default that of the file.",
    "description": "One line about the model, which becomes the docstring of its module.",
    "target": "The API of Keras to compile to: auto takes Sequential where it is enough.",
    "dtype": "The dtype policy of the whole model.",
    "params": "Named values, for use as $name; $required must be given by --set.",
    "imports": "Modules of your own by alias, for layers and functions as alias.Name.",
    "include": "Files of blocks, in the folder of the spec.",
    "inputs": "The inputs by name: shapes without the batch axis, null for an unknown size.",
    "blocks": "Reusable parts of the graph by name: functions of their inputs and params.",
    "layers": "A list is a chain, in which each layer feeds the next. A mapping is a graph, in "
    "which every entry says from.",
    "outputs": "A reference, a list of references, or references and tasks by name; by default "
    "the last layer of the chain.",
    "training": "How the model is trained.",
}
_OF_BLOCKS = {
    "description": "What the block is.",
    "params": "Its params, with defaults; $required must be given.",
    "inputs": "The names of its inputs; by default x.",
    "layers": "A chain or a graph, which sees the block's inputs and params.",
    "outputs": "A reference, a list, or references by name; by default the end of the chain.",
}
_OF_TASKS = {
    "from": "A reference; by default the entry of the output's own name.",
    "loss": "What the output is trained on.",
    "weight": "The weight of the loss in the total.",
    "metrics": "What is measured.",
    "missing": "The label that means that there is none: such samples do not count.",
    "class_weight": "A weight for each class.",
}
_OF_TRAINING = {
    "optimizer": "The optimizer, with its learning rate or schedule.",
    "total": "Whether losses are added, or averaged over the tasks.",
    "balance": "How the losses of the tasks are balanced, beyond their weights.",
    "seed": "One seed, set before the weights are made.",
}
_PARAM = r"^[A-Za-z][A-Za-z0-9_]*$"
_MODULE = r"^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$"


def schema() -> Schema:
    """The whole schema, in draft 7."""
    properties = {
        **{name: argument(field, WRITTEN_OUT) for name, field in Header.model_fields.items()},
        "params": _params(),
        "imports": _named(_PARAM, {"type": "string", "pattern": _MODULE}, empty=True),
        "include": {"type": ["string", "array", "null"], "items": {"type": "string"}},
        "inputs": {**_named(kinds.NAME, ref("input")), "minProperties": 1},
        "blocks": _named(kinds.BLOCK, ref("a-block"), empty=True),
        "layers": ref("layers"),
        "outputs": _outputs(ref("output")),
        "training": ref("training"),
    }
    properties["name"]["pattern"] = r"^[A-Za-z][A-Za-z0-9_-]{0,99}$"
    said = {name: _saying(_SAID[name], one) for name, one in properties.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mtlc spec",
        "description": "A spec of one model, which mtlc compiles to Keras code.",
        **obj(said, ["inputs", "layers"]),
        "defaultSnippets": snippets.WHOLE,
        "definitions": share_arguments(
            {
                "input": {**entries.input_arguments(), "defaultSnippets": snippets.INPUTS},
                "a-block": _block(),
                "output": _output(),
                "training": _training(),
                **entries.definitions(),
                **kinds.definitions(),
                **families.families(),
            }
        ),
    }


def _saying(text: str, schema: Schema) -> Schema:
    """A schema with a description of its own; beside `$ref` nothing else counts."""
    if "$ref" in schema:
        return {"description": text, "allOf": [schema]}
    words = schema.get("description", "")
    return {**schema, "description": f"{text}\n\n{words}" if words else text}


def _named(names: str, values: Schema, empty: bool = False) -> Schema:
    return {
        "type": ["object", "null"] if empty else "object",
        "propertyNames": {"pattern": names},
        "additionalProperties": values,
    }


def _params() -> Schema:
    return _named(_PARAM, ref("param"), empty=True)


def _outputs(one: Schema) -> Schema:
    reference: Schema = {"type": "string", "pattern": REFERENCE}
    listed = {"type": "array", "items": ref("reference"), "minItems": 1}
    named = {**_named(kinds.NAME, one), "minProperties": 1}
    return either([reference, listed, named, {"type": "null"}])


def _output() -> Schema:
    own = arguments(TaskArguments, ANNOTATIONS)
    task = {"from": {"type": "string", "pattern": REFERENCE}, **own}
    said = {name: _saying(_OF_TASKS[name], one) for name, one in task.items()}
    made = either([obj(said), {"type": "string", "pattern": REFERENCE}, {"type": "null"}])
    return {**made, "defaultSnippets": snippets.TASKS}


def _training() -> Schema:
    own = arguments(TrainingArguments, ANNOTATIONS)
    fixed = arguments(TrainingArguments, WRITTEN_OUT)
    own |= {name: fixed[name] for name in FIXED}
    said = {
        name: _saying(_OF_TRAINING[name], one) if name in _OF_TRAINING else one
        for name, one in own.items()
    }
    return {
        **either([obj(said), {"type": "null"}]),
        "defaultSnippets": snippets.TRAINING,
    }


def _block() -> Schema:
    reference: Schema = {"type": "string", "pattern": REFERENCE}
    output = either([reference, obj({"from": reference}), {"type": "null"}])
    names = {"type": "string", "pattern": kinds.NAME}
    own = {
        "description": {"type": ["string", "number", "boolean", "null"]},
        "params": _params(),
        "inputs": either([names, {"type": "array", "items": names, "minItems": 1}]),
        "layers": ref("layers"),
        "outputs": _outputs(output),
    }
    said = {name: _saying(_OF_BLOCKS[name], one) for name, one in own.items()}
    return {**obj(said, ["layers"]), "defaultSnippets": snippets.BLOCKS}
