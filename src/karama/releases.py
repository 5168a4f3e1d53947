"""Releases of a record, as Python: what would leave, what is held back and why, and the making of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from karama.app.asking import Question
from karama.app.exporting import Exported
from karama.app.releasing import (
    LICENCE,
    USUAL_FORMATS,
    Plan,
    Release,
    ReleasingTools,
    Wanted,
    check_releases,
    export_gated,
    list_releases,
    make_release,
    plan_release,
    release_item,
)
from karama.domain.record import Decision, LogEntry
from karama.views.policies import find_policy
from karama.wiring import find_added_policies, who_am_i

__all__ = ["Plan", "Release", "Releases"]


@dataclass(frozen=True, slots=True)
class Releases:
    """What can leave a record, under a profile: `private`, `partners` or `public`."""

    tools: ReleasingTools

    def plan(self, profile: str = "public", **wanted: object) -> Plan:
        """What would leave and what is held back; `wanted` as of `make`. Nothing is written.

        Raises:
            InputError: there is no such profile, policy or day.
        """
        return plan_release(self.tools, self._want(profile, **wanted))  # type: ignore[arg-type]

    def make(self, profile: str = "public", *, by: str | None = None, **wanted: object) -> Release:
        """The release that was made: `policy` ("ucdp"), `on` (the day, ISO; today if none), `formats`, `site`, `title`, `author`, `licence`, `question`.

        Raises:
            InputError: nothing would leave, or there is no such profile, policy, format or day.
            DataError: a withheld name was found in what was written; nothing was released.
            UnavailableError: somebody else is writing, or the disk is full.
        """
        return make_release(self.tools, self._want(profile, **wanted), by or who_am_i())  # type: ignore[arg-type]

    def let_go(self, item: str, reason: str, *, profile: str = "public", by: str | None = None, **wanted: object) -> Decision:
        """The documented decision that an item ("h_...") which the profile holds back may leave; undone like any decision.

        Raises:
            InputError: nothing of that id is held back, or no reason is given.
        """
        return release_item(self.tools, self.plan(profile, **wanted), item, reason, by or who_am_i())

    def export(self, form: str, out: Path, question: Question, *, profile: str = "public", on: str | None = None, **options: Any) -> Exported:
        """What was written to `out` in a format, of the incidents asked for that may leave under the profile on that day (ISO; today).

        Raises:
            InputError: there is no such format, policy, profile or day, or something is at `out` already.
            DataError: a withheld name stood in what was to be written; nothing was.
        """
        return export_gated(self.tools, question, form, out, find_added_policies(), profile, on or date.today().isoformat(), **options)

    def made(self) -> list[LogEntry]:
        """The releases that were made, as the log tells of them, in order."""
        return list_releases(self.tools.record)

    def check(self) -> Iterator[str]:
        """What is wrong with the files of releases, one line each."""
        return check_releases(self.tools.record, self.tools.path)

    def _want(
        self,
        profile: str,
        *,
        policy: str = "ucdp",
        on: str | None = None,
        formats: tuple[str, ...] = USUAL_FORMATS,
        site: bool = True,
        title: str = "",
        author: str = "",
        licence: str = LICENCE,
        question: Question | None = None,
    ) -> Wanted:
        chosen = find_policy(policy, find_added_policies())
        return Wanted(profile, on or date.today().isoformat(), chosen, formats, site, title, author, licence, question or Question())
