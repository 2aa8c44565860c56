"""From the program to Python source that needs Keras alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtlc import generated, pysrc
from mtlc.lower import Program
from mtlc.pysrc import call, literal, name
from mtlc.version import VERSION


def emit(program: Program, spec_name: str) -> str:
    """The module of a program, sealed with its digest."""
    file = re.split(r"[/\\]", spec_name)[-1]
    first = (
        f"{program.model}: compiled by mtlc {VERSION} from {file}. "
        "Change the spec, not this file."
    )
    description = " ".join((program.description or "").split())
    docstring = f"{first}\n\n{description}" if description else first
    summary = call(pysrc.attribute(call("build_model"), "summary"))
    module = pysrc.Module(
        docstring,
        (
            *_imports(program),
            *program.constants,
            *program.functions,
            pysrc.If(
                pysrc.compare(name("__name__"), "==", literal("__main__")),
                (pysrc.Evaluate(summary),),
            ),
        ),
    )
    return generated.seal(pysrc.render(module))


def _imports(program: Program) -> Iterator[pysrc.Statement]:
    yield pysrc.Import("keras")
    for alias, module in sorted(program.imports, key=lambda pair: pair[1]):
        package, _, last = module.rpartition(".")
        if not package:
            yield pysrc.Import(module, None if alias == module else alias)
        else:
            yield pysrc.FromImport(package, (last if last == alias else (last, alias),))
    if program.submodules:
        yield pysrc.FromImport("keras", program.submodules)
