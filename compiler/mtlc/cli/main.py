"""The `mtlc` command: its subcommands, and what becomes of their faults."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from collections import UserDict
from importlib import import_module
from typing import Any

import click

from mtlc.cli.files import Unusable
from mtlc.version import VERSION

USAGE = 2
FAULT = 3
INTERRUPTED = 130

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""Why what is printed cannot be written; the faults of named files are `Unusable`."""


class _Commands(UserDict[str, Any]):
    """Where the commands are; a module is loaded when its command is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, function = self.data[name].partition(":")
        command: click.Command = getattr(import_module(f"mtlc.cli.{module}"), function)
        return command


COMMANDS = _Commands(
    {
        "compile": "compile:compile_",
        "check": "check:check",
        "fmt": "fmt:fmt",
        "summary": "summary:summary",
        "expand": "expand:expand",
        "import": "import_:import_",
        "verify": "verify:verify",
        "compare": "compare:compare",
        "fuse": "fuse:fuse",
        "weights": "weights:weights",
        "config": "config:config",
        "explain": "explain:explain_",
        "layers": "layers:layers",
        "init": "init:init",
        "schema": "schema:schema",
        "completion": "completion:completion",
    }
)


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="mtlc")
def cli() -> None:
    """Compile declarative model specs to Keras code.

    A spec is a YAML file that describes one model. Nothing but `verify`,
    `compare --run` and `weights`, where it writes a `.keras` file, loads
    Keras.
    """


def main() -> None:
    """Run the command line and exit with its status.

    0: nothing at or above `--fail-on`; 1: diagnostics, or `--check` found a difference;
    2: wrong use, or a file that cannot be read or written; 3: an internal fault; 130:
    interrupted. `compare` has 0 for the same, 1 for different, 2 also for a broken spec, and
    4 where it cannot tell, or `--run` could not be done. `fuse` has 1 where there is nothing
    to fuse.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    status = _status()
    if status == INTERRUPTED:
        # After an interrupt in an `exec`, as of a dataclass that is being made, Python would
        # end `python -m mtlc` by the signal, whatever its status.
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(status)
    sys.exit(status)


def _status() -> int:
    try:
        status = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return USAGE
    except Unusable as error:
        click.echo(f"error: {error}", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; spare Python's own complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in FULL and error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            click.echo(f"error: cannot write to standard output: {error.strerror}", err=True)
            return USAGE
        if os.environ.get("MTLC_TRACEBACK"):
            raise
        from mtlc.cli.many import told

        click.echo(
            f"error: mtlc itself failed ({told(error)}); please report it with the spec, and "
            "with what MTLC_TRACEBACK=1 prints before it",
            err=True,
        )
        return FAULT
    return status if isinstance(status, int) else 0
