"""The log: a chain in which nothing can be changed, taken out or put in between unseen."""

from __future__ import annotations

from dataclasses import replace

from karama.domain.record import LogEntry
from karama.record.ledger import GENESIS, Note, chain_notes, check_chain, hash_entry

AT = "2026-01-01T00:00:00Z"


def make_log() -> list[LogEntry]:
    first = list(chain_notes(None, AT, "Ann", [Note("init", "record"), Note("capture", "k_1", {"article": "a"})]))
    return first + list(chain_notes(first[-1], AT, "Bo", [Note("read", "r_1"), Note("merge", "m_1")]))


def test_a_log_that_was_left_alone_has_no_breaks() -> None:
    log = make_log()
    assert [entry.number for entry in log] == [1, 2, 3, 4]
    assert log[0].before == GENESIS
    assert list(check_chain(log)) == []


def test_a_changed_entry_is_named_in_every_field() -> None:
    for change in ({"by": "Eve"}, {"at": "2020-01-01T00:00:00Z"}, {"subject": "k_2"}, {"detail": "{}"}, {"action": "read"}):
        log = make_log()
        log[1] = replace(log[1], **change)  # type: ignore[arg-type]
        assert list(check_chain(log)) == [(2, "was changed")]


def test_an_entry_changed_with_its_hash_is_found_at_the_next_one() -> None:
    log = make_log()
    changed = replace(log[1], by="Eve")
    log[1] = replace(changed, hash=hash_entry(changed))
    assert list(check_chain(log)) == [(3, "does not follow from the entry before it")]


def test_entries_taken_out_are_named() -> None:
    log = make_log()
    assert list(check_chain([*log[:1], *log[2:]])) == [(3, "entry 2 is missing")]
    assert list(check_chain([log[0], log[3]])) == [(4, "entries 2 to 3 are missing")]
    assert list(check_chain(log[1:])) == [(2, "entry 1 is missing")]
