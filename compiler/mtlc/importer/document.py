"""The document of a saved model."""

from __future__ import annotations

from mtlc.importer.file import File, Unreadable, string_in
from mtlc.importer.json_text import read_json
from mtlc.importer.laid import Laid
from mtlc.importer.making import mapping, scalar
from mtlc.importer.models import Model
from mtlc.importer.naming import spelt
from mtlc.importer.objects import class_of
from mtlc.importer.problems import InexpressibleArgument, LeftOut, NoModel, Renamed
from mtlc.importer.spec import Spec
from mtlc_spec.diagnostics import Diagnostic, Report, Severity
from mtlc_spec.document import Document
from mtlc_spec.loader import load_node
from mtlc_spec.nodes import Mapping, Node, Sequence
from mtlc_spec.source import Source


def imported(source: Source, report: Report) -> Document | None:
    """The document of the JSON of a Keras model; None, and a report, if there is none.

    It holds no expressions, and nothing is repeated. Every place in it is one of the JSON.
    """
    root = read_json(source, report)
    if root is None:
        return None
    file = File(root, report)
    try:
        tree = _tree(file, root)
    except Unreadable as error:
        report.add(error.problem)
        return None
    if not report.ok:
        return None
    found = Report()
    document = load_node(tree, source, found)
    report.extend(_told(file, one) for one in found if one.severity is Severity.ERROR)
    return document if report.ok else None


def _told(file: File, one: Diagnostic) -> InexpressibleArgument:
    """What the language says against a spec, with the way to the place in the file."""
    path = file.path(one.span.start)
    return InexpressibleArgument(
        span=one.span, path=path, problem=one.message, way_out=one.help
    )


def _tree(file: File, root: Node) -> Mapping:
    """The spec as nodes.

    Raises:
        Unreadable: it is no model of Keras 3.
    """
    node = file.mapping(root, root, "the model")
    kind = class_of(node)
    config = node.get("config")
    if kind is None or config is None:
        problem = "this is no Keras model: an object with `class_name` and `config` is one"
        raise file.unreadable(NoModel, node, problem=problem)
    if node.get("module") is None and node.get("registered_name") is None:
        raise file.unreadable(
            NoModel,
            node,
            problem="the model is written as Keras 2 did",
            way_out="load it in Keras 3, and save it again",
        )
    if not isinstance(config, Mapping) or not isinstance(config.get("layers"), Sequence):
        raise file.unreadable(
            NoModel,
            config,
            problem=f"`{kind[:80]}` is neither a Sequential nor a Functional model: "
            "the file does not say what its layers are",
            way_out="what a model of a class of its own does, only its Python code tells",
        )
    spec = Spec(file)
    laid = Model(spec, node).lay_out()
    _tell_what_is_left(file, node, kind)
    return _document(file, node, config, spec, laid)


def _tell_what_is_left(file: File, node: Mapping, kind: str) -> None:
    compiled = node.get("compile_config")
    if isinstance(compiled, Mapping) and compiled.entries:
        file.add(
            LeftOut,
            compiled,
            what="how the model is trained",
            way_out="write a `loss` beside each output, and the optimizer into `training`",
        )
    if kind not in ("Sequential", "Functional", "Model"):
        at = node.entries["class_name"].node
        way_out = "the layers are, as of a Functional model"
        file.add(LeftOut, at, what=f"the class `{kind[:80]}`", way_out=way_out)


def _document(file: File, node: Mapping, config: Mapping, spec: Spec, laid: Laid) -> Mapping:
    named = config.get("name")
    name = string_in(named) or "model"
    own = spelt(name, "model")
    if own != name and named is not None:
        file.add(Renamed, named, name=name[:80], other=own)
    said: dict[str, Node] = {"name": scalar(named or node, own)}
    if file.policy != "float32":
        said["dtype"] = scalar(node, file.policy)
    if config.get("input_layers") is not None and _is_stack(laid):
        said["target"] = scalar(node, "functional")
    if spec.imports:
        said["imports"] = mapping(node, spec.imports)
    said["inputs"] = mapping(node, laid.inputs)
    if spec.blocks:
        said["blocks"] = mapping(node, spec.blocks)
    said["layers"] = mapping(node, laid.layers)
    said["outputs"] = laid.outputs
    return mapping(node, said)


def _is_stack(laid: Laid) -> bool:
    """Whether the layers may follow each other, so that a Sequential model would do."""
    froms = [one.get("from") for one in laid.layers.values() if isinstance(one, Mapping)]
    return len(laid.inputs) == 1 and not any(isinstance(one, Sequence) for one in froms)
