"""What a person sees: a screen that holds the last answer, or lines without escape codes."""

import os
import pty
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.watch.conftest import Start, Watching, heed_interrupts, save

CLEAR = "\x1b[H\x1b[2J"
END = "Ctrl-C ends"
RIGHT = "inputs: {x: [4]}\nlayers: [Dense: 8]\n"
WRONG = "inputs: {x: [4]}\nlayers: [Dens: 8]\n"


class Terminal(NamedTuple):
    """A terminal, and what watches in it."""

    watching: Watching
    type_into: int
    program_side: int


@pytest.fixture
def terminal(tmp_path: Path, installed: dict[str, str]) -> Iterator[Terminal]:
    save(tmp_path / "a.yaml", RIGHT)
    save(tmp_path / "b.yaml", RIGHT)
    person, program = pty.openpty()
    # Whoever starts it gives it the terminal, as a shell does, so that Ctrl-C reaches it.
    code = (
        "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
        "os.execv(sys.executable, [sys.executable, '-m', 'mtlc', *sys.argv[1:]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, "check", "--watch", "a.yaml", "b.yaml"],
        cwd=tmp_path,
        stdin=program,
        stdout=program,
        stderr=program,
        start_new_session=True,
        env=installed,
        preexec_fn=heed_interrupts,
    )
    yield Terminal(Watching(process, person), person, program)
    process.kill()
    process.wait()
    os.close(person)
    os.close(program)


def test_a_terminal_shows_the_last_answer_alone(terminal: Terminal, tmp_path: Path) -> None:
    watching = terminal.watching
    before = termios.tcgetattr(terminal.program_side)
    first = watching.until(END)
    assert re.fullmatch(
        re.escape(CLEAR) + r"\[\d\d:\d\d:\d\d\] 2 specs checked in \d+ ms: no problems; "
        r"watching 2 files, Ctrl-C ends",
        first,
    )

    save(tmp_path / "b.yaml", WRONG)
    second = watching.until(END)
    head, clear, screen = second.partition(CLEAR)
    assert (head, clear) == ("\r\nb.yaml changed ...\r", CLEAR)
    assert "\x1b[1;31merror[MTL1001]\x1b[0m" in screen
    assert re.search(
        r"b.yaml changed, 1 of 2 specs checked in \d+ ms, in all: 1 error; watching 2 files, ",
        screen,
    )

    # Nothing but colours, clearing and the cursor's way home: nothing to undo at the end.
    codes = {*re.findall(r"\x1b\[[\d;?]*[A-Za-z]", first + second)}
    assert all(code.endswith("m") for code in codes - {"\x1b[H", "\x1b[2J"})
    os.write(terminal.type_into, b"\x03")
    assert watching.until("^C\r\n") == "\r\n^C\r\n"
    assert watching.process.wait() == 130
    assert termios.tcgetattr(terminal.program_side) == before


def test_lines_have_no_escape_codes(start: Start, tmp_path: Path) -> None:
    save(tmp_path / "a.yaml", WRONG)
    watching = start("compile", "--watch", "a.yaml")
    first = watching.until(f"{END}\n")
    assert first.startswith("error[MTL1001]: Keras has no layer `Dens`\n --> a.yaml:2:10\n")

    save(tmp_path / "a.yaml", RIGHT)
    second = watching.until(f"{END}\n")
    assert re.fullmatch(
        r"a.py: Sequential, 1 layer, 40 parameters\n"
        r"\[[\d:]+\] a.yaml changed, 1 spec compiled in \d+ ms: no problems; "
        r"watching 1 file, Ctrl-C ends\n",
        second,
    )
    assert "\x1b" not in first + second
    watching.process.send_signal(signal.SIGINT)
    assert watching.ended() == (130, "")
