"""What a cue of attribution does with its content, as the facts need it."""

from __future__ import annotations

from karama.data import read_table

# By (lemma, "verb" | "noun" | "adj" | "adverb"): say claim accuse judge deny doubt think know show appear fear hope plan promise ask.
CUE_CLASS: dict[tuple[str, str], str] = {(row["lemma"], row["pos"]): row["class"] for row in read_table("cues.csv")}

# The cues whose source is a speaker; with the others the text tells in its own voice what somebody plans, judges or knows.
SPEAKING: frozenset[tuple[str, str]] = frozenset((row["lemma"], row["pos"]) for row in read_table("cues.csv") if row["speaks"] == "yes")
