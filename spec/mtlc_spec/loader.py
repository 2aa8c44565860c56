"""From the text of a spec to a `Document`: every word checked, every place kept."""

from __future__ import annotations

from typing import Literal

from mtlc_spec.arguments import read_arguments
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import (
    Chain,
    Document,
    Entry,
    Header,
    Input,
    InputArguments,
    Output,
    Reference,
)
from mtlc_spec.entries import EntryReader, read_reference, wrong_form
from mtlc_spec.names import LONGEST, NAME, check_name, default_name, invalid_name
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.reading import read
from mtlc_spec.source import Source, Span
from mtlc_spec.word_problems import (
    MissingKey,
    UnknownKey,
    Unsupported,
)

DOCUMENT_KEYS = (
    *("mtlc", "name", "description", "target", "dtype"),
    *("inputs", "layers", "outputs"),
)
LATER = ("params", "imports", "include", "blocks", "training")
TASK_KEYS = ("loss", "weight", "metrics", "missing", "class_weight")


def load(source: Source, report: Report) -> Document | None:
    """Read a spec; None if it is not even a mapping with inputs and layers.

    What is wrong goes to the report; what could not be understood is left out of the
    document, or stands in it as `Unknown`.
    """
    node = read(source, report)
    if node is None:
        if report.ok:
            report.add(_empty(source))
        return None
    if not isinstance(node, Mapping):
        report.add(wrong_form(node, "the spec", "a mapping with `inputs` and `layers`"))
        return None
    for key, _ in node:
        if key.value in LATER:
            report.add(Unsupported(span=key.span, name=str(key.value)))
        elif key.value not in DOCUMENT_KEYS:
            report.add(
                UnknownKey(
                    span=key.span, name=str(key.value), where="a spec", known=DOCUMENT_KEYS
                )
            )
    header = _header(node, source, report)
    blocks = node.get("blocks")
    known_blocks = (
        frozenset(str(key.value) for key, _ in blocks)
        if isinstance(blocks, Mapping)
        else frozenset[str]()
    )
    inputs = _inputs(node, source, report)
    layers = _layers(node, source, report, known_blocks)
    outputs, form = _outputs(node.get("outputs"), report)
    if inputs is None or layers is None:
        return None
    named = node.entries.get("name")
    layers_key = node.entries["layers"]
    output_key = node.entries.get("outputs")
    target = node.get("target")
    return Document(
        source=source,
        header=header,
        name=header.name or default_name(source.name),
        name_span=named.node.span if named else layers_key.span,
        inputs=inputs,
        layers=layers,
        layers_span=layers_key.span,
        outputs=outputs,
        outputs_span=output_key.span if output_key else None,
        output_form=form,
        target_span=None if target is None else target.span,
    )


def _empty(source: Source) -> MissingKey:
    return MissingKey(span=Span(source, 0, 0), name="inputs", where="a spec")


def _header(node: Mapping, source: Source, report: Report) -> Header:
    own: dict[str | int, Key] = {
        name: key for name, key in node.entries.items() if name in Header.model_fields
    }
    if not own:
        return Header()
    written = Mapping(source, node.start, node.end, own)
    header = read_arguments(Header, None, written, report, where="a spec")
    if header is None:
        good = {}
        for name, key in own.items():
            alone = Mapping(source, node.start, node.end, {name: key})
            if (one := read_arguments(Header, None, alone, Report())) is not None:
                good[str(name)] = getattr(one, str(name))
        header = Header(**good)
    given = header.name
    if given is not None and not (NAME.fullmatch(given) and len(given) <= LONGEST):
        report.add(invalid_name(own["name"].node.span, given))
    return header


def _inputs(node: Mapping, source: Source, report: Report) -> tuple[Input, ...] | None:
    key = node.entries.get("inputs")
    if key is None:
        if not node.incomplete:
            start = Span(source, node.start, node.start)
            report.add(MissingKey(span=start, name="inputs", where="a spec"))
        return None
    written = key.node
    if not isinstance(written, Mapping):
        report.add(wrong_form(written, "inputs", "a mapping of names to shapes", key.span))
        return None
    if not written.entries:
        report.add(wrong_form(written, "inputs", "at least one input", key.span))
        return None
    found = []
    for name_node, value in written:
        name = check_name(name_node, report)
        arguments = _input(name_node, value, report)
        if name is None:
            name, arguments = str(name_node.value), None
        found.append(Input(name, name_node.span, arguments))
    return tuple(found)


def _input(key: Scalar, value: Node, report: Report) -> InputArguments | None:
    if isinstance(value, Mapping) and "copies" in value.entries:
        report.add(Unsupported(span=value.entries["copies"].span, name="copies"))
        return None
    return read_arguments(InputArguments, key, value, report, where=str(key.value))


def _layers(
    node: Mapping, source: Source, report: Report, blocks: frozenset[str]
) -> Chain | dict[str, Entry] | None:
    key = node.entries.get("layers")
    if key is None:
        if not node.incomplete:
            start = Span(source, node.start, node.start)
            report.add(MissingKey(span=start, name="layers", where="a spec"))
        return None
    written = key.node
    reader = EntryReader(report, blocks)
    if isinstance(written, Sequence):
        return reader.chain(written)
    if isinstance(written, Mapping):
        return reader.graph(written)
    report.add(
        wrong_form(written, "layers", "a list (a chain) or a mapping (a graph)", key.span)
    )
    return None


Form = Literal["one", "list", "dict"]


def _outputs(node: Node | None, report: Report) -> tuple[tuple[Output, ...] | None, Form]:
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None, "one"
    if isinstance(node, Scalar):
        reference = read_reference(node, report)
        return _named((("", reference, node.span),)), "one"
    if isinstance(node, Sequence):
        pairs = [(read_reference(item, report), item.span) for item in node]
        return _named(tuple(("", reference, span) for reference, span in pairs)), "list"
    found = []
    for key, value in node:
        name = check_name(key, report)
        reference = _output(key, value, report)
        found.append((name or "", reference, key.span))
    return _named(tuple(found)), "dict"


def _named(found: tuple[tuple[str, Reference | None, Span], ...]) -> tuple[Output, ...]:
    return tuple(
        Output(name or "_".join(reference.path), reference, span)
        for name, reference, span in found
        if reference is not None
    )


def _output(key: Scalar, value: Node, report: Report) -> Reference | None:
    own = Reference((str(key.value),), key.span)
    if isinstance(value, Scalar) and value.empty:
        return own
    if not isinstance(value, Mapping):
        return read_reference(value, report)
    for name, _ in value:
        if name.value in TASK_KEYS:
            report.add(Unsupported(span=name.span, name=str(name.value)))
        elif name.value != "from":
            report.add(
                UnknownKey(
                    span=name.span,
                    name=str(name.value),
                    where="an output",
                    known=("from", *TASK_KEYS),
                )
            )
    written = value.get("from")
    return own if written is None else read_reference(written, report)
