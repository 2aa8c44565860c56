"""The expansion of a whole document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mtlc.entries import names_of_entry
from mtlc.expand.context import Context
from mtlc.expand.counts import MAX_LAYERS, Limits, Stop
from mtlc.expand.expander import Expander
from mtlc.expand.frames import Code, Frame
from mtlc.expand.model import Aside, InnerModel, Model, Segments
from mtlc.expand.modifiers import copy_keys
from mtlc.expand.places import Place, references_of
from mtlc.expand.problems import NoOutput, RepeatedOutput
from mtlc.expand.recursion import check_recursion
from mtlc.expand.references import path_of, resolve
from mtlc.expand.results import Group, Item, Result, copies_group, tensors
from mtlc.expand.scope import Scope
from mtlc.expand.segments import DEEPEST
from mtlc.expand.skipped import try_skipped
from mtlc.expand.stacks import bend, hollow, optional
from mtlc.expand.values import FAILED, evaluate, fill
from mtlc.graph import Graph, InputNode, OutputNode, TaskNode, TrainingNode, Value, What
from mtlc_spec.diagnostics import Label, Report
from mtlc_spec.document import (
    Chain,
    Document,
    Input,
    InputArguments,
    OutputForm,
    Reference,
    Task,
    Training,
)
from mtlc_spec.expressions import Expr
from mtlc_spec.source import Span
from mtlc_spec.structure_problems import MissingParam, UnknownSetting
from mtlc_spec.templates import Template, names_used


@dataclass(frozen=True)
class Expansion:
    """The flat graph, and how the document was applied to get there.

    `frame` is the application of the document itself; `frames` are the first ones of
    each block to inputs of one structure. Where anything was left out, `written` are
    those that functions are written from. `samples` say what an entry is, `gives` what
    one application of it gives, both at the first time.
    """

    graph: Graph
    frame: Frame
    frames: dict[Code, Frame]
    written: dict[Code, Frame]
    samples: dict[int, What]
    gives: dict[Place, Item]
    inner_models: dict[Place, InnerModel]
    """What stands as an argument of a layer, the first time."""
    asides: dict[Model, Aside]
    """What was left out of a model, laid out on the side."""
    segments: dict[Place, Segments]
    has_repeats: bool

    @property
    def bend(self) -> tuple[Span, bool] | None:
        """Where the spec is more than a plain stack, or may be no layer, for some params."""
        more, less = bend(self.frame), hollow(self.frame)
        if more is not None:
            return more, False
        return None if less is None else (less, True)


def expand(
    document: Document,
    report: Report,
    settings: Mapping[str, object] | None = None,
    max_layers: int = MAX_LAYERS,
    deepest: int = DEEPEST,
) -> Expansion:
    """The flat graph of a document.

    References are resolved, blocks, repeats and copies unfolded, shared parts nested.
    What could not be understood stands in the graph without a layer, so that everything
    else can still be checked. `settings` are values for the document's params.
    """
    expander = Expander(document, report, Limits(report, max_layers), deepest)
    model = Model((), {}, None, closed=False)
    spans = {one.name: one.span for one in document.inputs}
    scope = expander.scope_of("", document, spans)
    frame = Frame(scope, None, {}, model, (), None, {})
    context = Context(frame, model, frame.names, None, None)
    frame.names.update(_params(document, expander, context, settings or {}, report))
    expander.document_names = frame.names
    end: tuple[Item, ...] = ()
    outputs: tuple[OutputNode, ...] = ()
    form: OutputForm = "one"
    written: dict[Code, Frame] = {}
    try:
        for one in document.inputs:
            frame.inputs[one.name] = _input(expander, context, one)
        first = tuple(result.item for result in frame.inputs.values())
        end = expander.run(frame, first)
        outputs, form = _outputs(document, expander, context, end, report)
    except Stop:
        model.incomplete = True
    else:
        if report.ok:
            report.extend(check_recursion(document))
        if report.ok:
            written = try_skipped(expander, frame)
    model.incomplete |= expander.is_unsure
    graph = model.graph(document.name, document.layers_span, outputs, form)
    scopes = {one.scope for one in (frame, *expander.frames.values())}
    if meant := frozenset(optional(scopes)):
        graph = replace(graph, optional=meant)
    if document.params and graph.has_tasks:
        graph = replace(graph, decided=_decided(document, scopes))
    if document.training is not None:
        graph = replace(graph, training=_training(expander, context, document.training))
    return Expansion(
        graph,
        frame,
        expander.frames,
        written,
        expander.samples,
        expander.gives,
        expander.inner_models,
        expander.asides,
        expander.segments,
        bool(expander.depths),
    )


def _params(
    document: Document,
    expander: Expander,
    context: Context,
    settings: Mapping[str, object],
    report: Report,
) -> dict[str, object]:
    """The values of the document's params, those that are set before those of the spec."""
    known = tuple(document.params)
    for name in settings:
        if name not in document.params:
            near = next((one.span for one in document.params.values()), document.name_span)
            report.add(UnknownSetting(span=near, name=name, known=known))
    names: dict[str, object] = context.names
    for param in document.params.values():
        if param.name in settings:
            names[param.name] = settings[param.name]
        elif param.required:
            report.add(MissingParam(span=param.span, name=param.name))
            expander.missing.add(param.name)
            context.model.incomplete = True
        else:
            value = evaluate(expander, context, param.value.value)
            if value is FAILED:
                expander.missing.add(param.name)
                context.model.incomplete = True
            else:
                names[param.name] = value
    return names


def _input(expander: Expander, context: Context, one: Input) -> Result:
    """An input, or its copies."""
    if one.copies is None:
        return Result(_input_node(expander, context, one, one.name))
    keys = copy_keys(expander, context, one.copies)
    if keys is None:
        context.model.incomplete = True
        return Result(None)
    expander.limits.several(len(keys), None, one.copies.span)
    found = {}
    for number, key in enumerate(keys):
        path = (one.name, str(key))
        names = {**context.names, "i": number, "copy": key}
        inside = Context(context.frame, context.model, names, None, None)
        found[str(key)] = Result(_input_node(expander, inside, one, "_".join(path)))
    return Result(copies_group(found), copies=found)


def _input_node(expander: Expander, context: Context, one: Input, name: str) -> Value:
    arguments: InputArguments | None
    if isinstance(one.arguments, Template):
        arguments = fill(expander, context, one.arguments)
    else:
        arguments = one.arguments
    expander.layer_names.take(name, (name,), "the input", one.span)
    context.model.inputs[name] = InputNode(name, one.span, arguments)
    return Value(name)


def _outputs(
    document: Document,
    expander: Expander,
    context: Context,
    end: tuple[Item, ...],
    report: Report,
) -> tuple[tuple[OutputNode, ...], OutputForm]:
    model = context.model
    if document.outputs is None:
        if not isinstance(document.layers, Chain):
            report.add(NoOutput(span=document.layers_span))
            model.incomplete = True
            return (), "one"
        last = next(reversed(model.calls.values()), None)
        name, span = (last.layer, last.span) if last else ("output", document.layers_span)
        item = end[0] if len(end) == 1 else Group(end, None, "outputs")
        own = _members(name, name, span, item)
        return own, _form(item, "one", len(own))
    nodes: list[OutputNode] = []
    form: OutputForm = document.output_form
    for number, output in enumerate(document.outputs):
        if output.reference is None:
            model.incomplete = True
            continue
        item = resolve(expander, context, output.reference)
        name = output.name
        if not name:
            path = path_of(expander, context, output.reference) or ()
            name = "_".join(part for part in path if part != "*")
        task = None if output.task is None else _task(expander, context, output.task)
        members = None
        if isinstance(item, Group):
            members = _kept(document, context.frame.scope, output.reference, item)
        found = _members(name, str(output.reference), output.span, item)
        nodes += [replace(one, number=number, task=task, members=members) for one in found]
        form = _form(item, form, len(nodes)) if document.output_form == "one" else form
    seen: dict[str, OutputNode] = {}
    for one in nodes:
        if one.name in seen:
            first = Label(seen[one.name].span, "first named here")
            of_copies = one.members is not None
            report.add(
                RepeatedOutput(
                    span=one.span, name=one.name, labels=(first,), of_copies=of_copies
                )
            )
        seen.setdefault(one.name, one)
    if len(nodes) == 1:
        form = "one"
    elif form == "one":
        form = "list"
    return tuple(nodes), form


def _decided(document: Document, scopes: Iterable[Scope]) -> Literal["arguments", "structure"]:
    """What the params of a document decide on, at most."""
    references = [one.reference for one in document.outputs or ()]
    for scope in scopes:
        for place in scope.places:
            said = place.entry.modifiers
            counts = (said.when, said.repeat)
            if any(one is not None and names_used(one.value) for one in counts):
                return "structure"
            references += references_of(place)
    named = any(one is not None and names_used(one.path) for one in references)
    return "structure" if named else "arguments"


def _kept(
    document: Document, scope: Scope, reference: Reference, item: Group
) -> Literal["fixed", "open"]:
    """Whether a bundle has the same members whatever the params."""
    if not document.params:
        return "fixed"
    first, *rest = reference.path
    place = scope.entries.get(str(first)) if isinstance(first, str) else None
    if place is None:
        inputs = {one.name: one.copies for one in document.inputs}
        copies = inputs.get(str(first))
        return "open" if copies is None or names_used(copies.value) else "fixed"
    place, deeper = scope.within(place, tuple(rest))
    said = place.entry.modifiers
    counts = (said.copies, said.repeat, said.when, said.returns)
    if any(one is not None and names_used(one.value) for one in counts):
        return "open"
    if any(part != "*" for part in deeper) or not all(
        isinstance(one, Value) for one in item.members
    ):
        return "open"
    return "open" if item.form == "results" and names_of_entry(place.entry) else "fixed"


def _task(expander: Expander, context: Context, task: Task) -> TaskNode:
    arguments = task.arguments
    computed: frozenset[str] = frozenset()
    if isinstance(arguments, Template):
        computed = frozenset(_computed(arguments.value))
        arguments = fill(expander, context, arguments)
    return TaskNode(arguments, task.places, computed)


def _computed(written: Mapping[str, object]) -> Iterator[str]:
    """The losses and metrics that are expressions."""
    for name in ("loss", "metrics"):
        given = written.get(name)
        if isinstance(given, Expr):
            yield name
        elif isinstance(given, tuple):
            yield from (f"{name}.{at}" for at, one in enumerate(given) if isinstance(one, Expr))


def _training(expander: Expander, context: Context, training: Training) -> TrainingNode | None:
    arguments = training.arguments
    if isinstance(arguments, Template):
        arguments = fill(expander, context, arguments)
    return (
        None if arguments is None else TrainingNode(training.span, arguments, training.places)
    )


def _form(item: Item, form: OutputForm, count: int) -> OutputForm:
    """Several outputs with names are a dictionary, others a list."""
    if form != "one" or not isinstance(item, Group) or count == 1:
        return form
    return "dict" if item.names is not None else "list"


def _members(name: str, reference: str, span: Span, item: Item) -> tuple[OutputNode, ...]:
    """One output for each member of a bundle, named by the member."""
    if not isinstance(item, Group):
        return (OutputNode(name, item, reference, span),)
    found: list[OutputNode] = []
    flat = tuple(tensors((item,)))
    if len(flat) == 1 and item.form != "copies":
        return (OutputNode(name, flat[0], f"{reference}.{item.parts[0]}", span),)
    for part, member in zip(item.parts, item.members, strict=True):
        own = part if item.names is not None else f"{name}_{part}"
        found.extend(_members(own, f"{reference}.{part}", span, member))
    return tuple(found)
