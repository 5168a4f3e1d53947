"""Web pages, PDF, Word documents and e-mail become text."""

from __future__ import annotations

from pathlib import Path

import pytest

from karama.errors import InputError
from karama.ingest.docx import read_docx
from karama.ingest.email import read_email
from karama.ingest.html import read_html
from karama.ingest.paragraphs import join_lines
from karama.ingest.pdf import read_pdf

from .samples import LEAD, MORE, make_docx, make_email, make_page, make_paragraph, make_pdf

PAGE = make_page(
    '<nav><a href="/">Home</a></nav><article><h1>Shells hit market in Kerat</h1><p class="byline">By Ann Bell</p>'
    "<figure><img src=a.jpg><figcaption>Smoke rises over the market in Kerat, July 1, 2017. <span>Ann Bell/Reuters</span></figcaption></figure>"
    f"<p>KERAT, Syria (Reuters) - {LEAD}</p><p>{MORE} <b>No side</b> has claimed the attack.</p><ul><li>Friday: three killed on the road</li></ul></article>"
    "<footer>© 2017 The Daily Ford. All rights reserved.</footer>",
    '<meta property="og:site_name" content="The Daily Ford"><meta name="author" content="Ann Bell">'
    '<meta property="article:published_time" content="2017-07-02T10:00:00Z"><link rel="canonical" href="https://example.org/a">',
)


def test_a_web_page_gives_headline_byline_paragraphs_and_captions() -> None:
    lines = read_html(PAGE, "a.html").text.split("\n\n")
    assert lines == [
        "Shells hit market in Kerat",
        "By Ann Bell",
        f"KERAT, Syria (Reuters) - {LEAD}",
        f"{MORE} No side has claimed the attack.",
        "Friday: three killed on the road",
        "Caption: Smoke rises over the market in Kerat, July 1, 2017. Ann Bell/Reuters",
    ]


def test_a_web_page_states_its_day_publisher_and_address() -> None:
    found = read_html(PAGE, "a.html")
    assert (found.title, found.published, found.publisher, found.url) == ("Shells hit market in Kerat", "2017-07-02", "The Daily Ford", "https://example.org/a")


def test_a_caption_that_stands_in_the_text_already_is_not_repeated() -> None:
    page = make_page(f"<article><p>{LEAD}</p><p>{MORE}</p><figure><img src=a.jpg><figcaption>{MORE}</figcaption></figure></article>")
    assert read_html(page, "a.html").text.count(MORE) == 1


@pytest.mark.parametrize(
    "page",
    [
        make_page('<nav><a href="/">Home</a><a href="/w">World</a></nav>'),
        "<html></html>",
        "<html><body>" + "<div>" * 20_000,
        make_page("<p>" * 300_000),
    ],
)
def test_a_page_without_an_article_is_refused_in_one_line(page: str) -> None:
    with pytest.raises(InputError, match=r"^a\.html: a web page [^\n]+$"):
        read_html(page, "a.html")


def test_a_pdf_gives_its_paragraphs_whole() -> None:
    first = [
        "Shells struck a crowded market in the town of Kerat on Saturday, kil-",
        "ling at least 12 people, officials said.",
        "Residents spoke",
    ]
    second = ["of three blasts in the course of an hour, and most of them had fled by", "the evening."]
    found = read_pdf(make_pdf([first, second], "/Title (Shells hit market) /CreationDate (D:20170702101500Z)"), "a.pdf")
    assert found.text.split("\n\n")[0] == "Shells struck a crowded market in the town of Kerat on Saturday, killing at least 12 people, officials said."
    assert "Residents spoke of three blasts in the course of an hour, and most of them had fled by the evening." in found.text
    assert (found.title, found.published, found.issues) == ("Shells hit market", "2017-07-02", ("published-is-file-date",))


def test_running_heads_and_page_numbers_of_a_pdf_are_left_out() -> None:
    body = "The army took the bridge on the road to the town of {} in the night."
    pages = [["The Daily Ford, page " + str(n), body.format(town), str(n)] for n, town in enumerate(("Kerat", "Manat", "Tel Sur", "Bir Hadi"), 1)]
    text = read_pdf(make_pdf(pages), "a.pdf").text
    assert "Daily Ford" not in text
    assert text.count("The army took the bridge") == 4


def test_a_scanned_pdf_is_refused_as_a_scan() -> None:
    with pytest.raises(InputError, match="a PDF without text"):
        read_pdf(make_pdf([[""]]), "a.pdf")


def test_a_broken_pdf_is_refused() -> None:
    with pytest.raises(InputError, match="a broken PDF"):
        read_pdf(b"%PDF-1.4 and no more", "a.pdf")


def test_a_word_document_gives_title_paragraphs_and_captions_without_deleted_words() -> None:
    body = (
        make_paragraph("Shells hit market in Kerat", "Title")
        + f"<w:p><w:r><w:t>{LEAD}</w:t></w:r><w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
        + "<w:tbl><w:tr><w:tc>"
        + make_paragraph("Killed")
        + "</w:tc></w:tr></w:tbl>"
        + make_paragraph("Smoke over Kerat.", "Caption")
    )
    found = read_docx(make_docx(body, "report_final.docx"), "a.docx")
    assert found.text.split("\n\n") == ["Shells hit market in Kerat", LEAD, "Killed", "Caption: Smoke over Kerat."]
    assert (found.title, found.published) == ("Shells hit market in Kerat", "2017-07-02")


def test_a_box_inside_a_paragraph_is_read_once() -> None:
    box = f"<w:p><w:r><w:t>{LEAD}</w:t><w:pict><w:txbxContent>{make_paragraph('Killed: 12')}</w:txbxContent></w:pict></w:r></w:p>"
    assert read_docx(make_docx(box), "a.docx").text.split("\n\n") == [LEAD, "Killed: 12"]


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    with pytest.raises(InputError, match="unpacks to more than"):
        read_docx(make_docx("<w:p/>" * 11_000_000), "a.docx")


def test_entities_of_a_word_document_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    entities = f'<!DOCTYPE w [<!ENTITY e SYSTEM "{tmp_path / "secret.txt"}">]>'
    assert "secret" not in read_docx(make_docx(make_paragraph(f"{LEAD} &e;"), entities=entities), "a.docx").text


def test_an_email_gives_its_subject_as_headline_and_its_plain_text() -> None:
    found = read_email(make_email(f"{LEAD}\n\n{MORE}\n\n-- \nAnn Bell\nDaily Ford\n", PAGE, "Fwd: Re: Shells hit market in Kerat"), "a.eml")
    assert found.text == f"Shells hit market in Kerat\n\n{LEAD}\n\n{MORE}"
    assert (found.title, found.published) == ("Shells hit market in Kerat", "2017-07-02")


def test_an_email_with_html_alone_is_read_as_a_page() -> None:
    assert LEAD in read_email(make_email(page=PAGE), "a.eml").text


def test_wrapped_lines_are_joined_and_short_last_lines_end_paragraphs() -> None:
    lines = [
        "The army took the bridge on the road to the",
        "town in the night, officials said.",
        "The mayor denied it on Sunday and asked for",
        "a self-",
        "imposed truce.",
    ]
    assert join_lines(lines) == [
        "The army took the bridge on the road to the town in the night, officials said.",
        "The mayor denied it on Sunday and asked for a self-imposed truce.",
    ]
