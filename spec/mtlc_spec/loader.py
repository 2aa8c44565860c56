"""From the text of a spec to a `Document`: every word checked, every place kept."""

from __future__ import annotations

import re
from dataclasses import replace
from keyword import iskeyword

from mtlc_spec.arguments import read_arguments
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import Document, Header, Input, InputArguments, Training
from mtlc_spec.entries import EntryReader
from mtlc_spec.library import Include, Library, read_layers, read_params
from mtlc_spec.names import LONGEST, NAME, check_name, default_name, invalid_name, is_identifier
from mtlc_spec.nodes import Key, Mapping, Node, Scalar, Sequence
from mtlc_spec.outputs import read_outputs
from mtlc_spec.reading import read
from mtlc_spec.references import wrong_form
from mtlc_spec.source import Source, Span
from mtlc_spec.structure_problems import InvalidModule, UnreadableInclude
from mtlc_spec.suggestions import nearest
from mtlc_spec.templates import read_template
from mtlc_spec.word_problems import MissingKey, UnknownKey

DOCUMENT_KEYS = (
    *("mtlc", "name", "description", "target", "dtype", "params", "imports", "include"),
    *("inputs", "blocks", "layers", "outputs", "training"),
)
INCLUDED_KEYS = ("mtlc", "description", "imports", "blocks")

_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)


def load(source: Source, report: Report, include: Include | None = None) -> Document | None:
    """Read a spec; None if it is not even a mapping with inputs and layers.

    What is wrong goes to the report; what could not be understood is left out of the
    document, or stands in it as `Unknown`. `include` reads the files of blocks.
    """
    node = read(source, report)
    if node is None:
        if report.ok:
            report.add(_missing(source, 0, "inputs"))
        return None
    if not isinstance(node, Mapping):
        report.add(wrong_form(node, "the spec", "a mapping with `inputs` and `layers`"))
        return None
    return load_node(node, source, report, include)


def load_node(
    node: Mapping, source: Source, report: Report, include: Include | None = None
) -> Document | None:
    """Read a spec from its nodes; None if it has no inputs or layers."""
    _check_keys(node, DOCUMENT_KEYS, "a spec", report)
    header = _header(node, source, report)
    library = Library(report)
    import_spans = _imports(node.get("imports"), library, report)
    _include(node.get("include"), library, include, report)
    if (blocks := node.get("blocks")) is not None and not _is_empty(blocks):
        library.add(blocks)
    params = read_params(node.get("params"), report)
    given = node.get("inputs")
    names = given.entries if isinstance(given, Mapping) else ()
    reader = EntryReader(report, library.kinds(names))
    inputs = _inputs(node, source, reader, report)
    key = node.entries.get("layers")
    if key is None and _is_missing(node, "layers"):
        report.add(_missing(source, node.start, "layers"))
    layers = None if key is None else read_layers(key, reader, report)
    outputs, form = read_outputs(node.get("outputs"), report, library.imports)
    library.read_bodies()
    if inputs is None or layers is None or key is None:
        return None
    named = node.entries.get("name")
    output_key = node.entries.get("outputs")
    target = node.get("target")
    return Document(
        layers=layers,
        layers_span=key.span,
        outputs=outputs,
        output_form=form,
        source=source,
        header=header,
        name=header.name or default_name(source.name),
        name_span=named.node.span if named else key.span,
        inputs=inputs,
        outputs_span=output_key.span if output_key else None,
        target_span=None if target is None else target.span,
        params=params,
        imports=library.imports,
        import_spans=import_spans,
        blocks=library.blocks,
        training=_training(node, library, report),
    )


def _training(node: Mapping, library: Library, report: Report) -> Training | None:
    key = node.entries.get("training")
    if key is None:
        return None
    from mtlc_spec.training import TrainingReader  # many specs train nothing

    return TrainingReader(report, library.imports).training(key)


def _missing(source: Source, at: int, name: str) -> MissingKey:
    return MissingKey(span=Span(source, at, at), name=name, where="a spec")


def _is_missing(node: Mapping, name: str) -> bool:
    """Whether a key is neither there nor misspelt, which has been reported."""
    unknown = [str(key.value) for key, _ in node if key.value not in DOCUMENT_KEYS]
    return not node.incomplete and name not in [nearest(one, DOCUMENT_KEYS) for one in unknown]


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.empty


def _check_keys(node: Mapping, known: tuple[str, ...], where: str, report: Report) -> None:
    for key, _ in node:
        if key.value not in known:
            report.add(UnknownKey(span=key.span, name=str(key.value), where=where, known=known))


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


_OF_THE_MODULE = frozenset(
    (
        *("keras", "layers", "activations", "constraints", "initializers", "regularizers"),
        *("losses", "metrics", "optimizers", "random", "build_model", "compile_model"),
    )
)
"""What the generated module itself imports and defines."""


def _why_no_alias(name: str) -> str | None:
    """Why a module cannot be imported under a name, if so."""
    if not is_identifier(name):
        return "Python code cannot import a module under it"
    return "the generated code uses it for itself" if name in _OF_THE_MODULE else None


def _imports(node: Node | None, library: Library, report: Report) -> dict[str, Span]:
    """The aliases of modules, which go to the library, and their places."""
    if node is None or _is_empty(node):
        return {}
    if not isinstance(node, Mapping):
        report.add(wrong_form(node, "imports", "a mapping of aliases to Python modules"))
        return {}
    spans = {}
    for key, value in node:
        name = check_name(key, report)
        if name is not None and (reason := _why_no_alias(name)):
            report.add(invalid_name(key.span, name, reason))
        if not isinstance(value, Scalar) or not isinstance(value.value, str):
            report.add(
                wrong_form(value, str(key.value), "the name of a Python module", key.span)
            )
        else:
            if not _is_module(value.value):
                report.add(InvalidModule(span=value.span, name=value.value[:80]))
            if name is None:
                continue
            library.imports[name] = value.value
            spans[name] = key.span
    return spans


def _is_module(text: str) -> bool:
    """Whether Python can import a module of this name."""
    return _MODULE.fullmatch(text) is not None and not any(map(iskeyword, text.split(".")))


def _include(
    node: Node | None, library: Library, include: Include | None, report: Report
) -> None:
    if node is None or _is_empty(node):
        return
    items = node.items if isinstance(node, Sequence) else [node]
    for item in items:
        if not isinstance(item, Scalar) or not isinstance(item.value, str):
            report.add(wrong_form(item, "include", "a list of files"))
            continue
        found = include(item.value) if include is not None else "a spec without a file has none"
        if isinstance(found, str):
            report.add(UnreadableInclude(span=item.span, path=item.value[:80], reason=found))
            continue
        included = Report()
        _included(found, library, included)
        where = Label(item.span, "included here")
        report.extend(one.replace(labels=(*one.labels, where)) for one in included)


def _included(source: Source, library: Library, report: Report) -> None:
    """The imports and blocks of a file."""
    node = read(source, report)
    if not isinstance(node, Mapping):
        if node is not None:
            report.add(wrong_form(node, "an included file", "a mapping with `blocks`"))
        return
    _check_keys(node, INCLUDED_KEYS, "an included file", report)
    _imports(node.get("imports"), library, report)
    blocks = node.get("blocks")
    if blocks is not None:
        library.add(blocks)


def _inputs(
    node: Mapping, source: Source, reader: EntryReader, report: Report
) -> tuple[Input, ...] | None:
    key = node.entries.get("inputs")
    if key is None:
        if _is_missing(node, "inputs"):
            report.add(_missing(source, node.start, "inputs"))
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
        one = _input(name_node, str(name_node.value), value, reader, report)
        # what refers to a bad name is not wrong as well
        found.append(one if name is not None else replace(one, arguments=None))
    return tuple(found)


def _input(key: Scalar, name: str, value: Node, reader: EntryReader, report: Report) -> Input:
    copies = None
    if isinstance(value, Mapping) and "copies" in value.entries:
        copies = reader.copies(value.entries["copies"].node)
        rest = {word: one for word, one in value.entries.items() if word != "copies"}
        value = Mapping(value.source, value.start, value.end, rest)
    arguments = read_template(InputArguments, key, value, report, str(key.value))
    return Input(name, key.span, arguments, copies)
