"""The letter as a DOCX: drawn from its Markdown, so that both say the same; no field, no link, the same bytes each time."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from guichet_cli.render.harmless import shortened
from guichet_cli.render.markdown_text import APART

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from markdown_it.token import Token

LISTS = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
CODE = "Code Char"
LONGEST_TITLE = 255
"""Characters of a property: the format takes no more."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the oldest that the format can write."""
INK, WIDTH_MM, HEIGHT_MM, MARGIN_MM = "1F2A44", 210, 297, 25


def letter_docx(markdown: str, *, lang: str, as_of: date, tool: str) -> bytes:
    """Give a letter as the bytes of a DOCX."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown.replace(APART, ""))
    drawing = _Drawing(lang)
    drawing.blocks(tokens)
    about = drawing.document.core_properties
    about.title = shortened(drawing.title, LONGEST_TITLE)
    about.author = about.last_modified_by = f"guichet {tool}"
    about.language = LANGUAGES[lang]
    about.created = about.modified = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 a day, nowhere
    about.comments, about.revision = "", 1
    _drop_thumbnail(drawing.document.part.package)
    written = BytesIO()
    drawing.document.save(written)
    return _settled(written)


def _drop_thumbnail(package: Any) -> None:
    """Leave out the picture of another document that python-docx starts from."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    for name in [name for name, each in package.rels.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del package.rels[name]


def _settled(written: BytesIO) -> bytes:
    """Give a package whose members bear no date of today."""
    settled = BytesIO()
    with ZipFile(written) as drawn, ZipFile(settled, "w", ZIP_DEFLATED) as kept:
        for member in drawn.infolist():
            about = ZipInfo(member.filename, EPOCH)
            about.compress_type, about.create_system = ZIP_DEFLATED, 0
            kept.writestr(about, drawn.read(member))
    return settled.getvalue()


class _Drawing:
    """A document as it is drawn."""

    def __init__(self, lang: str) -> None:
        from docx import Document

        self.document: Any = Document()
        self.title = ""
        self.lists: list[str] = []
        _set_styles(self.document, LANGUAGES[lang])

    def blocks(self, tokens: Sequence[Token]) -> None:
        """Draw blocks one after the other."""
        pending, style = iter(tokens), ""
        for token in pending:
            if token.type in LISTS:
                self.lists.append(LISTS[token.type])
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                self.lists.pop()
            elif token.type == "heading_open":
                style = f"Heading {token.tag[1:]}"
            elif token.type == "paragraph_open":
                style = self.lists[-1] if self.lists else "Normal"
            elif token.type == "inline":
                self._paragraph(token, style)
            elif token.type in {"code_block", "fence"}:
                self.document.add_paragraph(token.content.rstrip("\n"), style="Normal")
            elif token.type == "hr":
                self.document.add_paragraph("", style="Normal")
            elif token.type == "table_open":
                self._table(list(_until(pending, "table_close")))

    def _paragraph(self, inline: Token, style: str) -> None:
        paragraph = self.document.add_paragraph(style=style)
        _runs(paragraph, inline)
        if style == "Heading 1" and not self.title:
            self.title = paragraph.text

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[tuple[Token, str]]] = []
        side = ""
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                side = str(token.attrs.get("style", ""))
            elif token.type == "inline":
                rows[-1].append((token, side))
        table = self.document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, (inline, where) in zip(row.cells, cells, strict=True):
                _cell(cell.paragraphs[0], inline, right=where.endswith("right"), head=not number)
        _repeat_head(table.rows[0])
        _set_widths(table)
        self.document.add_paragraph("", style="Normal")


def _cell(paragraph: Any, inline: Token, *, right: bool, head: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _runs(paragraph, inline, bold=head)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _set_widths(table: Any) -> None:
    """Give the first column, of words, more than the others."""
    from docx.shared import Mm

    share = (WIDTH_MM - 2 * MARGIN_MM) / (len(table.columns) + 0.6)
    for number, column in enumerate(table.columns):
        for part in (column, *column.cells):
            part.width = Mm(share if number else 1.6 * share)


def _runs(paragraph: Any, inline: Token, *, bold: bool = False) -> None:
    """Write the words of a line; an address that the stationery links to is written out, and links to nothing."""
    strong, slanted, links = bold, False, list[str]()
    for token in inline.children or ():
        if token.type in {"strong_open", "strong_close"}:
            strong = token.type == "strong_open" or bold
        elif token.type in {"em_open", "em_close"}:
            slanted = token.type == "em_open"
        elif token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type == "hardbreak":
            paragraph.add_run().add_break()
        else:
            words = (
                f" ({links.pop()})"
                if token.type == "link_close"
                else " "
                if token.type == "softbreak"
                else token.content
            )
            run = paragraph.add_run(words, style=CODE if token.type == "code_inline" else None)
            run.bold, run.italic = strong or None, slanted or None


def _until(tokens: Iterator[Token], kind: str) -> Iterator[Token]:
    for token in tokens:
        if token.type == kind:
            return
        yield token


def _set_styles(document: Any, language: str) -> None:
    """Set the page, the letters, the language of the text, and a style for the names of fields."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    styles = document.styles
    for spoken in styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)
    styles["Normal"].font.size, styles["Normal"].font.name = Pt(11), "Calibri"
    for level, size in enumerate((16, 14, 12, 11), 1):
        styles[f"Heading {level}"].paragraph_format.space_after = Pt(4)
        font = styles[f"Heading {level}"].font
        font.size, font.color.rgb, font.italic = Pt(size), RGBColor.from_string(INK), False
    code = styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER)
    code.font.name = "Courier New"


def _repeat_head(row: Any) -> None:
    """Mark a row as the head of its table: read as such, and repeated on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 python-docx has no word for it
