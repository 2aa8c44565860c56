"""What options and configuration decide together, for one spec."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import click

from mtlc import configuration, generated
from mtlc.cli import options
from mtlc.cli.configured import Candidate, Misconfigured, candidates, short
from mtlc.cli.files import STDIN, Unusable
from mtlc.configuration import Configuration, Rules, Selection
from mtlc.configuration.selectors import IsError, NoDiagnostic, code_of
from mtlc.driver import Options
from mtlc.expand.counts import MAX_LAYERS
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.document import Written
from mtlc_spec.reading import decode
from mtlc_spec.source import Span
from mtlc_spec.suggestions import did_you_mean


class Wrong(Misconfigured):
    """A configuration says what it cannot say."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(str(one) for one in diagnostics))
        self.diagnostics = diagnostics
        context = click.get_current_context(silent=True)
        given = {} if context is None else context.params
        self.output_format = given.get("output_format") or "human"

    def __reduce__(self) -> tuple[type[Wrong], tuple[tuple[Diagnostic, ...]]]:
        return Wrong, (self.diagnostics,)

    def show(self, file: object = None) -> None:
        human = self.output_format == "human"
        options.print_diagnostics(self.diagnostics, self.output_format, err=human)


def nearest(spec: str, config: str | None = None, no_config: bool = False) -> Configuration:
    """The configuration that holds for a spec; one of defaults, if no file has any.

    Raises:
        Misconfigured: what holds is wrong, or cannot be read.
    """
    for candidate in candidates(spec, config, no_config):
        found, wrong = _parsed(candidate)
        if wrong:
            raise Wrong(wrong)
        if found is not None:
            return found
        if config is not None:
            raise Misconfigured(f"{config} has no table [tool.mtlc]")
    return Configuration()


@lru_cache(maxsize=64)
def _parsed(candidate: Candidate) -> tuple[Configuration | None, tuple[Diagnostic, ...]]:
    report = Report()
    source = decode(candidate.name, candidate.data, report)
    found = None
    if source is not None:
        table = ("tool", "mtlc") if candidate.is_pyproject else ()
        found = configuration.read(source, report, table=table)
    return found, tuple(report)


def decided(
    spec: str,
    config: str | None = None,
    no_config: bool = False,
    *,
    target: str | None = None,
    settings: Mapping[str, object] | None = None,
    max_layers: int | None = None,
    presets: Iterable[str] = (),
    select: tuple[str, ...] | None = None,
    ignore: tuple[str, ...] | None = None,
) -> Options:
    """What holds for a spec: options before the spec's own words, and those before a file.

    Raises:
        Misconfigured: the configuration is wrong, or has no such preset.
    """
    found = nearest(spec, config, no_config)
    values: dict[str, object] = {}
    places: dict[str, Span] = {}
    for name in presets:
        for param, setting in preset(found, name).items():
            values[param] = setting.value
            places[param] = setting.span
    given = settings or {}
    wanted = found.target
    return Options(
        target=target,
        settings={**values, **given},
        max_layers=max_layers or (found.max_layers.value if found.max_layers else MAX_LAYERS),
        default_target=None if wanted is None else Written(wanted.value, wanted.span),
        judge=Rules(
            found,
            Selection(select, ignore),
            {param: span for param, span in places.items() if param not in given},
        ),
    )


def preset(found: Configuration, name: str) -> Mapping[str, configuration.Setting[object]]:
    """The params of a preset.

    Raises:
        Misconfigured: there is no such preset.
    """
    if name in found.presets:
        return found.presets[name]
    if found.source is None:
        raise Misconfigured(f"there is no preset {name!r}: no configuration holds here")
    listed = ", ".join(found.presets) or "there are none"
    help_ = did_you_mean(name, found.presets) or f"presets: {listed}"
    raise Misconfigured(f"there is no preset {name!r} in {found.source.name}; {help_}")


def module_place(spec: str, config: str | None = None, no_config: bool = False) -> Path | None:
    """Where the configuration wants the module of a spec; None if it says nothing.

    Raises:
        Unusable: the spec is outside of the folder that is mirrored.
        Misconfigured: the configuration is wrong.
    """
    found = nearest(spec, config, no_config)
    if spec == STDIN or found.output is None or found.source is None:
        return None
    beside = Path(found.source.name).parent
    root = beside / (found.root.value if found.root else ".")
    folder = Path(os.path.realpath(Path(spec).parent))
    try:
        below = folder.relative_to(os.path.realpath(root))
    except ValueError:
        setting = found.root or found.output
        raise Unusable(
            f"{spec} is outside of {root}, which {found.source.name}:{setting.line} mirrors; "
            "set `root` to a folder around it, or say with --output where its module goes"
        ) from None
    name = generated.module_name(Path(spec).name)
    return Path(short(beside / found.output.value / below / name))


def codes(words: Iterable[str], *, milder: bool) -> tuple[str, ...]:
    """The codes of an option, which separates them by commas.

    Raises:
        ValueError: one of them stands for nothing, or for errors where it may not.
    """
    found = []
    for word in (one.strip() for given in words for one in given.split(",")):
        try:
            found.append(code_of(word, milder=milder))
        except NoDiagnostic as error:
            help_ = did_you_mean(word, error.known) or "`mtlc explain` lists them all"
            raise ValueError(f"no diagnostic is called {word!r}; {help_}") from None
        except IsError:
            raise ValueError(f"{word!r} stands for errors, which cannot be ignored") from None
    return tuple(found)
