"""The texts of the repository as pages: taken apart, and with links that lead to pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mtlc.codes import all_codes
from mtlc_spec.layers import layer_names
from tools.site import codes, layers
from tools.site.markdown import FENCED, anchor, link

_HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
_CODE = re.compile(r"(`[^`]*`|\[[^\]]*\]\([^)]*\))|\b(MTL\d{4})\b")
_LAYER = re.compile(r"`(\w+)`")
_LISTED = re.compile(r"<!-- layers -->(.*?)<!-- end -->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A page that is made of chapters of the reference."""

    page: str
    title: str
    headings: tuple[str, ...]


CHAPTERS = (
    Chapter(
        "language/specs.md",
        "Specs",
        ("Three rules", "The document", "A layer entry", "Bounds"),
    ),
    Chapter(
        "language/structure.md",
        "References, params and blocks",
        ("References", "Params and expressions", "Blocks", "Sharing"),
    ),
    Chapter(
        "language/code.md",
        "What becomes of it",
        ("What becomes of structure in the code", "Names", "Very deep models"),
    ),
    Chapter("language/training.md", "Tasks and training", ("Tasks and training",)),
    Chapter(
        "language/networks.md",
        "Networks and layers that learn from data",
        ("Networks", "Layers that learn from data before training"),
    ),
    Chapter(
        "language/judgement.md",
        "What Keras accepts, and mtlc says",
        (
            "Where mtlc is stricter than Keras",
            "What Keras accepts and hardly anybody means",
            "Masks",
        ),
    ),
    Chapter(
        "tools/summary.md", "Summary and looking things up", ("Summary", "Looking things up")
    ),
    Chapter("tools/comparing.md", "Comparing", ("Comparing",)),
    Chapter(
        "tools/fusing.md",
        "Fusing heads, carrying weights",
        ("Fusing heads", "Carrying weights over"),
    ),
    Chapter("tools/verifying.md", "Verifying", ("Verifying",)),
    Chapter("tools/layout.md", "Layout", ("Layout",)),
    Chapter("tools/importing.md", "Importing", ("Importing",)),
    Chapter("diagnostics/index.md", "Diagnostics", ("Diagnostics",)),
)
"""Which chapters of `docs/reference.md` stand together; any other is a page of its own."""

LANGUAGE_ENDS = "Summary"
"""The chapters of the reference before this one are about the language."""

REFERENCE = "docs/reference.md"
HOME = "README.md"


class Texts:
    """Everything that was written as Markdown, and where it stands on the site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.chapters = [*_chapters((root / REFERENCE).read_text(encoding="utf-8"))]
        self.pages = {HOME: "index.md", REFERENCE: "language/specs.md"}
        for path in sorted([*root.glob("*.md"), *(root / "docs").glob("*.md")]):
            name = path.relative_to(root).as_posix()
            self.pages.setdefault(name, f"{path.stem.lower()}.md")
        for path in sorted((root / "examples").glob("*.yaml")):
            self.pages[f"examples/{path.name}"] = f"examples/{path.stem}.md"
        self.pages["schemas/mtlc-1.schema.json"] = "schemas/mtlc-1.schema.json"
        self._anchors = {
            anchor(heading): chapter.page
            for chapter, text in self.chapters
            for _, heading in _HEADING.findall(FENCED.sub("", text))
        }

    def page(self, name: str) -> str:
        """A text of the repository as a page, without changes but those of links."""
        return self._linked(
            (self.root / name).read_text(encoding="utf-8"), name, self.pages[name]
        )

    def home(self) -> str:
        """What the README says up to how structure is kept."""
        text = (self.root / HOME).read_text(encoding="utf-8")
        start = text.index("**mtlc compiles")
        end = text.index("\n## Structure stays structure")
        return "# mtlc\n\n" + self._linked(text[start:end], HOME, "index.md")

    def chapter(self, chapter: Chapter, text: str) -> str:
        return self._linked(text, REFERENCE, chapter.page)

    def title(self, name: str) -> str:
        found = _HEADING.search((self.root / name).read_text(encoding="utf-8"))
        return name if found is None else found[2].replace("`", "")

    def _linked(self, text: str, name: str, page: str) -> str:
        parts = FENCED.split(_LISTED.sub(lambda found: _layers(found[1], page), text))
        return "".join(
            part if number % 2 else self._line(part, name, page)
            for number, part in enumerate(parts)
        )

    def _line(self, text: str, name: str, page: str) -> str:
        text = _LINK.sub(lambda found: self._link(found, name, page), text)
        return _CODE.sub(lambda found: _code(found, page), text)

    def _link(self, found: re.Match[str], name: str, page: str) -> str:
        """A link as the site has it; to what it does not hold, the text alone."""
        shown, target = found[1], found[2]
        if re.match(r"[a-z]+:", target):
            return found[0]
        path, _, mark = target.partition("#")
        there = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
        )
        if there == REFERENCE and mark:
            return link(shown, f"{self._anchors[mark]}#{mark}", page)
        if there not in self.pages:
            return shown
        return link(shown, self.pages[there] + (f"#{mark}" if mark else ""), page)


def _layers(listed: str, page: str) -> str:
    """The list of layers, each as a link to its page."""
    known = set(layer_names())
    return _LAYER.sub(
        lambda found: (
            link(found[0], layers.page_of(found[1]), page) if found[1] in known else found[0]
        ),
        listed,
    )


def _code(found: re.Match[str], page: str) -> str:
    """A code of a diagnostic as a link to its page; not inside of code, nor of a link."""
    code = found[2]
    if code is None or code not in all_codes() or codes.page_of(code) == page:
        return found[0]
    return link(code, codes.page_of(code), page)


def _chapters(reference: str) -> Iterator[tuple[Chapter, str]]:
    """The pages of the reference, in the order of what they begin with."""
    pieces = _pieces(reference)
    places = {one: chapter for chapter in CHAPTERS for one in chapter.headings}
    missing = [one for one in places if one not in pieces]
    if missing:
        raise ValueError(f"{REFERENCE} has no chapter {missing[0]!r}")
    done: set[str] = set()
    seen_tools = False
    for heading in pieces:
        seen_tools |= heading == LANGUAGE_ENDS
        folder = "tools" if seen_tools else "language"
        chapter = places.get(heading) or Chapter(
            f"{folder}/{anchor(heading)}.md", heading, (heading,)
        )
        if chapter.page in done:
            continue
        done.add(chapter.page)
        together = "\n".join(pieces[one] for one in chapter.headings)
        if len(chapter.headings) == 1:
            together = together.partition("\n")[2]
            together = re.sub(r"^##(#+ )", r"#\1", together, flags=re.MULTILINE)
        yield chapter, f"# {chapter.title}\n\n{together.strip()}\n"


def _pieces(reference: str) -> Mapping[str, str]:
    """The chapters of the reference by their headings."""
    parts = re.split(r"^## (.*)$", reference, flags=re.MULTILINE)
    return {
        heading: f"## {heading}{body}"
        for heading, body in zip(parts[1::2], parts[2::2], strict=True)
    }
