"""From the program to Python source that needs Keras alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtlc import generated, pysrc
from mtlc.lower import Program
from mtlc.pysrc import call, literal, name
from mtlc.version import VERSION
from mtlc_spec.since import number


def emit(program: Program, spec_name: str) -> str:
    """The module of a program, sealed with its digest."""
    file = re.split(r"[/\\]", spec_name)[-1]
    first = (
        f"{program.model}: compiled by mtlc {VERSION} from {file}. "
        "Change the spec, not this file."
    )
    description = " ".join((program.description or "").split())
    paragraphs = (first, description, _needs(program))
    docstring = "\n\n".join(one for one in paragraphs if one)
    summary = call(pysrc.attribute(call("build_model"), "summary"))
    module = pysrc.Module(
        docstring,
        (
            *_imports(program),
            *program.constants,
            *program.classes,
            *program.functions,
            pysrc.If(
                pysrc.compare(name("__name__"), "==", literal("__main__")),
                (pysrc.Evaluate(summary),),
            ),
        ),
    )
    return generated.seal(pysrc.render(module))


def _needs(program: Program) -> str:
    """Which Keras the module needs, if the oldest will not do."""
    if not program.newer:
        return ""
    needed = max((since for _, since in program.newer), key=number)
    users = ", ".join(sorted(path for path, since in program.newer if since == needed))
    return f"Needs Keras {needed} or newer: {users}."


def _imports(program: Program) -> Iterator[pysrc.Statement]:
    """Modules first, then what is taken from modules, both in the order of their names."""
    whole: dict[str, pysrc.Statement] = {"keras": pysrc.Import("keras")}
    parts: list[tuple[str, pysrc.Statement]] = []
    if program.submodules:
        parts.append(("keras", pysrc.FromImport("keras", program.submodules)))
    for alias, module in program.imports:
        package, _, last = module.rpartition(".")
        if not package:
            whole[f"{module} {alias}"] = pysrc.Import(
                module, None if alias == module else alias
            )
        else:
            names = (last if last == alias else (last, alias),)
            parts.append((f"{package} {last}", pysrc.FromImport(package, names)))
    yield from (whole[key] for key in sorted(whole))
    yield from (statement for _, statement in sorted(parts, key=lambda pair: pair[0]))
