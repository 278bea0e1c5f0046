"""Requests about machines that no client would send: all are answered in the service's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.machine_desk import BODIES
from tests.sandbox.served import announced, running, token, trusting

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

_WORDS = (
    *("computerDnsName", "healthStatus", "lastSeen", "machineTags", "status", "type", "machineId"),
    *("eq", "ne", "gt", "and", "or", "not", "any", "'Active'", "'", "(", ")", "null", "-1", "0"),
    *("10001", "9" * 30, "2026-11-23T00:00:00Z", "2026-13-45", "t:t eq 'a'", "/", ",", "*"),
)
_ids = st.sampled_from(("{machine}", "{action}")) | st.text(max_size=12)
_verbs = st.sampled_from((*BODIES, "cancel", "getPackageUri")) | st.text(max_size=8)
_paths = st.builds(
    lambda collection, parts: "/".join((collection, *parts)),
    st.sampled_from(("/api/machines", "/api/machineactions", "/api/v1.0/machines")),
    st.lists(_ids, max_size=1).flatmap(
        lambda ids: st.lists(_verbs, max_size=len(ids)).map(lambda verbs: [*ids, *verbs])
    ),
)
_texts = st.text(max_size=12) | st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join)
_queries = st.lists(
    st.tuples(st.sampled_from(("$filter", "$top", "$skip", "$select", "$orderby")), _texts),
    max_size=2,
)
_values = st.none() | st.booleans() | st.integers() | _texts | st.lists(_texts, max_size=2)
_names = st.sampled_from(("Comment", "IsolationType", "ScanType", "Sha1")) | st.text(max_size=5)
_bodies = (
    st.binary(max_size=20)
    | st.dictionaries(_names, _values, max_size=4).map(lambda body: json.dumps(body).encode())
    | st.sampled_from([json.dumps(body).encode() for body in BODIES.values()])
)


@dataclass(frozen=True, slots=True, repr=False)
class Caller:
    """A client with a token, who knows a machine and an action."""

    http: httpx.Client
    machine_id: str
    action_id: str

    def __repr__(self) -> str:
        return "<caller>"

    def send(self, method: str, path: str, query: str, body: bytes) -> httpx.Response:
        known = {"{machine}": self.machine_id, "{action}": self.action_id}
        parts = [known.get(part) or quote(part, safe="") for part in path.split("/")]
        url = "/".join(parts) + (f"?{query}" if query else "")
        return self.http.request(method, url, content=body)


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    with running("--exit-with-stdin", "--no-quota") as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["mde"]) as http:
            bearer = token(line, http, "https://api.securitycenter.microsoft.com")
            http.headers["Authorization"] = f"Bearer {bearer}"
            machine = http.get("/api/machines?$top=1").json()["value"][0]["id"]
            action = http.get("/api/machineactions?$top=1").json()["value"][0]["id"]
            yield Caller(http, machine, action)


def _json(answer: httpx.Response) -> Any:
    def no_constant(name: str) -> Any:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(answer.content, parse_constant=no_constant)


@given(st.sampled_from(("GET", "POST", "PUT", "DELETE")), _paths, _queries, _bodies)
def test_machines_answer_anything_in_their_own_words(
    caller: Caller, method: str, path: str, query: list[tuple[str, str]], body: bytes
) -> None:
    answer = caller.send(method, path, urlencode(query, errors="replace"), body)
    assert answer.status_code < 500, answer.text
    found = _json(answer)
    if not answer.is_success:
        assert {"code", "message", "target"} == set(found["error"])


@given(_bodies)
def test_an_order_is_taken_only_with_a_comment(caller: Caller, body: bytes) -> None:
    answer = caller.send("POST", "/api/machines/{machine}/runAntiVirusScan", "", body)
    if answer.status_code == 201:
        assert answer.json()["requestorComment"].strip()
        cancel = f"/api/machineactions/{answer.json()['id']}/cancel"
        assert 200 == caller.send("POST", cancel, "", body).status_code
