"""Claims: speakers, certainty and passage, read through the whole pipeline or from hand-made facts."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

from karama.annotate.attributions import annotate_attributions
from karama.domain.annotations import Quantity
from karama.domain.facts import Claim, Event, Modality
from karama.domain.parse import Parse
from karama.domain.reading import Reading
from karama.domain.text import Span
from karama.facts.claims import assemble_claims

Parsing = Callable[[str], Parse]
Reader = Callable[[str], Reading]


def event(parse: Parse, word: str, kind: str, name: str = "v1", modality: Modality = "actual", quantities: tuple[str, ...] = ()) -> Event:
    """An event whose trigger is that word of the text."""
    start = parse.text.index(word)
    head = parse.token_at(start)
    assert head is not None
    return Event(name, kind, Span(start, start + len(word)), modality=modality, quantities=quantities, head=head)


def claims_of(parse: Parse, *events: Event, quantities: tuple[Quantity, ...] = ()) -> tuple[tuple[Claim, ...], dict[str, str]]:
    """The claims of the events, and the words of each attribution's source."""
    attributions = annotate_attributions(parse, ())
    sources = {a.id: " ".join(parse.text[s.start : s.end] for s in a.source) for a in attributions}
    return assemble_claims(parse, events, (), quantities, attributions), sources


def test_the_articles_own_voice_asserts(parse: Parsing) -> None:
    parsed = parse("The army shelled the town on Monday.")
    (claim,), _ = claims_of(parsed, event(parsed, "shelled", "shelling"))
    assert (claim.speakers, claim.certainty, claim.words) == ((), "asserted", "The army shelled the town on Monday.")


def test_the_chain_of_speakers_ends_with_the_outermost(parse: Parsing) -> None:
    parsed = parse("Reuters reported that officials said the army had shelled the town.")
    (claim,), sources = claims_of(parsed, event(parsed, "shelled", "shelling"))
    assert [sources[name] for name in claim.speakers] == ["officials", "Reuters"]
    assert claim.certainty == "attributed"


def test_a_denial_is_denied_and_what_it_contradicts_is_disputed(parse: Parsing) -> None:
    parsed = parse("The rebels said the army had bombed the hospital. The ministry denied that it bombed the hospital.")
    second = parsed.text.rindex("bombed")
    told = event(parsed, "bombed", "air strike")
    denied = Event("v2", "air strike", Span(second, second + 6), modality="denied", head=parsed.token_at(second) or 0)
    claims, _ = claims_of(parsed, told, denied)
    assert [c.certainty for c in claims] == ["disputed", "denied"]


def test_a_claim_waved_away_without_being_repeated_is_disputed(parse: Parsing) -> None:
    parsed = parse("State media said the army had captured the town. The rebels denied the claim.")
    (claim,), _ = claims_of(parsed, event(parsed, "captured", "territory taken"))
    assert claim.certainty == "disputed"


def test_fears_beliefs_of_nobody_and_the_unverified_are_uncertain(parse: Parsing) -> None:
    for text, word in (
        ("Officials fear that the militants killed the hostages.", "killed"),
        ("The hostages are believed to have been killed.", "killed"),
        ("The hostages were killed, a local group said. The claim could not be independently verified.", "killed"),
    ):
        parsed = parse(text)
        (claim,), _ = claims_of(parsed, event(parsed, word, "killing"))
        assert claim.certainty == "uncertain", text


def test_what_somebody_condemns_is_the_articles_own_claim(parse: Parsing) -> None:
    parsed = parse("The envoy condemned the massacre in the village.")
    (claim,), sources = claims_of(parsed, event(parsed, "massacre", "massacre"))
    assert [sources[name] for name in claim.speakers] in ([], ["The envoy"])


def test_two_events_on_one_trigger_are_one_claim(parse: Parsing) -> None:
    parsed = parse("The army shelled the town.")
    claims, _ = claims_of(parsed, event(parsed, "shelled", "shelling"), event(parsed, "shelled", "attack", "v2"))
    assert len(claims) == 1


def test_an_event_is_said_with_its_counts_and_a_count_alone_is_a_claim(parse: Parsing) -> None:
    parsed = parse("The raid killed 12 soldiers. Around 50,000 civilians are left in the city.")
    at = parsed.text.index("Around")
    dead = Quantity("q1", 16, 27, "12 soldiers", 12, 12, False, None, "killed")
    left = Quantity("q2", at, at + 23, "Around 50,000 civilians", 50000, 50000, True, "around", "present")
    claims, _ = claims_of(parsed, event(parsed, "killed", "killing", quantities=("q1",)), quantities=(dead, left))
    assert [c.says for c in claims] == [("v1", "q1"), ("q2",)]


def test_counts_that_cannot_both_hold_are_disputed(parse: Parsing) -> None:
    parsed = parse("The army said the raid killed 3 people. Residents said it had murdered 40 people.")
    low = Quantity("q1", 0, 3, "The", 3, 3, False, None, "killed")
    high = Quantity("q2", 0, 3, "The", 40, 40, False, None, "killed")
    events = event(parsed, "killed", "killing", quantities=("q1",)), event(parsed, "murdered", "killing", "v2", quantities=("q2",))
    claims, _ = claims_of(parsed, *events, quantities=(low, high))
    assert [c.certainty for c in claims] == ["disputed", "disputed"]


def test_a_count_that_is_only_possible_is_uncertain(parse: Parsing) -> None:
    parsed = parse("A possible 2,500 militants remain in the city.")
    count = Quantity("q1", 2, 26, "possible 2,500 militants", 2500, 2500, True, "possible", "fighters")
    (claim,), _ = claims_of(parsed, quantities=(count,))
    assert claim.certainty == "uncertain"


def test_what_a_source_does_not_say_is_uncertain(parse: Parsing) -> None:
    parsed = parse("The ministry did not say whether soldiers had been killed.")
    (claim,), _ = claims_of(parsed, event(parsed, "killed", "killing"))
    assert claim.certainty == "uncertain"


def says(reading: Reading, word: str) -> list[tuple[str, list[str]]]:
    """(certainty, sources) of the claims whose event's trigger holds the word."""
    sources = {a.id: " ".join(reading.article.text[s.start : s.end] for s in a.source) for a in reading.attributions}
    events = {e.id: reading.article.text[e.trigger.start : e.trigger.end] for e in reading.events}
    return [(c.certainty, [sources[a] for a in c.speakers]) for c in reading.claims if word in events.get(c.says[0], "")]


def test_a_denial_of_responsibility_disputes_who_did_it_and_not_that_it_happened(read: Reader) -> None:
    reading = read(
        "Human Rights Watch accused Eritrean troops of killing 40 civilians in Axum. A bomb exploded in Mekelle. Eritrea's government denied responsibility."
    )
    assert says(reading, "killing") == [("disputed", ["Human Rights Watch"])]
    assert says(reading, "exploded") == [("asserted", [])]


def test_who_did_not_speak_of_a_thing_did_not_tell_of_it(parse: Parsing) -> None:
    for text, word in (
        ("The minister called the massacre in the village a tragedy.", "massacre"),
        ("The army denied responsibility for the attack in Mogadishu.", "attack"),
        ("There was no immediate claim of responsibility for the attack in Kabul.", "attack"),
        ("The navy reported a fire but did not mention the attack on the port.", "attack"),
    ):
        parsed = parse(text)
        (claim,), _ = claims_of(parsed, event(parsed, word, word))
        assert (claim.certainty, claim.speakers) == ("asserted", ()), text


def test_what_is_not_denied_is_not_denied(parse: Parsing) -> None:
    parsed = parse("Government officials did not deny the massacre.")
    (claim,), _ = claims_of(parsed, event(parsed, "massacre", "massacre", modality="denied"))
    assert claim.certainty == "attributed"


def test_a_denial_of_what_was_just_said_disputes_it(read: Reader) -> None:
    reading = read("The RSF said that it had seized the presidential palace; the army denied that.")
    assert says(reading, "seized") == [("disputed", ["The RSF"])]


def test_reports_that_nobody_confirmed_are_uncertain(read: Reader) -> None:
    assert says(read("Unconfirmed reports suggested that eight sailors were killed."), "killed") == [("uncertain", ["Unconfirmed reports"])]


def test_a_hedged_figure_is_an_uncertain_claim_of_its_own_beside_its_event(parse: Parsing) -> None:
    parsed = parse("The operation aims to defeat a possible force of 2,500 militants.")
    start = parsed.text.index("2,500")
    count = Quantity("q1", start, start + 15, "2,500 militants", 2500, 2500, False, None, "fighters", head=parsed.token_at(start + 6) or 0)
    claims, _ = claims_of(parsed, event(parsed, "defeat", "defeat", quantities=("q1",)), quantities=(count,))
    assert [(c.says, c.certainty) for c in claims] == [(("v1", "q1"), "asserted"), (("q1",), "uncertain")]


def test_a_count_of_people_is_said_with_where_they_are(read: Reader) -> None:
    reading = read("There are around 50,000 civilians left in Raqqa, officials said.")
    (claim,) = [c for c in reading.claims if c.says[0].startswith("q")]
    places = {r.id: reading.article.text[m.start : m.end] for r in reading.relations for m in reading.mentions if r.target == m.id}
    assert [places[name] for name in claim.says[1:]] == ["Raqqa"]
    assert claim.certainty == "attributed"


def test_who_speaks_for_whom_is_no_claim(read: Reader) -> None:
    reading = read("Ryan Dillon, a spokesman for the U.S.-led coalition, said the militants were surrounded in Raqqa.")
    kinds = {r.id: r.kind for r in reading.relations}
    assert "member of" not in [kinds.get(c.says[0]) for c in reading.claims]


def test_a_toll_that_another_side_gives_otherwise_is_disputed(read: Reader) -> None:
    reading = read("Medics say 40 people have died; the government puts the toll at 12.")
    assert [c.certainty for c in reading.claims] == ["disputed", "disputed"]
    reading = read("The army said 25 soldiers were killed in Goma. A hospital said three nurses were killed in Bukavu.")
    assert [c.certainty for c in reading.claims] == ["attributed", "attributed"]


def test_a_relation_that_is_part_of_a_name_is_claimed_once(read: Reader) -> None:
    reading = read("The U.S.-led coalition bombed Raqqa. The U.S.-led coalition also bombed Mosul. The U.S.-led coalition denied it.")
    kinds = {r.id: r.kind for r in reading.relations}
    assert [kinds[c.says[0]] for c in reading.claims if c.says[0] in kinds].count("leads") <= 1


HOSTILE = (
    "The army denied that it shelled the town, and rejected the accusation, which the rebels denied. ",
    "Reuters reported that officials said that witnesses claimed that the army denied shelling the town, ",
    '"The rebels said, "the army said it denied the massacre," and they denied that," he said; the army denied it; ',
)


def test_denials_and_nested_voices_take_linear_time(read: Reader, parse: Parsing) -> None:
    def spend(text: str) -> float:
        parsed, reading, spent = parse(text), read(text), []
        for _ in range(3):
            begin = process_time()
            attributions = annotate_attributions(parsed, reading.mentions)
            assemble_claims(parsed, reading.events, reading.relations, reading.quantities, attributions, reading.mentions, reading.entities)
            spent.append(process_time() - begin)
        return min(spent)

    for sentence in HOSTILE:
        assert spend(sentence * 100) < 6 * spend(sentence * 25) + 0.01, sentence


def test_denied_reports_that_say_what_they_report_dispute_nothing_told_before(read: Reader) -> None:
    reading = read("A doctor in Owo said that 61 people were being treated. The bishop denied reports that priests had been abducted.", "2022-06-06")
    certainty = {c.words[:8]: c.certainty for c in reading.claims}
    assert certainty == {"A doctor": "attributed", "The bish": "denied"}
