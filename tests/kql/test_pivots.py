"""Every prepared query runs, finds what it is about, and holds hostile values as text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.evidence import Evidence, text_at
from defender_tui.core.gathered_evidence import by_kind, gathered
from defender_tui.core.incidents import Alert, Incident
from defender_tui.core.wire.graph import read_alert
from defender_tui.kql import load_schema, tokenize
from defender_tui.kql.literals import unquote
from defender_tui.kql.pivots import Stretch, can_pivot, pivots, stretch_of
from defender_tui.kql.tokens import TokenKind
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.records import IncidentRecord
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.graph.bodies import alert_body
from defender_tui.sandbox.hunting import HuntingService

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CAST = build_cast(3)
RECORDS = build_incidents(CAST, now=NOW, seed=3)
STRETCH = Stretch(NOW - timedelta(hours=2), NOW)
# The value of each field that a query looks for; `V` is any text.
ENTITIES: dict[str, dict[str, object]] = {
    "device": {"mdeDeviceId": "V", "deviceDnsName": "V"},
    "user": {
        "userAccount": {
            "userPrincipalName": "V",
            "azureAdUserId": "V",
            "accountName": "V",
            "userSid": "V",
        }
    },
    "cloudLogonSession": {"account": {"userAccount": {"userPrincipalName": "V"}}},
    "file": {"fileDetails": {"fileName": "V", "sha256": "V"}},
    "fileHash": {"algorithm": "sha1", "value": "V"},
    "process": {
        "processId": 12,
        "parentProcessId": 7,
        "processCommandLine": "V",
        "mdeDeviceId": "V",
        "imageFile": {"fileName": "V", "sha256": "V"},
    },
    "registryKey": {"registryHive": "V", "registryKey": "V"},
    "registryValue": {"registryKey": "V", "registryValue": "V", "mdeDeviceId": "V"},
    "ip": {"ipAddress": "V"},
    "networkConnection": {"destinationAddress": {"ipAddress": "V"}},
    "dns": {"domainName": "V"},
    "url": {"url": "V"},
    "analyzedMessage": {
        "networkMessageId": "V",
        "subject": "V",
        "p2Sender": {"emailAddress": "V"},
    },
    "submissionMail": {"networkMessageId": "V", "subject": "V", "sender": "V"},
    "mailCluster": {"networkMessageIds": ["V", "V"]},
    "mailbox": {"primaryAddress": "V", "upn": "V", "userAccount": {"azureAdUserId": "V"}},
    "mailboxConfiguration": {"mailboxPrimaryAddress": "V", "upn": "V"},
    "oauthApplication": {"appId": "V", "objectId": "V"},
    "servicePrincipal": {"appId": "V", "servicePrincipalObjectId": "V"},
    "cloudApplication": {"displayName": "V", "appId": 11161},
    "securityGroup": {"displayName": "V"},
}


def _filled(value: object, text: str) -> object:
    if isinstance(value, Mapping):
        return {
            name: item if name == "algorithm" else _filled(item, text)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_filled(item, text) for item in value]
    return text if value == "V" else value


def _entity(kind: str, text: str) -> Evidence:
    fields = _filled(ENTITIES[kind], text)
    assert isinstance(fields, dict)
    return Evidence(kind, fields=fields)


def _shape(query: str) -> list[str]:
    """Give a query with each of its texts blotted out."""
    return ["text" if t.kind is TokenKind.STRING else t.text for t in tokenize(query)]


hostile = st.text(min_size=1) | st.text("\"'\\`~@#;|()[]{}\n\r\t /.:x", min_size=1)


@pytest.mark.parametrize("kind", [kind for kind in ENTITIES if kind not in {"url", "ip"}])
@given(hostile)
def test_no_value_breaks_out_of_its_query(kind: str, value: str) -> None:
    plain = [_shape(pivot.query) for pivot in pivots(_entity(kind, "plain"), STRETCH)]
    found = pivots(_entity(kind, value), STRETCH)
    if kind in {"networkConnection"} and ":" in value:
        plain = [_shape(pivot.query) for pivot in pivots(_entity(kind, "a:b"), STRETCH)]
    if kind.startswith("registry") and not value.strip("\\"):
        return
    assert plain == [_shape(pivot.query) for pivot in found]


@given(hostile)
def test_a_link_and_an_address_stay_one_text_each(value: str) -> None:
    for kind in ("url", "ip"):
        for pivot in pivots(_entity(kind, value), STRETCH):
            tokens = tokenize(pivot.query)
            texts = [unquote(t.text) for t in tokens if t.kind is TokenKind.STRING]
            assert texts
            assert TokenKind.UNFINISHED not in {t.kind for t in tokens}
            assert 1 == sum(t.kind is TokenKind.COMMENT for t in tokens)


@pytest.mark.parametrize("kind", ENTITIES)
def test_every_kind_has_named_queries_over_tables_and_columns_of_the_schema(kind: str) -> None:
    schema = load_schema()
    found = pivots(_entity(kind, "plain.example"), STRETCH)
    assert can_pivot(_entity(kind, "plain.example"))
    assert len(found) == len({pivot.name for pivot in found})
    for pivot in found:
        comment, name, *steps = pivot.query.splitlines()
        assert f"// {pivot.name}" == comment
        table = schema.table(name)
        assert table is not None
        (project,) = [step for step in steps if step.startswith("| project ")]
        columns = project.removeprefix("| project ").split(", ")
        assert [] == [column for column in columns if table.column(column) is None]


@pytest.mark.parametrize("kind", [*ENTITIES, "quantumDevice"])
def test_an_entity_without_its_names_has_no_query(kind: str) -> None:
    assert () == pivots(Evidence(kind), STRETCH)
    assert not can_pivot(Evidence(kind))


def test_the_query_itself_says_when_to_look() -> None:
    (query, *_) = [pivot.query for pivot in pivots(_entity("device", "d"), STRETCH)]
    window = "datetime(2026-11-23T07:00:00Z) .. datetime(2026-11-23T09:00:00Z)"
    assert f"| where Timestamp between ({window})" in query


def test_the_stretch_reaches_from_before_the_first_activity_to_after_the_last() -> None:
    alerts = (
        Alert("1", first_activity=NOW - timedelta(hours=5), last_activity=NOW),
        Alert("2", first_activity=NOW, last_activity=NOW + timedelta(hours=2)),
    )
    found = stretch_of(Incident("1", alerts=alerts), NOW)
    assert Stretch(NOW - timedelta(hours=6), NOW + timedelta(hours=3)) == found
    assert Stretch(NOW - timedelta(days=1), NOW) == stretch_of(Incident("1"), NOW)


@pytest.mark.parametrize(
    ("received", "start"),
    [
        ("2026-11-23T04:00:00Z", "2026-11-23T03:00:00Z"),
        ("2026-01-01T04:00:00Z", "2026-11-23T07:00:00Z"),
        ("yesterday", "2026-11-23T07:00:00Z"),
        ("0001-01-01T00:00:00+14:00", "2026-11-23T07:00:00Z"),
    ],
)
def test_a_message_older_than_the_alert_widens_the_stretch_within_reason(
    received: str, start: str
) -> None:
    fields = {"networkMessageId": "m", "receivedDateTime": received}
    assert (
        f"between (datetime({start})"
        in pivots(Evidence("analyzedMessage", fields=fields), STRETCH)[0].query
    )


# On the sandbox's own data


def _attacks() -> Iterator[IncidentRecord]:
    """The incidents that tell a whole attack: those with the most alerts."""
    yield from sorted(RECORDS, key=lambda record: len(record.alerts), reverse=True)[:8]


def _read(record: IncidentRecord) -> Incident:
    bodies = [alert_body(alert, tenant_id="t", now=NOW) for alert in record.alerts]
    return Incident("1", alerts=tuple(map(read_alert, bodies)))


def _one_of_each_kind() -> dict[str, tuple[Evidence, Stretch]]:
    found: dict[str, tuple[Evidence, Stretch]] = {}
    for record in [*_attacks(), *RECORDS]:
        incident = _read(record)
        for thing in gathered(incident):
            found.setdefault(thing.item.kind, (thing.item, stretch_of(incident, NOW)))
    return found


@pytest.fixture(scope="module")
def service() -> HuntingService:
    return HuntingService(CAST, RECORDS, NOW, seed=3)


@pytest.fixture(scope="module")
def entities() -> dict[str, tuple[Evidence, Stretch]]:
    return _one_of_each_kind()


KINDS_IN_THE_SANDBOX = (
    "device",
    "user",
    "mailbox",
    "process",
    "file",
    "ip",
    "url",
    "analyzedMessage",
    "mailCluster",
    "oauthApplication",
    "cloudApplication",
    "registryKey",
    "registryValue",
    "securityGroup",
)


async def test_the_kinds_tried_here_are_those_of_the_sandbox(
    entities: dict[str, tuple[Evidence, Stretch]],
) -> None:
    assert set(KINDS_IN_THE_SANDBOX) == set(entities)


# What must stand in what is found: the names that the entity is known by.
NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "device": (("deviceDnsName",),),
    "user": (("userAccount", "userPrincipalName"),),
    "mailbox": (("primaryAddress",),),
    "process": (("processCommandLine",),),
    "file": (("fileDetails", "sha256"), ("fileDetails", "fileName")),
    "ip": (("ipAddress",),),
    "url": (("url",),),
    "analyzedMessage": (("networkMessageId",),),
    "mailCluster": (),
    "oauthApplication": (("appId",),),
    "cloudApplication": (("displayName",),),
    "registryKey": (("registryKey",),),
    "registryValue": (("registryValue",),),
    "securityGroup": (("displayName",),),
}


def _is_named(evidence: Evidence, answer: bytes) -> bool:
    texts = [text_at(evidence.fields, *path) for path in NAMES[evidence.kind]]
    if evidence.kind == "mailCluster":
        texts = list(evidence.fields["networkMessageIds"])  # type: ignore[call-overload]
    rows = json.loads(answer)
    cells = {str(cell).casefold() for row in rows for cell in row.values()}
    return any(text and any(text.casefold() in cell for cell in cells) for text in texts)


@pytest.mark.parametrize("kind", KINDS_IN_THE_SANDBOX)
async def test_the_queries_run_and_find_the_entity(
    service: HuntingService, entities: dict[str, tuple[Evidence, Stretch]], kind: str
) -> None:
    evidence, stretch = entities[kind]
    found = {}
    for pivot in pivots(evidence, stretch):
        answer = await service.run(pivot.query)
        found[pivot.name] = _is_named(evidence, answer.rows_json)
    assert any(found.values()), found


@pytest.mark.full
@pytest.mark.parametrize("number", range(6))
async def test_the_entities_of_an_attack_are_found_by_their_queries(
    service: HuntingService, number: int
) -> None:
    incident = _read(list(_attacks())[number])
    stretch = stretch_of(incident, NOW)
    missed = []
    for _, alike in by_kind(gathered(incident)):
        for thing in alike[:2]:
            answers = [await service.run(one.query) for one in pivots(thing.item, stretch)]
            if not any(_is_named(thing.item, answer.rows_json) for answer in answers):
                missed.append((thing.item.kind, thing.item.label))
    assert [] == missed
