"""A record as a profile lets it out: the same store, whose claims and captures have passed the gate before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from karama.annotate.nouns import load_given_names
from karama.app.decided import DecidedStore
from karama.domain.record import Capture, KeptReading, RecordClaim
from karama.gate.held import Ledger, Rule, name_item
from karama.gate.profiles import find_profile
from karama.gate.rules import Gate
from karama.gate.secrets import Secret, Secrets, find_secrets
from karama.ports import ALL_CLAIMS, ClaimQuery, Store


class GatedStore(DecidedStore):
    """Claims and captures as they may leave. Incidents, situations and exports made from it hold nothing that was held back: they never see it."""

    def __init__(self, store: Store, gate: Gate) -> None:
        super().__init__(store)
        self.gate = gate
        self._secrets: dict[str, Secrets] = {}
        self._passed: dict[tuple[str, str], RecordClaim | None] = {}
        self._is_given = load_given_names().__contains__
        self.find = self._find_gated
        self.search = self._refuse

    def claims(self, query: ClaimQuery = ALL_CLAIMS) -> Iterator[RecordClaim]:
        """The claims asked for that may leave, as they may leave."""
        for claim in super().claims(query):
            passed = self.pass_claim(claim)
            if passed is not None:
                yield passed

    def pass_claim(self, claim: RecordClaim) -> RecordClaim | None:
        """The claim as it may leave; each is looked at once."""
        key = (claim.id, claim.value)
        if key not in self._passed:
            self._passed[key] = self.gate.pass_claim(claim, self.find_secrets(claim.article))
        return self._passed[key]

    def find_secrets(self, article: str) -> Secrets:
        """What the newest reading of the article knows of private persons and shelters in it."""
        if article not in self._secrets:
            kept = list(self._store.find(KeptReading, article=article))
            data = self._store.load_reading(kept[-1].id) if kept else None
            self._secrets[article] = find_secrets(data, self._is_given) if data is not None else Secrets()
        return self._secrets[article]

    def list_secrets(self) -> tuple[Secret, ...]:
        """The secrets of all articles looked at so far that no decision releases."""
        closed = {one.id for one in self.gate.ledger.held}
        found = [secret for secrets in self._secrets.values() for rule, listed in _pair(secrets) for secret in listed if name_item(rule, secret.name) in closed]
        return tuple(dict.fromkeys(found))

    def _find_gated(self, kind: type[Any], **equal: Any) -> Iterator[Any]:
        for found in self._store.find(kind, **equal):
            yield self.gate.pass_capture(found, self.find_secrets(found.article)) if isinstance(found, Capture) else found

    def _refuse(self, *_: object, **__: object) -> Any:
        raise NotImplementedError("texts are not searched through the gate")


def _pair(secrets: Secrets) -> tuple[tuple[Rule, tuple[Secret, ...]], ...]:
    return (("name", secrets.persons), ("place", secrets.facilities))


def make_gate(profile_name: str, on: str, ledger: Ledger | None = None) -> Gate:
    """The gate of that profile on the day of release.

    Raises:
        InputError: there is no such profile.
    """
    return Gate(find_profile(profile_name), on, ledger or Ledger())
