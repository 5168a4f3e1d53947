"""An incident in a sentence or two, and its outlets and days of capture, for the text fields of other people's formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from karama.domain.record import Party, Speaker
from karama.export.chosen import Chosen
from karama.export.countries import find_country
from karama.export.values import Export, SourceArticle
from karama.views.incidents import Field, Value
from karama.views.policies import FoundIncident
from karama.views.sources import PRONOUNS, Source, name_chain

TOLD_FIGURES: tuple[tuple[Field, str], ...] = (("killed", "Killed"), ("wounded", "Wounded"), ("missing", "Missing"), ("detained", "Detained"))


def list_articles(chosen: Chosen, export: Export) -> list[SourceArticle]:
    """The articles behind the incident, by day of publication."""
    ids = dict.fromkeys(claim.article for claim in chosen.claims)
    return sorted((export.articles[one] for one in ids if one in export.articles), key=lambda article: (article.published or "9999", article.id))


def name_outlet(article: SourceArticle) -> str:
    """Who published the article; else its title, else the file it came from."""
    return article.publisher or article.title or article.origin.rsplit("/", 1)[-1]


def list_outlets(chosen: Chosen, export: Export) -> list[str]:
    """The outlets behind the incident, each once."""
    return list(dict.fromkeys(name_outlet(article).replace(";", ",") for article in list_articles(chosen, export)))


def read_seconds(chosen: Chosen, export: Export) -> int | None:
    """When the last of its articles came in, in seconds since 1970."""
    taken = max((article.captured for article in list_articles(chosen, export) if article.captured), default=None)
    return int(datetime.fromisoformat(taken).replace(tzinfo=UTC).timestamp()) if taken else None


def tell_incident(found: FoundIncident, chosen: Chosen) -> str:
    """What happened in plain words: when, where, what, by whom, against whom, every figure with who says it, and the incident's id."""
    day = f"On {chosen.day.edtf or chosen.day.words}" if chosen.day is not None else "On a day that is not told"
    if chosen.place is not None:
        country = find_country(chosen.place.country)
        within = ", ".join(filter(None, (chosen.place.admin1, country.name if country is not None else None)))
        day += f", {'near' if chosen.place.precision == 'near' else 'in'} {chosen.place.name}" + (f" ({within})" if within else "")
    parts = [f"{day}: {chosen.kind or 'an event'}"]
    if chosen.actors:
        parts.append(f"said of {', '.join(party.name for party in chosen.actors)}")
    if chosen.recipients:
        parts.append(f"against {', '.join(party.name for party in chosen.recipients)}")
    figures = [tell_figures(label, found.view.list_values(field)) for field, label in TOLD_FIGURES]
    denials = dict.fromkeys(name_source(source) for value in found.view.values for source in value.sources if source.stance == "denied")
    denied = f"Denied by {'; '.join(denials)}" if denials else ""
    return ". ".join(filter(None, (", ".join(parts), *figures, denied, f"Karama {chosen.id}"))) + "."


def tell_figures(label: str, values: tuple[Value, ...]) -> str:
    """ "Killed: at least 57 (SOHR, via Levant Daily); about 60 (Amaq)"; "" for no figure."""
    told = [f"{value.words}{f' {value.whom}' if value.whom not in (None, 'people') else ''} ({_sayers(value)})" for value in values if value.of is not None]
    return f"{label}: {'; '.join(told)}" if told else ""


def _sayers(value: Value) -> str:
    return ", ".join(dict.fromkeys(name_source(source) for source in value.sources if source.stance != "denied")) or "nobody"


def name_source(source: Source) -> str:
    """The speakers, nearest first, and the outlet, without speakers who are only a pronoun: "it said" leans on the sentence before."""
    return name_chain(replace(source, speakers=list_speakers(source.speakers)))


def list_speakers(speakers: Sequence[Speaker]) -> tuple[Speaker, ...]:
    """The speakers who are more than a pronoun."""
    return tuple(speaker for speaker in speakers if (speaker.name or speaker.words).strip().lower() not in PRONOUNS)


def tell_words(party: Party) -> str:
    """The party as the report puts it; its name where that is only a pronoun."""
    return party.name if party.words.lower() in PRONOUNS else party.words
