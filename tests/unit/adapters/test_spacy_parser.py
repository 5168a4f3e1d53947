"""The Parser port kept by spaCy: offsets, sentences and base forms."""

from __future__ import annotations

import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from karama.adapters.nlp.blocks import LONGEST_BLOCK, LONGEST_TOKEN, cut_blocks
from karama.adapters.nlp.spacy_parser import MODEL
from karama.domain.text import Segment
from karama.errors import SetupError

TEXT = "Rebels shelled two villages near Hama on Friday.\n\nThe army's spokesman said it hadn't fired back.  He gave no figures."


def body(text: str) -> tuple[Segment, ...]:
    return (Segment("body", 0, len(text), text),)


def test_every_token_carries_its_words_at_its_offsets(parse) -> None:
    found = parse(TEXT)
    assert [TEXT[a:b] for a, b in zip(found.starts, found.ends, strict=True)] == list(found.words)
    assert "".join(found.words) == "".join(TEXT.split())


def test_a_sentence_never_crosses_a_paragraph(parse) -> None:
    found = parse("Talks in Geneva\n\nRebels left the town")
    assert [found.cut(s.first, s.last) for s in found.sentences] == ["Talks in Geneva", "Rebels left the town"]


def test_the_subtree_of_a_verb_spans_its_clause(parse) -> None:
    found = parse("Rebels shelled two villages near Hama.")
    verb = found.lemmas.index("shell")
    assert found.cut(found.left[verb], found.right[verb]) == "Rebels shelled two villages near Hama."


def test_heads_children_and_edges_agree(parse) -> None:
    found = parse(TEXT)
    for token, head in enumerate(found.heads):
        assert head == token or token in found.children[head]
        assert found.left[head] <= token <= found.right[head]
        assert found.sentence_of[head] == found.sentence_of[token]


def test_only_prose_is_parsed(tools) -> None:
    text = "A man walks.\nPhoto by Sara Example"
    segments = (Segment("body", 0, 12, text[:12]), Segment("credit", 13, len(text), text[13:]))
    assert "Photo" not in next(tools.parser([(text, segments)])).words


def test_articles_come_back_one_for_one_also_empty_ones(tools) -> None:
    texts = ["One fell.", "", "Two fled."]
    found = list(tools.parser((t, body(t) if t else ()) for t in texts))
    assert [p.text for p in found] == texts
    assert [len(p) for p in found] == [3, 0, 3]


def test_base_forms_agree_with_spacys_own_lemmatizer_on_almost_all_words(parse) -> None:
    text = (
        "Soldiers were killing civilians who had fled. The men took cities, buried bodies and left. Strikes hit worse-off families; "
        "fighters are dying and the wives have gone. She says they'd been captured, tried and shot by armies nearing towns."
    )
    bare = spacy.load(MODEL)(text)
    ours = parse(text)
    differing = [(t.text, t.lemma_.lower(), lemma) for t, lemma in zip(bare, ours.lemmas, strict=True) if t.lemma_.lower() != lemma and t.is_alpha]
    assert len(differing) <= 2, differing


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .\n\t?", max_size=400))
def test_blocks_hold_every_character_that_is_not_blank(text: str) -> None:
    blocks = list(cut_blocks(text, body(text)))
    assert "".join("".join(b.text.split()) for b in blocks) == "".join(text.split())
    assert all(text[b.offset : b.offset + len(b.text)].replace("\n", " ").replace("\t", " ") == b.text for b in blocks)


def test_wrapped_lines_are_one_block() -> None:
    text = "\n".join(["The troops advanced along the river towards the old bridge and then"] * 6) + "\n\nA new paragraph."
    assert [b.text[:9] for b in cut_blocks(text, body(text))] == ["The troop", "A new par"]


def test_a_block_is_never_longer_than_the_bound() -> None:
    text = "x" * (3 * LONGEST_BLOCK + 5)
    assert max(len(b.text) for b in cut_blocks(text, body(text))) == LONGEST_TOKEN
    prose = "Troops advanced along the river. " * 1_000
    assert max(len(b.text) for b in cut_blocks(prose, body(prose))) <= LONGEST_BLOCK


def test_time_grows_linearly_with_one_endless_token(parse) -> None:
    def spend(size: int) -> float:
        started = time.process_time()
        parse("(" * size)
        return time.process_time() - started

    spend(1_000)
    small, large = min(spend(5_000) for _ in range(2)), spend(20_000)
    assert large < 12 * small


def test_a_missing_model_is_a_setup_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karama.adapters.nlp.spacy_parser.MODEL", "en_no_such_model")
    from karama.adapters.nlp.spacy_parser import SpacyParser

    with pytest.raises(SetupError, match="en_no_such_model"):
        SpacyParser()
