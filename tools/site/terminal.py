"""What commands print, and pictures of it; they run in processes of their own."""

from __future__ import annotations

import fcntl
import os
import pty
import shlex
import struct
import sys
import termios
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from mtlc.cli import main
from tools.site.markdown import fence

COLUMNS = 100

THEME = TerminalTheme(
    (30, 34, 42),
    (220, 223, 228),
    [
        *((40, 44, 52), (224, 108, 117), (152, 195, 121), (229, 192, 123)),
        *((97, 175, 239), (198, 120, 221), (86, 182, 194), (220, 223, 228)),
    ],
)

PICTURE = """\
<svg class="terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
  <style>
    .{unique_id}-matrix {{
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
      font-size: {char_height}px;
      line-height: {line_height}px;
      font-variant-east-asian: full-width;
    }}
    {styles}
  </style>
  <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
  </defs>
  {chrome}
  <g transform="translate({terminal_x}, {terminal_y})"
    clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
  </g>
</svg>
"""
"""Rich's own template asks another server for a font; here the reader's own one is used."""


def printed(command: str, folder: Path, columns: int | None = None) -> str:
    """What `mtlc ...` prints in a folder, on a terminal of so many columns if given."""
    if columns is None:
        reading, writing = os.pipe()
    else:
        reading, writing = pty.openpty()
        fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        _run(command, folder, writing, columns)
    os.close(writing)
    found = b"".join(iter(lambda: _read(reading), b""))
    os.close(reading)
    os.waitpid(child, 0)
    return found.decode().replace("\r\n", "\n")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that nobody writes to a terminal any more
        return b""


def _run(command: str, folder: Path, writing: int, columns: int | None) -> None:
    """The child: it becomes the command, and ends."""
    try:
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.chdir(folder)
        for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
            os.environ.pop(name, None)
        os.environ["TERM"] = "dumb" if columns is None else "xterm-256color"
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
        sys.argv = shlex.split(command)
        main()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def console(*commands: str, folder: Path) -> str:
    """A block of commands with what they print."""
    shown = "\n".join(
        f"$ {command}\n{printed(command, folder).rstrip()}\n" for command in commands
    )
    return fence(shown, "console")


def picture(command: str, folder: Path, name: str) -> str:
    """What a command looks like on a terminal, as SVG; `name` is a word."""
    shown = printed(command, folder, COLUMNS).rstrip()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        screen = Console(width=COLUMNS, record=True, file=nowhere, force_terminal=True)
        screen.print(Text(f"$ {command}", style="bold"))
        screen.print(Text.from_ansi(shown), soft_wrap=False)
        return screen.export_svg(
            title=command, theme=THEME, code_format=PICTURE, unique_id=f"terminal-{name}"
        )
