"""Saved queries on disk: found, saved, renamed and deleted, and never more than that."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.saved_query import QueryNameTaken, SavedQuery, query_name_problem
from defender_tui.store import query_folders
from defender_tui.store.query_folders import QueryFolders

QUERY = "// Devices seen lately\n//   one row each\n\nDeviceInfo // not this\n| take 5\n"


def put(file: Path, text: str | bytes = QUERY) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def names(folders: QueryFolders) -> list[str]:
    return [query.name for query in folders.load().queries]


def problems(folders: QueryFolders) -> dict[str, str]:
    return {query.name: query.problem for query in folders.load().queries}


def test_without_a_setting_queries_lie_beside_the_configuration(tmp_path: Path) -> None:
    library = QueryFolders(tmp_path).load()
    assert (tmp_path / "queries",) == library.folders
    assert ((), ()) == (library.queries, library.problems)


def test_folders_that_the_configuration_names_are_read_in_its_order(tmp_path: Path) -> None:
    home = Path.home()
    put(tmp_path / "config.toml", 'query_folders = ["mine", "~/shared", "/no/such/folder"]\n')
    put(tmp_path / "mine" / "b.kql")
    put(tmp_path / "mine" / "a" / "c.KQL")
    put(tmp_path / "mine" / ".git" / "hidden.kql")
    put(tmp_path / "mine" / "readme.md")
    put(home / "shared" / "d.kql")
    library = QueryFolders(tmp_path).load()
    assert ["b", "a/c", "d"] == [query.name for query in library.queries]
    assert ("There is no folder /no/such/folder.",) == library.problems


@pytest.mark.parametrize("text", ["query_folders = 1", 'query_folders = ["", "a"]', "x ="])
def test_a_wrong_setting_is_named(tmp_path: Path, text: str) -> None:
    put(tmp_path / "config.toml", text)
    with pytest.raises(ConfigError) as caught:
        QueryFolders(tmp_path).load()
    assert tmp_path / "config.toml" == caught.value.file


def test_the_head_of_a_query_describes_it() -> None:
    query = SavedQuery(Path("f"), "n", Path("f/n.kql"), QUERY)
    assert "Devices seen lately\none row each" == query.description
    assert "" == SavedQuery(Path("f"), "n", Path("f/n.kql"), "DeviceInfo\n// later").description


def test_a_query_is_found_by_name_description_and_text() -> None:
    query = SavedQuery(Path("team"), "mail/links", Path("x"), QUERY)
    for word in ("links", "lately", "take", "deviceinfo", "team"):
        assert word in query.search_text


def test_what_cannot_be_read_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    put(folder / "good.kql", b"\xef\xbb\xbfDeviceInfo\r\n| take 5\r\n")
    put(folder / "latin.kql", "// Größe".encode("latin-1"))
    put(folder / "huge.kql", b"x" * (query_folders.MAX_FILE_BYTES + 1))
    put(folder / "folder.kql" / "inner.kql")
    put(tmp_path / "secret.kql", "secret")
    (folder / "out.kql").symlink_to(tmp_path / "secret.kql")
    (folder / "in.kql").symlink_to(folder / "good.kql")
    (folder / "dangling.kql").symlink_to(folder / "absent.kql")
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.kql")
    library = QueryFolders(tmp_path).load()
    assert {
        "good": "",
        "in": "",
        "folder.kql/inner": "",
        "latin": "It is not UTF-8 text.",
        "huge": "It is larger than 512 KiB.",
        "out": "It is a link out of its folder.",
        "dangling": "It is no file.",
        "pipe": "It is no file.",
    } == problems(QueryFolders(tmp_path))
    good = next(query for query in library.queries if query.name == "good")
    assert "DeviceInfo\n| take 5\n" == good.text
    assert "secret" not in "".join(query.text for query in library.queries)


def test_a_library_that_is_too_large_says_that_it_was_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_folders, "MAX_FILES", 3)
    for number in range(5):
        put(tmp_path / "queries" / f"{number}.kql")
    library = QueryFolders(tmp_path).load()
    assert 3 == len(library.queries)
    assert ("Only the first 3 queries were read.",) == library.problems


def test_a_library_of_too_much_text_is_cut_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_folders, "MAX_CHARACTERS", 2 * len(QUERY))
    for number in range(5):
        put(tmp_path / "queries" / f"{number}.kql")
    assert ("Only the first 3 queries were read.",) == QueryFolders(tmp_path).load().problems


def test_a_query_is_saved_whole_for_this_user_and_never_over_another(tmp_path: Path) -> None:
    folders = QueryFolders(tmp_path)
    saved = folders.save("mail/links", "EmailUrlInfo")
    assert "EmailUrlInfo\n" == saved.file.read_text()
    assert 0o600 == stat.S_IMODE(saved.file.stat().st_mode)
    with pytest.raises(ConfigError, match="already"):
        folders.save("mail/links.kql", "Other")
    assert "EmailUrlInfo\n" == saved.file.read_text()
    folders.save("mail/links", "Other\n", overwrite=True)
    assert "Other\n" == saved.file.read_text()
    assert ["mail/links"] == names(folders)


def test_a_query_is_saved_in_the_folder_that_was_chosen(tmp_path: Path) -> None:
    put(tmp_path / "config.toml", 'query_folders = ["mine", "team"]\n')
    folders = QueryFolders(tmp_path)
    assert tmp_path / "mine" / "a.kql" == folders.save("a", "T").file
    assert tmp_path / "team" / "a.kql" == folders.save("a", "T", folder=tmp_path / "team").file
    with pytest.raises(ConfigError, match="none of the folders"):
        folders.save("a", "T", folder=tmp_path / "elsewhere")


@pytest.mark.parametrize(
    "name",
    ["", "../out", "/etc/x", "a//b", ".hidden", "a/.b", "con", "Lpt1.x", "a:b", "a\nb", "a."],
)
def test_a_name_that_no_file_should_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        QueryFolders(tmp_path).save(name, "T")
    assert [] == names(QueryFolders(tmp_path))


@given(st.text())
def test_a_name_that_is_taken_stays_in_its_folder(name: str) -> None:
    if query_name_problem(name) is None:
        folder = Path("/library")
        file = folder / f"{name.strip()}.kql"
        assert file.is_relative_to(folder)
        assert ".." not in file.parts


def test_a_query_is_not_saved_through_a_link_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "queries" / "up").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ConfigError, match="leads out"):
        QueryFolders(tmp_path).save("up/x", "T")
    assert [] == list((tmp_path / "elsewhere").iterdir())


def test_a_query_is_renamed_as_it_is_on_disk_and_never_over_another(tmp_path: Path) -> None:
    folders = QueryFolders(tmp_path)
    first = folders.save("first", "A")
    folders.save("second", "B")
    put(first.file, b"changed \xff")
    with pytest.raises(ConfigError, match="already"):
        folders.rename(first, "second")
    assert first == folders.rename(first, "first")
    renamed = folders.rename(first, "sub/third")
    assert b"changed \xff" == renamed.file.read_bytes()
    assert ["second", "sub/third"] == sorted(names(folders))
    folders.delete(renamed)
    folders.delete(renamed)
    assert ["second"] == names(folders)
    with pytest.raises(StoreError):
        folders.rename(renamed, "again")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_query_is_renamed_on_any_disk_and_what_came_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr("os.link", no_links)
    folders = QueryFolders(tmp_path)
    first = folders.rename(folders.save("draft", "A"), "first")
    second = folders.save("second", "B")
    # As if it came after the look.
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(QueryNameTaken):
        folders.rename(first, "second")
    assert [b"A\n", b"B\n"] == [one.file.read_bytes() for one in (first, second)]
    assert ["first", "second"] == sorted(names(folders))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    put(tmp_path / "queries", "no folder")
    folders = QueryFolders(tmp_path)
    assert (f"There is no folder {tmp_path / 'queries'}.",) == folders.load().problems
    with pytest.raises(StoreError):
        folders.save("x", "T")
