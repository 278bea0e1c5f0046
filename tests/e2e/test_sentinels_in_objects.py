"""No secret and no token stands in what an object says of itself, or in a picture of a screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input, Select
from textual.worker import WorkerCancelled, WorkerFailed

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.credentials import (
    Certificate,
    ClientSecret,
    Credential,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    VaultValue,
)
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.store.memory import MemoryProfiles
from defender_tui.store.secrets import RunSecrets
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.workflows.secrets import SecretPlaces
from defender_tui.workflows.session import Session, SessionParts

from ..client.credential_bench import Bench, benches
from .sentinels import sentinels

WALKED = ("defender_tui", "msal")
pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with benches(tmp_path_factory.mktemp("proxy")) as both:
        yield both["direct"]


@pytest.fixture
def credentials(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> dict[str, Credential]:
    """Give a credential of each kind, with its secrets in the environment."""
    full, federated = bench.app("full"), bench.app("federated")
    machine = bench.line["managed_identity"]
    monkeypatch.setenv("AZURE_CLIENT_SECRET", full["client_secret"])
    monkeypatch.setenv("AZURE_CLIENT_CERTIFICATE_PASSWORD", full["pfx_passphrase"])
    monkeypatch.setenv("DEFENDER_TUI_VAULT_CLIENT_SECRET", full["client_secret"])
    monkeypatch.setenv("IDENTITY_ENDPOINT", machine["identity_endpoint"])
    monkeypatch.setenv("IDENTITY_HEADER", machine["identity_header"])
    secret = ClientSecret(SecretPlace.ENVIRONMENT)
    return {
        "secret": secret,
        "certificate": Certificate(Path(full["certificate_file"])),
        "passphrase": Certificate(Path(full["pfx_file"]), SecretPlace.ENVIRONMENT),
        "federated": FederatedToken(Path(federated["federated_token_file"])),
        "machine": ManagedIdentity(),
        "vault": VaultValue("contoso-soc", "client-certificate-full", secret),
    }


def _session(profile: Profile) -> Session:
    book = MemoryProfiles()
    book.save(profile)
    places = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None)
    return Session(SessionParts(book=book, places=places))


def _ours(root: object) -> Iterator[object]:
    """Give every object of ours, and of MSAL's, that can be reached from one."""
    seen: set[int] = set()
    ahead: list[object] = [root]
    while ahead:
        one = ahead.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen.add(id(one))
        is_ours = type(one).__module__.partition(".")[0] in WALKED
        if is_ours:
            yield one
        if is_ours or isinstance(one, dict | list | tuple | set | frozenset):
            ahead += gc.get_referents(one)


@pytest.mark.parametrize(
    "kind", ["secret", "certificate", "passphrase", "federated", "machine", "vault"]
)
async def test_no_object_that_signing_in_leaves_behind_says_a_secret(
    kind: str, bench: Bench, credentials: dict[str, Credential]
) -> None:
    app = "federated" if kind == "federated" else "full"
    session = _session(bench.profile(app, credentials[kind]))
    await session.start()
    graph = await session.acquire(Resource.GRAPH)
    looked_for = sentinels(bench.line, token=graph.value.reveal().rpartition(".")[2])
    client = await session.client()
    proof = await client.tokens._prover.prove()
    found = [*_ours(session), *_ours(proof), *_ours(graph)]
    kinds = {type(one).__name__ for one in found}
    assert {"Session", "DefenderClient", "Profile", "AccessToken", "Secret"} <= kinds
    assert [] == [
        (type(one).__name__, what)
        for one in found
        for what in looked_for.leaks(f"{one!r}\n{one}\n{one:}".encode())
    ]
    await session.close()


async def _settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    with suppress(WorkerCancelled, WorkerFailed):
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.fixture
def told_workers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give what is said of every piece of background work."""
    told: list[str] = []
    run_worker = DOMNode.run_worker

    def noted(self: DOMNode, *arguments: object, **options: object) -> object:
        told.append(f"{arguments} {options}")
        return run_worker(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(DOMNode, "run_worker", noted)
    return told


async def test_no_picture_of_a_filled_form_shows_what_was_typed(
    bench: Bench, told_workers: list[str]
) -> None:
    looked_for = sentinels(bench.line)
    app = DefenderTuiApp(_session(bench.profile("full", ClientSecret(SecretPlace.RUN))))
    async with app.run_test(size=(120, 60), notifications=True, tooltips=True) as pilot:
        await _settled(pilot)
        await pilot.press("f2")
        await _settled(pilot)
        for kind in ("client_secret", "certificate", "key_vault"):
            app.screen.query_one("#kind Select", Select).value = kind
            await _settled(pilot)
            typed = 0
            for field in app.screen.query(Input):
                if field.password:
                    field.value = looked_for.values["client secret"]
                    typed += 1
            assert typed, kind
            await pilot.press("f5")
            await _settled(pilot)
            picture = app.export_screenshot()
            assert [] == looked_for.leaks(picture.encode()), kind
            assert [] == looked_for.leaks("\n".join(told_workers).encode())
            assert [] == looked_for.leaks(repr(list(app.screen.walk_children())).encode())
    assert told_workers


async def test_no_picture_of_the_token_screen_shows_the_token_until_it_is_revealed(
    bench: Bench,
    credentials: dict[str, Credential],
    told_workers: list[str],
) -> None:
    session = _session(bench.profile("full", credentials["secret"]))
    app = DefenderTuiApp(session, start_screen="token")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await _settled(pilot)
        await pilot.press("f5")
        await _settled(pilot)
        token = session.known_token(Resource.GRAPH)
        assert token is not None
        looked_for = sentinels(bench.line, token=token.value.reveal().rpartition(".")[2])
        pictures = []
        for _ in range(5):
            pictures.append(app.export_screenshot())
            await pilot.press("]")
            await _settled(pilot)
        assert [] == looked_for.leaks("\n".join([*pictures, *told_workers]).encode())
        assert 1 < len(set(pictures))
