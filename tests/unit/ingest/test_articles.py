"""Sources of every kind become articles, and bad ones one clear line each."""

from __future__ import annotations

import json
import unicodedata
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karama.domain.text import Article
from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal, load_articles, load_bytes
from karama.ingest.making import LONGEST_ARTICLE, make_article

from .samples import LEAD, MORE, make_docx, make_email, make_page, make_paragraph, make_pdf


def load(data: bytes, name: str = "a.txt", published: str | None = None) -> Loaded | Refusal:
    return next(load_bytes(data, name, name, published))


def article_of(outcome: Loaded | Refusal) -> Article:
    assert isinstance(outcome, Loaded), outcome
    return outcome.article


def reason_of(outcome: Loaded | Refusal) -> str:
    assert isinstance(outcome, Refusal), outcome
    assert "\n" not in str(outcome.error)
    return str(outcome.error)


def test_plain_text_is_kept_but_for_its_line_ends_its_mark_and_its_normal_form() -> None:
    article = article_of(load("\ufeffThe  cafe\u0301 was shelled.\r\nIt is \tclosed.\rAnd empty. ".encode()))
    assert article.text == "The  caf\u00e9 was shelled.\nIt is \tclosed.\nAnd empty. "
    assert article.id.startswith("sha256:")
    assert article.name == article.id


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff"), min_size=1, max_size=80))
def test_a_text_is_in_normal_form_and_reading_it_again_changes_nothing(text: str) -> None:
    try:
        article = make_article(text)
    except InputError:
        return
    assert unicodedata.is_normalized("NFC", article.text)
    assert "\r" not in article.text
    assert make_article(article.text) == article


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "a.txt: empty"),
        (b" \n\t ", "a.txt: empty"),
        (bytes(range(256)) * 8, "a.txt: binary, not text (a zero byte at 0)"),
        (b"\x89PNG\r\n\x1a\n" + b"\x01" * 40, "a.txt: not text but a PNG picture"),
        (b"\xd0\xcf\x11\xe0" + b"\x01" * 40, "a.txt: not text but an old Word, Excel or Outlook file (save it as DOCX, PDF or text)"),
        (
            "L'armée a repris la ville dans la nuit de samedi, selon un porte-parole du ministère qui n'a pas donné de bilan.".encode(),
            "a.txt: written in French, Karama reads English",
        ),
        ("Армия заняла город в ночь на воскресенье, сообщил представитель министерства.".encode("cp1251"), "a.txt: written in Russian, Karama reads English"),
        (b"PK\x03\x04 and no more", "a.txt: a broken zip file"),
        (b"The army \xed\xa0\x80 said", "half"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, reason: str) -> None:
    if reason == "half":
        assert load(data)  # neither raises nor hangs, whatever the broken bytes are taken for
    else:
        assert reason_of(load(data)) == reason


@pytest.mark.parametrize(
    ("encoding", "code"),
    [("cp1252", "read-as-windows-1252"), ("utf-16", "read-as-utf-16-le"), ("utf-16-be", "read-as-utf-16-be"), ("utf-8", None), ("utf-8-sig", None)],
)
def test_other_encodings_than_utf_8_are_read_and_said(encoding: str, code: str | None) -> None:
    text = f"“{LEAD}” he said — in the café."
    outcome = load(text.encode(encoding))
    assert article_of(outcome).text == text
    assert isinstance(outcome, Loaded)
    assert [issue.code for issue in outcome.issues] == ([code] if code else [])


def test_a_web_page_is_read_in_the_encoding_that_it_states() -> None:
    page = make_page(f"<article><p>{LEAD} Łódź, Český Krumlov.</p><p>{MORE}</p></article>", '<meta charset="windows-1250">')
    assert "Łódź, Český Krumlov" in article_of(load(page.encode("cp1250"), "a.html")).text


def test_a_text_with_a_few_broken_bytes_is_read_and_said() -> None:
    outcome = load(f"{LEAD} “Yes”, he said — in the café. {MORE}".encode() + b" \xff.")
    assert article_of(outcome).text.endswith("that day. \ufffd.")
    assert isinstance(outcome, Loaded)
    assert [issue.code for issue in outcome.issues] == ["read-as-utf-8-with-broken-bytes"]


def test_a_long_single_line_is_read_and_one_beyond_the_bound_is_refused() -> None:
    line = (LEAD + " ") * (LONGEST_ARTICLE // (len(LEAD) + 1))
    assert len(article_of(load(line.encode())).text) == len(line)
    assert reason_of(load((line * 2).encode())) == f"a.txt: {2 * len(line):,} characters; an article may have 5,000,000"


def test_a_given_day_goes_before_metadata_and_metadata_before_nothing() -> None:
    mail = make_email(LEAD)
    assert (article_of(load(mail, "a.eml")).published, article_of(load(mail, "a.eml")).published_how) == ("2017-07-02", "metadata")
    given_day = article_of(load(mail, "a.eml", "2017-07-03"))
    assert (given_day.published, given_day.published_how) == ("2017-07-03", "given")
    assert (article_of(load(LEAD.encode())).published, article_of(load(LEAD.encode())).published_how) == (None, "unknown")


def test_a_day_that_is_no_iso_date_is_an_input_error() -> None:
    with pytest.raises(InputError, match="'2 July' is not a date like 2017-07-02"):
        list(load_articles(["-"], published="2 July", stdin=BytesIO(b"")))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (make_page(f"<article><p>{LEAD}</p><p>{MORE}</p></article>").encode(), "a.txt"),
        (make_pdf([[LEAD[:53], LEAD[53:]]]), "a.dat"),
        (make_docx(make_paragraph(LEAD)), "a"),
        (make_email(LEAD), "a.txt"),
        (json.dumps({"text": LEAD}).encode(), ""),
        (json.dumps([{"text": LEAD}]).encode(), "a.json"),
    ],
)
def test_the_content_tells_the_format_whatever_the_name_says(data: bytes, name: str) -> None:
    assert "killing at least 12 people" in article_of(load(data, name)).text


def test_json_lines_keep_what_they_state_and_refuse_bad_lines_by_number() -> None:
    lines = [
        {"text": LEAD, "id": "k1", "title": "Shells", "published": "2017-07-02T09:00:00Z", "publisher": "Daily Ford", "url": "https://example.org/a"},
        {"text": MORE, "id": 7},
        {"title": "no text"},
        {"text": "  "},
        {"text": LEAD, "published": "July"},
        {"text": 12},
        {"text": "half \ud800 of a pair"},
        {"text": "zero \x00 character"},
        {"text": LEAD, "url": ["a"]},
        [LEAD],
    ]
    data = "\n".join(["{broken", "", *map(json.dumps, lines)]).encode()
    outcomes = list(load_bytes(data, "a.jsonl", "a.jsonl", "2017-01-01"))
    first, second = (outcome.article for outcome in outcomes if isinstance(outcome, Loaded))
    assert (first.name, first.title, first.published, first.published_how, first.publisher, first.url) == (
        "k1", "Shells", "2017-07-02", "given", "Daily Ford", "https://example.org/a",
    )  # fmt: skip
    assert (second.name, second.published, second.published_how) == ("7", "2017-01-01", "given")
    assert [str(outcome.error) for outcome in outcomes if isinstance(outcome, Refusal)] == [
        "a.jsonl, line 1: not JSON (Expecting property name enclosed in double quotes)",
        'a.jsonl, line 5: no "text" in it',
        "a.jsonl, line 6: empty",
        "a.jsonl, line 7: 'July' is not a date like 2017-07-02",
        'a.jsonl, line 8: "text" is not a string',
        "a.jsonl, line 9: not text (half of a surrogate pair at 5)",
        "a.jsonl, line 10: not text (a zero character at 5)",
        'a.jsonl, line 11: "url" is not a string',
        "a.jsonl, line 12: not a JSON object",
    ]


def test_a_folder_is_read_through_in_order_and_its_bad_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name, data in {
        "b.txt": LEAD.encode(), "a.txt": MORE.encode(), "empty.txt": b"", "data.csv": b"a,b", ".secret": b"x",
        "sub/c.eml": make_email(LEAD), ".hidden/d.txt": b"x",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    outcomes = list(load_articles([tmp_path]))
    assert [Path(outcome.source).name for outcome in outcomes] == ["a.txt", "b.txt", "data.csv", "empty.txt", "c.eml"]
    assert [str(outcome.error) for outcome in outcomes if isinstance(outcome, Refusal)] == [
        f"{tmp_path}/data.csv: not a report but a table",
        f"{tmp_path}/empty.txt: empty",
    ]


def test_missing_files_and_empty_folders_are_refused_and_the_next_source_is_read(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "a.txt").write_text(LEAD)
    outcomes = list(load_articles([tmp_path / "no.txt", tmp_path / "none", tmp_path / "a.txt"]))
    assert reason_of(outcomes[0]) == f"{tmp_path}/no.txt: no such file"
    assert reason_of(outcomes[1]) == f"{tmp_path}/none: a folder without files"
    assert article_of(outcomes[2]).text == LEAD


def test_standard_input_may_be_one_article_or_json_lines() -> None:
    assert article_of(next(load_articles(["-"], stdin=BytesIO(LEAD.encode())))).text == LEAD
    lines = BytesIO("\n".join(json.dumps({"text": text}) for text in (LEAD, MORE)).encode())
    assert [article_of(outcome).text for outcome in load_articles(["-"], stdin=lines)] == [LEAD, MORE]
    assert reason_of(next(load_articles(["-"], stdin=BytesIO(b"")))) == "standard input: empty"


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx", "a.eml", "a.jsonl", "a.json", ""]))
def test_any_bytes_under_any_name_are_an_article_or_a_refusal(data: bytes, name: str) -> None:
    for outcome in load_bytes(data, name, "x"):
        assert isinstance(outcome, Loaded | Refusal)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("The army took the town. " + "a" + "\u0301\u0323" * 500_000, "a.txt"),
        ("(" * 1_000_000, "a.txt"),
        ("Subject: " + "=?utf-8?q?a?= " * 50_000 + f"\nMessage-ID: 1\n\n{LEAD}", "a.eml"),
        ("Content-Type: multipart/mixed; boundary=x\nMime-Version: 1.0\n\n" + "--x\nContent-Type: text/plain\n\nThe army\n" * 50_000, "a.eml"),
        ("<html><body><article><p>" + "<b>The army took the town. </b>" * 150_000, "a.html"),
        ("<html><body>" + "<p>" * 1_500_000, "a.html"),
        ('{"text": ' + "[" * 200_000, "a.jsonl"),
    ],
)
def test_hostile_input_takes_seconds_at_most(data: str, name: str) -> None:
    began = monotonic()
    assert load(data.encode(), name)
    assert monotonic() - began < 10
