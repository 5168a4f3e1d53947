"""What a cue of attribution does with its content, as the facts need it: CUE_CLASS by (lemma, part of speech)."""

from __future__ import annotations

from karama.data import read_table

# "verb", "noun", "adj" or "adverb" -> say claim accuse judge deny doubt think know show appear fear hope plan ask
CUE_CLASS: dict[tuple[str, str], str] = {(row["lemma"], row["pos"]): row["class"] for row in read_table("cues.csv")}
