"""The pages of the examples: the spec, its summary on a terminal, and its code."""

from __future__ import annotations

from pathlib import Path

import yaml

import mtlc
from tools.site.markdown import fence, link, plain, table
from tools.site.pages import Navigation, Pages
from tools.site.places import EXAMPLES
from tools.site.specs import program
from tools.site.terminal import picture

INDEX = "examples/index.md"


def write(pages: Pages) -> Navigation:
    entries: Navigation = [{"All examples": INDEX}]
    rows = []
    for spec in sorted(EXAMPLES.glob("*.yaml")):
        page, about, made = _write_example(pages, spec)
        entries.append({spec.stem: page})
        rows.append((link(spec.stem, page, INDEX), plain(about), *made))
    pages.add(
        INDEX,
        "# Examples\n",
        "Each is a real network: the tests build it in Keras, compare every name, shape and "
        "parameter with what mtlc says, save it and load it.\n",
        table(["example", "", "API", "parameters"], rows),
    )
    return entries


def _write_example(pages: Pages, spec: Path) -> tuple[str, str, tuple[str, str]]:
    page = f"examples/{spec.stem}.md"
    text = spec.read_text(encoding="utf-8")
    about = yaml.safe_load(text).get("description") or text.partition("\n")[0].lstrip("# ")
    result = mtlc.compile(spec)
    assert result.code is not None
    assert result.summary is not None
    api = result.summary.target.capitalize()
    drawn = f"examples/{spec.stem}.svg"
    command = f"mtlc summary examples/{spec.name}"
    pages.files[drawn] = picture(command, EXAMPLES.parent, spec.stem.replace("_", "-"))
    pages.add(
        page,
        f"# {spec.stem}\n",
        f"{plain(about)} {api}, {result.summary.params.total:,} parameters.\n",
        f"## The spec of {spec.stem}\n",
        fence(text, "yaml"),
        f"## What {spec.stem} is\n",
        f"![The output of {command}: names, layers, shapes and parameters]({spec.stem}.svg)\n",
        f"## The code of {spec.stem}\n",
        fence(program(result.code), "python"),
    )
    return page, about, (api, f"{result.summary.params.total:,}")
