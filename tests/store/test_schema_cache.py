"""Schemas kept between two runs."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from defender_tui.core.errors import StoreError
from defender_tui.core.wire.hunting_schema import read_schema
from defender_tui.store.schema_cache import KeptSchema, SchemaCache, SchemaOwner

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
OWNER = SchemaOwner("aaaabbbb-0000-cccc-1111-dddd2222eeee", "app", "https://graph.example")
KEPT = KeptSchema(
    read_schema({"tables": [{"name": "T\ud800", "other": [1], "columns": []}], "more": True}), NOW
)


def test_a_kept_schema_is_found_again_with_all_that_was_answered(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "schema"
    SchemaCache(folder).save(OWNER, KEPT)
    found = SchemaCache(folder).load(OWNER)
    assert KEPT == found
    assert found is not None
    assert KEPT.schema.document == found.schema.document


def test_only_this_user_can_read_it(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path / "schema")
    cache.save(OWNER, KEPT)
    (file,) = cache.folder.iterdir()
    assert (0o600, 0o700) == tuple(stat.S_IMODE(p.stat().st_mode) for p in (file, cache.folder))


def test_every_tenant_application_and_cloud_has_its_own(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path)
    cache.save(OWNER, KEPT)
    for other in (
        SchemaOwner("other", OWNER.client_id, OWNER.graph_url),
        SchemaOwner(OWNER.tenant_id, "other", OWNER.graph_url),
        SchemaOwner(OWNER.tenant_id, OWNER.client_id, "https://graph.other"),
    ):
        assert cache.load(other) is None
    same = SchemaOwner(OWNER.tenant_id.upper(), OWNER.client_id.upper(), OWNER.graph_url)
    assert same.file_name.casefold() == OWNER.file_name.casefold()


def test_a_tenants_name_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path / "schema")
    cache.save(SchemaOwner("../../x/\0", "app", "https://graph.example"), KEPT)
    assert ["schema"] == [path.name for path in tmp_path.iterdir()]
    (file,) = cache.folder.iterdir()
    assert file.is_file()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"version": 2}',
        '{"version": 1}',
        '{"version": 1, "read_at": 7, "answer": {"tables": []}}',
        '{"version": 1, "read_at": "2026-11-23T14:00:00", "answer": {"tables": []}}',
        '{"version": 1, "read_at": "2026-11-23T14:00:00+00:00", "answer": []}',
        '{"version": 1, "read_at": "2026-11-23T14:00:00+00:00", "answer": {}}',
    ],
)
def test_a_file_that_is_none_of_ours_counts_as_nothing(tmp_path: Path, text: str) -> None:
    cache = SchemaCache(tmp_path)
    (tmp_path / OWNER.file_name).write_text(text)
    assert cache.load(OWNER) is None
    cache.save(OWNER, KEPT)
    assert KEPT == cache.load(OWNER)


def test_a_disk_that_refuses_is_told_and_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "schema").write_text("a file")
    with pytest.raises(StoreError):
        SchemaCache(tmp_path / "schema").save(OWNER, KEPT)
    assert SchemaCache(tmp_path / "schema").load(OWNER) is None


def test_the_file_says_when_it_was_read(tmp_path: Path) -> None:
    cache = SchemaCache(tmp_path)
    cache.save(OWNER, KEPT)
    held = json.loads((tmp_path / OWNER.file_name).read_text())
    assert ("2026-11-23T14:00:00+00:00", 1) == (held["read_at"], held["version"])
