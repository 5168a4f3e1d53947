"""The gate itself: a claim in, the claim as it may leave out, or nothing; every change noted with its rule and reason."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from karama import codec
from karama.domain.record import Capture, RecordClaim, Speaker, Where
from karama.gate.held import Ledger, Rule, name_item
from karama.gate.profiles import Profile
from karama.gate.secrets import Secret, Secrets, make_pattern
from karama.gate.words import (
    ARMED_CAMP,
    AT_RISK,
    BODY,
    GRAPHIC,
    HOME,
    LOCAL_SOURCE,
    NAME_WITHHELD,
    NARROWS,
    NOBODY_IN_PARTICULAR,
    PASSAGE_WITHHELD,
    PLACE_WITHHELD,
    POSITION_KINDS,
    POSITION_UNITS,
    SENSITIVE,
)

KM_PER_DEGREE = 111.2
KEPT_FIELDS = frozenset({"id", "value", "article", "run", "local", "what", "kind", "published", "edtf", "earliest", "latest"})  # ours, never a report's words
EXACTLY = frozenset({"exact", "part of settlement", "settlement", "near"})


@dataclass(frozen=True, slots=True)
class Hiding:
    """What is to be hidden, what stands there instead, and what stays though part of it is to be hidden: a released name of two who share a family's."""

    pattern: re.Pattern[str]
    instead: str
    released: re.Pattern[str] | None

    def hide(self, words: str) -> str:
        """The words without what is to be hidden."""
        if self.released is None:
            return self.pattern.sub(self.instead, words)
        parts, at = [], 0
        for kept in self.released.finditer(words):
            parts += [self.pattern.sub(self.instead, words[at : kept.start()]), kept.group()]
            at = kept.end()
        return "".join([*parts, self.pattern.sub(self.instead, words[at:])])


@dataclass(slots=True)
class Gate:
    """A profile on a day of release (ISO), with what was held back so far."""

    profile: Profile
    on: str
    ledger: Ledger

    def pass_claim(self, claim: RecordClaim, secrets: Secrets) -> RecordClaim | None:
        """The claim as it may leave; None if it may not."""
        if self._is_fresh(claim):
            return None
        touched = self._coarsen(claim, secrets)
        touched = self._hide_speakers(touched)
        touched = self._withhold_graphic(touched)
        return self._redact(touched, secrets)

    def pass_capture(self, capture: Capture, secrets: Secrets) -> Capture:
        """The capture as it may leave: without who brought it and from which file, and without withheld names in title and address."""
        if not self.profile.hide_captures:
            return capture
        hidden = replace(capture, by="", origin=capture.url or f"report {capture.article[7:15]}", at=capture.at[:10])
        patterns = [make_pattern(form for secret in found for form in secret.forms) for found, _ in self._list_closed(secrets)]
        if hidden.url is not None and any(pattern is not None and pattern.search(hidden.url.replace("/", " ")) for pattern in patterns):
            host = "/".join(hidden.url.split("/")[:3])
            hidden = replace(hidden, url=host, origin=host)
        title, publisher = self._scrub(hidden.title, secrets), self._scrub(hidden.publisher, secrets)
        return replace(hidden, title=title, publisher=publisher)

    # ------------------------------------------------------------ whole claims

    def _is_fresh(self, claim: RecordClaim) -> bool:
        """Must the claim wait? What has no day at all is taken for new."""
        newest = max((day for day in (*(when.latest or when.earliest for when in claim.dates), claim.published) if day), default=None)
        waits: tuple[tuple[Rule, int, bool], ...] = (
            ("position", self.profile.positions_days, tells_position(claim)),
            ("delay", self.profile.delay_days, True),
        )
        for rule, days, applies in waits:
            limit = (date.fromisoformat(self.on) - timedelta(days)).isoformat()
            if days and applies and (newest is None or newest > limit):
                when = f"of {newest}, within {days} days of the release" if newest else "without any day, so it may be new"
                if self.ledger.hold(rule, "withheld", claim.id, claim.id, claim.words, f"{claim.kind} {when}"):
                    return True
        return False

    # ------------------------------------------------------------ parts

    def _coarsen(self, claim: RecordClaim, secrets: Secrets) -> RecordClaim:
        """Places of a claim that tells of a shelter, or of a private person's home, known no better than the profile allows."""
        if not self.profile.coarsen_km or not claim.places:
            return claim
        why = tells_shelter(claim) or (HOME.search(claim.words) and self._names_person(claim, secrets) and "the home of a private person")
        if not why:
            return claim
        return replace(claim, places=tuple(dict.fromkeys(self._coarsen_place(claim, where, str(why)) for where in claim.places)))

    def _coarsen_place(self, claim: RecordClaim, where: Where, why: str) -> Where:
        if where.precision not in EXACTLY and (where.radius_km or 0) >= self.profile.coarsen_km:
            return where
        if not self.ledger.hold("place", "coarsened", claim.id, where.name, where.name, f"{why}; told within {self.profile.coarsen_km:g} km or more"):
            return where
        name = where.name if not SENSITIVE.search(where.name) else (where.admin1 or where.country or PLACE_WITHHELD)
        if where.latitude is None or where.longitude is None:
            return replace(where, name=name, geonames=None, precision="near")
        latitude, longitude, radius = coarsen_point(where.latitude, where.longitude, self.profile.coarsen_km)
        return Where(name, None, latitude, longitude, max(radius, where.radius_km or 0.0), "near", where.country, where.admin1)

    def _hide_speakers(self, claim: RecordClaim) -> RecordClaim:
        if not self.profile.hide_sources:
            return claim
        shown = []
        for speaker in claim.speakers:
            if (
                speaker.name is None
                and is_at_risk(speaker.words)
                and self.ledger.hold("source", "redacted", claim.id, speaker.words, speaker.words, "could be found by where they live or what they do")
            ):
                shown.append(Speaker(LOCAL_SOURCE))
            else:
                shown.append(speaker)
        hidden = [before.words for before, after in zip(claim.speakers, shown, strict=True) if before is not after]
        words = claim.words
        for phrase in hidden:
            words = words.replace(phrase, LOCAL_SOURCE)
        return replace(claim, speakers=tuple(shown), words=words)

    def _withhold_graphic(self, claim: RecordClaim) -> RecordClaim:
        found = GRAPHIC.search(claim.words) if self.profile.withhold_graphic else None
        if found is None or not self.ledger.hold("graphic", "withheld", claim.id, claim.id, claim.words, f'tells in detail ("{found.group()}")'):
            return claim
        return replace(claim, words=PASSAGE_WITHHELD)

    def _redact(self, claim: RecordClaim, secrets: Secrets) -> RecordClaim:
        """The claim with every private name taken out of every string, and facilities' names where places are coarse."""
        encoded = codec.encode(claim)
        clean = encoded
        parts: tuple[tuple[tuple[Secret, ...], Rule, str, str], ...] = (
            (secrets.persons if self.profile.redact_persons else (), "name", NAME_WITHHELD, "a person without public office"),
            (secrets.facilities if self.profile.coarsen_km else (), "place", PLACE_WITHHELD, "where people shelter"),
        )
        for found, rule, instead, reason in parts:
            told = "\n".join(_list_strings(clean))
            here = [secret for secret in found if (pattern := make_pattern(secret.forms)) is not None and pattern.search(told)]
            kept = [secret for secret in here if self.ledger.hold(rule, "redacted", claim.id, secret.name, secret.name, reason)]
            pattern = make_pattern(form for secret in kept for form in secret.forms)
            if pattern is not None:
                clean = _replace_strings(clean, Hiding(pattern, instead, make_pattern(secret.name for secret in here if secret not in kept)))
        return claim if clean is encoded else codec.decode(RecordClaim, clean)

    def _scrub(self, words: str | None, secrets: Secrets) -> str | None:
        for found, instead in self._list_closed(secrets):
            pattern = make_pattern(form for secret in found for form in secret.forms)
            if words is not None and pattern is not None:
                words = Hiding(pattern, instead, None).hide(words)
        return words

    def _list_closed(self, secrets: Secrets) -> Iterator[tuple[list[Secret], str]]:
        """The secrets that no decision releases, with what stands in their place."""
        open_items = self.ledger.overrides
        if self.profile.redact_persons:
            yield [one for one in secrets.persons if name_item("name", one.name) not in open_items], NAME_WITHHELD
        if self.profile.coarsen_km:
            yield [one for one in secrets.facilities if name_item("place", one.name) not in open_items], PLACE_WITHHELD

    def _names_person(self, claim: RecordClaim, secrets: Secrets) -> bool:
        pattern = make_pattern(form for secret in secrets.persons for form in secret.forms) if self.profile.redact_persons else None
        return pattern is not None and pattern.search(claim.words) is not None


def is_at_risk(words: str) -> bool:
    """Could an unnamed speaker be found by these words? Not an agency, and not "residents" of whom nothing narrower is said."""
    if not AT_RISK.search(words) or BODY.search(words):
        return False
    return bool(NARROWS.search(words)) or not NOBODY_IN_PARTICULAR.fullmatch(words.strip())


def tells_position(claim: RecordClaim) -> bool:
    """Does the claim tell where forces stand or move?"""
    return claim.kind in POSITION_KINDS or claim.kind in POSITION_UNITS or any(count.unit in POSITION_UNITS for count in claim.counts)


def tells_shelter(claim: RecordClaim) -> str | None:
    """What place of refuge the claim tells of; None if of none. A training camp is none."""
    told = " ".join((claim.words, *(where.name for where in claim.places), *(party.words for party in claim.recipients)))
    found = SENSITIVE.search(ARMED_CAMP.sub(" ", told))
    return f"tells of a {found.group().lower().removesuffix('s')}" if found is not None else None


def coarsen_point(latitude: float, longitude: float, radius_km: float) -> tuple[float, float, float]:
    """The middle of the cell of a fixed grid in which the point lies (degrees), and the radius (km) that surely holds it.

    The grid does not depend on the point, so the true one cannot be worked out from the middle, nor from several releases.
    """
    step = 1.5 * radius_km / KM_PER_DEGREE
    row = math.floor(latitude / step)
    middle = max(-90.0, min(90.0, (row + 0.5) * step))
    wide = step / max(0.05, math.cos(math.radians(middle)))
    column = math.floor(longitude / wide)
    diagonal = math.hypot(step, step) / 2 * KM_PER_DEGREE
    return round(middle, 4), round(max(-180.0, min(180.0, (column + 0.5) * wide)), 4), round(max(radius_km, diagonal * 1.05), 1)


def _list_strings(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name not in KEPT_FIELDS:
            yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _list_strings(one, key)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _list_strings(one, name)


def _replace_strings(value: Any, hiding: Hiding, name: str = "") -> Any:
    if isinstance(value, str):
        return value if name in KEPT_FIELDS else hiding.hide(value)
    if isinstance(value, dict):
        return {key: _replace_strings(one, hiding, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_replace_strings(one, hiding, name) for one in value]
    return value
