"""The completion of mtlc for fish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mtlc.cli.shells.words import Command, Values

_HEAD = """\
# Completion of mtlc for fish; `mtlc completion fish` writes it.

function __mtlc_command
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        if not string match -q -- '-*' $word
            test $word = "$argv[1]"
            return
        end
    end
    test -z "$argv[1]"
end

function __mtlc_params
    set -l specs
    for word in (commandline -opc)
        if string match -qr '\\.ya?ml$' -- $word
            set -a specs --params-of $word
        end
    end
    if set -q specs[1]
        mtlc completion $specs 2>/dev/null
    end
end

complete -c mtlc -f
complete -c mtlc -n '__mtlc_command ""' -l version -d 'Show the version and exit'
complete -c mtlc -n '__mtlc_command ""' -s h -l help -d 'Show this message and exit'
"""


def script(commands: Iterable[Command]) -> str:
    """A script for fish to read."""
    lines = [line for command in commands for line in _command(command)]
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _command(command: Command) -> Iterator[str]:
    about = f" -d {_quoted(command.help)}"
    yield f"complete -c mtlc -n '__mtlc_command \"\"' -a {command.name}{about}"
    start = f"complete -c mtlc -n '__mtlc_command {command.name}'"
    for option in command.options:
        names = "".join(
            f" -l {name[2:]}" if name.startswith("--") else f" -s {name[1:]}"
            for name in option.names
        )
        taken = "" if option.values is None else f" {_taken(option.values)}"
        yield f"{start}{names}{taken} -d {_quoted(option.help)}"
    if command.values.words:
        yield f"function __mtlc_{command.name}"
        for word, line in command.values.words:
            yield f"    printf '%s\\t%s\\n' {_quoted(word)} {_quoted(line)}"
        yield "end"
        yield f"{start} -k -a '(__mtlc_{command.name})'"
    if command.values.are_files:
        yield f"{start} {_taken(command.values)}".replace(" -x ", " ")


def _taken(values: Values) -> str:
    if values.are_params:
        return "-x -a '(__mtlc_params)'"
    if values.endings:
        endings = " ".join(f".{one}" for one in values.endings)
        return f"-x -a '(__fish_complete_suffix {endings})'"
    if values.are_files:
        return "-r -F"
    return (
        f"-x -a {_quoted(' '.join(word for word, _ in values.words))}" if values.words else "-x"
    )


def _quoted(text: str) -> str:
    """As fish quotes: only backslashes and single quotes mean something in them."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
