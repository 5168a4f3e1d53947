"""What was decided, worked out step by step and all at once, comes to the same."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from karama.app.reviewing import judge_all, judge_more
from karama.domain.record import Decision
from karama.views.slips import Slip

SLIPS = {f"c_{n}": Slip(f"c_{n}", f"v_{n}", "a", "event", "attack", "asserted", "told", 0.5, 1.0, None, None, (), frozenset(), (), ()) for n in range(4)}
VERDICTS = ("accept", "reject", "flag", "note", "correct", "undo", "undo")
STEP = st.tuples(st.sampled_from(VERDICTS), st.integers(0, 3), st.sampled_from(["Ann", "Ben"]), st.booleans(), st.integers(0, 40))


def make(steps: list[Any]) -> list[Decision]:
    """The decisions of the steps; an undo takes back one that stands, an undoing too, and is left out where there is none."""
    made: list[Decision] = []
    taken: set[str] = set()
    for number, (verdict, claim, by, old, which) in enumerate(steps):
        if verdict == "undo":
            left = [one for one in made if one.id not in taken]
            if left:
                chosen = left[which % len(left)]
                taken.add(chosen.id)
                taken.discard(chosen.value or "") if chosen.verdict == "undo" else None
                made.append(Decision(f"d_{number}", "undo", (), (), None, chosen.id, "", by, ""))
        else:
            value = f"v_{claim}" if not old else "v_old"
            made.append(Decision(f"d_{number}", verdict, (f"c_{claim}",), (value,), "day" if verdict == "correct" else None, None, "", by, ""))
    return made


@given(st.lists(STEP, max_size=14), st.integers(0, 14))
def test_step_by_step_and_all_at_once_are_the_same(steps: list[Any], cut: int) -> None:
    made = make(steps)
    whole, more = judge_all(made, SLIPS), judge_more(judge_all(made[:cut], SLIPS), made[cut:], SLIPS)
    for one in fields(whole):
        seen, said = getattr(more, one.name), getattr(whole, one.name)
        assert ({key: value for key, value in seen.items() if value} if isinstance(seen, dict) else seen) == said
