"""The whole site: all pages, how they are found, and what MkDocs is told."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import yaml
from pygments.formatters import HtmlFormatter

from mtlc.version import VERSION
from tools.site import codes, commands, examples, families, layers, library
from tools.site.pages import Navigation, Pages
from tools.site.places import EXAMPLES, ROOT
from tools.site.terminal import picture
from tools.site.texts import Texts

GUIDE = (
    "docs/tutorial.md",
    "docs/sequential-or-functional.md",
    "docs/editors.md",
    "docs/ci.md",
)
"""Read in this order, as far as they are there."""

PROJECT = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")

CHECK = "mtlc check --target sequential seed_functional.yaml"

WAYS = """
## Where to go on

- [Tutorial](tutorial.md): from the question to a model that is trained, in ten minutes
- [The language](language/specs.md): everything that a spec may say
- [Layers](layers/index.md), [functions](functions/index.md),
  [networks](catalogue/applications.md), [losses](catalogue/losses.md) and
  [optimizers](catalogue/optimizers.md): arguments, defaults, shapes
- [The library of architectures](std.md): `std.mmoe`, `std.residual` and more
- [Commands](commands/index.md) and [diagnostics](diagnostics/index.md)
- [Examples](examples/index.md), with their code
"""


def write(folder: Path) -> Path:
    """Write everything that MkDocs reads, and give the path of its configuration."""
    pages = Pages()
    navigation = _pages(pages)
    docs = folder / "docs"
    for path, text in [*pages.texts.items(), *pages.files.items()]:
        place = docs / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    theme = folder / "theme"
    shutil.copytree(Path(__file__).parent / "theme", theme, dirs_exist_ok=True)
    colours = HtmlFormatter(style="default").get_style_defs(".highlight")
    shutil.move(theme / "site.css", docs / "site.css")
    (docs / "highlight.css").write_text(f"{colours}\n", encoding="utf-8")
    config = folder / "mkdocs.yml"
    config.write_text(yaml.safe_dump(_config(navigation), sort_keys=False), encoding="utf-8")
    return config


def _pages(pages: Pages) -> Navigation:
    texts = Texts(ROOT)
    pages.add("index.md", texts.home(), WAYS)
    schema = "schemas/mtlc-1.schema.json"
    pages.files[schema] = (ROOT / schema).read_text(encoding="utf-8")
    language, tools, about = _reference(pages, texts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        pages.files["diagnostics/check.svg"] = picture(CHECK, folder, "check")
        about += f"\n## On a terminal\n\n![What {CHECK} prints, in colours](check.svg)\n"
        diagnostics = codes.write(pages, about, folder)
        shown = commands.write(pages, folder)
    other = sorted(
        one
        for one in texts.pages
        if one.startswith("docs/") and one not in (*GUIDE, "docs/reference.md", "docs/std.md")
    )
    return [
        {"mtlc": "index.md"},
        {"Guide": [*_written(pages, texts, GUIDE), {"Examples": examples.write(pages)}]},
        {"Language": [*language, *_written(pages, texts, ("docs/std.md",))]},
        {"Catalogue": [{"Layers": layers.write(pages)}, *families.write(pages)]},
        {
            "Tools": [
                {"Commands": shown},
                {"Diagnostics": diagnostics},
                *tools,
                {"Python library": library.write(pages)},
            ]
        },
        {"Project": _written(pages, texts, (*PROJECT, *other))},
    ]


def _written(pages: Pages, texts: Texts, names: tuple[str, ...]) -> Navigation:
    return [
        {texts.title(name): pages.add(texts.pages[name], texts.page(name))}
        for name in names
        if name in texts.pages
    ]


def _reference(pages: Pages, texts: Texts) -> tuple[Navigation, Navigation, str]:
    """The pages about the language and about tools, and what is said of all diagnostics."""
    language: Navigation = []
    tools: Navigation = []
    about = ""
    for chapter, text in texts.chapters:
        shown = texts.chapter(chapter, text)
        if chapter.page == codes.INDEX:
            about = shown
            continue
        entries = language if chapter.page.startswith("language/") else tools
        entries.append({chapter.title: pages.add(chapter.page, shown)})
    return language, tools, about


def _config(navigation: Navigation) -> dict[str, object]:
    return {
        "site_name": "mtlc",
        "site_description": "A compiler from declarative YAML model specs to Keras code",
        "docs_dir": "docs",
        "use_directory_urls": False,  # so that pages can be read from disk
        "theme": {
            "name": "readthedocs",
            "custom_dir": "theme",
            "highlightjs": False,  # it would come from another server
            "navigation_depth": 3,
            "prev_next_buttons_location": "bottom",
        },
        "extra": {"version": VERSION},
        "extra_css": ["highlight.css", "site.css"],
        "markdown_extensions": [
            "tables",
            "fenced_code",
            {"toc": {"permalink": "#"}},
            {"codehilite": {"css_class": "highlight", "guess_lang": False}},
        ],
        "plugins": ["search"],
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": dict.fromkeys(
                ("not_found", "anchors", "absolute_links", "unrecognized_links"), "warn"
            ),
        },
        "nav": navigation,
    }
