"""One piece of work on many specs: in this process, or in several."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import click

from mtlc.cli.files import STDIN, Unusable
from mtlc.cli.progress import with_bar

T = TypeVar("T")

EACH = 16
"""Specs that are worth a process of their own, if the user does not say how many."""

MOST = 16
"""Processes that are started, if the user does not say how many."""

GARBAGE = 50_000
"""Objects that are made until it is worth looking for those that nobody needs."""


class Failed(Exception):
    """A fault of mtlc, in a line that says at which spec."""


def each(
    work: Callable[[str], T],
    specs: Sequence[str],
    jobs: int | None = None,
    *,
    doing: str | None = None,
) -> Iterator[T | Unusable]:
    """What comes of each spec, in their order, however many processes work on them.

    `work`, and what it gives, can be pickled. That a file cannot be used comes of that file
    alone. While it takes long, a terminal shows what is being done, if `doing` says that.

    Raises:
        Failed: mtlc has a fault.
    """
    count = _processes(len(specs), jobs)
    if count > 1 and STDIN not in specs:
        from mtlc.cli.workers import work_in_processes  # most runs need none

        found = work_in_processes(work, specs, count)
    else:
        found = _here(work, specs)
    return found if doing is None else with_bar(found, len(specs), doing)


def _processes(specs: int, jobs: int | None) -> int:
    if jobs is not None:
        return min(jobs, specs)
    return min(specs // EACH, MOST, _cores()) if specs >= 2 * EACH else 1


def _cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _here(work: Callable[[str], T], specs: Sequence[str]) -> Iterator[T | Unusable]:
    for spec in specs:
        yield attempt(work, spec)
        if len(specs) > 1:
            tidy()


def attempt(work: Callable[[str], T], spec: str) -> T | Unusable:
    """What comes of one spec.

    Raises:
        Failed: mtlc has a fault.
        click.ClickException: the configuration is wrong.
    """
    try:
        return work(spec)
    except Unusable as error:
        return error
    except (BrokenPipeError, click.ClickException):
        raise  # no faults: nobody reads on, or the configuration is wrong
    except Exception as error:
        raise Failed(f"{told(error)}, at {spec}") from error


def told(error: Exception) -> str:
    """A fault in one line."""
    if isinstance(error, Failed):
        return str(error)
    first_line = (str(error).splitlines() or [""])[0][:200]
    return f"{type(error).__name__}: {first_line}"


def tidy() -> None:
    """Free what is left of the specs before, which `main` keeps Python from doing by itself.

    Between two specs hardly anything is alive that will not live to the end, and what is, is
    not looked at again.
    """
    if not gc.isenabled() and gc.get_count()[0] > GARBAGE:
        gc.collect()
        gc.freeze()
