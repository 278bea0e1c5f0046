"""A link from a server is followed only where it stays under the API's own address."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import ProtocolError
from defender_tui.core.links import pinned

BASE = "https://api.contoso.com/graph"


def follows(link: str, base_url: str = BASE) -> bool:
    """Tell whether the link may be followed."""
    try:
        return link == pinned(link, base_url, what="next page")
    except ProtocolError:
        return False


@pytest.mark.parametrize(
    ("link", "base_url"),
    [
        (f"{BASE}/v1.0/security/incidents?$skiptoken=a/../b%2e%2e", BASE),
        (f"{BASE}/v1.0/x", f"{BASE}/"),
        (f"{BASE}?$skip=2", BASE),
        (f"{BASE}/a..b/..c", BASE),
        (f"{BASE}/incidents('a%20b')", BASE),
        ("https://API.contoso.com:443/graph/x", BASE),
        ("https://api.contoso.com/graph/x", "https://API.Contoso.com/graph"),
        ("https://graph.microsoft.com/v1.0/x", "https://graph.microsoft.com"),
        ("https://graph.microsoft.com", "https://graph.microsoft.com"),
        ("https://127.0.0.1:8443/xdr/api/incidents?$skip=1", "https://127.0.0.1:8443/xdr"),
        ("https://[::1]:8443/xdr/x", "https://[::1]:8443/xdr"),
    ],
)
def test_a_link_under_the_base_address_is_followed(link: str, base_url: str) -> None:
    assert follows(link, base_url)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "/graph/v1.0/x",
        "//api.contoso.com/graph/x",
        "https:/api.contoso.com/graph/x",
        "https:api.contoso.com/graph/x",
        "https:///graph/x",
        "http://api.contoso.com/graph/x",
        "ftp://api.contoso.com/graph/x",
        "javascript:alert(1)",
        "https://evil.com/graph/x",
        "https://api.contoso.com.evil.com/graph/x",
        "https://api.contoso.com./graph/x",
        "https://api.contoso.com../graph/x",
        "https://evil.com#@api.contoso.com/graph/x",
        "https://evil.com?@api.contoso.com/graph/x",
        "https://api.contoso.com@evil.com/graph/x",
        "https://user@api.contoso.com/graph/x",
        "https://user:password@api.contoso.com/graph/x",
        "https://@api.contoso.com/graph/x",
        "https://:@api.contoso.com/graph/x",
        "https://api.contoso.com:8443/graph/x",
        "https://api.contoso.com:0/graph/x",
        "https://api.contoso.com:99999/graph/x",
        "https://api.contoso.com:port/graph/x",
        "https://[api.contoso.com/graph/x",
        "https://api.contoso.com/",
        "https://api.contoso.com/GRAPH/x",
        "https://api.contoso.com/graphs",
        "https://api.contoso.com/graph.evil/x",
        "https://api.contoso.com/xdr/x",
        "https://api.contoso.com//graph/x",
        "https://аpi.contoso.com/graph/x",
        "https://xn--pi-7kc.contoso.com/graph/x",
        "https://api。contoso.com/graph/x",
        "https://api.contoso.com\uff0fevil.com/graph/x",
        "https://api%2econtoso.com/graph/x",
    ],
)
def test_a_link_to_anywhere_else_is_not_followed(link: str) -> None:
    assert not follows(link)


@pytest.mark.parametrize(
    "tail",
    [
        "/..",
        "/../xdr/x",
        "/a/../../xdr/x",
        "/%2e%2e/xdr/x",
        "/.%2E/xdr/x",
        "/%252e%252e/xdr/x",
        "/%25252e%25252e/xdr/x",
        "/..%2fxdr/x",
        "%2f..%2fxdr/x",
        "/a%2f..%2f..%2fxdr",
        "/..;/xdr/x",
        "/..;a=b/xdr/x",
        "/..%5cxdr",
        "/..\\xdr",
        "\\..\\xdr",
        "%2fx",
        "%5cx",
        "/a%00b",
        "/a%0d%0aHost:%20evil.com",
    ],
)
def test_a_link_that_climbs_or_confuses_is_not_followed(tail: str) -> None:
    assert not follows(BASE + tail)


@pytest.mark.parametrize("char", ["\t", "\n", "\r", "\x00", " ", "\x7f", "\\", "\x1b"])
@pytest.mark.parametrize("at", [0, 3, 10, len(BASE), len(BASE) + 1])
def test_a_link_with_blanks_or_controls_inside_is_not_followed(char: str, at: int) -> None:
    link = f"{BASE}/x"
    assert not follows(link[:at] + char + link[at:])


def test_a_link_decoded_over_and_over_again_is_not_followed_and_takes_no_time() -> None:
    assert not follows(f"{BASE}/%{'25' * 100_000}2e")


def test_the_refusal_names_the_link_the_reason_and_what_to_do() -> None:
    with pytest.raises(ProtocolError, match=r"next page.*another host, evil\.com:444") as caught:
        pinned("https://evil.com:444/graph", BASE, what="next page")
    assert "Nothing was sent" in caught.value.hint


def test_a_refused_links_password_is_not_repeated() -> None:
    with pytest.raises(ProtocolError) as caught:
        pinned("https://ann:pa55@api.contoso.com/graph", BASE, what="next page")
    assert "pa55" not in f"{caught.value.message} {caught.value.hint}"


pieces = st.lists(
    st.sampled_from(
        (
            *("https", "http", ":", "/", "//", "@", "api.contoso.com", "evil.com", "graph", ".."),
            *("%2e", "%2f", "%25", "?", "#", ";", "x", ".", ":443", "\\", "[", "]", BASE),
        )
    ),
    max_size=12,
).map("".join)


@given(st.one_of(pieces, pieces.map(lambda tail: BASE + tail), st.text()))
def test_whatever_is_followed_has_the_same_origin_and_base_path(link: str) -> None:
    if not follows(link):
        return
    parts = urlsplit(link)
    assert ("https", "api.contoso.com") == (parts.scheme, parts.hostname)
    assert parts.port in {None, 443}
    assert "@" not in parts.netloc
    assert f"{parts.path}/".startswith("/graph/")
    assert ".." not in parts.path.split("/")
