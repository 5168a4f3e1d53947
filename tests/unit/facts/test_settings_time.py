"""Dates, counts, settings and modality of hostile text take time in proportion to its length."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

import pytest

from karama.annotate.dates import annotate_dates
from karama.annotate.quantities import annotate_quantities
from karama.domain.annotations import Mention, Publication
from karama.domain.facts import Event
from karama.domain.parse import Parse
from karama.facts.modality import judge_modality
from karama.facts.settings import bind_settings
from karama.facts.triggers import find_triggers

WORDS = 1_200
TIMES = 4
MOST = 6.0  # four times the text may take so many times as long
TRIES = 3

UNITS = {
    "one clause after another": "rebels killed 12 people in Homs on Friday and ",
    "rows of numbers": "1 2 3 4 5 ",
    "numbers over numbers": "at least two hundred thousand million ",
    "clauses in clauses": "said that rebels killed 12 on Monday in Homs that ",
    "negations": "not killed ",
    "plans in plans": "to try to plan to fear to attack ",
    "days before days": "the day before the attack ",
    "pronouns": "and they killed them in Homs ",
}


def read_stages(parse: Parse) -> float:
    """Seconds that the four stages take over a parse, with every Homs a place."""
    places = tuple(
        Mention(f"m{i}", parse.starts[i], parse.ends[i], "Homs", "place", "name", first=i, last=i, head=i)
        for i in range(len(parse))
        if parse.words[i] == "Homs"
    )
    events = tuple(Event(str(e.head), e.kind, e.trigger, head=e.head) for e in find_triggers(parse))
    gc.disable()
    start = process_time()
    dates, _ = annotate_dates(parse, Publication("2017-07-02", "given"))
    quantities, _ = annotate_quantities(parse, places, dates)
    judge_modality(parse, bind_settings(parse, events, places, (), dates, quantities), ())
    spent = process_time() - start
    gc.enable()
    return spent


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_four_times_the_text_takes_less_than_six_times_as_long(parse: Callable[[str], Parse], unit: str) -> None:
    count = WORDS // len(unit.split())
    short, long = parse(unit * count), parse(unit * count * TIMES)
    ratio = min(max(read_stages(long), 0.0) / max(read_stages(short), 1e-4) for _ in range(TRIES))
    assert ratio < MOST
