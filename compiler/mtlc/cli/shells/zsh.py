"""The completion of mtlc for zsh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote

from mtlc.cli.shells.words import Command, Option, Values

_HEAD = """\
#compdef mtlc
# Completion of mtlc for zsh; `mtlc completion zsh` writes it.

_mtlc_params() {
    local word
    local -a specs names
    for word in $words; do
        [[ $word == *.(yaml|yml) ]] && specs+=(--params-of $word)
    done
    (( $#specs )) || return 1
    names=(${(f)"$(mtlc completion $specs 2> /dev/null)"})
    compadd -S '' -a names
}

_mtlc() {
    local curcontext=$curcontext state
    local -a line
    typeset -A opt_args
    _arguments -C '(- *)--version[Show the version and exit]' \\
        '(- *)'{-h,--help}'[Show this message and exit]' '1: :->command' '*:: :->rest'
    case $state in
    command)
        local -a commands=(
"""

_MIDDLE = """\
        )
        _describe command commands
        ;;
    rest)
        case $words[1] in
"""

_TAIL = """\
        esac
        ;;
    esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _mtlc "$@"
else
    compdef _mtlc mtlc
fi
"""


def script(commands: Iterable[Command]) -> str:
    """A script for zsh to find on its `fpath`, or to read."""
    all_of_them = list(commands)
    words = "".join(
        f"            {quote(f'{_plain(one.name)}:{one.help}')}\n" for one in all_of_them
    )
    lists = "".join(_list(one) for one in all_of_them if _is_long(one.values))
    cases = "".join(f"{line}\n" for one in all_of_them for line in _command(one))
    head, _, rest = _HEAD.partition("_mtlc() {")
    return f"{head}{lists}_mtlc() {{{rest}{words}{_MIDDLE}{cases}{_TAIL}"


def _is_long(values: Values) -> bool:
    return len(values.words) > 10


def _list(command: Command) -> str:
    """A function of its own for words that are many."""
    rows = "".join(
        f"        {quote(_plain(word) + (f':{line}' if line else ''))}\n"
        for word, line in command.values.words
    )
    body = f"    local -a found=(\n{rows}    )\n    _describe -V {command.name} found\n"
    return f"_mtlc_{command.name}() {{\n{body}}}\n\n"


def _command(command: Command) -> Iterator[str]:
    yield f"        {command.name})"
    specs = [spec for option in command.options for spec in _option(option)]
    what = f"_mtlc_{command.name}" if _is_long(command.values) else _action(command.values)
    specs.append(quote(f"*: :{what}"))
    yield " \\\n".join(("            _arguments", *(f"                {one}" for one in specs)))
    yield "            ;;"


def _option(option: Option) -> Iterator[str]:
    line = option.help.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    value = "" if option.values is None else f": :{_action(option.values)}"
    for name in option.names:
        # Every option may stand again: what it means then is for mtlc to say.
        yield quote(f"*{name}[{line.replace(':', chr(92) + ':')}]{value}")


def _action(values: Values) -> str:
    if values.are_params:
        return "_mtlc_params"
    if values.endings:
        return f'_files -g "*.({"|".join(values.endings)})"'
    if values.are_files:
        return "_files"
    return f"({' '.join(word for word, _ in values.words)})" if values.words else " "


def _plain(word: str) -> str:
    return word.replace(":", "\\:")
