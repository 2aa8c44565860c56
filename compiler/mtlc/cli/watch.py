"""`--watch`: specs are run again whenever they, or the files that they include, change."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import os
import select
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple, NoReturn

import click

from mtlc.cli import late
from mtlc.cli.configured import Misconfigured
from mtlc.cli.files import STDIN, Unusable, reason
from mtlc.cli.rounds import Outcome, Round, as_json, as_text
from mtlc.cli.watched import nearest
from mtlc.render.terminal import visible

STEP = 10
"""Milliseconds without a further change after which a save is taken for complete."""
DEBOUNCE = 40
"""Milliseconds after which an answer comes though changes go on."""
TICK = 50
"""Milliseconds from one look at the clock to the next."""
LOOK = 20
"""Ticks from one look at the files to the next, for what the system does not tell of."""
GRACE = 0.3
"""Seconds in which a file that is being replaced may be missing or empty."""

CLEAR = "\x1b[H\x1b[2J"


class Found(NamedTuple):
    """The specs to watch, and the folders in which there may be others by and by.

    `faults` say what there is nothing to watch of; they count when watching begins.
    """

    specs: Sequence[str]
    folders: Iterable[str] = ()
    faults: Sequence[Unusable] = ()


Find = Callable[[], Found]
Run = Callable[[str, Outcome], None]
"""Runs one spec and fills in what became of it; reads through `Outcome.reads`."""


def watch(find: Find, run: Run, *, verb: str, output_format: str) -> NoReturn:
    """Run all specs, and those again whose files changed, until interrupted.

    `find` is asked again when something comes or goes in its folders.

    Raises:
        click.UsageError: rounds have no such format.
        Unusable: there is nothing to watch with, or what was named cannot be watched.
        KeyboardInterrupt: it was enough.
        BrokenPipeError: nobody reads the output any more.
    """
    if output_format not in ("human", "json"):
        raise click.UsageError(
            f"--watch goes with --format human and json, not {output_format}"
        )
    if importlib.util.find_spec("watchfiles") is None:
        raise Unusable(
            "--watch needs the package watchfiles, which is not installed; install it with "
            "`pip install watchfiles`, or mtlc as `mtlc[watch]`"
        )
    found = find()
    for fault in found.faults:
        raise fault
    if STDIN in found.specs:
        raise Unusable("--watch goes with files, and standard input is none; name the spec's")
    session = Session(find, found, run, Screen(verb, output_format))
    session.refresh(frozenset())
    for _ in late.load():
        session.refresh(frozenset())
    # What a run leaves in circles is collected between the runs, when nobody waits.
    gc.collect()
    gc.freeze()
    while True:
        folders = session.folders()
        for told in told_by_system(folders):
            if session.refresh(told):
                gc.collect()
            elif session.screen.is_unread():
                raise BrokenPipeError
            if session.folders() != folders:
                break


class Screen:
    """Where rounds are shown: a terminal is cleared first, all else gets plain lines."""

    def __init__(self, verb: str, output_format: str) -> None:
        self.verb = verb
        self.is_json = output_format == "json"
        plain = os.environ.get("TERM") == "dumb"
        self.is_terminal = sys.stdout.isatty() and not plain and not self.is_json
        self.colour = self.is_terminal and not os.environ.get("NO_COLOR")

    def begin(self, changed: Iterable[str]) -> None:
        """Say on a terminal that an answer is on its way; what it shows is outdated."""
        if self.is_terminal and (names := list(changed)):
            click.echo(f"{visible(names[0])} changed ...\r", nl=False, color=True)

    def show(self, one: Round) -> None:
        """Print a round at once, so that nothing flickers."""
        if self.is_json:
            for line in one.lines:
                click.echo(line, err=True)
            click.echo(as_json(one), nl=False)
            return
        text = as_text(one, self.verb, time.strftime("%H:%M:%S"), colour=self.colour)
        if self.is_terminal:
            text = f"{CLEAR}{text}"
        click.echo(text, nl=False, color=self.is_terminal)

    def is_unread(self) -> bool:
        """Whether the output is a pipe that nobody reads any more."""
        if not hasattr(select, "poll"):
            return False
        try:
            poll = select.poll()
            poll.register(sys.stdout.fileno(), 0)
            gone = select.POLLERR | select.POLLHUP
            return any(event & gone for _, event in poll.poll(0))
        except (OSError, ValueError):
            return False


class Session:
    """The specs that are watched, and what became of each."""

    def __init__(self, find: Find, found: Found, run: Run, screen: Screen) -> None:
        self.find = find
        self.found = found
        self.run = run
        self.screen = screen
        self.outcomes: dict[str, Outcome] = {}

    def refresh(self, told: Set[str] | None) -> bool:
        """Run again what is made of other files than before; whether anything was."""
        self._find_again(told)
        specs = tuple(dict.fromkeys(self.found.specs))
        changed = self._settled(told)
        stale = [spec for spec in specs if spec not in self.outcomes or spec in changed]
        if not stale and specs == tuple(self.outcomes):
            return False
        names = tuple(dict.fromkeys(name for found in changed.values() for name in found))
        self.screen.begin(names)
        started = time.perf_counter()
        again = {spec: self._outcome(spec) for spec in stale}
        self.outcomes = {spec: again.get(spec) or self.outcomes[spec] for spec in specs}
        seconds = time.perf_counter() - started
        self.screen.show(Round(names, stale, self.outcomes, seconds))
        return True

    def _outcome(self, spec: str) -> Outcome:
        outcome = Outcome()
        outcome.reads.note(spec)
        try:
            self.run(spec, outcome)
        except Unusable as error:
            outcome.fault = str(error)
        except Misconfigured as error:
            outcome.found += error.diagnostics
            outcome.fault = None if error.diagnostics else error.message
        return outcome

    def _settled(self, told: Set[str] | None) -> dict[str, list[str]]:
        """The changed files of each spec, when those that are being replaced are back."""
        until = time.monotonic() + GRACE
        while True:
            changes = {
                spec: found
                for spec, outcome in self.outcomes.items()
                if (found := outcome.reads.changes(told))
            }
            gone = any(change.is_gone for found in changes.values() for change in found)
            if not gone or time.monotonic() >= until:
                return {spec: [one.name for one in found] for spec, found in changes.items()}
            time.sleep(STEP / 1000)

    def _find_again(self, told: Set[str] | None) -> None:
        """Look for other specs if something came or went where they are looked for."""
        own = {os.path.abspath(folder) for folder in self.found.folders}
        if own and (told is None or any(os.path.dirname(path) in own for path in told)):
            with contextlib.suppress(Unusable, click.ClickException):
                self.found = self.find()

    def folders(self) -> dict[str, tuple[int, int] | None]:
        """The folders to watch, each with what tells it from another one of its name."""
        wanted = {os.path.abspath(folder) for folder in self.found.folders}
        for outcome in self.outcomes.values():
            wanted |= outcome.reads.folders()
        there = {nearest(folder) for folder in wanted}
        return {folder: _identity(folder) for folder in sorted(there)}


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        found = os.stat(folder)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def told_by_system(folders: Iterable[str]) -> Iterator[Set[str] | None]:
    """The paths that the system says have changed; now and then none.

    The first is None: what changed before the folders were watched, nobody told of.

    Raises:
        Unusable: the folders cannot be watched.
    """
    import watchfiles

    waits = watchfiles.watch(
        *folders,
        watch_filter=None,
        step=STEP,
        debounce=DEBOUNCE,
        rust_timeout=TICK,
        yield_on_timeout=True,
        recursive=False,
        ignore_permission_denied=True,
    )
    ticks = 0
    while True:
        try:
            changes = next(waits)
        except (FileNotFoundError, RuntimeError):
            time.sleep(TICK / 1000)
            return  # a folder went away meanwhile; what is there by now is watched next
        except OSError as error:
            raise Unusable(
                f"cannot watch {', '.join(folders)}: {reason(error)}; with "
                "WATCHFILES_FORCE_POLLING=1 in the environment mtlc looks for itself"
            ) from None
        if changes or ticks % LOOK == 0:
            yield None if ticks == 0 else frozenset(path for _, path in changes)
        ticks += 1
