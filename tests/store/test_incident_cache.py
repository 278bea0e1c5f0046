"""Queues on disk are for this user alone, whole or not there, and gone when asked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.clouds import PUBLIC
from defender_tui.core.errors import StoreError
from defender_tui.core.filters import Dialect, IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.core.kept_incidents import KeptQueue, QueuePart
from defender_tui.core.listed_incident import listed
from defender_tui.core.profiles import CustomerTenant, Profile
from defender_tui.core.resources import Resource
from defender_tui.store.files import write_private_parts
from defender_tui.store.incident_cache import IncidentCache

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PART = QueuePart("soc", "tenant", "client", "https://x.example", Dialect.GRAPH, IncidentFilter())
QUEUE = KeptQueue((listed(Incident("7", title="Worm")),), None, NOON, NOON)


@pytest.fixture
def cache(tmp_path: Path) -> IncidentCache:
    return IncidentCache(tmp_path / "cache" / "incidents")


def files(cache: IncidentCache) -> list[Path]:
    return [one for one in cache.folder.rglob("*") if one.is_file()]


def test_what_was_saved_is_loaded_by_another_run(cache: IncidentCache) -> None:
    assert cache.load(PART) is None
    cache.save(PART, QUEUE)
    assert IncidentCache(cache.folder).load(PART) == QUEUE
    assert cache.load(replace(PART, tenant_id="other")) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_can_read_it_even_in_a_folder_that_was_open(cache: IncidentCache) -> None:
    (cache.folder / "soc").mkdir(parents=True, mode=0o755)
    cache.save(PART, QUEUE)
    [file] = files(cache)
    modes = [one.stat().st_mode & 0o777 for one in (cache.folder, file.parent, file)]
    assert [0o700, 0o700, 0o600] == modes


def test_a_damaged_file_is_said_and_not_used_and_can_be_replaced(cache: IncidentCache) -> None:
    cache.save(PART, QUEUE)
    [file] = files(cache)
    for damage in (b"", b"\xff\xfe", file.read_bytes()[:-4]):
        file.write_bytes(damage)
        with pytest.raises(StoreError, match="were not used") as refused:
            cache.load(PART)
        assert refused.value.hint
    cache.save(PART, QUEUE)
    assert cache.load(PART) == QUEUE


def test_what_cannot_be_written_to_the_end_leaves_what_was_there(cache: IncidentCache) -> None:
    cache.save(PART, QUEUE)
    [file] = files(cache)

    def lines() -> Iterator[str]:
        yield "the first"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_private_parts(file, lines())
    assert cache.load(PART) == QUEUE
    assert [file] == files(cache)


def test_only_the_parts_kept_last_stay(cache: IncidentCache) -> None:
    for number in range(13):
        cache.save(replace(PART, wanted=IncidentFilter(text=str(number))), QUEUE)
        for file in files(cache):
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
    assert 10 == len(files(cache))
    assert cache.load(replace(PART, wanted=IncidentFilter(text="2"))) is None
    assert cache.load(replace(PART, wanted=IncidentFilter(text="3"))) == QUEUE


def test_one_profile_is_forgotten_with_all_of_its_parts_and_no_other(cache: IncidentCache) -> None:
    other = replace(PART, profile="other")
    for part in (PART, replace(PART, api=Dialect.XDR), other):
        cache.save(part, QUEUE)
    # What a run that was killed had begun to write.
    (cache.folder / "soc" / ".0f.ndjson.ab12").write_text("{", encoding="utf-8")
    assert 3 == cache.forget("soc")
    assert 0 == cache.forget("soc")
    assert not (cache.folder / "soc").exists()
    assert cache.load(other) == QUEUE


GRAPH = PUBLIC.base_url(Resource.GRAPH)
SOC = Profile("soc", "tenant", "client")
OWN = replace(PART, address=GRAPH)


@pytest.mark.parametrize(
    "left_over",
    [
        replace(OWN, tenant_id="former"),
        replace(OWN, client_id="former"),
        replace(OWN, address="https://graph.of.another.cloud.example"),
    ],
)
def test_what_a_profile_kept_as_another_tenant_or_application_is_dropped_alone(
    cache: IncidentCache, left_over: QueuePart
) -> None:
    own = (OWN, replace(OWN, wanted=IncidentFilter(text="worm")))
    others = replace(left_over, profile="other")
    for part in (*own, left_over, others):
        cache.save(part, QUEUE)
    assert 1 == cache.drop_left_over(SOC)
    assert cache.load(left_over) is None
    assert [QUEUE] * 3 == [cache.load(one) for one in (*own, others)]
    assert 0 == cache.drop_left_over(SOC)


def test_a_partner_loses_only_the_lists_of_customers_that_are_no_longer_listed(
    cache: IncidentCache,
) -> None:
    tenants = (CustomerTenant("One", "one.example"), CustomerTenant("Two", "two.example"))
    parts = [replace(OWN, tenant_id=f"{name}.example") for name in ("one", "two", "three")]
    for part in parts:
        cache.save(part, QUEUE)
    assert 1 == cache.drop_left_over(replace(SOC, tenants=tenants).in_tenant(tenants[1]))
    assert [QUEUE, QUEUE, None] == [cache.load(part) for part in parts]


def test_what_a_killed_run_half_wrote_for_a_former_tenant_goes_and_what_nobody_can_read_stays(
    cache: IncidentCache,
) -> None:
    cache.save(replace(OWN, tenant_id="former"), QUEUE)
    [file] = files(cache)
    file.rename(file.with_name(f".{file.name}.ab12"))
    (file.parent / "0f.ndjson").write_bytes(b"\xff[[[[")
    # In a folder that two names share, on a disk that knows no capitals, this is not ours.
    cache.save(replace(OWN, tenant_id="former", profile="SOC"), QUEUE)
    [other] = [one for one in files(cache) if b'"profile": "SOC"' in one.read_bytes()]
    other.rename(file)
    assert 1 == cache.drop_left_over(SOC)
    assert {file.name, "0f.ndjson"} == {one.name for one in files(cache)}


def test_what_cannot_be_deleted_is_said_with_its_place(cache: IncidentCache) -> None:
    cache.save(PART, QUEUE)
    (cache.folder / "soc" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(StoreError, match="Could not delete") as refused:
        cache.forget("soc")
    assert str(cache.folder / "soc") in refused.value.hint
