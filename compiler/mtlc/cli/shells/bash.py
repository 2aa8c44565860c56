"""The completion of mtlc for bash, 4.4 or newer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shlex import quote

from mtlc.cli.shells.words import Command, Values

_HEAD = """\
# Completion of mtlc for bash; `mtlc completion bash` writes it.

_mtlc_words() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

_mtlc_files() {
    compopt -o filenames 2> /dev/null
    local ending
    local -a found
    if (($# == 0)); then
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
    fi
    mapfile -t COMPREPLY < <(compgen -d -- "$cur")
    for ending; do
        mapfile -t found < <(compgen -f -X "!*.$ending" -- "$cur")
        COMPREPLY+=("${found[@]}")
    done
}

_mtlc_params() {
    local word
    local -a specs=()
    for word in "${COMP_WORDS[@]:2}"; do
        [[ $word == *.yaml || $word == *.yml ]] && specs+=("--params-of" "$word")
    done
    ((${#specs[@]})) || return
    compopt -o nospace 2> /dev/null
    _mtlc_words "$("${COMP_WORDS[0]}" completion "${specs[@]}" 2> /dev/null)"
}

_mtlc() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= word
    COMPREPLY=()
    # bash takes `--format=json` for three words.
    if [[ $cur == = ]]; then
        cur=
    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    case $command in
"""

_TAIL = """\
    esac
}

complete -o nosort -F _mtlc mtlc
"""


def script(commands: Iterable[Command]) -> str:
    """A script for bash to read."""
    all_of_them = list(commands)
    names = " ".join(("--version", "--help", *(one.name for one in all_of_them)))
    lines = ['    "")', f"        _mtlc_words {quote(names)}", "        ;;"]
    for one in all_of_them:
        lines += _command(one)
    return f"{_HEAD}{_joined(lines)}{_TAIL}"


def _joined(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _command(command: Command) -> Iterator[str]:
    yield f"    {command.name})"
    yield "        case $prev in"
    for option in command.options:
        if option.values is not None:
            yield f"        {' | '.join(option.names)})"
            yield f"            {_values(option.values)}"
            yield "            return"
            yield "            ;;"
    yield "        esac"
    names = " ".join(name for option in command.options for name in option.names)
    yield "        if [[ $cur == -* ]]; then"
    yield f"            _mtlc_words {quote(names)}"
    yield "        else"
    yield f"            {_values(command.values)}"
    yield "        fi"
    yield "        ;;"


def _values(values: Values) -> str:
    if values.are_params:
        return "_mtlc_params"
    if values.are_files:
        return " ".join(("_mtlc_files", *values.endings))
    if values.words:
        return f"_mtlc_words {quote(' '.join(word for word, _ in values.words))}"
    return ":"
