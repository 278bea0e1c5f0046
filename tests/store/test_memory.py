"""Profiles of the demo leave nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from defender_tui.core.errors import ConfigError
from defender_tui.core.profiles import Profile
from defender_tui.store.memory import MemoryProfiles

GUID = "00001111-aaaa-2222-bbbb-3333cccc4444"


def test_profiles_are_kept_in_order_and_the_last_one_opens() -> None:
    book = MemoryProfiles()
    assert ((), None) == (book.names(), book.default_name())
    for name in ("b", "a"):
        book.save(Profile(name, "contoso.com", GUID))
    assert (("b", "a"), "a") == (book.names(), book.default_name())
    assert "b" == book.load("b").name


def test_a_profile_beside_the_others_is_not_the_one_that_opens() -> None:
    book = MemoryProfiles()
    book.save(Profile("a", "contoso.com", GUID))
    book.add(Profile("b", "contoso.com", GUID))
    assert (("a", "b"), "a") == (book.names(), book.default_name())


def test_the_next_profile_opens_once_the_last_one_saved_is_gone() -> None:
    book = MemoryProfiles()
    for name in ("a", "b"):
        book.save(Profile(name, "contoso.com", GUID))
    book.remove("b")
    book.remove("b")
    assert (("a",), "a") == (book.names(), book.default_name())


def test_a_profile_saved_again_is_replaced() -> None:
    book = MemoryProfiles()
    book.save(Profile("a", "contoso.com", GUID))
    book.save(Profile("a", "fabrikam.com", GUID))
    assert ("a",) == book.names()
    assert "fabrikam.com" == book.load("a").tenant_id


def test_a_profile_that_is_not_there_is_told() -> None:
    with pytest.raises(ConfigError, match="no profile “a”"):
        MemoryProfiles().load("a")


def test_nothing_reaches_the_disk(own_home: Path) -> None:
    MemoryProfiles().save(Profile("a", "contoso.com", GUID))
    assert [] == list(own_home.rglob("*"))
