"""What an article says of somebody beside the name: counts left off, offices with what they are of, whose they are, and whether a place acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from karama.domain.annotations import Mention
from karama.domain.entities import Place
from karama.ground.actor_words import BACKED, read_sorts
from karama.ground.clusters import Clusters

# Prepositions that tie people and bodies to a place: "police in Mosul", "residents of Aleppo".
TIES = frozenset(("in", "of", "from", "at", "near"))
# What follows an office or a part of a body: "the commander of the brigade", "a spokesman for the ministry".
OFFICE_TIES = frozenset(("of", "for", "from"))
# Who is against or beside a body is not of it: "supporters of the government", "the assassins of a diplomat".
BESIDE = frozenset(("supporter", "ally", "opponent", "enemy", "critic", "victim", "friend", "rival", "source", "assassin", "killer", "target"))
# Words that only count: who is counted stands after "of", or nowhere.
COUNTS = frozenset((
    "some", "many", "most", "several", "all", "few", "half", "rest", "both", "dozen", "dozens", "hundred", "hundreds", "thousand", "thousands", "score",
    "scores", "million", "millions", "other", "others", "another", "one", "none", "each", "any", "those", "number", "numbers", "majority", "remainder", "lot",
    "ten", "tens", "two", "three", "four", "five", "six", "seven", "eight", "nine", "total", "handful", "bulk", "wave", "pair", "more",
))  # fmt: skip
PRONOUN_TAGS = frozenset(("PRP", "DT", "WP", "WDT"))
# What a government does whose capital is named for it: "Tehran denied", "talks that Ankara called for". No building or crowd does these.
STATE_ACTS = frozenset(
    "say tell deny accuse reject deploy send agree sign want order recall expel impose condemn back support warn blame vow insist pledge refuse urge call "
    "demand summon withdraw negotiate hope fear maintain claim offer supply fund arm approve recognise recognize consider describe threaten announce respond "
    "retaliate propose protest welcome hail criticise criticize argue acknowledge admit confirm suspend sever freeze sanction finance train host broker".split()
)


def read_descriptions(clusters: Clusters, index: int, clean: Callable[[Mention], str]) -> Iterator[tuple[str, str]]:
    """What a mention says of its bearer, as pairs of words and the lemma of their head: the office with its body, the name, the name with its title."""
    parse, mention = clusters.parse, clusters.mentions[index]
    first, last = _leave_count(clusters, mention) if mention.form == "nominal" else (mention.first, mention.last)
    end = _find_body(clusters, index)
    if end is not None:
        yield parse.cut(first, end), parse.lemmas[last]
    if first == mention.first:
        yield clean(mention), parse.lemmas[mention.last]
    else:
        yield parse.cut(first, last), parse.lemmas[last]
    if mention.kind == "person" and mention.form == "name":
        yield mention.words, ""


def _leave_count(clusters: Clusters, mention: Mention) -> tuple[int, int]:
    """The first and last token without the count before them: "gunmen" of "dozens of gunmen", "militants" of "up to 4,000 militants"."""
    parse, first, last = clusters.parse, mention.first, mention.last
    if mention.head + 1 < last and parse.lowers[mention.head + 1] == "of" and parse.words[last][0].islower():
        first = mention.head + 2
    counted = [i for i in range(first, last) if parse.tags[i] == "CD"]
    return (counted[-1] + 1 if counted else first), last


def is_bare_count(clusters: Clusters, index: int) -> bool:
    """Whether a mention counts people without saying who they are: "20 others", "most of them"."""
    parse, mention = clusters.parse, clusters.mentions[index]
    if mention.form != "nominal" or parse.tags[mention.last] not in ("CD", "NN", "NNS", "JJ", "JJS", "JJR", *PRONOUN_TAGS):
        return False
    first, last = _leave_count(clusters, mention)
    rest = [i for i in range(first, last + 1) if parse.tags[i] not in PRONOUN_TAGS and parse.lowers[i] not in COUNTS]
    return all(parse.tags[i] in ("CD", "IN", "RB", "JJS", "JJR", "TO", "PDT", "CC") for i in rest)


def _find_body(clusters: Clusters, index: int) -> int | None:
    """The last token of the body or place that an office is of: "the commander of the Special Forces of Iraq"."""
    parse, mention = clusters.parse, clusters.mentions[index]
    sort = read_sorts().get(parse.lemmas[mention.head])
    if mention.form != "nominal" or mention.last != mention.head or sort is None or not sort.weak or parse.lemmas[mention.head] in BESIDE:
        return None
    after = mention.last + 1
    if after + 1 >= len(parse) or parse.lowers[after] not in OFFICE_TIES or parse.heads[after] != mention.head:
        return None
    noun = parse.child(after, "pobj")
    other = clusters.by_head.get(noun) if noun is not None else None
    if other is None:  # "of the Islamic State of Iraq", whose head is not where the parse has it
        first = after + 1 + (parse.lowers[after + 1] == "the")
        near = range(index + 1, min(index + 5, len(clusters.mentions)))
        other = next((i for i in near if clusters.mentions[i].first == first), None)
    return clusters.mentions[other].last if other is not None else None


def find_country(clusters: Clusters, index: int, places: dict[str, Place]) -> str | None:
    """The country of a place within a mention or tied to it: "U.S. officials", "Indonesia's minister", "police in Mosul"."""
    parse, mention = clusters.parse, clusters.mentions[index]
    inner = [clusters.by_head.get(token) for token in range(mention.first, mention.last + 1) if token != mention.head]
    inner += [clusters.by_head.get(c) for c in parse.children[mention.head] if parse.deps[c] == "poss" and c < mention.first]
    tied = (clusters.by_head.get(noun) for c in parse.children[mention.head] if parse.lowers[c] in TIES and (noun := parse.child(c, "pobj")) is not None)
    for other in (*inner, *tied):
        place = places.get(clusters.mentions[other].id) if other is not None and not _is_backer(clusters, other) else None
        if place is not None and place.country is not None:
            return place.country
    return None


def _is_backer(clusters: Clusters, index: int) -> bool:
    """Whether a mention only says who stands behind somebody: "U.S." of "U.S.-backed fighters", "Turkish" of "Turkish-backed rebels"."""
    parse, mention = clusters.parse, clusters.mentions[index]
    if mention.end < parse.ends[mention.last]:
        return parse.lowers[mention.last].rpartition("-")[2] in BACKED
    following = [word for word in parse.lowers[mention.last + 1 : mention.last + 3] if word != "-"]
    before = parse.lowers[mention.first - 1] if mention.first else ""
    return (bool(following) and following[0] in BACKED) or (before == "-" and parse.lowers[max(mention.first - 2, 0)] in ("pro", "anti"))


def acts(clusters: Clusters, index: int) -> bool:
    """Whether a place does what only a government does: the subject of "denied", the agent of "backed by"."""
    parse, token = clusters.parse, clusters.mentions[index].head
    for _ in range(4):  # "Moscow and Tehran said"
        if parse.deps[token] != "conj" or parse.heads[token] == token:
            break
        token = parse.heads[token]
    above = parse.heads[token]
    if parse.deps[token] == "nsubj":
        return parse.lemmas[above] in STATE_ACTS
    return parse.deps[token] == "pobj" and parse.lowers[above] == "by" and parse.lemmas[parse.heads[above]] in STATE_ACTS
