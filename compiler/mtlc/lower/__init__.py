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
from mtlc_spec.document import Document


@dataclass(frozen=True, slots=True)
class Program:
    """A module: what it imports, its constants, and its functions, the model itself last."""

    model: str
    description: str | None
    submodules: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]
    constants: tuple[pysrc.Assign, ...]
    functions: tuple[pysrc.Def, ...]


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
    build = lowering.build_model(graph, choice.target == "sequential", parameters)
    return Program(
        model=graph.name,
        description=document.header.description,
        submodules=tuple(sorted(lowering.draft.makers.submodules)),
        imports=tuple((alias, document.imports[alias]) for alias in lowering.draft.imports),
        constants=tuple(
            pysrc.Assign((name,), pysrc.literal(list(values)))
            for values, name in lowering.draft.constants.found.items()
        ),
        functions=(*lowering.draft.functions, build),
    )
