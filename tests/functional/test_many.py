"""Some of many articles, and the report at the end. The texts were written for the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from karama.app.choosing import choose_articles
from karama.cli.main import main
from karama.errors import InputError
from karama.ingest.articles import Loaded, Refusal, make_article

TOWNS = ("Saraqib", "Idlib", "Homs", "Hama", "Raqqa", "Mayadin")
SAID = """Shelling killed {} civilians in the besieged town of {} on Friday, rescue workers said. Government troops and rebel fighters had clashed near the
town for two days, and several soldiers were wounded, the army said in a statement. Residents said that shells hit the market at noon."""


def write_file(file: Path, lines: list[dict[str, Any]]) -> Path:
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_file(tmp_path / "r.jsonl", [{"text": SAID.format(n + 3, town), "published": "2017-07-02"} for n, town in enumerate(TOWNS)])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    assert main(["init", str(tmp_path / "x.karama")]) == 0
    return tmp_path / "x.karama"


def load(count: int) -> list[Loaded | Refusal]:
    return [Loaded(make_article(f"Report number {n} of a quiet day."), f"{n}") for n in range(count)]


def name(found: Any) -> list[str]:
    return [item.source for item in found]


def test_a_limit_takes_the_first_and_looks_no_further() -> None:
    def endless() -> Any:
        yield from load(5)
        raise AssertionError("looked further")

    assert name(choose_articles(endless(), limit=3)) == ["0", "1", "2"]


def test_what_cannot_be_read_is_told_and_not_counted() -> None:
    found = [Refusal("bad", InputError("bad")), *load(4)]
    assert name(choose_articles(found, limit=2)) == ["bad", "0", "1"]
    assert len(name(choose_articles(found, sample=2))) == 3


def test_a_sample_is_the_same_whatever_the_order_and_stands_in_that_order() -> None:
    articles = load(200)
    chosen, turned = name(choose_articles(articles, sample=20)), name(choose_articles(articles[::-1], sample=20))
    assert len(chosen) == 20 and chosen == turned[::-1] and chosen == sorted(chosen, key=int)
    assert set(chosen) < set(name(choose_articles(articles, sample=40))), "a larger sample holds the smaller"
    assert max(map(int, chosen)) > 100 > min(map(int, chosen))


def test_a_text_that_comes_twice_counts_once_in_a_sample() -> None:
    articles = load(3)
    assert name(choose_articles([*articles, *articles], sample=5)) == ["0", "1", "2"]


def test_more_than_there_are_is_all_of_them() -> None:
    assert name(choose_articles(load(3), limit=9, sample=8)) == ["0", "1", "2"]


def test_a_sample_of_the_first_looks_only_at_those() -> None:
    assert set(name(choose_articles(load(50), limit=10, sample=4))) < {str(n) for n in range(10)}


def test_the_report_of_adding_says_what_became_of_all(reports: Path, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with reports.open("a", encoding="utf-8") as file:
        copy = SAID.format(3, TOWNS[0]) + "\nThis came from an agency."
        file.write(json.dumps({"text": copy, "published": "2017-07-02"}) + "\n" + json.dumps({"text": ""}) + "\n")
    assert main(["add", str(record), str(reports), "--copies-once", "--report", str(tmp_path / "report.json")]) == 3
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert told["articles"] == {"total": 8, "kept unread": 1, "new": 6, "refused": 1}
    assert told["copies"] == 1 and told["kept_unread"] == {"a copy": 1}
    assert len(told["refused"]) == 1 and "r.jsonl" in told["refused"][0]["source"] and told["refused"][0]["reason"]
    assert told["claims"] >= 12 and told["words"] == sum(len(SAID.format(n + 3, town).split()) for n, town in enumerate(TOWNS))
    assert told["peak_mb"]["self"] > 50 and told["words_per_second"] > 0
    short = capsys.readouterr().err
    assert "words/s" in short and "1 copies" in short and told["audit"] in short


def test_the_command_that_the_report_names_draws_the_sample(reports: Path, record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["add", str(record), str(reports), "--limit", "1", "--report", str(tmp_path / "report.json")]) == 0
    audit = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["audit"].split()
    monkeypatch.chdir(tmp_path)
    assert main(audit[1:]) == 0 and (tmp_path / "sheet.csv").exists()


def test_adding_the_same_sample_again_adds_nothing(reports: Path, record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(record), str(reports), "--sample", "2"]) == 0
    assert main(["add", str(record), str(reports), "--sample", "2"]) == 0
    assert "2 known already" in capsys.readouterr().out


def test_issues_are_counted_by_code_as_reading_tells_them(reports: Path, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_file(reports, [{"text": "Shelling killed nine people in Xyzzyqib on Friday, residents said."}, {"text": "Two people died in Qwertyqib on Monday."}])
    assert main(["read", str(reports), "--format", "jsonl", "--report", str(tmp_path / "read.json")]) == 0
    codes = [issue["code"] for line in capsys.readouterr().out.splitlines() for issue in json.loads(line)["issues"]]
    assert main(["add", str(record), str(reports), "--report", str(tmp_path / "add.json")]) == 0
    read, added = (json.loads((tmp_path / name).read_text(encoding="utf-8"))["issues"] for name in ("read.json", "add.json"))
    assert codes and read == added == {code: codes.count(code) for code in codes}


def test_a_report_that_cannot_be_written_is_one_line(reports: Path, record: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = tmp_path / "none" / "report.json"
    assert main(["add", str(record), str(reports), "--limit", "1", "--report", str(where)]) == 3
    assert str(where) in capsys.readouterr().err.splitlines()[-1]


def test_choosing_among_nothing_is_refused(record: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add", str(record), "--reread", "--sample", "2"]) == 2
    assert "--sample" in capsys.readouterr().err


def test_one_article_has_no_short_report(reports: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(reports), "--limit", "1"]) == 0
    assert "words/s" not in capsys.readouterr().err
