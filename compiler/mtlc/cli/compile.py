"""`mtlc compile`: from specs to Python modules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from mtlc import generated
from mtlc.cli import options
from mtlc.cli.files import STDIN, Unusable, write_atomically
from mtlc.driver import Result
from mtlc.render import FORMATS, Finding
from mtlc_spec.diagnostics import Diagnostic


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
@options.output_format
@options.fail_on
def compile_(
    specs: tuple[str, ...],
    output: str | None,
    stdout: bool,
    check_only: bool,
    force: bool,
    watches: bool,
    output_format: str,
    fail_on: options.FailOn,
    **wishes: Any,
) -> int:
    """Compile specs to Python modules that need Keras alone.

    A SPEC is a file, or `-` for standard input, which compiles to standard output. A
    file that mtlc did not write, or that was edited since, is not overwritten without
    --force.
    """
    if stdout and (output is not None or check_only or force):
        raise click.UsageError("--stdout goes with none of --output, --check and --force")
    if check_only and STDIN in specs and output is None:
        raise click.UsageError("name a file with --output to check standard input against")
    places = _places(specs, output, stdout, lambda spec: options.placed(spec, **wishes))
    if watches and (check_only or None in places.values()):
        raise click.UsageError("--watch writes modules, and goes with no --check or --stdout")
    if watches:
        from mtlc.cli.rounds import Outcome
        from mtlc.cli.watch import Found, watch  # few runs stay

        def again(spec: str, outcome: Outcome) -> None:
            options.note_configuration(outcome.reads.note, spec, **wishes)
            result = options.run(spec, "code", reader=outcome.reads.includer, **wishes)
            outcome.found += result
            path = places[spec]
            if path is not None and result.code is not None:
                outcome.lines.append(_write(path, result, force))

        watch(lambda: Found(specs), again, verb="compiled", output_format=output_format)
    found: list[Diagnostic] = []
    faults: list[Unusable] = []
    stale: list[Finding] = []
    lines: list[str] = []
    for spec, path in places.items():
        try:
            result = options.run(spec, "code", **wishes)
            found.extend(result)
            if result.code is None:
                continue
            if path is None:
                click.echo(result.code, nl=False)
            elif check_only:
                stale += _stale(path, result.code)
            else:
                lines.append(_write(path, result, force))
        except Unusable as error:
            faults.append(error)
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


def _places(
    specs: tuple[str, ...],
    output: str | None,
    stdout: bool,
    layout: Callable[[str], Path | None],
) -> dict[str, Path | None]:
    """Where the module of each spec goes; None for standard output.

    `layout` says where the configuration wants it, if it says anything.

    Raises:
        click.UsageError: two specs would be written to one file.
    """
    unique = tuple(dict.fromkeys(specs))
    if stdout or (output is None and unique == (STDIN,)) or output == "-":
        return dict.fromkeys(unique)
    folder = None
    if output is not None and (
        len(unique) > 1 or output[-1:] in "/\\" or Path(output).is_dir()
    ):
        folder = Path(output)
    if len(unique) > 1 and folder is not None and folder.suffix == ".py":
        raise click.UsageError(f"several specs need a folder, and {output} is named as a file")
    if folder is not None and folder.exists() and not folder.is_dir():
        raise click.UsageError(f"several specs need a folder, and {output} is a file")
    places: dict[str, Path | None] = {}
    for spec in unique:
        if spec == STDIN and (output is None or folder is not None):
            raise click.UsageError("name a file with --output for the spec on standard input")
        if not Path(spec).name:
            raise Unusable(f"cannot read {spec}: it is a directory")
        own = Path(generated.module_name(Path(spec).name))
        if output is None:
            places[spec] = layout(spec) or Path(spec).with_name(own.name)
        else:
            places[spec] = folder / own if folder is not None else Path(output)
    taken: dict[Path, str] = {}
    for spec, path in places.items():
        assert path is not None
        if path in taken:
            raise click.UsageError(f"{taken[path]} and {spec} would both be written to {path}")
        if spec != STDIN and os.path.realpath(path) == os.path.realpath(spec):
            raise click.UsageError(f"{spec} would be overwritten by its own module")
        taken[path] = spec
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


def _stale(path: Path, code: str) -> Iterator[Finding]:
    """Whether a module has to be written again, and why."""
    old = _read(path)
    if old is None or not generated.same(old, code):
        problem = "missing" if old is None else "not what would be written"
        yield Finding("stale-module", str(path), f"{path} is {problem}")


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
