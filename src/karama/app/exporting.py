"""Handing a record on: what was asked for, through one gate, into a format's files, each whole or not at all, with a report of what was lost."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from karama.app.asking import AskingTools, Question, find_claims, find_incidents
from karama.app.provenance import export_provenance
from karama.domain.record import Capture, RecordClaim, Run
from karama.errors import InputError, UnavailableError
from karama.export.boundaries import read_boundaries
from karama.export.formats import FORMATS, Format
from karama.export.losses import LOSSES, summarise
from karama.export.values import Export, Loss, Options, SourceArticle, Written
from karama.ports import Store
from karama.views.policies import Choose, FoundIncident, Policy, apply_policy, find_policy

CHUNK = 400
LOSSES_SUFFIX = ".losses.json"

Look = Callable[[str, bytes], None]  # the name of a file and its bytes, before it is put in place


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where, and what the format could not hold."""

    format: str
    path: Path
    beside: tuple[Path, ...]
    rows: int
    incidents: int  # that were asked for
    policy: str | None
    losses: tuple[Loss, ...] = field(repr=False)
    profile: str = "private"
    held: Mapping[str, int] = field(default_factory=dict)  # how many items each rule of the gate held back

    @property
    def dropped(self) -> int:
        """How many of the incidents are not in the file."""
        return len({loss.incident for loss in self.losses if loss.dropped})

    def summarise(self) -> list[dict[str, Any]]:
        """The losses by kind."""
        return summarise(self.losses)


def find_format(name: str) -> Format:
    """The format of that name.

    Raises:
        InputError: there is none; the line lists those there are.
    """
    for one in FORMATS:
        if one.name == name:
            return one
    raise InputError(f"no format is called {name!r}; there are {', '.join(one.name for one in FORMATS)}")


def export_record(
    tools: AskingTools,
    question: Question,
    name: str,
    path: Path,
    added: Mapping[str, Choose],
    made: str,
    record: str,
    *,
    policy: str | None = None,
    boundaries: str | Path | None = None,
    hxl: bool = False,
    each_loss: bool = False,
    force: bool = False,
    look: Look | None = None,
    inside: bool = True,
) -> Exported:
    """What was written of the incidents asked for; see `karama export`. `look` sees all bytes before any of them is put in place, and may raise.

    `inside`: it is for those who work on the record, so it may hold who did what to it.

    Raises:
        InputError: there is no such format or policy, something is there already, or the boundary file is none.
        SetupError: a library is missing.
        UnavailableError: it cannot be written.
    """
    form = find_format(name)
    check_target(path, force=force)
    named = policy or form.policy
    chosen = find_policy(named, added) if named is not None else None
    if "boundaries" in form.needs and boundaries is None:
        raise InputError(f"{name}: needs --boundaries FILE, areas with P-codes (GeoJSON or GeoPackage)")
    options = Options(read_boundaries(Path(boundaries)) if boundaries is not None else (), hxl)
    export = gather_export(tools, question, form, policy=chosen, made=made, record=record, inside=inside)
    return write_export(form, export, path, options, force=force, each_loss=each_loss, look=look)


# ---------------------------------------------------------------- in: the one place where incidents, claims and articles come from


def gather_export(tools: AskingTools, question: Question, form: Format, *, policy: Policy | None, made: str, record: str, inside: bool = True) -> Export:
    """All that the format may write of the incidents asked for. Whatever may not leave is not in `tools`: give a store that holds it back."""
    views = find_incidents(tools, question)
    found = tuple(FoundIncident(view, apply_policy(policy, view) if policy is not None else ()) for view in views)
    members = {claim.id for one in found for claim in one.view.claims}
    others = tuple(claim for claim in find_claims(tools, question) if claim.id not in members)
    articles = list_source_articles(tools.store, found, others)
    provenance = merge_provenance(tools.store, found) if "provenance" in form.needs and inside else None
    asked = {key: value for key, value in asdict(question).items() if value not in (None, 0.0, ())}
    return Export(
        found, articles, made, policy.name if policy is not None else None, asked, record, provenance, others, list_versions(tools.store, found, others)
    )


def list_source_articles(store: Store, found: Sequence[FoundIncident], others: Sequence[RecordClaim] = ()) -> dict[str, SourceArticle]:
    """The articles behind the incidents and the other claims, by id, as they first came in."""
    claims = [*(claim for one in found for claim in one.view.claims), *others]
    ids = list(dict.fromkeys(claim.article for claim in claims))
    kept: dict[str, SourceArticle] = {}
    for at in range(0, len(ids), CHUNK):
        for one in store.find(Capture, article=tuple(ids[at : at + CHUNK])):
            made = SourceArticle(one.article, one.title, one.publisher, one.published, one.url, one.origin, one.original, one.at)
            kept.setdefault(one.article, made)
    published = {claim.article: claim.published for claim in claims if claim.published}
    return {name: (one if one.published else _date(one, published.get(name))) for name, one in kept.items()}


def _date(article: SourceArticle, published: str | None) -> SourceArticle:
    """The article with the day that the reader found in it."""
    return SourceArticle(**{**asdict(article), "published": published})


def merge_provenance(store: Store, found: Sequence[FoundIncident]) -> dict[str, Any]:
    """One PROV-JSON document of all the incidents; what several of them share stands in it once."""
    merged: dict[str, Any] = {}
    seen: set[str] = set()
    for one in found:
        for kind, statements in export_provenance(store, one.view.id).items():
            for name, statement in statements.items():
                told = json.dumps([kind, statement], sort_keys=True)
                if name.startswith("_:") and told in seen:
                    continue
                seen.add(told)
                section = merged.setdefault(kind, {})
                section[f"_:{kind}{len(section) + 1}" if name.startswith("_:") else name] = statement
    return merged


def list_versions(store: Store, found: Sequence[FoundIncident], others: Sequence[RecordClaim] = ()) -> dict[str, str]:
    """The versions of all that read the claims; of several runs, each told."""
    runs = tuple(dict.fromkeys([*(claim.run for one in found for claim in one.view.claims), *(claim.run for claim in others)]))
    versions: dict[str, str] = {}
    for run in store.find(Run, id=runs) if runs else ():
        for name, version in sorted(run.versions.items()):
            told = versions.get(name)
            versions[name] = version if told in (None, version) else f"{told}, {version}"
    return versions


# ---------------------------------------------------------------- out: files that are there whole or not at all


def write_export(
    form: Format, export: Export, path: Path, options: Options, *, force: bool = False, each_loss: bool = False, look: Look | None = None
) -> Exported:
    """What was written; the loss report stands beside it, with every loss by itself where `each_loss` asks for it.

    Raises:
        InputError: something is there already and `force` is not given, or the folder is not there.
        SetupError: a library is missing.
        UnavailableError: it cannot be written.
    """
    check_target(path, force=force)
    written = form.make(export, options)
    report = path.with_name(path.name + LOSSES_SUFFIX)
    beside = {path.with_name(path.stem + ending): data for ending, data in written.beside.items()}
    beside[report] = tell_losses(form, export, written, path, each_loss=each_loss)
    for other in beside:
        check_target(other, force=force)
    if look is not None:
        for name, data in {path.name: written.data, **written.members, **{other.name: data for other, data in beside.items()}}.items():
            look(name, data)
    try:
        for other, data in beside.items():
            place_file(other, data)
        if written.members:
            place_members(path, written.members)
        else:
            place_file(path, written.data)
    except OSError as error:
        raise UnavailableError(f"{path}: cannot be written: {error.strerror or error}") from error
    return Exported(form.name, path, tuple(beside), written.rows, len(export.incidents), export.policy, written.losses)


def check_target(path: Path, *, force: bool) -> None:
    """Nothing, if the path may be written.

    Raises:
        InputError: something is there already, or the folder is not there.
    """
    if not path.parent.is_dir():
        raise InputError(f"{path}: there is no folder {path.parent}")
    if path.is_dir() and not (force and is_bundle(path)):
        raise InputError(f"{path}: is a folder")
    if path.exists() and not force:
        raise InputError(f"{path}: is there already; --force writes over it")


def is_bundle(path: Path) -> bool:
    """Is the folder one that a bundle was written to?"""
    return (path / "datapackage.json").is_file()


def place_file(path: Path, data: bytes) -> None:
    """Nothing; the file holds the data, and never a part of it: it is written beside itself and moved in place."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~_read_umask())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def place_members(path: Path, members: Mapping[str, bytes]) -> None:
    """Nothing; the bundle stands there whole, as a zip where its name ends so, else as a folder."""
    if path.suffix == ".zip":
        place_file(path, zip_members(members))
        return
    made = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        for name, data in members.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        made.chmod(0o777 & ~_read_umask())
        if path.exists():
            older = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
            path.replace(older)
            made.replace(path)
            shutil.rmtree(older)
        else:
            made.replace(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def zip_members(members: Mapping[str, bytes]) -> bytes:
    """The files as a zip that is the same for the same files."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(members.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _read_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def tell_losses(form: Format, export: Export, written: Written, path: Path, *, each_loss: bool) -> bytes:
    """The loss report as JSON."""
    report: dict[str, Any] = {
        "format": form.name, "file": path.name, "made": export.made, "policy": export.policy, "asked": dict(export.asked),
        "incidents": len(export.incidents), "rows": written.rows, "not_written": len({loss.incident for loss in written.losses if loss.dropped}),
        "losses": summarise(written.losses),
    }  # fmt: skip
    if each_loss:
        order = {kind: number for number, kind in enumerate(LOSSES)}
        report["each"] = [asdict(loss) for loss in sorted(written.losses, key=lambda loss: (order[loss.kind], loss.incident, loss.field, loss.what))]
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()
