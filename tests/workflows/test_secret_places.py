"""Where a secret is looked for, by what the profile says."""

from __future__ import annotations

import pytest

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.credentials import ClientSecret, SecretPlace
from defender_tui.core.profiles import Profile
from defender_tui.core.secret import Secret, SecretName, SecretPurpose
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.secrets import ProfileSecrets, SecretPlaces

NAME = SecretName("work")


def profile(place: SecretPlace) -> Profile:
    return Profile(
        "work",
        "contoso.com",
        "00001111-aaaa-2222-bbbb-3333cccc4444",
        credential=ClientSecret(place),
    )


@pytest.fixture
async def places(monkeypatch: pytest.MonkeyPatch) -> SecretPlaces:
    """Hold another secret in every place."""
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "from outside")
    keyring = RunSecrets()
    made = SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: keyring)
    made.look()
    await keyring.write(NAME, Secret("stored"))
    await made.run.write(NAME, Secret("typed earlier"))
    return made


@pytest.mark.parametrize(
    ("found", "place"),
    [
        ("from outside", SecretPlace.ENVIRONMENT),
        ("typed earlier", SecretPlace.RUN),
        ("typed earlier", SecretPlace.KEYRING),
    ],
)
async def test_a_secret_typed_earlier_never_stands_in_for_the_environment(
    places: SecretPlaces, found: str, place: SecretPlace
) -> None:
    assert Secret(found) == await places.read(profile(place), NAME)


async def test_a_variable_that_is_missing_is_not_made_up_for(
    places: SecretPlaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AZURE_CLIENT_SECRET")
    assert await places.read(profile(SecretPlace.ENVIRONMENT), NAME) is None


async def test_what_was_just_typed_is_tried_out_first(places: SecretPlaces) -> None:
    typed = {SecretPurpose.CLIENT_SECRET: Secret("typed now")}
    source = ProfileSecrets(profile(SecretPlace.KEYRING), places, typed)
    assert Secret("typed now") == await source.read(NAME)


async def test_a_secret_kept_in_the_keyring_leaves_this_runs_memory(places: SecretPlaces) -> None:
    await places.keep(
        profile(SecretPlace.KEYRING), {SecretPurpose.CLIENT_SECRET: Secret("renewed")}
    )
    assert await places.run.read(NAME) is None
    assert Secret("renewed") == await places.read(profile(SecretPlace.KEYRING), NAME)
