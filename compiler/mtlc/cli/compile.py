"""`mtlc compile`: from specs to Python modules."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click

from mtlc import generated
from mtlc.cli import many, options
from mtlc.cli.files import STDIN, Unusable, write_atomically
from mtlc.cli.selection import Chosen, select
from mtlc.driver import Result
from mtlc.render import FORMATS, Finding
from mtlc_spec.diagnostics import Diagnostic

WATCHED = "--watch writes modules, and goes with no --check or --stdout"


@click.command("compile")
@options.specs
@click.option(
    "-o",
    "--output",
    metavar="FILE_OR_DIR",
    help="Where to write; by default where the configuration says, or beside the spec.",
)
@click.option("--stdout", is_flag=True, help="Print the code instead of writing it.")
@options.wishes
@options.selection
@click.option(
    "--check",
    "check_only",
    is_flag=True,
    help="Write nothing; fail if a module on disk is not what would be written.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite files that mtlc did not write, or that were edited.",
)
@options.watches
@options.jobs
@options.output_format
@options.fail_on
def compile_(
    specs: tuple[str, ...],
    output: str | None,
    stdout: bool,
    check_only: bool,
    force: bool,
    watches: bool,
    jobs: int | None,
    output_format: str,
    fail_on: options.FailOn,
    **wishes: Any,
) -> int:
    """Compile specs to Python modules that need Keras alone.

    A SPEC is a file, a folder with specs in it, a glob, or `-` for standard input, which
    compiles to standard output. With a folder for --output, what lies in folders of a
    folder goes to the same folders there. A file that mtlc did not write, or that was
    edited since, is not overwritten without --force.
    """
    if stdout and (output is not None or check_only or force):
        raise click.UsageError("--stdout goes with none of --output, --check and --force")
    if check_only and STDIN in specs and output is None:
        raise click.UsageError("name a file with --output to check standard input against")
    layout = partial(options.placed, **wishes)
    if watches:
        if check_only:
            raise click.UsageError(WATCHED)
        from mtlc.cli.rounds import Outcome
        from mtlc.cli.watch import Found, watch  # few runs stay

        places: dict[str, Path | None] = {}

        def find() -> Found:
            chosen = select(specs)
            places.update(_places(chosen.specs, output, stdout, layout))
            if None in places.values():
                raise click.UsageError(WATCHED)
            return Found(chosen.names, chosen.folders, chosen.faults)

        def again(spec: str, outcome: Outcome) -> None:
            options.note_configuration(outcome.reads.note, spec, **wishes)
            result = options.run(spec, "code", reader=outcome.reads.includer, **wishes)
            outcome.found += result
            path = places[spec]
            if path is not None and result.code is not None:
                outcome.lines.append(_write(path, result, force))

        watch(find, again, verb="compiled", output_format=output_format)
    selected = select(specs)
    places = _places(selected.specs, output, stdout, layout)
    work = partial(_module, places=places, check_only=check_only, force=force, wishes=wishes)
    found: list[Diagnostic] = []
    faults = [*selected.faults]
    stale: list[Finding] = []
    lines: list[str] = []
    doing = None if None in places.values() else "compiling"
    for done in many.each(work, [*places], jobs, doing=doing):
        if isinstance(done, Unusable):
            faults.append(done)
            continue
        found += done.diagnostics
        faults += done.faults
        lines += done.lines
        stale += done.stale
        if done.code is not None:
            click.echo(done.code, nl=False)
    status = options.DIAGNOSTICS if stale or options.failed(found, fail_on) else 0
    if faults:
        status = options.UNUSABLE
    form = FORMATS[output_format]
    options.print_diagnostics(
        found,
        output_format,
        err=output_format == "human" or None in places.values(),
        status=status,
        findings=tuple(stale),
        faults=tuple(map(str, faults)),
    )
    if not form.is_log:
        lines += [one.message for one in stale]
    for line in lines:
        click.echo(line, err=form.is_document)
    for fault in faults:
        click.echo(f"error: {fault}", err=True)
    return status


class _Done(NamedTuple):
    """What became of one spec, and of its module."""

    diagnostics: tuple[Diagnostic, ...]
    code: str | None = None
    """What is to be printed."""
    lines: tuple[str, ...] = ()
    faults: tuple[Unusable, ...] = ()
    stale: tuple[Finding, ...] = ()


def _module(
    spec: str,
    *,
    places: dict[str, Path | None],
    check_only: bool,
    force: bool,
    wishes: dict[str, Any],
) -> _Done:
    """Compile one spec, and write its module or look at the one that is there.

    Raises:
        Unusable: the spec cannot be read.
    """
    result = options.run(spec, "code", **wishes)
    path = places[spec]
    found = result.diagnostics
    if result.code is None:
        return _Done(found)
    if path is None:
        return _Done(found, result.code)
    try:
        if check_only:
            return _Done(found, stale=_stale(path, result.code))
        return _Done(found, lines=(_write(path, result, force),))
    except Unusable as fault:
        return _Done(found, faults=(fault,))


def _places(
    specs: Sequence[Chosen],
    output: str | None,
    stdout: bool,
    layout: Callable[[str], Path | None],
) -> dict[str, Path | None]:
    """Where the module of each spec goes; None for standard output.

    `layout` says where the configuration wants it, if it says anything.

    Raises:
        click.UsageError: two specs would be written to one file.
    """
    names = [one.name for one in specs]
    if stdout or (output is None and names == [STDIN]) or output == "-":
        return dict.fromkeys(names)
    folder = None
    is_tree = len(names) != 1 or specs[0].below is not None
    if output is not None and (is_tree or output[-1:] in "/\\" or Path(output).is_dir()):
        folder = Path(output)
    if is_tree and folder is not None and folder.suffix == ".py":
        raise click.UsageError(f"several specs need a folder, and {output} is named as a file")
    if folder is not None and folder.exists() and not folder.is_dir():
        raise click.UsageError(f"several specs need a folder, and {output} is a file")
    places: dict[str, Path | None] = {}
    for spec in specs:
        if spec.name == STDIN and (output is None or folder is not None):
            raise click.UsageError("name a file with --output for the spec on standard input")
        if output is None:
            own = Path(spec.name)
            beside = own.parent / generated.module_name(own.name)
            places[spec.name] = layout(spec.name) or beside
        elif folder is not None:
            below = Path(spec.below or Path(spec.name).name)
            places[spec.name] = folder / below.parent / generated.module_name(below.name)
        else:
            places[spec.name] = Path(output)
    taken: dict[str, str] = {}
    for name, path in places.items():
        assert path is not None
        real = os.path.realpath(path)
        if real in taken:
            raise click.UsageError(f"{taken[real]} and {name} would both be written to {path}")
        if name != STDIN and real == os.path.realpath(name):
            raise click.UsageError(f"{name} would be overwritten by its own module")
        taken[real] = name
    return places


def _write(path: Path, result: Result, force: bool) -> str:
    """Write the module, unless that would lose somebody's work.

    Raises:
        Unusable: it would, or the file cannot be written.
    """
    assert result.code is not None
    assert result.summary is not None
    old = _read(path)
    if old == result.code:
        return f"{path} is up to date"
    if old is not None and not force:
        state = generated.state(old)
        if state is generated.State.FOREIGN:
            raise Unusable(f"{path} was not written by mtlc; overwrite it with --force")
        if state is generated.State.EDITED:
            raise Unusable(f"{path} was edited since mtlc wrote it; overwrite it with --force")
    write_atomically(path, result.code)
    summary = result.summary
    count = len(summary.layers)
    return (
        f"{path}: {summary.target.capitalize()}, {count} layer{'' if count == 1 else 's'}, "
        f"{summary.params} parameters"
    )


def _stale(path: Path, code: str) -> tuple[Finding, ...]:
    """Whether a module has to be written again, and why."""
    old = _read(path)
    if old is not None and generated.same(old, code):
        return ()
    problem = "missing" if old is None else "not what would be written"
    return (Finding("stale-module", str(path), f"{path} is {problem}"),)


def _read(path: Path) -> str | None:
    """The text of a module on disk; None if there is none.

    Raises:
        Unusable: there is one, but it cannot be read.
    """
    try:
        return path.read_bytes().decode("utf-8", errors="surrogateescape")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unusable(f"cannot read {path}: {error.strerror}") from None
