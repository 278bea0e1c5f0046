"""Whatever a service sends in whatever place, reading it never fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.incidents import Alert, Incident
from defender_tui.core.wire import graph, xdr

from .bodies import GRAPH_ALERT, GRAPH_INCIDENT, XDR_ALERT, XDR_INCIDENT

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def bodies(sample: Mapping[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """Give objects with the sample's keys and anything at all under them."""
    entity_keys = st.sampled_from(["@odata.type", "entityType", "sha1", "userAccount", "comment"])
    nested = st.lists(st.dictionaries(entity_keys, json_values, max_size=4), max_size=2)
    return st.dictionaries(
        st.sampled_from(sorted(sample)) | st.text(), json_values | nested, max_size=8
    )


def _touch(incident: Incident) -> None:
    """Ask for everything that a screen shows."""
    assert incident.id is not None
    assert incident.services is not None
    assert incident.categories is not None
    assert incident.techniques is not None
    assert incident.last_activity is None or incident.last_activity.tzinfo
    for item in incident.evidence:
        assert item.label


@given(bodies(GRAPH_INCIDENT))
def test_any_incident_of_graph_is_read(body: dict[str, object]) -> None:
    _touch(graph.read_incident(body))


@given(bodies(XDR_INCIDENT))
def test_any_incident_of_defender_xdr_is_read(body: dict[str, object]) -> None:
    _touch(xdr.read_incident(body))


@given(bodies(GRAPH_ALERT))
def test_any_alert_of_graph_is_read(body: dict[str, object]) -> None:
    _touch(Incident("1", alerts=(graph.read_alert(body),)))


@given(bodies({**XDR_ALERT, "deviceId": 1, "mdatpDeviceId": 1}))
def test_any_alert_of_defender_xdr_is_read(body: dict[str, object]) -> None:
    _touch(Incident("1", alerts=(xdr.read_alert(body),)))


ReadIncident = Callable[[Mapping[str, object]], Incident]
ReadAlert = Callable[[Mapping[str, object]], Alert]


@pytest.mark.parametrize(
    ("read", "sample"),
    [(graph.read_incident, GRAPH_INCIDENT), (xdr.read_incident, XDR_INCIDENT)],
)
def test_an_incident_of_nulls_is_an_incident_without_facts(
    read: ReadIncident, sample: dict[str, object]
) -> None:
    nulls = read(dict.fromkeys(sample))
    assert ("", None, None, ()) == (nulls.id, nulls.title, nulls.created, nulls.tags)
    assert {"brandNewField": None} == nulls.extra


@pytest.mark.parametrize(
    ("read", "sample"), [(graph.read_alert, GRAPH_ALERT), (xdr.read_alert, XDR_ALERT)]
)
def test_an_alert_of_nulls_is_an_alert_without_facts(
    read: ReadAlert, sample: dict[str, object]
) -> None:
    nulls = read(dict.fromkeys(sample))
    assert ("", None, None, (), ()) == (
        nulls.id,
        nulls.title,
        nulls.created,
        nulls.evidence,
        nulls.techniques,
    )


@given(st.dictionaries(st.text(min_size=1), json_values))
def test_fields_of_tomorrow_are_kept(fields: dict[str, object]) -> None:
    unread = {f"x-{name}": value for name, value in fields.items() if "@odata." not in name}
    for read in (graph.read_incident, xdr.read_incident):
        assert unread.keys() == read({**unread, "@odata.etag": "1"}).extra.keys()
