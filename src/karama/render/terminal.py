"""The terminal page: the text with its claims beside it, paragraph by paragraph."""

from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from karama.domain.reading import Reading
from karama.domain.text import PROSE_KINDS
from karama.render.cards import Card, CardMaker, Paragraph, split_paragraphs

# Certainty and modality -> style of the words; each also has a letter on the card, so colour is never the only sign.
CERTAINTY_STYLES = {"asserted": "bold", "attributed": "underline", "disputed": "bold magenta", "uncertain": "italic yellow", "denied": "strike red"}
OPEN_STYLE = "italic cyan"  # feared, planned, possible, conditional
WIDEST = 150
PLAIN_WIDTH = 110  # when the output is not a terminal


def print_reading(reading: Reading, out: TextIO, *, verbose: bool = False) -> None:
    """Writes the page of one reading; colours only on a terminal and never when NO_COLOR is set."""
    live = out.isatty()
    width = None if live else PLAIN_WIDTH
    console = Console(file=out, width=width, highlight=False, no_color="NO_COLOR" in os.environ or not live, soft_wrap=False)
    if console.width > WIDEST:
        console = Console(file=out, width=WIDEST, highlight=False, no_color=console.no_color)
    cards = CardMaker(reading).make_cards()
    _print_head(console, reading)
    table = Table(show_header=False, box=None, padding=(0, 2, 1, 0), expand=True)
    table.add_column(ratio=5)
    table.add_column(ratio=6)
    for paragraph in split_paragraphs(reading):
        inside = [c for c in cards if paragraph.start <= c.spot[0] < paragraph.end]
        table.add_row(_style_paragraph(reading, paragraph, inside), _stack([_format_card(c) for c in inside]))
    console.print(table)
    _print_foot(console, reading, verbose)


def _print_head(console: Console, reading: Reading) -> None:
    article = reading.article
    day = f"{article.published} ({article.published_how})" if article.published else "day of publication unknown"
    title = article.title or " ".join(article.text.split())[:70]
    console.rule(escape(f"{title} · {day}"), align="left")


def _style_paragraph(reading: Reading, segment: Paragraph, cards: list[Card]) -> Text:
    """The words of a paragraph, its triggers styled; what is not prose is dimmed and named."""
    words = reading.article.text[segment.start : segment.end]
    if segment.kind not in PROSE_KINDS:
        return Text(f"[{segment.kind}] {words}", style="dim")
    mark = "" if segment.kind == "body" else f"[{segment.kind}] "
    text = Text(mark + words, style="bold" if segment.kind == "headline" else "")
    for card in cards:
        low, high = card.spot[0] - segment.start + len(mark), card.spot[1] - segment.start + len(mark)
        text.stylize(OPEN_STYLE if card.modality else CERTAINTY_STYLES[card.claim.certainty], max(0, low), high)
    return text


def _format_card(card: Card) -> Text:
    """A card: what, in which way, who says so; then a line for each role."""
    text = Text()
    text.append(f"{card.claim.id} ", style="dim")
    text.append(("NOT " if card.negative else "") + card.title, style="bold")
    if card.modality:
        text.append(f" [{card.modality}]", style="cyan")
    text.append(f" · {card.claim.certainty}")
    if card.segment != "body":
        text.append(f" · {card.segment}")
    if card.speakers:
        text.append(" · says " + " ← ".join(card.speakers), style="green")
    for line in card.lines:
        text.append(f"\n   {line.label}: ", style="dim")
        text.append(" ".join(line.words.split()))
        if line.note:
            text.append(f" ({line.note})", style="dim")
    return text


def _stack(cards: list[Text]) -> Text:
    return Text("\n").join(cards)


def _print_foot(console: Console, reading: Reading, verbose: bool) -> None:
    counts = (("claims", reading.claims), ("events", reading.events), ("relations", reading.relations), ("quotations and reports", reading.attributions))
    console.print(", ".join(f"{len(items)} {name}" for name, items in counts) + f"; {len(reading.issues)} not understood", style="dim")
    for issue in reading.issues if verbose else ():
        console.print(escape(f"  {issue.stage}/{issue.code}: {issue.words or 'the article'}"), style="dim")
    console.print()
