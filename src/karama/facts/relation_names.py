"""Relations that names show by standing together: "Raqqa, Syria", "Syrian Democratic Forces (SDF)", "rebels in Idlib", "X, also known as Y"."""

from __future__ import annotations

from collections.abc import Iterator

from karama.domain.annotations import Mention
from karama.domain.text import Span
from karama.facts.grammar import spread
from karama.facts.relation_frames import Scene
from karama.facts.relation_types import Link

PLACING = frozenset({"in", "at", "inside", "near", "across", "throughout", "around", "outside"})
RENAMING = frozenset({"know", "call", "dub"})
LONGEST_GAP = 4


def read_names(scene: Scene) -> Iterator[Link]:
    """The relations of neighbouring mentions and of mentions that one grammatical step joins."""
    parse, parties = scene.parse, scene.parties
    for token, dep in enumerate(parse.deps):
        if dep == "prep" and parse.lowers[token] in PLACING:
            yield from _read_placing(scene, token)
        elif dep == "appos":
            yield from _read_apposition(scene, token)
        elif parse.lowers[token] == "as" and parse.lemmas[parse.heads[token]] in RENAMING:
            yield from _read_renaming(scene, token)
    for mention in parties.mentions:
        yield from _read_neighbour(scene, mention)


def _read_placing(scene: Scene, preposition: int) -> Iterator[Link]:
    """ "ISIS forces in Raqqa", "Mosul in Iraq": the place must hang from the mention itself."""
    parse, by_head = scene.parse, scene.parties.by_head
    above = parse.heads[preposition]
    # "50,000 civilians left in the city": the participle only says in what state they are there
    held = by_head.get(parse.heads[above] if parse.deps[above] == "acl" and parse.tags[above] in ("VBN", "VBG") else above)
    if held is None or held.form == "pronoun":
        return
    for noun in (n for c in parse.children[preposition] if parse.deps[c] == "pobj" for n in spread(parse, c)):
        place = by_head.get(noun)
        if place is not None and place.kind == "place" and place.id != held.id:
            yield Link("located in", held.id, place.id, Span(*parse.span(preposition, preposition)), 0.7)


def _read_apposition(scene: Scene, token: int) -> Iterator[Link]:
    """ "the rebel alliance Jaish al-Fatah": two mentions of one kind, one of them a name."""
    parse, by_head = scene.parse, scene.parties.by_head
    one, two = by_head.get(parse.heads[token]), by_head.get(token)
    if one is None or two is None or one.id == two.id or "name" not in (one.form, two.form) or "pronoun" in (one.form, two.form):
        return
    if one.kind == "place" and two.kind == "place" and one.form == two.form:
        yield Link("located in", one.id, two.id, Span(two.start, two.end), 0.6)
    elif one.kind == two.kind:
        yield Link("same as", one.id, two.id, Span(two.start, two.end), 0.7)


def _read_renaming(scene: Scene, token: int) -> Iterator[Link]:
    """ "X, also known as Y"."""
    parse, by_head = scene.parse, scene.parties.by_head
    verb = parse.heads[token]
    new = next((by_head[c] for c in parse.children[token] if c in by_head), None)
    old = by_head.get(parse.heads[verb]) if parse.deps[verb] in ("acl", "advcl", "relcl") else None
    if old is None:
        old = next((by_head[c] for c in parse.children[verb] if parse.deps[c] == "nsubjpass" and c in by_head), None)
    if new is not None and old is not None and new.form == "name":
        yield Link("same as", new.id, old.id, Span(*parse.span(verb, token)), 0.8)


def _read_neighbour(scene: Scene, mention: Mention) -> Iterator[Link]:
    """ "Raqqa, Syria" and "Syrian Democratic Forces (SDF)"."""
    parse, parties = scene.parse, scene.parties
    if mention.form != "name" or mention.last < 0 or mention.last + 2 >= len(parse):
        return
    mark = parse.words[mention.last + 1]
    if mark not in (",", "(") or (mark == "," and mention.kind != "place"):
        return
    other = parties.by_start.get(parse.starts[mention.last + 2])
    if other is None or other.form != "name" or other.id == mention.id:
        return
    if mark == "(" and other.last + 1 < len(parse) and parse.words[other.last + 1] == ")" and other.kind == mention.kind:
        yield Link("same as", other.id, mention.id, Span(other.start, other.end), 0.9)
    elif mark == "," and other.kind == "place" and _reads_as_address(scene, mention, other):
        yield Link("located in", mention.id, other.id, Span(*parse.span(mention.last + 1, mention.last + 1)), 0.7)


def _reads_as_address(scene: Scene, one: Mention, two: Mention) -> bool:
    """Whether "A, B" is a place and what it lies in, not an enumeration: B is a country or province, A is none, and no "and" follows."""
    parse = scene.parse
    after = parse.lowers[two.last + 1] if two.last + 1 < len(parse) else "."
    outer, inner = scene.parties.entity(two), scene.parties.entity(one)
    if outer is None or outer.place is None or after in ("and", "or"):
        return False
    known = inner.place if inner is not None else None
    return (outer.place.feature or "")[:3] in ("PCL", "ADM") and (known is None or not (known.feature or "").startswith("PCL"))
