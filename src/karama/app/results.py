"""What a record answers: a sequence of findings that pandas, GeoPandas and Arrow (and so DuckDB) take as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from karama import codec
from karama.domain.record import RecordClaim
from karama.errors import SetupError
from karama.views.entities import EntityLine
from karama.views.policies import FoundIncident
from karama.views.rows import make_claim_row, make_geometry, make_incident_row, make_situation_row
from karama.views.situations import Situation

if TYPE_CHECKING:
    import geopandas
    import pandas
    import pyarrow

T = TypeVar("T")


def make_frame(rows: list[dict[str, Any]]) -> pandas.DataFrame:
    """The rows as a data frame; pandas is loaded only here.

    Raises:
        SetupError: pandas is not installed (extra `karama[tables]`).
    """
    try:
        import pandas
    except ImportError as error:
        raise SetupError("to_pandas needs pandas: pip install 'karama[tables]'") from error
    return pandas.DataFrame(rows)


@dataclass(frozen=True, slots=True)
class Results(Sequence[T], Generic[T]):
    """Findings in order, and ways to hand them on."""

    items: tuple[T, ...]
    make_row: Callable[[T], dict[str, Any]]

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a finding, all with the same keys."""
        rows = [self.make_row(item) for item in self.items]
        keys = dict.fromkeys(key for row in rows for key in row)
        return [{key: row.get(key) for key in keys} for row in rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a data frame.

        Raises:
            SetupError: pandas is not installed (extra `karama[tables]`).
        """
        return make_frame(self.rows())

    def to_arrow(self) -> pyarrow.Table:
        """The rows as an Arrow table, which DuckDB, Polars and others read as it is.

        Raises:
            SetupError: pyarrow is not installed (extra `karama[tables]`).
        """
        try:
            import pyarrow
        except ImportError as error:
            raise SetupError("to_arrow needs pyarrow: pip install 'karama[tables]'") from error
        return pyarrow.Table.from_pylist(self.rows())

    def to_geopandas(self) -> geopandas.GeoDataFrame:
        """The rows with a geometry (WGS 84): a point for a place that is known so exactly, else the circle in which it lies.

        Raises:
            SetupError: GeoPandas is not installed (extra `karama[geo]`).
        """
        try:
            import geopandas
            from shapely.geometry import Point, Polygon
        except ImportError as error:
            raise SetupError("to_geopandas needs GeoPandas: pip install 'karama[geo]'") from error
        rows = self.rows()
        rings = [make_geometry(row) for row in rows]
        shapes = [Point(ring[0]) if len(ring) == 1 else Polygon(ring) if ring else None for ring in rings]
        return geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def encode_incident(found: FoundIncident) -> dict[str, Any]:
    """The incident as JSON-ready data: its values with their sources, the ids of its claims, and what a policy chose."""
    view = codec.encode(found.view)
    choices = [codec.encode(replace(choice, value=None)) for choice in found.choices]
    policy = found.policy.name if found.policy is not None else None
    return {
        **view,
        "claims": [claim.id for claim in found.view.claims],
        "policy": policy,
        "choices": [{k: v for k, v in choice.items() if k != "value"} for choice in choices],
    }


def list_incidents(found: Iterable[FoundIncident]) -> Results[FoundIncident]:
    """Incidents as results."""
    return Results(tuple(found), lambda one: make_incident_row(one.view, one.choices))


def list_claims(found: Iterable[RecordClaim]) -> Results[RecordClaim]:
    """Claims as results."""
    return Results(tuple(found), make_claim_row)


def list_lines(found: Iterable[EntityLine]) -> Results[EntityLine]:
    """Entities as results."""
    return Results(tuple(found), lambda one: {**codec.encode(one), "names": "; ".join(one.names)})


def list_situations_found(found: Iterable[Situation], on: str | None) -> Results[Situation]:
    """Situations as results, told for the day."""
    return Results(tuple(found), lambda one: make_situation_row(one, on))
