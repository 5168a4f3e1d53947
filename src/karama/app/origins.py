"""How many independent origins stand behind claims of a record: families of copies are looked up once each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from karama.domain.record import Capture, RecordClaim
from karama.domain.text import Article
from karama.merge.families import Copyable, Family, group_families
from karama.merge.origins import count_origins
from karama.ports import Store

CHUNK = 400


class OriginCounter:
    """Counts independent origins; holds the families of the articles it has met."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._family_of: dict[str, Family | None] = {}  # None: no copy of it is in the record

    def __call__(self, claims: Sequence[RecordClaim], /) -> int:
        """How many independent origins stand behind the claims. A headline sums up its article: where the text tells too, it is no origin of its own."""
        in_text = {claim.article for claim in claims if claim.segment != "headline"}
        claims = [claim for claim in claims if claim.segment != "headline" or claim.article not in in_text]
        self.learn(claim.article for claim in claims)
        families = {id(family): family for claim in claims if (family := self._family_of[claim.article]) is not None}
        return count_origins(claims, families.values())

    def learn(self, articles: Iterable[str]) -> None:
        """Nothing; the families of the articles are known from now on."""
        new = [article for article in dict.fromkeys(articles) if article not in self._family_of]
        for at in range(0, len(new), CHUNK):
            part = new[at : at + CHUNK]
            self._family_of |= dict.fromkeys(part)
            groups = {member.group for member in self._store.memberships("family", members=part) if member.group is not None}
            if groups:
                self._keep(groups)

    def _keep(self, groups: set[str]) -> None:
        members: dict[str, list[str]] = {}
        for member in self._store.memberships("family", groups=sorted(groups)):
            if member.group is not None:
                members.setdefault(member.group, []).append(member.member)
        for names in members.values():
            if len(names) > 1:
                for family in group_families(self._load(names)):
                    self._family_of |= dict.fromkeys(family.articles, family)

    def _load(self, names: Sequence[str]) -> list[Copyable]:
        """The articles of a family, with the time each first came in, which tells who was first where no day is given."""
        came: dict[str, str] = {}
        for capture in self._store.find(Capture, article=tuple(names)):
            came.setdefault(capture.article, capture.at)
        found = self._store.find(Article, id=tuple(names))
        return [Copyable(one.id, one.text, one.publisher, one.published, came.get(one.id, "")) for one in found]
