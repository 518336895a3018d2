"""What a person would read of an HTML mail: its words, where its links lead; nothing is loaded or run."""

from __future__ import annotations

from html.parser import HTMLParser

from pharmassist.domain.messages import Link

MOST = 400_000
"""Characters of HTML that are read."""
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "table",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "section",
        "article",
        "header",
        "footer",
        "hr",
    ]
)
_SILENT = frozenset(["script", "style", "head", "title", "template", "noscript"])
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)
_UNSEEN = ("display:none", "visibility:hidden", "font-size:0")
_MOST_LINKS = 300


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.length = 0
        self.links: list[Link] = []
        self.form = False
        self.inputs = False
        self._open: tuple[str, int] | None = None
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        style = values.get("style", "").lower().replace(" ", "")
        if self._silent:
            if tag == self._silent[0]:
                self._silent.append(tag)
            return
        unseen = any(word in style for word in _UNSEEN) and "font-size:0." not in style
        if (tag in _SILENT or unseen) and tag not in _VOID:
            self._silent.append(tag)
            return
        if tag in _BLOCKS:
            self._break("\n\n" if tag in ("p", "table", "h1", "h2", "h3") else "\n")
        if tag == "td":
            self._add(" ")
        if tag == "a":
            self._close_link()
            self._open = values.get("href", ""), self.length
        if tag == "area" and values.get("href"):
            self._keep(Link(values["href"]))
        if tag == "form":
            self.form = True
        if tag in ("input", "textarea", "select") and values.get("type", "text").lower() not in (
            "hidden",
            "image",
        ):
            self.inputs = True
        if tag == "img" and values.get("alt"):
            self._add(f" {values['alt'][:200]} ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        if tag == "a":
            self._close_link()
        if tag in ("p", "div", "tr", "li", "h1", "h2", "h3"):
            self._break("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            joined = " ".join(data.split())
            lead = " " if data[:1].isspace() else ""
            tail = " " if data[-1:].isspace() and joined else ""
            self._add(lead + joined + tail)

    def finish(self) -> None:
        """Close what was left open."""
        self.close()
        self._close_link()

    def _add(self, text: str) -> None:
        if text.startswith(" ") and (not self.text or self.text[-1][-1:].isspace()):
            text = text.lstrip(" ")
        if text:
            self.text.append(text)
            self.length += len(text)

    def _break(self, lines: str) -> None:
        if self.text and not self.text[-1].endswith(lines):
            self.text.append(lines)
            self.length += len(lines)

    def _close_link(self) -> None:
        if self._open is None:
            return
        target, start = self._open
        self._open = None
        shown = "".join(self.text)[start:] if self.length - start < 2000 else ""
        lead = len(shown) - len(shown.lstrip())
        stripped = shown.strip()
        if target.strip() and not target.startswith("#"):
            self._keep(Link(target.strip()[:2000], stripped, start + lead, start + lead + len(stripped)))

    def _keep(self, link: Link) -> None:
        if len(self.links) < _MOST_LINKS:
            self.links.append(link)


def _without_declarations(html: str) -> str:
    """Drop comments and declarations; one without an end hides the rest, as in a browser.

    The parser would look for the end of each again and again.
    """
    kept, at = [], 0
    while (start := html.find("<!", at)) >= 0:
        kept.append(html[at:start])
        end = html.find("-->" if html.startswith("<!--", start) else ">", start + 2)
        if end < 0:
            return "".join(kept)
        at = html.find(">", end) + 1
    return "".join((*kept, html[at:]))


def read_html(html: str) -> tuple[str, tuple[Link, ...], bool]:
    """Return the words, the links and whether there is a form to fill in."""
    reader = _Reader()
    try:
        reader.feed(_without_declarations(html[:MOST]))
        reader.finish()
    except AssertionError:
        # the parser's own word for a declaration it cannot make sense of; what was read stays
        pass
    return "".join(reader.text), tuple(reader.links), reader.form and reader.inputs
