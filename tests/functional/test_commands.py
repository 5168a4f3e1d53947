"""The commands as a newcomer runs them: what they print, and their exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

import karama
from karama.cli.main import COMMANDS, main
from karama.schema import check_reading

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples" / "reports"
REPORT = "Rebels shelled the town of Kafr Nabl on Sunday, killing at least 12 people, a doctor said."


def run(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "karama", *arguments], input=stdin, capture_output=True, text=True, check=False, timeout=120)


def test_reading_the_examples_gives_a_page_with_claims_beside_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "-q", str(EXAMPLES)]) == 0
    page = capsys.readouterr().out
    assert "encirclement" in page
    assert "2017-06-29; the Thursday before" in page
    assert "\x1b[" not in page


def test_jsonl_is_one_valid_reading_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "-q", "--format", "jsonl", str(EXAMPLES)]) == 0
    readings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(readings) == 6
    for reading in readings:
        check_reading(reading)
        assert reading["claims"]


def test_json_is_one_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "-q", "--format", "json", str(EXAMPLES / "1-raqqa-encircled.txt")]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1


def test_standard_input_is_read_against_the_day_given() -> None:
    done = run("read", "-", "--published", "2017-07-02", "--format", "jsonl", stdin=REPORT)
    assert done.returncode == 0, done.stderr
    reading = json.loads(done.stdout)
    assert reading["article"]["published"] == "2017-07-02"
    assert reading["dates"][0]["timex3"] == "2017-07-02"


def test_python_gives_the_same_as_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    path = EXAMPLES / "5-mayadin-prison.txt"
    main(["read", "-q", "--format", "jsonl", str(path)])
    assert json.loads(capsys.readouterr().out) == karama.read(path).to_dict()


def test_a_text_may_be_read_as_it_is() -> None:
    reading = karama.read(REPORT, published="2017-07-02")
    assert {"killing", "shelling"} & {event.kind for event in reading.events}
    assert any("killing at least 12 people" in claim.words for claim in reading.claims)


def test_pandas_has_a_row_a_claim() -> None:
    reading = karama.read(REPORT, published="2017-07-02")
    table = reading.to_pandas()
    assert len(table) == len(reading.claims) > 0
    assert {"certainty", "speakers", "actor", "place", "acled_sub"} <= set(table.columns)


def test_reading_twice_gives_the_same_bytes() -> None:
    path = EXAMPLES / "6-old-city-wall.txt"
    assert json.dumps(karama.read(path).to_dict()) == json.dumps(karama.read(path).to_dict())


class Page(HTMLParser):
    """Collects what a page would load, and its words."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_html_page_loads_nothing_and_shows_hostile_text_as_text(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    hostile.write_text(f'<script>alert("x")</script> <img src=x onerror=alert(1)> \u202eevil\u202c\n\n{REPORT}', encoding="utf-8")
    out = tmp_path / "page.html"
    assert main(["read", "-q", "--format", "html", "-o", str(out), str(hostile), str(EXAMPLES)]) == 0
    page = Page()
    page.feed(out.read_text(encoding="utf-8"))
    assert page.loads == []
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert "svg" in page.tags
    assert list(tmp_path.glob("*.partial")) == []


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4, "PNG picture"),
        (
            "french.txt",
            ("Les forces gouvernementales ont bombardé le village dans la nuit de mardi, selon des habitants de la région. " * 5).encode(),
            "French",
        ),
        ("menu.html", b"<!doctype html><html><body><nav><a href='/'>Home</a></nav></body></html>", "article"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line_and_the_rest_is_read(
    name: str, content: bytes, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz-good.txt").write_text(REPORT, encoding="utf-8")
    assert main(["read", "-q", "--format", "jsonl", str(tmp_path)]) == 3
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 1
    assert len(captured.err.splitlines()) == 1
    assert name in captured.err
    assert says.casefold() in captured.err.casefold()


def test_a_file_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "no-such-file.txt"]) == 3
    assert "no-such-file.txt" in capsys.readouterr().err


def test_a_wrong_date_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--published", "2.7.2017", str(EXAMPLES)]) == 3
    assert "2.7.2017" in capsys.readouterr().err


def test_help_is_instant_and_loads_no_model() -> None:
    loaded = "sorted(x for x in ('spacy', 'rich', 'numpy', 'karama.api') if x in sys.modules)"
    code = f"import sys, karama.cli.main as m; m.main(['--help']); print({loaded}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert all(name in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "karama" in capsys.readouterr().out


def test_colours_are_off_when_no_color_is_set() -> None:
    import os
    import pty

    outside, inside = pty.openpty()
    environment = os.environ | {"NO_COLOR": "1", "TERM": "xterm-256color"}
    subprocess.run([sys.executable, "-m", "karama", "read", "-q", str(EXAMPLES / "1-raqqa-encircled.txt")], stdout=inside, env=environment, check=True)
    os.close(inside)
    seen = os.read(outside, 65536).decode("utf-8", "replace")
    assert "\x1b[3" not in seen


def test_every_command_stands_in_the_reference() -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"karama {name}" not in reference] == []


def test_places_of_ones_own_are_found_after_they_are_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KARAMA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KARAMA_CACHE", str(tmp_path / "cache"))
    table = tmp_path / "villages.csv"
    table.write_text("name,lat,lon,country\nZorgabad Bala,35.1,44.2,IRQ\nNowhere,x,y,IRQ\n", encoding="utf-8")
    assert main(["gazetteer", "add", str(table)]) == 3
    captured = capsys.readouterr()
    assert "line 3" in captured.err
    assert "added 1 places" in captured.out
    from karama.wiring import open_places

    assert [place.name for place in open_places().lookup("Zorgabad Bala")] == ["Zorgabad Bala"]
