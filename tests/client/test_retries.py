"""What is repeated, how long it waits, and what is never repeated."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import (
    ApiError,
    ConfigError,
    ConnectFailed,
    NetworkError,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    ProtocolError,
    ServerFault,
    Throttled,
    TokenExpired,
)
from defender_tui.core.profiles import ApiChoice, Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from tests.client.conftest import Clock
from tests.client.staged import Asked, Reply, StagedServer
from tests.given_secret import GivenSecret

ONE = "/graph/v1.0/security/incidents/29"
INCIDENT = {"id": "29", "displayName": "Phishing", "status": "active"}
BUSY = {"error": {"code": "TooManyRequests", "message": "Please retry again later."}}
CLOSE = IncidentChange(status="resolved")


async def test_a_read_waits_the_seconds_that_a_429_asks_for(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    server.stage(ONE, Reply(429, BUSY, {"Retry-After": "7"}), Reply(body=INCIDENT))
    incident = await client.incidents.get("29")
    assert "Phishing" == incident.title
    assert [7.0] == clock.slept


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Reply(429, BUSY, {"Retry-After": "7"}), "the service asked for it"),
        (Reply(429, BUSY), "it failed, and is tried again"),
    ],
)
async def test_while_it_waits_it_says_for_what_how_long_and_why(
    profile: Profile, server: StagedServer, refusal: Reply, why: str
) -> None:
    time = Clock().time
    told: list[tuple[str, bool, str]] = []

    async def sleep(_seconds: float) -> None:
        told.extend((one.what, one.until > time, one.why) for one in client.waits.held)

    timing = Timing(now=lambda: time, sleep=sleep)
    server.stage(ONE, refusal, Reply(body=INCIDENT))
    async with DefenderClient(profile, GivenSecret(Secret("kept")), timing=timing) as client:
        await client.incidents.get("29")
        assert [("open incident 29", True, why)] == told
        assert not client.waits.held


async def test_a_retry_after_date_is_waited_for_too(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    date = "Mon, 23 Nov 2026 14:00:09 GMT"
    server.stage(ONE, Reply(429, BUSY, {"Retry-After": date}), Reply(body=INCIDENT))
    await client.incidents.get("29")
    assert [9.0] == clock.slept


async def test_without_retry_after_the_wait_doubles(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    fault = Reply(503, {"error": {"code": "serviceNotAvailable", "message": ""}})
    server.stage(ONE, fault, fault, Reply(body=INCIDENT))
    await client.incidents.get("29")
    assert [1.0, 2.0] == clock.slept


async def test_a_quota_window_in_the_message_is_the_wait(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    message = "API calls quota exceeded! maximum allowed 45 per 00:01:00"
    server.stage(ONE, Reply(429, {"error": {"code": "429", "message": message}}))
    with pytest.raises(Throttled) as caught:
        await client.incidents.get("29")
    assert 60.0 == caught.value.retry_after_s
    assert [] == clock.slept


async def test_a_wait_that_is_too_long_is_told_and_not_sat_out(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    server.stage(ONE, Reply(429, BUSY, {"Retry-After": "900", "request-id": "r-1"}))
    with pytest.raises(Throttled) as caught:
        await client.incidents.get("29")
    assert 900 == caught.value.retry_after_s
    assert "900 s" in caught.value.hint
    assert "r-1" == caught.value.request_id
    assert [] == clock.slept


async def test_a_fault_that_stays_ends_after_four_tries(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(ONE, Reply(500, {"error": {"code": "UnknownError", "message": ""}}))
    with pytest.raises(ServerFault) as caught:
        await client.incidents.get("29")
    assert 4 == len(server.api_calls(ONE))
    assert "500" in caught.value.message


async def test_a_cut_answer_is_read_again_in_full(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(ONE, Reply(body=INCIDENT, cut_after=5), Reply(body=INCIDENT))
    assert "Phishing" == (await client.incidents.get("29")).title
    assert 2 == len(server.api_calls(ONE))


async def test_an_answer_that_is_cut_twice_is_told(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(ONE, Reply(body=INCIDENT, cut_after=5))
    with pytest.raises(ConnectFailed, match="broke off"):
        await client.incidents.get("29")
    assert 2 == len(server.api_calls(ONE))


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_write_that_a_gateway_lost_is_not_repeated(
    client: DefenderClient, server: StagedServer, status: int
) -> None:
    server.stage(ONE, Reply(status, {"error": {"code": "UnknownError", "message": ""}}))
    with pytest.raises(OutcomeUnknown) as caught:
        await client.incidents.update("29", CLOSE)
    assert ["PATCH"] == [call.method for call in server.api_calls(ONE)]
    assert "change incident 29" in caught.value.message
    assert "Open the incident anew" in caught.value.hint


async def test_a_write_whose_answer_broke_off_is_not_repeated(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(ONE, Reply(body=INCIDENT, cut_after=3))
    with pytest.raises(OutcomeUnknown):
        await client.incidents.update("29", CLOSE)
    assert 1 == len(server.api_calls(ONE))


async def test_a_throttled_write_was_not_carried_out_and_is_repeated(
    client: DefenderClient, server: StagedServer, clock: Clock
) -> None:
    server.stage(ONE, Reply(429, BUSY, {"Retry-After": "2"}), Reply(body=INCIDENT))
    await client.incidents.update("29", CLOSE)
    assert ["PATCH", "PATCH", "GET"] == [call.method for call in server.api_calls(ONE)]
    assert [2.0] == clock.slept


async def test_a_refused_token_is_replaced_once(
    client: DefenderClient, server: StagedServer
) -> None:
    refused = Reply(401, {"error": {"code": "InvalidAuthenticationToken", "message": "expired"}})
    server.stage(ONE, refused, Reply(body=INCIDENT))
    assert "29" == (await client.incidents.get("29")).id
    first, second = (call.headers["authorization"] for call in server.api_calls(ONE))
    assert first != second
    assert 2 == server.tokens_given


async def test_a_token_refused_twice_is_told(client: DefenderClient, server: StagedServer) -> None:
    server.stage(ONE, Reply(401, {"error": {"code": "Unauthorized", "message": "no"}}))
    with pytest.raises(TokenExpired) as caught:
        await client.incidents.get("29")
    assert 2 == len(server.api_calls(ONE))
    assert "Get a new token" in caught.value.hint


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (Reply(404, {"error": {"code": "NotFound", "message": "No such."}}), NotFound, "No such."),
        (Reply(400, b""), ApiError, "400"),
        (Reply(418, b"<html>proxy</html>"), ApiError, "418"),
        (Reply(302, b"", {"Location": "https://evil.example/"}), ProtocolError, "elsewhere"),
        (Reply(200, b"<html>log in</html>"), ProtocolError, "not JSON"),
        (Reply(200, []), ProtocolError, "not an object"),
        (Reply(200, {}), ProtocolError, "not an incident"),
    ],
)
async def test_odd_answers_become_errors_that_say_what_failed(
    client: DefenderClient,
    server: StagedServer,
    reply: Reply,
    error: type[ApiError],
    words: str,
) -> None:
    server.stage(ONE, reply)
    with pytest.raises(error) as caught:
        await client.incidents.get("29")
    assert words in str(caught.value)
    assert "open incident 29" in str(caught.value)


async def test_a_failure_that_took_long_is_not_waited_for_again(
    client: DefenderClient, server: StagedServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.stage(ONE, Reply(504, {"error": {"code": "timeout", "message": ""}}))
    answer = server.answer

    def slowly(asked: Asked) -> Reply:
        clock.time += timedelta(seconds=60)
        return answer(asked)

    await client.tokens.get(Resource.GRAPH)
    monkeypatch.setattr(server, "answer", slowly)
    with pytest.raises(ServerFault):
        await client.incidents.get("29")
    assert 1 == len(server.api_calls(ONE))


async def test_a_closed_client_says_so(client: DefenderClient, server: StagedServer) -> None:
    await client.aclose()
    with pytest.raises(NetworkError, match="closed meanwhile"):
        await client.incidents.get("29")
    assert [] == server.api_calls()


async def test_a_comment_that_fails_after_the_fields_says_what_was_changed(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(ONE, Reply(body=INCIDENT))
    server.stage(f"{ONE}/comments", Reply(403, {"error": {"code": "Forbidden", "message": "No."}}))
    with pytest.raises(NotPermitted) as caught:
        await client.incidents.update("29", replace(CLOSE, comment="done"))
    assert caught.value.message.startswith("The fields were changed. Could not comment")
    with pytest.raises(NotPermitted, match=r"^Could not comment"):
        await client.incidents.update("29", IncidentChange(comment="done"))


@pytest.mark.parametrize("after", [Reply(404, b""), Reply(body=[])])
async def test_a_change_that_cannot_be_read_again_is_said_to_be_made(
    client: DefenderClient, server: StagedServer, after: Reply
) -> None:
    server.stage(ONE, Reply(body=INCIDENT), after)
    with pytest.raises((NotFound, ProtocolError)) as caught:
        await client.incidents.update("29", CLOSE)
    assert caught.value.message.startswith("The change was made. Could not open")
    assert "Do not repeat it" in caught.value.hint


async def test_an_unreadable_answer_to_a_change_through_xdr_is_said_to_be_made(
    profile: Profile, server: StagedServer
) -> None:
    server.stage("/xdr/api/incidents/29", Reply(204, b""))
    async with _through_xdr(profile) as client:
        with pytest.raises(ProtocolError, match=r"^The change was made\."):
            await client.incidents.update("29", CLOSE)


async def test_a_service_that_gives_one_page_for_ever_is_not_followed_for_ever(
    profile: Profile, server: StagedServer
) -> None:
    rows = [{"incidentId": number} for number in range(100)]
    server.stage("/xdr/api/incidents", Reply(body={"value": rows}))
    async with _through_xdr(profile) as client:
        pages = client.incidents.pages()
        assert (await anext(pages)).has_more
        with pytest.raises(ProtocolError, match="circle"):
            await anext(pages)
    assert 2 == len(server.api_calls())


@pytest.mark.parametrize("choice", ["graph", "xdr"])
async def test_an_empty_comment_is_not_sent(
    profile: Profile, server: StagedServer, choice: str
) -> None:
    chosen = replace(profile, incidents_api=ApiChoice(choice))
    async with DefenderClient(chosen, GivenSecret(Secret("s"))) as client:
        with pytest.raises(ConfigError, match="nothing to change"):
            await client.incidents.comment("29", "  ")
    assert [] == server.asked


async def test_an_api_chosen_for_want_of_roles_is_chosen_anew_once_they_are_granted(
    profile: Profile, server: StagedServer
) -> None:
    server.roles = []
    chosen = replace(profile, incidents_api=ApiChoice.AUTO)
    async with DefenderClient(chosen, GivenSecret(Secret("s"))) as client:
        assert await client.choice.incidents() is Resource.GRAPH
        server.roles = ["Incident.Read.All"]
        await client.tokens.acquire(Resource.XDR)
        assert await client.choice.incidents() is Resource.XDR


def _through_xdr(profile: Profile) -> DefenderClient:
    chosen = replace(profile, incidents_api=ApiChoice.XDR)
    return DefenderClient(chosen, GivenSecret(Secret("s")))
