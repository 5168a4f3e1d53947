"""Karama: reads reporting on armed conflict and keeps a record of who says what happened.

import karama
reading = karama.read("report.txt", published="2017-07-02")
for claim in reading.claims: print(claim.words)

with karama.open("raqqa.karama") as record:
    for claim in record.claims(place="Raqqa"): print(claim.kind, claim.words)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from karama.api import Reading, Record, read, read_all
    from karama.api import open_record as open

__version__ = "0.1.0"
__all__ = ["Reading", "Record", "__version__", "open", "read", "read_all"]


def __getattr__(name: str) -> Any:
    """The promised names, loaded at first use so that `import karama` and `karama --help` stay instant."""
    if name in __all__:
        from karama import api

        return getattr(api, "open_record" if name == "open" else name)
    raise AttributeError(f"module 'karama' has no attribute {name!r}")
