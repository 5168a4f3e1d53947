"""Gives each quotation to the cue that owns it: before it, after it, or carried over from the quotation before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from karama.annotate.attribution_grammar import Found, Range, find_group, find_source, find_subject, join_ranges, trim
from karama.annotate.cues import VERBS
from karama.annotate.quotations import Quote
from karama.domain.parse import Parse

# How many tokens may stand between a quotation and its verb: "..., said X" is near, "..., X, a lawyer who ..., said" is not.
FARTHEST_AFTER = 45
FARTHEST_BEFORE = 25
FARTHEST_TELLER = 30
SENTENCE_ENDS = frozenset({".", "?", "!"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def give_quotes(parse: Parse, found: Sequence[Found], quotes: tuple[Quote, ...]) -> list[Found]:
    """The attributions with the quotations they own as content; one whose content starts or ends inside a quotation takes all of it."""
    found, in_quote = list(found), _mark_quoted(quotes)
    by_head = {f.head: n for n, f in enumerate(found)}
    speakers = [n for n, f in enumerate(found) if f.head not in in_quote and _can_quote(parse, f)]
    heads = [found[n].head for n in speakers]
    owned: dict[int, list[Quote]] = {}
    fronted: set[int] = set()
    previous: tuple[int, int] | None = None  # who owns the quotation before, and the last token it reaches
    for quote in quotes:
        if not quote.speech:
            continue
        at = bisect_left(heads, quote.first)
        before = speakers[at - 1] if at and _leads_to(parse, found[speakers[at - 1]], quote, in_quote, owned.get(speakers[at - 1])) else None
        after = speakers[at] if at < len(speakers) and _follows(parse, found[speakers[at]], quote, in_quote) else None
        owner = after if after is not None and (before is None or _starts_sentence(parse, quote.first)) else before
        if owner is None and previous is not None and _continues(parse, quote, previous[1]):
            owner = previous[0]
        if owner is None and at:
            owner = _take_up(parse, found, speakers[at - 1], quote)
        if owner is None and (teller := _find_teller(parse, quote, in_quote)) is not None:
            owner = by_head.setdefault(teller, len(found))
            if owner == len(found):
                found.append(_tell(parse, teller))
            fronted.add(owner)
        if owner is None:
            continue
        if owner == after:
            fronted.add(owner)
        owned.setdefault(owner, []).append(quote)
        previous = (owner, max(quote.last, _sentence_end(parse, found[owner].head)))
    return [_complete(parse, f, owned.get(n, []), n in fronted, in_quote) for n, f in enumerate(found)]


def _mark_quoted(quotes: tuple[Quote, ...]) -> dict[int, Quote]:
    return {token: quote for quote in quotes for token in range(quote.first, quote.last + 1)}


def _can_quote(parse: Parse, found: Found) -> bool:
    cue = VERBS.get(parse.lemmas[found.head])
    return parse.lowers[found.head] == "according" or (cue is not None and "that" in cue.takes)


def _starts_sentence(parse: Parse, token: int) -> bool:
    return token == 0 or parse.sentences[parse.sentence_of[token]].first == token or parse.words[token - 1] in SENTENCE_ENDS


def _sentence_end(parse: Parse, token: int) -> int:
    return parse.sentences[parse.sentence_of[token]].last


def _leads_to(parse: Parse, found: Found, quote: Quote, in_quote: dict[int, Quote], owned: list[Quote] | None) -> bool:
    """Whether the cue stands before the quotation and runs up to it: "X said: ", "told reporters, "."""
    if not 0 < quote.first - found.head <= FARTHEST_BEFORE:
        return False
    gap = range(found.head + 1, quote.first)
    if any((t in in_quote and in_quote[t].speech) or parse.words[t] in SENTENCE_ENDS for t in gap):
        return False
    if any(a <= quote.last and b >= quote.first for a, b in found.content):
        return True
    free = not found.content or bool(owned) or parse.lowers[found.head] == "according"
    return free and (quote.first == found.head + 1 or parse.words[quote.first - 1] in (",", ":") or not any(parse.tags[t][0] == "V" for t in gap))


def _follows(parse: Parse, found: Found, quote: Quote, in_quote: dict[int, Quote]) -> bool:
    """Whether the cue stands after the quotation and closes it: "...," said X, or "...," X told reporters."""
    if not 0 < found.head - quote.last <= FARTHEST_AFTER or parse.words[quote.last - 1] == ".":
        return False
    return not any(t in in_quote or parse.words[t] in SENTENCE_ENDS for t in range(quote.last + 1, found.head))


def _continues(parse: Parse, quote: Quote, reached: int) -> bool:
    """Whether the quotation goes on where the one before, or its cue's sentence, ended."""
    return quote.first <= reached + 1


def _take_up(parse: Parse, found: Sequence[Found], last: int, quote: Quote) -> int | None:
    """The cue of the sentence right before a quotation that has none of its own: "X defended the raid. "It was needed." """
    sentence = parse.sentence_of[quote.first]
    starts = parse.sentences[sentence].first == quote.first
    aside = parse.deps[found[last].head] == "relcl"  # "..., a claim the army denied" says nothing further
    return last if starts and found[last].content and not aside and parse.sentence_of[found[last].head] == sentence - 1 else None


def _find_teller(parse: Parse, quote: Quote, in_quote: dict[int, Quote]) -> int | None:
    """The verb whose subject speaks, though it is no word of saying: "Trump defended his decision, "I have ...". None if no clause leads to the quotation."""
    if quote.first < 2 or parse.words[quote.first - 1] not in (",", ":"):
        return None
    for token in range(quote.first - 2, max(-1, quote.first - FARTHEST_TELLER), -1):
        if token in in_quote or parse.words[token] in SENTENCE_ENDS or "\n" in parse.text[parse.ends[token] : parse.starts[token + 1]]:
            return None
        subject = parse.child(token, "nsubj") if parse.tags[token] in FINITE else None
        if subject is not None and parse.deps[token] not in ("relcl", "advcl"):
            return token if subject < token and _is_somebody(parse, subject) else None
    return None


def _is_somebody(parse: Parse, noun: int) -> bool:
    """Whether the subject is named, also where the name was tagged as an adjective, or is a person before: "Trump", "he"."""
    return parse.lowers[noun] in ("he", "she", "they") or (parse.words[noun][:1].isupper() and parse.tags[noun] in ("NNP", "NNPS", "NN", "JJ"))


def _tell(parse: Parse, verb: int) -> Found:
    subject = find_subject(parse, verb)
    return Found(verb, "say", find_source(parse, subject, verb), (find_group(parse, verb),), (), subject)


def _complete(parse: Parse, found: Found, owned: list[Quote], fronted: bool, in_quote: dict[int, Quote]) -> Found:
    """The attribution with its quotations as content, and a source by its place if the grammar showed none."""
    content: list[Range] = [] if fronted else [_widen(parse, r, found.head, in_quote) for r in found.content]
    content += [(q.first, q.last) for q in owned]
    passive = parse.child(found.head, "auxpass") is not None  # "is considered a "safe zone"": nobody is named
    if owned and not found.source and not passive and parse.lowers[found.head] != "according":
        found = _place_source(parse, found, owned)
    return found._replace(content=join_ranges(content))


def _widen(parse: Parse, span: Range, cue: int, in_quote: dict[int, Quote]) -> Range:
    first, last = span
    left, right = in_quote.get(first), in_quote.get(last)
    if left is not None and left.first < first and not left.first <= cue <= left.last:
        first = left.first
    if right is not None and right.last > last and not right.first <= cue <= right.last:
        last = right.last
    return first, last


def _place_source(parse: Parse, found: Found, owned: list[Quote]) -> Found:
    """What stands between quotation and verb, or what hangs on the verb behind it, as the source."""
    start, end = find_group(parse, found.head)
    front = next((q for q in owned if q.last < start), None)
    span = trim(parse, front.last + 1, start - 1) if front is not None else None
    if span is not None and parse.lowers[span[0]] not in ("and", "but", "he", "she", "they", "i", "we") and parse.tags[span[1]][0] not in "NP":
        return found
    if span is None:
        behind = next((c for c in parse.children[found.head] if c > end and parse.deps[c] in ("dobj", "attr", "npadvmod", "nsubj", "oprd")), None)
        span = trim(parse, parse.left[behind], parse.right[behind]) if behind is not None else None
    return found if span is None else found._replace(source=(span,), speaker=span[1])
