from __future__ import annotations

import pytest

from defender_tui.kql.adapt.draft import Draft, Surroundings, first_draft
from defender_tui.kql.adapt.functions import convert_extracted, mark_inexact
from defender_tui.kql.adapt.functions_enrichment import enrich
from defender_tui.kql.adapt.functions_ipv4_lookup import join_on_networks
from defender_tui.kql.adapt.refusal import CannotAdapt

_NETWORK = Surroundings(columns={"DeviceNetworkInfo": ("Timestamp", "DeviceId", "IPAddresses")})


def _names(draft: Draft) -> list[str]:
    return [change.construct for change in draft.changes]


def test_the_type_of_what_is_extracted_becomes_a_conversion() -> None:
    draft = convert_extracted(first_draft('print extract("a", 1, b, typeof(long)) + 1'))
    assert 'print tolong( extract("a", 1, b)) + 1' == draft.text
    assert ["extract"] == _names(draft)
    assert () == draft.caveats


def test_what_is_extracted_as_text_needs_no_conversion() -> None:
    draft = convert_extracted(first_draft('print extractjson("$.a", b, typeof(string))'))
    assert 'print extractjson("$.a", b)' == draft.text


def test_extraction_without_a_type_is_left_alone() -> None:
    query = 'print extract("a", 1, b)'
    assert first_draft(query) == convert_extracted(first_draft(query))


def test_extraction_to_a_type_without_conversion_is_refused() -> None:
    with pytest.raises(CannotAdapt, match="decimal"):
        convert_extracted(first_draft('print extract("a", 1, b, typeof(decimal))'))


@pytest.mark.parametrize(
    "query", ["print geo_info_from_ip_address(a)", "T | where ingestion_time() > ago(1d)"]
)
def test_a_function_that_is_not_exact_marks_the_answer(query: str) -> None:
    draft = mark_inexact(first_draft(query))
    assert 1 == len(draft.caveats)
    assert first_draft(query).pieces == draft.pieces


def test_a_column_named_like_a_function_marks_nothing() -> None:
    assert () == mark_inexact(first_draft("T | project ingestion_time")).caveats


def test_a_file_profile_is_empty_and_marks_the_answer() -> None:
    draft = enrich(first_draft('T | invoke FileProfile("SHA1", 500) | where GlobalPrevalence < 5'))
    assert "invoke" not in draft.text
    assert "GlobalPrevalence = int(null)" in draft.text
    assert draft.text.endswith("| where GlobalPrevalence < 5")
    assert ["FileProfile"] == _names(draft)
    assert 1 == len(draft.caveats)


def test_devices_are_found_by_address_in_the_network_table() -> None:
    draft = enrich(first_draft("T | invoke DeviceFromIP()", _NETWORK))
    assert "DeviceNetworkInfo" in draft.text
    assert "DeviceNetworkInfo" in draft.caveats[0]


def test_devices_are_unknown_without_the_network_table() -> None:
    draft = enrich(first_draft("T | invoke DeviceFromIP()"))
    assert 'T | project IP, DeviceId = ""' == draft.text
    assert 1 == len(draft.caveats)


def test_two_enrichments_are_both_rewritten() -> None:
    draft = enrich(first_draft("T | invoke FileProfile() | union (U | invoke SeenBy())"))
    assert "invoke" not in draft.text
    assert 2 == len(draft.caveats)


def test_another_invoked_function_is_left_alone() -> None:
    query = "T | invoke Mine(1)"
    assert first_draft(query) == enrich(first_draft(query))


def test_a_lookup_of_networks_becomes_a_join() -> None:
    draft = join_on_networks(first_draft("T | evaluate ipv4_lookup(N, Address, Net) | count"))
    assert "evaluate" not in draft.text
    assert "ipv4_is_in_range( Address, LookupNetwork)" in draft.text
    assert draft.text.endswith("| count")


def test_a_lookup_that_keeps_unmatched_rows_is_refused() -> None:
    with pytest.raises(CannotAdapt, match="ipv4_lookup"):
        join_on_networks(first_draft("T | evaluate ipv4_lookup(N, Address, Net, true)"))
