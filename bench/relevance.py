"""Learns and measures the filter of relevance: `python bench/relevance.py [--write]`.

It is learnt from the development corpora in ../shared (their words only; single words with weights are what is kept), and measured on Wikinews articles of
2019 and 2020 that it never saw, whose titles were judged by hand in RELEVANT and UNSURE below.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from karama.data import read_table
from karama.ingest.relevance import THRESHOLD, count_words, score_relevance, stem_word

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "src" / "karama" / "data" / "relevance.csv"
CHUNK = 350  # words: long articles count as several
# Words that tell of conflict by themselves; a weight may only be learnt for these, or the corpora's own habits ("SALVADOR", "file photo") are learnt instead.
OWN_GROUPS = frozenset({"fighters", "soldiers", "victims", "displaced"})
OWN_CLASSES = frozenset({"weapon", "bomb", "projectile", "aircraft", "force", "group"})
OWN_KINDS = frozenset(
    (
        "air strike", "drone strike", "shelling", "missile attack", "bombing", "explosion", "landmine", "suicide bombing", "chemical attack", "shooting",
        "armed clash", "killing", "massacre", "execution", "assassination", "abduction", "siege", "territory taken", "offensive", "ceasefire", "riot",
        "torture", "human shields", "injuring", "stabbing", "raid", "coup", "forced displacement", "crackdown", "attack", "deployment", "withdrawal",
    )
)  # fmt: skip
MORE = (
    "war wars rebel insurgency militia militias terror terrorism terrorist gunfire warplane airbase frontline battlefield troops army military hostage".split()
)
# General words that stand in our tables for a narrow use and tell nothing by themselves.
TOO_GENERAL = frozenset(
    "hit fire round drop land fall target pound rain launch grad go off take run car truck van vehicle charge device patient passenger tank plane train bus "
    "party team company court officer general major suspect victim body bodies dead survivor recover retake sink blast device rush storm strike campaign mine "
    "man people old city government police".split()
)
# By their numbers in the file: about armed conflict, political violence, armed attacks, force against protest.
RELEVANT = frozenset({11, 38, 64, 71, 78, 90, 103, 105, 122, 125, 130, 135, 158, 167, 173, 180, 233, 241, 257, 275, 277})
# Crime in private, sanctions, background: either answer is fair.
UNSURE = frozenset(
    {6, 8, 12, 14, 15, 16, 18, 19, 27, 34, 35, 40, 46, 59, 61, 82, 84, 93, 111, 117, 118, 123, 140, 141, 153, 168, 171, 221, 228, 230, 236, 248, 254}
)


def load(corpus: str, shared: Path) -> list[dict]:
    """The documents of a corpus."""
    return [json.loads(line) for line in (shared / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").split("\n") if line.strip()]


def list_examples(shared: Path) -> Iterator[tuple[str, int]]:
    """(text, 1 or 0) for learning."""
    for doc in load("wikipedia_conflict_articles", shared):
        words = doc["text"].split()
        for at in range(0, min(len(words), 4 * CHUNK), CHUNK):
            yield " ".join(words[at : at + CHUNK]), 1
    for corpus, label in (("m2e2", 1), ("polnear", 0), ("meantime", 0), ("tempeval3", 0)):
        for doc in load(corpus, shared):
            yield doc["text"], label
    for doc in load("muc4", shared):
        if doc["templates"]:
            yield doc["text"], 1
    for doc in load("gvdb", shared):
        yield doc["text"], 1


def list_vocabulary() -> set[str]:
    """The stems that may have a weight."""
    words = set(MORE)
    words |= {
        word for row in read_table("triggers.csv") if row["kind"] in OWN_KINDS and not row["subject"] and not row["object"] for word in row["words"].split("|")
    }
    words |= {word for row in read_table("nouns.csv") if row["group"] in OWN_GROUPS for word in row["nouns"].split()}
    words |= {word for row in read_table("event_nouns.csv") if row["class"] in OWN_CLASSES for word in row["words"].split("|")}
    return {stem_word(word) for word in words - TOO_GENERAL if word.isalpha()}


def learn(examples: list[tuple[str, int]], steps: int = 600, penalty: float = 0.004) -> dict[str, float]:
    """The weights of telling stems, none below 0: logistic regression with an L1 penalty, by proximal gradient steps."""
    allowed = list_vocabulary()
    counted = [count_words(text) for text, _ in examples]
    seen: dict[str, int] = {}
    for counts in counted:
        for word in counts:
            seen[word] = seen.get(word, 0) + 1
    vocabulary = sorted(word for word, number in seen.items() if number >= 8 and word in allowed)
    column = {word: n for n, word in enumerate(vocabulary)}
    matrix = np.zeros((len(examples), len(vocabulary)), dtype=np.float32)
    for row, counts in enumerate(counted):
        for word, value in counts.items():
            if word in column:
                matrix[row, column[word]] = value
    labels = np.array([label for _, label in examples], dtype=np.float32)
    balance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    weights, constant, rate = np.zeros(len(vocabulary), dtype=np.float32), 0.0, 0.8
    for _ in range(steps):
        off = (1 / (1 + np.exp(-(matrix @ weights + constant))) - labels) * balance / len(labels)
        weights -= rate * (matrix.T @ off)
        weights = np.maximum(weights - rate * penalty * 0.1, 0)
        constant -= rate * float(off.sum())
    return {"": round(constant, 3)} | {word: round(float(weights[n]), 3) for word, n in column.items() if weights[n] >= 0.02}


def measure(shared: Path) -> dict[str, float]:
    """Precision, recall and F1 on the Wikinews articles judged by hand; recall on reports of conflicts that were not learnt from."""
    hit = missed = wrong = right = 0
    for number, doc in enumerate(load("wikinews", shared)):
        if number in UNSURE:
            continue
        found = score_relevance(f"{doc['title']}\n{doc['text']}") >= THRESHOLD
        hit, missed = hit + (found and number in RELEVANT), missed + (not found and number in RELEVANT)
        wrong, right = wrong + (found and number not in RELEVANT), right + (not found and number not in RELEVANT)
    precision, recall = hit / max(hit + wrong, 1), hit / max(hit + missed, 1)
    found = {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9), "kept_out": right / (right + wrong)}
    found |= {"relevant": hit + missed, "others": right + wrong}
    own = [json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((ROOT / "tests" / "golden").glob("*/*.json"))]
    for name, texts in (("re3d", [doc["text"] for doc in load("re3d", shared)]), ("wikiwars", [doc["text"] for doc in load("wikiwars", shared)]), ("own", own)):
        found[f"recall on {name} ({len(texts)})"] = sum(score_relevance(text) >= THRESHOLD for text in texts) / max(len(texts), 1)
    return found


def main() -> None:
    """Prints the figures; with --write the weights are learnt anew first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    if options.write:
        weights = learn(list(list_examples(options.shared)))
        head = (
            "# Log-odds of an article being about armed conflict or violence, by stem; the empty stem is the constant. Learnt by bench/relevance.py --write.\n"
        )
        TABLE.write_text(head + "stem,weight\n" + "".join(f"{stem},{weight}\n" for stem, weight in weights.items()), encoding="utf-8")
    print(json.dumps({name: round(value, 3) for name, value in measure(options.shared).items()}))


if __name__ == "__main__":
    main()
