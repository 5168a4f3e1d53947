"""Every page of the web app and its JSON twin, asked for with ids of the record and with odd values: an answer or one line, never a fault of the server.

The app has no OpenAPI, so the walk is our own: the tables of pages and feeds say what there is, and the links of the pages what they are asked with.
"""

# ruff: noqa: E501
from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest
from rounds import choose
from starlette.testclient import TestClient

import karama
from karama.api import init_record
from karama.app.pipeline import Tools
from karama.web.app import identify_owner, make_app
from karama.web.pages import FEEDS, PAGES
from karama.web.visits import Site

REPORTS = Path(__file__).resolve().parents[2] / "examples/reports"
LINK = re.compile(r'(?:href|action|data-[a-z-]+)="(/[^"]*)"')
ODD = (
    "", "²", "٣", "9" * 5000, "0", "-1", "1", "999999999999999999999", "1e309", "nan", "inf", "null", "none", "true", "[]", "{}", "a", "é", "مدينة", "\u202e", "\ud7ff", "\U0001f600",
    "'", '"', "<script>alert(1)</script>", "{{7*7}}", "%", "%00", "\x00", "\n", "../../etc/passwd", "c_0", "i_0", "e_0", "sha256:0", "2017-13-45", "2017-06/2017-07",
    "0000-00-00", "9999-12-31", "90,180,-90,-180", "0,0,0,0,99", "-90,-180,90,180,0", "nan,nan,nan,nan,nan", "a" * 5000, ",", ":", "/", "?", "#", "(", "*", 'x" OR 1=1 --',
)  # fmt: skip
# Names that pages read from the query; the links of the pages add theirs.
NAMES = (
    "q", "on", "view", "page", "sort", "kind", "country", "province", "at", "actor", "recipient", "dispute", "certainty", "where", "when", "outlet", "from", "to",
    "place", "within", "id", "ids", "item", "queue", "profile", "policy", "limit", "start", "end", "like", "box", "zoom", "days", "words", "blind", "as", "near", "who", "bbox", "by", "selected", "state", "what", "coder", "open", "title", "formats", "start", "claims",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, tools: Tools) -> Iterator[TestClient]:
    """The app over a record of the example reports, in which people decided something."""
    path = tmp_path_factory.mktemp("walk") / "r.karama"
    with init_record(path) as record:
        record.add([REPORTS], by="Ann")
        first = next(iter(record.claims()))
        record.deciding("Ann").flag([first.id], "look at it")
    with karama.open(path) as record, TestClient(make_app(Site(record), identify_owner("Ann"), None), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def ids(client: TestClient) -> list[str]:
    """Real ids of everything that the pages name."""
    words = " ".join(client.get(path).text for path in ("/", "/explore.json", "/actors.json", "/places.json", "/review.json", "/search.json?q=the"))
    return sorted(set(re.findall(r"\b(?:[a-z]_[0-9a-f]{6,}|sha256:[0-9a-f]{64})\b", words)))


def fill(path: str, value: str) -> str:
    return re.sub(r"\{[^}]*\}", lambda _: quote(value, safe=":"), path)


def assert_told(client: TestClient, url: str) -> str:
    """The answer's words; it is no fault of the server, shows no trace, and where it is JSON it is valid."""
    answer = client.get(url, follow_redirects=False)
    assert answer.status_code in (200, 303, 304, 307, 400, 403, 404, 405, 501, 503), (url, answer.status_code, answer.text[:500])
    assert "Traceback" not in answer.text, url
    assert "site-packages" not in answer.text, url
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if answer.headers.get("content-type", "").startswith("application/json"):
        json.loads(answer.text, parse_constant=lambda word: pytest.fail(f"{url}: {word} is no JSON"))
    else:
        assert "<script>alert(1)</script>" not in answer.text, url
    return answer.text


PATHS = sorted({*(page.path for page in PAGES), *(f"{page.path}.json" for page in PAGES if page.path != "/"), *(feed.path for feed in FEEDS)})


@pytest.mark.parametrize("path", PATHS)
def test_a_page_answers_whatever_it_is_asked(client: TestClient, ids: list[str], path: str) -> None:
    chance = random.Random(path)
    assert len(ids) > 10
    values = (*ODD, *chance.sample(ids, 10))
    if "{" in path:
        for value in (*ids[:: max(1, len(ids) // choose(15, 400))], *(one for one in ODD if one and one.strip("/."))):
            assert_told(client, fill(path, value))
    for _ in range(choose(12, 300)):
        query = [(chance.choice(NAMES), chance.choice(values)) for _ in range(chance.randint(1, 4))]
        assert_told(client, f"{fill(path, chance.choice(ids))}?{urlencode(query, errors='replace')}")


def test_every_link_of_every_page_leads_somewhere(client: TestClient, ids: list[str]) -> None:
    todo, seen, names = ["/"], {"/"}, set()
    while todo and len(seen) < choose(150, 2000):
        url = todo.pop(0)
        words = assert_told(client, url)
        if client.get(url, follow_redirects=False).status_code == 404:
            raise AssertionError(f"{url}: a page links to it, and it is not there")
        for found in LINK.findall(words):
            link = unescape(found)
            names.update(name for name, _ in parse_qsl(urlsplit(link).query))
            plain = link.partition("#")[0]
            if plain not in seen and not plain.startswith(("/assets/", "/log-out")) and not plain.startswith("//"):
                seen.add(plain)
                todo.append(plain)
    assert len(seen) > 30
