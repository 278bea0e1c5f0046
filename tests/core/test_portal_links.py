from __future__ import annotations

from random import Random
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.clouds import GCC_HIGH, PUBLIC
from defender_tui.core.evidence import Evidence
from defender_tui.core.portal_links import PortalLinks, packed_query

from ..portal_query import unpacked_query

TENANT = "11111111-2222-3333-4444-555555555555"
LINKS = PortalLinks.of(PUBLIC, TENANT)
# From the vendor's portal.
PORTAL_QUERY = "H4sIAAAAAAACA3NhSGUoY8hkSAbSngx5DGkM-Qy8DFwMNQwKDCUMiQzZQHEFBkMGAwYAfGRm-ioAAAA"
ACCOUNT = {"azureAdUserId": "oid-1", "userPrincipalName": "a@b.example", "userSid": "S-1-5"}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (LINKS.incident("10432"), f"/incident2/10432/overview?tid={TENANT}"),
        (LINKS.alert("da-1_2"), f"/alerts/da-1_2?tid={TENANT}"),
        (LINKS.device("ab12"), f"/machines/v2/ab12/overview?tid={TENANT}"),
        (LINKS.file("ff"), f"/file/ff/?tid={TENANT}"),
        (LINKS.ip("2001:db8::1"), f"/ip/2001%3Adb8%3A%3A1/overview?tid={TENANT}"),
        (LINKS.user(object_id="o"), f"/user?aad=o&tab=overview&tid={TENANT}"),
    ],
)
def test_each_thing_has_its_page_in_the_tenant(link: str, expected: str) -> None:
    assert f"https://security.microsoft.com{expected}" == link


def test_the_host_is_that_of_the_cloud() -> None:
    link = PortalLinks.of(GCC_HIGH, TENANT).incident("7")
    assert link.startswith("https://security.microsoft.us/incident2/7/")


def test_a_name_cannot_lead_to_another_page() -> None:
    link = urlsplit(LINKS.alert("../../evil?tid=other#x"))
    assert "/alerts/..%2F..%2Fevil%3Ftid%3Dother%23x" == link.path
    assert {"tid": [TENANT]} == parse_qs(link.query)


@given(st.text(st.characters(codec=None), min_size=1))
def test_any_name_makes_an_address_on_the_portals_host(name: str) -> None:
    for link in (LINKS.device(name), LINKS.user(upn=name), LINKS.alert(name)):
        assert "security.microsoft.com" == urlsplit(link).hostname
        assert link.isascii()


def test_a_query_of_the_portals_own_making_is_read() -> None:
    assert "DeviceInfo\r\n| take 10" == unpacked_query(PORTAL_QUERY)


@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"])))
def test_a_packed_query_comes_back_with_the_portals_line_ends(query: str) -> None:
    assert query.replace("\n", "\r\n") == unpacked_query(packed_query(query))


def test_the_link_to_hunting_carries_the_query_and_the_range() -> None:
    link = LINKS.hunting("DeviceInfo\n| take 10", time_range="month")
    assert link is not None
    found = parse_qs(urlsplit(link).query)
    assert "DeviceInfo\r\n| take 10" == unpacked_query(found["query"][0])
    assert (["month"], [TENANT]) == (found["timeRangeId"], found["tid"])


def test_a_query_too_long_for_an_address_has_no_link() -> None:
    letters = Random(1)
    assert LINKS.hunting("".join(chr(letters.randrange(33, 9_000)) for _ in range(20_000))) is None


@pytest.mark.parametrize(
    ("evidence", "part"),
    [
        (Evidence("device", fields={"mdeDeviceId": "d1"}), "/machines/v2/d1/"),
        (Evidence("user", fields={"userAccount": ACCOUNT}), "/user?aad=oid-1&upn=a%40b.example"),
        (Evidence("mailbox", fields={"upn": "a@b.example"}), "/user?upn=a%40b.example"),
        (Evidence("file", fields={"fileDetails": {"sha1": "ee"}}), "/file/ee/"),
        (Evidence("process", fields={"imageFile": {"sha256": "ff"}}), "/file/ff/"),
        (Evidence("fileHash", fields={"algorithm": "sha256", "value": "aa"}), "/file/aa/"),
        (Evidence("ip", fields={"ipAddress": "192.0.2.7"}), "/ip/192.0.2.7/overview"),
    ],
)
def test_evidence_leads_to_its_page(evidence: Evidence, part: str) -> None:
    assert part in str(LINKS.entity(evidence))


@pytest.mark.parametrize(
    "evidence",
    [
        Evidence("device"),
        Evidence("file", fields={"fileDetails": {"fileName": "a.exe"}}),
        Evidence("fileHash", fields={"algorithm": "md5", "value": "aa"}),
        Evidence("user", fields={"userAccount": None}),
        Evidence("quantumDevice", fields={"mdeDeviceId": "d1"}),
    ],
)
def test_evidence_without_a_page_has_no_link(evidence: Evidence) -> None:
    assert LINKS.entity(evidence) is None
