"""In what way an event is in the world: each rule on a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.domain.text import Span
from karama.facts.modality import judge_modality

ParseText = Callable[[str], Parse]


def judge(parse: Parse, word: str) -> Event:
    """The event of that word, judged."""
    head = parse.words.index(word)
    return judge_modality(parse, (Event("v1", "attack", Span(parse.starts[head], parse.ends[head]), head=head),), ())[0]


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Rebels shelled the town.", "shelled", "actual"),
        ("Police said that gunmen had attacked the convoy.", "attacked", "actual"),
        ("The council condemned the attack.", "attack", "actual"),
        ("The army managed to capture the bridge.", "capture", "actual"),
        ("Militants could use the same tactics.", "use", "possible"),
        ("An attack could take place within days.", "attack", "possible"),
        ("The rebels tried to flee.", "flee", "possible"),
        ("The operation aims to trap and defeat the militants.", "trap", "planned"),
        ("The operation aims to trap and defeat the militants.", "defeat", "planned"),
        ("The army will attack the town.", "attack", "planned"),
        ("The minister announced that the army would withdraw.", "withdraw", "planned"),
        ("Troops are poised to storm the city.", "storm", "planned"),
        ("The generals discussed a plan for an offensive.", "offensive", "planned"),
        ("They launched an operation to recapture the city.", "recapture", "planned"),
        ("Officials fear that the group will kill them.", "kill", "feared"),
        ("Residents fled in fear of an attack.", "attack", "feared"),
        ("If the rebels attack the town, troops will respond.", "attack", "conditional"),
        ("If the force wins, it would mark another blow.", "mark", "conditional"),
        ("The envoy called for a ceasefire.", "ceasefire", "requested"),
        ("The council demanded that the army withdraw.", "withdraw", "requested"),
        ("I call on the authorities to ensure that the killers are held accountable.", "held", "requested"),
        ("Moscow denied that its jets bombed the hospital.", "bombed", "denied"),
        ("The army rejected reports that it shelled the market.", "shelled", "denied"),
        ("The army warned residents to leave.", "leave", "requested"),
        ("The president called the explosion an attack on Friday.", "explosion", "actual"),
        ("He was tried for the bombing.", "bombing", "actual"),
        ("Militants often attack convoys there.", "attack", "general"),
    ],
)
def test_modality_follows_the_words_that_govern_the_event(parse: ParseText, text: str, trigger: str, modality: str) -> None:
    assert judge(parse(text), trigger).modality == modality


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Rebels did not attack the convoy.", "attack"),
        ("No civilians were killed.", "killed"),
        ("The army failed to capture the bridge.", "capture"),
        ("Soldiers refused to leave the town.", "leave"),
        ("Police prevented an attack on the embassy.", "attack"),
        ("They left the village without firing a shot.", "firing"),
        ("Neither army nor rebels attacked the village.", "attacked"),
        ("There were no clashes in the city.", "clashes"),
        ("The army could not enter the town.", "enter"),
    ],
)
def test_negation_reaches_what_it_governs(parse: ParseText, text: str, trigger: str) -> None:
    event = judge(parse(text), trigger)
    assert (event.polarity, event.modality) == ("negative", "actual")


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The minister did not condemn the attack.", "attack"),
        ("They did not fail to capture the bridge.", "capture"),
        ("No one was killed in the attack.", "attack"),
        ("The war resumed after the failure of the talks.", "talks"),
        ("The army did not say that it had captured the town.", "captured"),
    ],
)
def test_negation_of_another_word_leaves_the_event_as_it_is(parse: ParseText, text: str, trigger: str) -> None:
    assert judge(parse(text), trigger).polarity == "positive"


@pytest.mark.parametrize(
    ("text", "trigger", "aspect"),
    [
        ("The forces have nearly sealed off the city.", "sealed", "incomplete"),
        ("The city is nearly completely closed off.", "closed", "incomplete"),
        ("Troops are advancing on the town.", "advancing", "ongoing"),
        ("The army is launching attacks on the town.", "attacks", "ongoing"),
        ("Engineers are helping them to clear the town.", "clear", "completed"),
        ("The army began shelling the town.", "shelling", "begun"),
        ("The army shelled the town.", "shelled", "completed"),
    ],
)
def test_aspect_says_how_far_the_event_has_come(parse: ParseText, text: str, trigger: str, aspect: str) -> None:
    assert judge(parse(text), trigger).aspect == aspect


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The attack was not entirely successful.", "attack"),
        ("Six rebels were killed while no fewer than 40 were injured.", "injured"),
        ("The town was contested until Russian forces withdrew in April.", "withdrew"),
        ("They killed 27 officers in a carefully planned attack.", "attack"),
    ],
)
def test_what_only_qualifies_an_event_leaves_it_as_it_happened(parse: ParseText, text: str, trigger: str) -> None:
    event = judge(parse(text), trigger)
    assert (event.modality, event.polarity) == ("actual", "positive")
