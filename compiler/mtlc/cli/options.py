"""Options that several commands have in common, and what follows from them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from mtlc.cli import configured
from mtlc.driver import Options, Result, Wanted, compile_source
from mtlc.expand.counts import MAX_LAYERS
from mtlc.inclusion import includer
from mtlc.render import FORMATS
from mtlc.settings import parse
from mtlc_spec.diagnostics import Diagnostic, Report, Severity
from mtlc_spec.library import Include

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

DIAGNOSTICS = 1
UNUSABLE = 2

specs: Decorator = click.argument("specs", nargs=-1, required=True, metavar="SPEC...")
jobs: Decorator = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work; by default none for few specs, else one for each core.",
)


def read_settings(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> dict[str, object]:
    """The values of `--set name=value`, each read as YAML."""
    found: dict[str, object] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{one!r} is not NAME=VALUE", context, parameter)
        try:
            found[name] = parse(text)
        except ValueError as error:
            raise click.BadParameter(f"{name}: {error}", context, parameter) from None
    return found


def configuration(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which configuration holds: `--config`, `--no-config`."""
    for option in (
        click.option("--no-config", is_flag=True, is_eager=True, help="Read no configuration."),
        click.option(
            "--config",
            metavar="FILE",
            is_eager=True,
            help="The configuration for all specs, in place of the nearest to each.",
        ),
    ):
        command = option(command)
    return command


def preset(of: str = "") -> Decorator:
    """`--preset`, or `--preset-a` for one of two models."""
    return click.option(
        f"--preset-{of}" if of else "--preset",
        f"presets_{of}" if of else "presets",
        multiple=True,
        metavar="NAME",
        help=f"Params {f'of {of.upper()} ' if of else ''}that the configuration has under this "
        "name; what is set goes before.",
    )


def wishes(command: Callable[..., Any]) -> Callable[..., Any]:
    """What may be decided in place of the spec and of the configuration."""
    command = configuration(command)
    for option in (
        click.option(
            "--max-layers",
            type=click.IntRange(min=1),
            help=f"How many layers repeats, copies and blocks may make.  [{MAX_LAYERS}]",
        ),
        preset(),
        click.option(
            "--set",
            "settings",
            multiple=True,
            metavar="NAME=VALUE",
            callback=read_settings,
            help="A value for one of the spec's params; may be given several times.",
        ),
        click.option(
            "--target",
            type=click.Choice(["auto", "sequential", "functional"]),
            help="The Keras API to compile to, in place of the spec's own `target`.",
        ),
    ):
        command = option(command)
    return command


def read_codes(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The codes of `--select` or `--ignore`, names among them; None if it is not given."""
    if not given:
        return None
    from mtlc.cli.decided import codes  # few runs select

    try:
        return codes(given, milder=parameter.name == "ignore")
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from None


def selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which diagnostics are shown: `--select`, `--ignore`."""
    for option in (
        click.option(
            "--ignore",
            multiple=True,
            metavar="CODES",
            callback=read_codes,
            help="Warnings and notes to leave out.",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="CODES",
            callback=read_codes,
            help="Show these warnings and notes alone: codes, beginnings of codes (MTL90), or "
            "names, with commas between them. Errors are always shown.",
        ),
    ):
        command = option(command)
    return command


output_format: Decorator = click.option(
    "--format",
    "output_format",
    type=click.Choice([*FORMATS]),
    default="human",
    show_default=True,
    help="How diagnostics are printed.",
)


result_format: Decorator = click.option(
    "--format",
    "output_format",
    type=click.Choice(["human", "json"]),
    default="human",
    show_default=True,
    help="How it is printed.",
)


class FailOn(NamedTuple):
    """What makes a run fail: what is given, or else what the configuration of a spec says."""

    given: str | None
    has_configuration: bool = False
    config: str | None = None
    no_config: bool = False

    def of(self, name: str) -> Severity:
        """The mildest severity that makes a run fail, for what is found in a source."""
        found = self.given
        if found is None and self.has_configuration:
            spec = "-" if name == "<stdin>" else name
            if configured.candidates(spec, self.config, self.no_config):
                from mtlc.cli.decided import nearest

                setting = nearest(spec, self.config, self.no_config).fail_on
                found = None if setting is None else setting.value
        return Severity(found or "error")


def read_fail_on(
    context: click.Context, parameter: click.Parameter, given: str | None
) -> FailOn:
    """`--fail-on`, and where to look if it is not given; --config is read before it."""
    options = context.params
    if "config" not in options:
        return FailOn(given)
    return FailOn(given, True, options["config"], options["no_config"])


fail_on: Decorator = click.option(
    "--fail-on",
    type=click.Choice([str(one) for one in Severity]),
    callback=read_fail_on,
    help="The mildest severity that makes the exit status 1.  [error]",
)


watches: Decorator = click.option(
    "--watch",
    "watches",
    is_flag=True,
    help="Stay, and run again whenever a spec, or a file that it includes, changes.",
)


def wished(
    spec: str,
    *,
    config: str | None = None,
    no_config: bool = False,
    **wishes: Any,
) -> Options:
    """What is decided for a spec by options and configuration; no files are included.

    Raises:
        Misconfigured: the configuration is wrong, or cannot be read.
    """
    if configured.candidates(spec, config, no_config) or any(
        wishes.get(one) for one in ("select", "ignore", "presets")
    ):
        from mtlc.cli.decided import decided

        return decided(spec, config, no_config, **wishes)
    return Options(
        target=wishes.get("target"),
        settings=wishes.get("settings") or {},
        max_layers=wishes.get("max_layers") or MAX_LAYERS,
    )


def note_configuration(
    note: Callable[[str], None],
    spec: str,
    *,
    config: str | None = None,
    no_config: bool = False,
    **_: Any,
) -> None:
    """Tell of the files that the configuration of a spec is read from."""
    if config is not None:
        note(config)
    for one in configured.candidates(spec, config, no_config):
        note(one.name)


def placed(
    spec: str, *, config: str | None = None, no_config: bool = False, **_: Any
) -> Path | None:
    """Where the configuration wants the module of a spec; None if it says nothing.

    Raises:
        Unusable: the spec is outside of the folder that is mirrored.
        Misconfigured: the configuration is wrong, or cannot be read.
    """
    if not configured.candidates(spec, config, no_config):
        return None
    from mtlc.cli.decided import module_place

    return module_place(spec, config, no_config)


def run(
    spec: str,
    want: Wanted,
    *,
    reader: Callable[[Path], Include] = includer,
    **wishes: Any,
) -> Result:
    """Compile or check one spec; `reader` gives what reads the files that it includes.

    Raises:
        Unusable: the file cannot be read.
    """
    from mtlc.cli.files import STDIN, read_spec

    report = Report()
    options = wished(spec, **wishes)
    source = read_spec(spec, report)
    if source is None:
        return Result(tuple(report), False)
    include = None if spec == STDIN else reader(Path(spec))
    return compile_source(source, replace(options, include=include), want=want)


def failed(diagnostics: Iterable[Diagnostic], fail_on: FailOn) -> bool:
    """Whether anything is at or above the severity that fails a run."""
    worst: dict[str, int] = {}
    for one in diagnostics:
        name = one.span.source.name
        worst[name] = max(one.severity.rank, worst.get(name, 0))
    return any(rank >= fail_on.of(name).rank for name, rank in worst.items())


def print_diagnostics(
    diagnostics: Iterable[Diagnostic],
    output_format: str,
    *,
    err: bool,
    summed_up: bool = False,
    **run: Any,
) -> None:
    """Print diagnostics, to standard error or output, and what else a format says of a run.

    A document is printed even if there is nothing to say. A log is summed up on standard
    error, unless the caller does so.
    """
    found = tuple(diagnostics)
    form = FORMATS[output_format]
    if form.is_document or found or any(run.values()):
        from mtlc.render.run import Run  # a run without problems prints nothing
        from mtlc.render.terminal import Style

        stream = sys.stderr if err else sys.stdout
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        colour = stream.isatty() and not plain
        folder = os.getcwd()
        root = os.path.abspath(os.environ.get("GITHUB_WORKSPACE") or folder)
        shown = Run(style=Style(colour), folder=folder, root=root, **run)
        module = import_module(f"mtlc.render.{output_format}")
        click.echo(module.render(found, shown), nl=False, err=err, color=colour)
    if form.is_log and not summed_up:
        click.echo(counted(found), err=True)


def print_beside(result: Result, output_format: str, status: int | None = None) -> None:
    """Print the diagnostics of a command that has more to print, beside that.

    Its JSON is that of its result; only where there is none, it is that of the diagnostics.
    """
    if output_format != "json":
        print_diagnostics(result, output_format, err=True, status=status)
    elif not result.ok:
        print_diagnostics(result, output_format, err=False)


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`, or `no problems`."""
    found = [one.severity for one in diagnostics]
    parts = [
        f"{count} {severity}{'' if count == 1 else 's'}"
        for severity in Severity
        if (count := found.count(severity))
    ]
    return ", ".join(parts) or "no problems"
