"""From the document to the program: functions and statements, every variable decided."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc import pysrc
from mtlc.analysis.parameters import Parameters
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.target import Choice
from mtlc.expand import Expansion
from mtlc.graph import Graph
from mtlc.lower.program import ModuleLowering
from mtlc.lower.runtime import runtime
from mtlc_spec.document import Document
from mtlc_spec.source import Span


@dataclass(frozen=True, slots=True)
class Program:
    """A module: what it imports, its constants, its classes, and its functions.

    The functions that build the model and compile it are the last.
    """

    model: str
    description: str | None
    submodules: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]
    constants: tuple[pysrc.Assign, ...]
    classes: tuple[pysrc.Copied, ...]
    functions: tuple[pysrc.Def, ...]
    newer: tuple[tuple[str, str], ...]
    """What it uses that the oldest Keras has not, and since when Keras has it."""
    stacks: frozenset[Span]
    """The entries whose nested models are Sequential ones."""


def lower(
    document: Document,
    expansion: Expansion,
    graph: Graph,
    shapes: Shapes,
    choice: Choice,
    parameters: Parameters,
) -> Program:
    """The program that builds a graph with the chosen API, with the document's structure."""
    lowering = ModuleLowering(document, expansion, shapes)
    draft = lowering.draft
    build = lowering.build_model(graph, choice.target == "sequential", parameters)
    compile_ = lowering.compile_model(graph)
    runtimes = [*draft.strategy, *(runtime(one, graph.name) for one in draft.runtimes)]
    submodules = draft.makers.submodules.union(*(one.submodules for one in runtimes))
    return Program(
        model=graph.name,
        description=document.header.description,
        submodules=tuple(sorted(submodules)),
        imports=tuple((alias, document.imports[alias]) for alias in draft.imports),
        constants=tuple(
            pysrc.Assign((name,), pysrc.literal(list(values)))
            for values, name in draft.constants.found.items()
        ),
        classes=tuple(pysrc.Copied(one.definitions) for one in runtimes),
        functions=(*draft.functions, build, *(() if compile_ is None else (compile_,))),
        newer=tuple(draft.makers.newer.items()),
        stacks=frozenset(draft.stacks),
    )
