"""The published JSON Schema and the domain types say the same."""

from __future__ import annotations

import copy

import pytest

from karama.codec import encode_reading
from karama.errors import DataError
from karama.schema import check_reading, derive_schema, load_schema

# The top-level names and the names of each layer's items, as the contract of format 1 lists them.
CONTRACT = {
    "Segment": ["kind", "start", "end", "words"],
    "Mention": ["id", "start", "end", "words", "kind", "form", "entity", "score"],
    "Entity": ["id", "kind", "name", "aliases", "actor", "place", "score"],
    "Actor": ["type", "country", "wikidata", "codes"],
    "Place": ["geonames", "latitude", "longitude", "country", "admin1", "feature", "precision", "radius_km", "alternatives"],
    "PlaceCandidate": ["geonames", "name", "score"],
    "Date": ["id", "start", "end", "words", "kind", "timex3", "edtf", "earliest", "latest", "anchor", "reason"],
    "Quantity": ["id", "start", "end", "words", "low", "high", "approximate", "hedge", "unit", "of"],
    "Attribution": ["id", "kind", "source", "cue", "content", "speaker", "inside"],
    "Event": ["id", "kind", "trigger", "actor", "recipient", "place", "date", "instrument", "quantities", "polarity", "modality", "codes", "score"],
    "Codes": ["plover", "plover_mode", "acled", "acled_sub", "ucdp", "cameo"],
    "Relation": ["id", "kind", "source", "target", "trigger", "polarity", "modality", "score"],
    "Claim": ["id", "start", "end", "words", "says", "speakers", "certainty"],
    "Issue": ["stage", "code", "start", "end", "words"],
    "Article": ["id", "text", "title", "publisher", "url", "language", "published", "published_how"],
}
LAYERS = ["format", "id", "article", "segments", "mentions", "entities", "dates", "quantities", "attributions", "events", "relations", "claims", "issues"]


def test_the_shipped_schema_is_the_one_the_types_give() -> None:
    assert load_schema() == derive_schema(), "run `make schema`"


@pytest.mark.parametrize("name", CONTRACT)
def test_no_name_of_format_1_is_dropped(name: str) -> None:
    assert set(CONTRACT[name]) <= set(load_schema()["$defs"][name]["properties"])


def test_a_reading_has_all_layers_of_format_1_and_is_valid(read) -> None:
    data = encode_reading(read("Rebels killed at least 12 people in Hama on Friday, the army said.", "2017-07-02"))
    assert list(data) == LAYERS
    check_reading(data)


def test_a_wrong_value_is_named_with_its_field(read) -> None:
    data = encode_reading(read("Rebels killed at least 12 people in Hama.", "2017-07-02"))
    broken = copy.deepcopy(data)
    broken["segments"][0]["kind"] = "advert"
    with pytest.raises(DataError, match="segments/0"):
        check_reading(broken)


def test_every_note_carries_its_words(read) -> None:
    text = "Reuters reported on Sunday that around 50,000 civilians were in Raqqa. “We will go,” said a resident. Troops shelled the city."
    data = encode_reading(read(text, "2017-07-02"))
    for layer in ("segments", "mentions", "dates", "quantities", "claims", "issues"):
        for item in data[layer]:
            assert text[item["start"] : item["end"]] == item["words"]
