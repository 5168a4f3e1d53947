"""What is a newer version of a page, and what was changed in it."""

from __future__ import annotations

from karama.record.versions import FEWEST_SHARED, list_changes, names_article, share_words

OLD = "Shelling hit the town of Kafr Nabl on Sunday.\nA doctor said twelve people were killed.\nThe army denied it."
NEW = "Shelling hit the town of Kafr Nabl on Sunday.\nA doctor said fifteen people were killed.\nThe army denied it.\nThe toll may rise."


def test_a_rewritten_page_shares_words_and_another_story_does_not() -> None:
    assert share_words(OLD, NEW) > 0.5
    assert share_words(OLD, "Rain is expected over the coast this weekend, the weather service said.") < FEWEST_SHARED
    assert share_words("", NEW) == 0.0


def test_a_front_page_is_no_article() -> None:
    assert names_article("https://example.org/news/1")
    assert names_article("https://example.org/?id=7")
    assert not names_article("https://example.org/")
    assert not names_article("http://[x")
    assert not names_article("javascript:alert(1)")


def test_changes_carry_the_words_of_both_versions() -> None:
    changes = list(list_changes(OLD, NEW))
    assert [(change.older, change.newer) for change in changes] == [
        ("A doctor said twelve people were killed.", "A doctor said fifteen people were killed."),
        ("", "The toll may rise."),
    ]
    assert all(OLD[change.start : change.end] == change.older for change in changes)
    assert list(list_changes(OLD, OLD)) == []
