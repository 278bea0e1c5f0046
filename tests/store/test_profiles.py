"""The configuration file: people edit it by hand, and the program does not get in their way."""

from __future__ import annotations

import stat
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import custom_cloud
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.errors import ConfigError, StoreError
from defender_tui.core.profiles import ApiChoice, Profile
from defender_tui.store.profiles import ProfileFile

GUID = "00001111-aaaa-2222-bbbb-3333cccc4444"
WORK = Profile("work", "contoso.com", GUID)
HAND_WRITTEN = f"""\
# My settings.
theme = "dark" # not ours

[profiles.home] # the lab
# Ask Ann before changing this.
tenant_id = "fabrikam.com" # since May
client_id = "{GUID}"
incidents_api = "xdr"

[profiles.home.credential]
# The keyring of this machine is locked.
place = "run"

[other]
key = 1 # stays
"""


@pytest.fixture
def book(tmp_path: Path) -> ProfileFile:
    return ProfileFile(tmp_path)


def test_without_a_file_there_are_no_profiles(book: ProfileFile) -> None:
    assert () == book.names()
    assert book.default_name() is None
    with pytest.raises(ConfigError, match="no profile “work”") as caught:
        book.load("work")
    assert "none yet" in caught.value.hint


def test_a_saved_profile_is_loaded_the_same_and_opened_next(book: ProfileFile) -> None:
    profile = Profile(
        "work.eu",
        "contoso.com",
        GUID,
        cloud=custom_cloud({"graph": "https://127.0.0.1:8443/graph"}),
        credential=ClientSecret(SecretPlace.RUN),
        incidents_api=ApiChoice.XDR,
        tenant_name="Größe “Ltd”",
        ca_file=Path("/etc/ca.pem"),
    )
    book.save(WORK)
    book.save(profile)
    assert profile == book.load("work.eu")
    assert WORK == book.load("work")
    assert ("work", "work.eu") == book.names()
    assert "work.eu" == book.default_name()


def test_saving_another_profile_keeps_every_word_of_the_file(book: ProfileFile) -> None:
    book.file.write_text(HAND_WRITTEN, encoding="utf-8")
    book.save(WORK)
    written = book.file.read_text(encoding="utf-8")
    assert [] == [line for line in HAND_WRITTEN.splitlines() if line not in written.splitlines()]
    assert {"theme": "dark", "other": {"key": 1}}.items() <= tomllib.loads(written).items()
    assert ("home", "work") == book.names()


def test_changing_a_profile_keeps_its_comments(book: ProfileFile) -> None:
    book.file.write_text(HAND_WRITTEN, encoding="utf-8")
    changed = Profile("home", "contoso.com", GUID, credential=ClientSecret(SecretPlace.KEYRING))
    book.save(changed)
    written = book.file.read_text(encoding="utf-8")
    assert changed == book.load("home")
    assert 'tenant_id = "contoso.com" # since May' in written
    assert "# Ask Ann before changing this." in written
    assert "# The keyring of this machine is locked." in written
    assert "incidents_api" not in written


def test_profiles_apart_from_each_other_in_the_file_can_be_added_to(book: ProfileFile) -> None:
    book.file.write_text(f"{HAND_WRITTEN}\n[profiles.late]\n", encoding="utf-8")
    book.save(WORK)
    assert {"home", "late", "work"} == set(book.names())
    assert WORK == book.load("work")


@pytest.mark.parametrize(
    "text",
    [
        f'profiles = {{home = {{tenant_id = "fabrikam.com", client_id = "{GUID}"}}}}\n',
        f'[profiles]\nhome = {{tenant_id = "fabrikam.com", client_id = "{GUID}"}}\n',
        f'[profiles]\nhome.tenant_id = "fabrikam.com"\nhome.client_id = "{GUID}"\n',
    ],
)
def test_profiles_written_in_short_are_read_and_added_to(book: ProfileFile, text: str) -> None:
    book.file.write_text(text, encoding="utf-8")
    home = book.load("home")
    book.save(WORK)
    assert (home, WORK) == (book.load("home"), book.load("work"))


@pytest.mark.parametrize(
    "text",
    [
        f'profiles.home.tenant_id = "fabrikam.com"\nprofiles.home.client_id = "{GUID}"\n',
        '[profiles]\nwork.tenant_id = "fabrikam.com"\n',
        'profiles.work.hosts = {graph = "https://x"}\nprofiles.work.tenant_id = "x"\n',
    ],
)
def test_a_layout_that_would_lose_something_is_left_alone(book: ProfileFile, text: str) -> None:
    book.file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be edited without loss"):
        book.save(WORK)
    assert text == book.file.read_text(encoding="utf-8")


def test_windows_line_ends_and_byte_order_marks_are_understood(book: ProfileFile) -> None:
    text = f'\ufeff[profiles.home]\r\ntenant_id = "fabrikam.com"\r\nclient_id = "{GUID}"\r\n'
    book.file.write_bytes(text.encode())
    assert "fabrikam.com" == book.load("home").tenant_id
    book.save(WORK)
    assert b'tenant_id = "fabrikam.com"\r\n' in book.file.read_bytes()
    assert ("home", "work") == book.names()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b", 'default_profile = "b"\n[profiles.a]\n[profiles.b]\n'),
        ("a", 'default_profile = "gone"\n[profiles.a]\n[profiles.b]\n'),
        ("a", "default_profile = 7\n[profiles.a]\n[profiles.b]\n"),
        ("a", "[profiles.a]\n[profiles.b]\n"),
        (None, 'default_profile = "a"\n'),
    ],
)
def test_the_chosen_profile_is_opened_else_the_first(
    book: ProfileFile, name: str | None, text: str
) -> None:
    book.file.write_text(text, encoding="utf-8")
    assert name == book.default_name()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (2, '[profiles.a]\ntenant_id = "x\n'),
        (2, "[a]\n[a]\n"),
        (3, 'x = 1\n\ny = "\n'),
        (None, "a = {b = 1, b = 2}\n"),
        (None, "[[profiles.a]]\nx=1\n[other]\n[profiles.a.b]\nx=1\n"),
    ],
)
def test_a_file_that_is_no_toml_is_told_by_line_and_not_overwritten(
    book: ProfileFile, line: int | None, text: str
) -> None:
    book.file.write_text(text, encoding="utf-8")
    for ask in (book.names, book.default_name, lambda: book.load("a"), lambda: book.save(WORK)):
        with pytest.raises(ConfigError, match="not valid TOML") as caught:
            ask()
        assert (book.file, line) == (caught.value.file, caught.value.line)
    assert text == book.file.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["profiles = 3\n", "[[profiles]]\nname = 'a'\n"])
def test_profiles_that_are_no_table_are_told(book: ProfileFile, text: str) -> None:
    book.file.write_text(text, encoding="utf-8")
    for ask in (book.names, lambda: book.save(WORK)):
        with pytest.raises(ConfigError, match="profiles is not a table"):
            ask()
    assert text == book.file.read_text(encoding="utf-8")


def test_one_profile_that_is_no_table_is_told_by_name(book: ProfileFile) -> None:
    book.file.write_text("[profiles]\na = 3\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"profiles\.a is not a table"):
        book.load("a")


def test_a_wrong_setting_is_told_with_its_file(book: ProfileFile) -> None:
    book.file.write_text("[profiles.a]\ntennant = 'x'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="tennant is not a setting") as caught:
        book.load("a")
    assert book.file == caught.value.file


def test_an_unknown_profile_is_answered_with_the_known_ones(book: ProfileFile) -> None:
    book.save(WORK)
    with pytest.raises(ConfigError) as caught:
        book.load("wrok")
    assert "work" in caught.value.hint


def test_a_file_that_is_no_text_is_told(book: ProfileFile) -> None:
    book.file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreError, match=r"Could not read .*config\.toml"):
        book.names()


def test_a_folder_in_the_files_place_is_told(book: ProfileFile) -> None:
    book.file.mkdir()
    with pytest.raises(StoreError, match="Could not read"):
        book.names()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_the_file_is_for_this_user_only(tmp_path: Path) -> None:
    book = ProfileFile(tmp_path / "new" / "folder")
    book.save(WORK)
    assert 0o600 == stat.S_IMODE(book.file.stat().st_mode)
    assert 0o700 == stat.S_IMODE(book.file.parent.stat().st_mode)


def test_the_settings_are_in_the_users_own_folder(own_home: Path) -> None:
    ProfileFile().save(WORK)
    assert [own_home] == [folder for folder in ProfileFile().file.parents if folder == own_home]


@given(
    st.text(st.sampled_from("[]{}.=\"'#\n\r\t \\ab1:-profiles_tenant"))
    | st.text(st.characters(codec="utf-8"))
)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    book = ProfileFile(tmp_path_factory.mktemp("config"))
    book.file.write_text(text, encoding="utf-8", newline="")
    try:
        names = book.names()
    except ConfigError:
        return
    assert all(isinstance(name, str) for name in names)


def test_a_removed_profile_is_gone_and_every_comment_of_the_rest_stays(book: ProfileFile) -> None:
    book.file.write_text(HAND_WRITTEN)
    book.save(WORK)
    book.remove("work")
    assert ("home",) == book.names()
    assert "home" == book.default_name()
    left = book.file.read_text()
    for line in ("# My settings.", "# the lab", "# Ask Ann", "# since May", "key = 1 # stays"):
        assert line in left


def test_removing_what_is_not_there_changes_nothing(book: ProfileFile) -> None:
    book.file.write_text(HAND_WRITTEN)
    book.remove("absent")
    assert HAND_WRITTEN == book.file.read_text()


def test_after_the_last_profile_is_removed_there_is_none_to_open(book: ProfileFile) -> None:
    book.save(WORK)
    book.remove("work")
    assert ((), None) == (book.names(), book.default_name())


@given(
    names=st.lists(
        st.from_regex(r"[a-z][a-z0-9._-]{0,6}", fullmatch=True),
        min_size=1,
        max_size=6,
        unique=True,
    ),
    at=st.integers(0, 50),
)
def test_removing_one_of_many_leaves_the_others_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], at: int
) -> None:
    book = ProfileFile(tmp_path_factory.mktemp("remove"))
    for name in names:
        book.save(replace(WORK, name=name))
    gone = names[at % len(names)]
    book.remove(gone)
    left = tuple(name for name in names if name != gone)
    assert left == book.names()
    assert [replace(WORK, name=name) for name in left] == [book.load(name) for name in left]
    assert book.default_name() == (left[0] if gone == names[-1] and left else None) or (
        names[-1] == book.default_name()
    )
