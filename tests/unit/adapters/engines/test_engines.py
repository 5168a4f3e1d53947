"""Every engine gives the same results; a pool loses none when its workers die."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from karama.adapters.engines.local_pool import LocalPool
from karama.adapters.engines.part_files import PartFiles
from karama.adapters.engines.serial import Serial
from karama.app.bulk import cut_parts
from karama.domain.parts import Aside, Part, PartResult
from karama.domain.text import Article
from karama.errors import SetupError

OPENER = "openers:open_reader"


def make_articles(*texts: str) -> list[Article]:
    return [Article(text, f"a{n}", f"a{n}") for n, text in enumerate(texts)]


def read_serially(articles: Sequence[Article]) -> Iterator[bytes]:
    return (f'{{"read":"{article.id}"}}'.encode() for article in articles)


def test_the_pool_gives_what_one_process_gives_in_its_order() -> None:
    parts = list(cut_parts(make_articles(*["plain"] * 23), "v1", 4))
    assert list(LocalPool(OPENER, 2)(parts)) == list(Serial(read_serially)(parts))


def test_an_article_that_ends_two_workers_is_set_aside_and_the_others_are_read() -> None:
    (part,) = cut_parts(make_articles("plain", "plain", "deadly", "plain"), "v1")
    pool = LocalPool(OPENER, 2)
    (result,) = pool([part])
    assert [line.article for line in result.lines if isinstance(line, Aside)] == ["a2"]
    assert result.lines[2] == Aside("a2", "reading it ended 2 workers: was ended by signal 9")
    assert [line for line in result.lines if isinstance(line, bytes)] == [b'{"read":"a0"}', b'{"read":"a1"}', b'{"read":"a3"}']
    assert len(pool.deaths) == 2


def test_an_article_that_ends_one_worker_is_read_by_the_next(tmp_path: Path) -> None:
    article = Article("once", "a0", str(tmp_path / "died"))
    (result,) = LocalPool(OPENER, 1)(cut_parts([article], "v1"))
    assert result.lines == (b'{"read":"a0"}',)


def test_a_stuck_worker_is_ended_at_the_deadline() -> None:
    (result,) = LocalPool(OPENER, 1, deadline_s=0.7)(cut_parts(make_articles("stuck"), "v1"))
    assert result.lines == (Aside("a0", "reading it ended 2 workers: no answer within 0.7 s"),)


def test_a_greedy_article_does_not_take_the_machine_with_it() -> None:
    (result,) = LocalPool(OPENER, 1, memory_mb=300)(cut_parts(make_articles("greedy"), "v1"))
    (aside,) = result.lines
    assert isinstance(aside, Aside) and ("ran out of memory" in aside.reason or "took more than 300 MB" in aside.reason)


def test_workers_that_cannot_start_are_told_in_one_line() -> None:
    with pytest.raises(SetupError, match="workers cannot start"):
        list(LocalPool("openers:open_nothing", 2)(cut_parts(make_articles("plain"), "v1")))


def test_what_is_kept_is_not_read_again(tmp_path: Path) -> None:
    parts = list(cut_parts(make_articles(*["plain"] * 6), "v1", 2))
    first = list(LocalPool(OPENER, 2)(parts, PartFiles(tmp_path)))
    read: list[str] = []

    def count(articles: Sequence[Article]) -> Iterator[bytes]:
        read.extend(article.id for article in articles)
        return read_serially(articles)

    (tmp_path / f"{parts[1].key}.jsonl.gz").unlink()
    assert list(Serial(count)(parts, PartFiles(tmp_path))) == first
    assert read == ["a2", "a3"]


def test_a_result_that_was_cut_short_counts_as_none(tmp_path: Path) -> None:
    files = PartFiles(tmp_path)
    files.keep(PartResult("k", (b'{"read":"a0"}', Aside("a1", "slow"))))
    assert files.find("k", 2) == PartResult("k", (b'{"read":"a0"}', Aside("a1", "slow")))
    path = tmp_path / "k.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-9])
    assert files.find("k", 2) is None


def test_another_reader_has_other_keys() -> None:
    articles = make_articles("plain")
    (old,), (new,) = cut_parts(articles, "v1"), cut_parts(articles, "v2")
    assert old.key != new.key and isinstance(old, Part)
