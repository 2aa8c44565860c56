"""The pages of the diagnostics: what `mtlc explain` says, and what a check prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from mtlc.cli.explain import FAMILIES
from mtlc.codes import all_codes, explain
from mtlc.configuration.problems import ConfigurationProblem
from mtlc.importer.problems import ImportProblem
from mtlc_spec.diagnostics import Diagnostic, Severity
from tools.site.markdown import code, fence, link, plain, table
from tools.site.pages import Navigation, Pages
from tools.site.terminal import console

INDEX = "diagnostics/index.md"


class Form(NamedTuple):
    """What an example is, what it is called, and which command speaks of it."""

    language: str
    file: str
    command: str


SPEC = Form("yaml", "model.yaml", "mtlc check model.yaml")
FORMS = {
    ImportProblem: Form("json", "model.json", "mtlc import model.json"),
    ConfigurationProblem: Form("toml", "mtlc.toml", "mtlc config"),
}

_PLACEHOLDER = re.compile(r"<(?:byte |U\+|[\d,]+ x )")
"""What stands for something that a page cannot show."""

_OPTIONS = re.compile(r"# (--[a-z-]+ .+)\n")


def page_of(code: str) -> str:
    return f"diagnostics/{code}.md"


def write(pages: Pages, about: str, folder: Path) -> Navigation:
    """A page for each code, and one that lists them behind what is said about all of them."""
    (folder / "blocks.yaml").write_text(
        "blocks: {head: {layers: [Dense: 1]}}\n", encoding="utf-8"
    )
    families: dict[str, list[type[Diagnostic]]] = {}
    for kind in all_codes().values():
        families.setdefault(kind.code[:5], []).append(kind)
    entries: Navigation = [{"All diagnostics": INDEX}]
    overview = [about, "## All codes\n"]
    for start, kinds in families.items():
        family = FAMILIES[start]
        title = f"{family[0].upper()}{family[1:]}"
        entries.append(
            {
                title: [
                    {f"{one.code} {one.slug}": _write_code(pages, one, folder)} for one in kinds
                ]
            }
        )
        overview += [
            f"### {title}\n",
            table(["code", "name", "", "it means"], map(_row, kinds)),
        ]
    pages.add(INDEX, *overview)
    return entries


def _row(kind: type[Diagnostic]) -> tuple[str, str, str, str]:
    first = explain(kind).text.partition("\n")[0]
    shown = link(kind.code, page_of(kind.code), INDEX)
    return shown, code(kind.slug), str(kind.severity), plain(first)


def _write_code(pages: Pages, kind: type[Diagnostic], folder: Path) -> str:
    text, wrong, right = explain(kind)
    language = _form(kind).language
    parts = [
        f"# {kind.code} {kind.slug}\n",
        f"{_severity(kind)}\n",
        plain(text) + "\n",
        f"## Wrong: {kind.slug}\n",
        fence(wrong, language),
        _says(kind, wrong, folder),
        f"## Right: no {kind.slug}\n",
        fence(right, language),
    ]
    return pages.add(page_of(kind.code), *parts)


def _form(kind: type[Diagnostic]) -> Form:
    return next((form for base, form in FORMS.items() if issubclass(kind, base)), SPEC)


def _severity(kind: type[Diagnostic]) -> str:
    if kind.severity is Severity.ERROR:
        return "An **error**: nothing is generated."
    what = "A **warning**: Keras accepts it, but it is very likely not meant."
    if kind.severity is Severity.NOTE:
        what = "A **note**: worth knowing."
    allow = (
        "" if issubclass(kind, ImportProblem) else f" Allow it: `# mtlc: allow {kind.slug}`."
    )
    return what + allow


def _says(kind: type[Diagnostic], wrong: str, folder: Path) -> str:
    """What is printed about the wrong example, where it can be written as it stands."""
    if _PLACEHOLDER.search(wrong):
        return ""
    form = _form(kind)
    file = folder / form.file
    file.write_text(wrong, encoding="utf-8")
    # What an option has to do with it stands in the first line.
    options = _OPTIONS.match(wrong)
    program, command, *names = form.command.split()
    words = [program, command, *(options.groups() if options else ()), *names]
    shown = console(" ".join(words), folder=folder)
    file.unlink()  # a configuration would hold for all that follow
    if kind.code not in shown:
        raise ValueError(f"the example of {kind.code} does not show it:\n{shown}")
    return shown
