"""What is encoded comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from karama import codec
from karama.domain.reading import Reading
from karama.domain.record import RecordClaim
from karama.errors import DataError
from karama.record.claims import list_record_claims

TEXT = "At least 12 civilians were killed in an air strike on Binnish on Tuesday, the Syrian Observatory for Human Rights said."


def test_a_reading_comes_back_as_it_was(read: Callable[..., Reading]) -> None:
    data = codec.encode_reading(read(TEXT, "2017-07-05"))
    assert codec.encode_reading(codec.decode_reading(json.loads(json.dumps(data)))) == data


def test_a_claim_comes_back_as_it_was(read: Callable[..., Reading]) -> None:
    claims = list_record_claims(read(TEXT, "2017-07-05"), "r_1")
    assert claims
    assert [codec.decode(RecordClaim, json.loads(json.dumps(codec.encode(claim)))) for claim in claims] == list(claims)


def test_data_of_another_shape_is_refused_in_one_line() -> None:
    with pytest.raises(DataError, match="RecordClaim: stored in another shape"):
        codec.decode(RecordClaim, {"id": "c_1", "colour": "red"})
    with pytest.raises(DataError, match="format 'karama"):
        codec.decode_reading({"format": "karama.reading/9", "id": "a"})
