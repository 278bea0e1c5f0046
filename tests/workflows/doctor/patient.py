"""A machine and a tenant where all is well, to be broken in one place by each test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from defender_tui.client.environment import EnvironmentSecrets
from defender_tui.core.profiles import Profile
from defender_tui.store.profiles import ProfileFile
from defender_tui.store.secrets import RunSecrets
from defender_tui.workflows.doctor import Check, State, Surroundings, examine
from defender_tui.workflows.secrets import SecretPlaces
from tests.client.staged import TENANT, Reply, StagedServer

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CLIENT_ID = "00001111-aaaa-2222-bbbb-3333cccc4444"
METADATA = f"/{TENANT}/v2.0/.well-known/openid-configuration"
TOKEN = f"/{TENANT}/oauth2/v2.0/token"


@dataclass
class Patient:
    """What is examined. `mde` is a host of its own, so that it can be broken alone."""

    folder: Path
    entra: StagedServer
    mde_url: str
    ca_file: Path
    settings: dict[str, str] = field(default_factory=dict)
    credential: dict[str, str] = field(default_factory=lambda: {"place": "environment"})
    keyring: str | None = "A keyring"
    late: timedelta = timedelta()
    from_outside: Profile | None = None
    named_hosts: tuple[str, ...] = ("authority", "graph", "xdr", "mde", "keyvault")

    def keyring_name(self) -> str | None:
        """Give the keyring's name; a test that wants it to fail replaces this."""
        return self.keyring

    def hosts(self) -> dict[str, str]:
        """Give the address of everything in the cloud."""
        url = self.entra.url
        apis = {name: f"{url}/{name}" for name in ("graph", "xdr", "keyvault")}
        known = {"authority": url, **apis, "mde": self.mde_url}
        return {name: known[name] for name in self.named_hosts}

    def write(self) -> None:
        """Write the configuration as the settings are now."""
        tables = {
            "profiles.p": {
                "tenant_id": TENANT,
                "client_id": CLIENT_ID,
                "ca_file": str(self.ca_file),
                **self.settings,
            },
            "profiles.p.hosts": self.hosts(),
            "profiles.p.credential": self.credential,
        }
        lines: list[str] = []
        for title, table in tables.items():
            lines += [f"[{title}]", *(f'{key} = "{value}"' for key, value in table.items())]
        (self.folder / "config.toml").write_text("\n".join(lines), encoding="utf-8")

    def tell_the_time(self) -> None:
        """Let the identity provider's answer about the tenant carry the time."""
        metadata = {
            "issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0",
            "authorization_endpoint": f"{self.entra.url}/{TENANT}/oauth2/v2.0/authorize",
            "token_endpoint": f"{self.entra.url}{TOKEN}",
        }
        date = {"Date": NOW.strftime("%a, %d %b %Y %H:%M:%S GMT")}
        self.entra.stage(METADATA, Reply(body=metadata, headers=date))

    async def examined(self, *, written: bool = True) -> dict[str, Check]:
        """Examine it and give the lines by name; `written` is false for a file of the test's."""
        if written:
            self.write()
        book = ProfileFile(self.folder)
        surroundings = Surroundings(
            book=book,
            places=SecretPlaces(RunSecrets(), EnvironmentSecrets(), lambda: None),
            file=book.file,
            profile_name=None,
            from_outside=lambda: self.from_outside,
            keyring_name=self.keyring_name,
            now=lambda: NOW + self.late,
        )
        lines = [line async for line in examine(surroundings)]
        by_name = {line.name: line for line in lines}
        assert len(by_name) == len(lines), "two lines have one name"
        return by_name


def ending(lines: dict[str, Check], state: State) -> list[str]:
    """Give the names of the lines that ended so."""
    return [name for name, line in lines.items() if line.state is state]


def only_failing(lines: dict[str, Check]) -> Check:
    """Give the one line that failed; nothing else did, nor is to be looked at."""
    failing = [line for line in lines.values() if line.state in (State.FAIL, State.WARN)]
    assert 1 == len(failing), [(line.name, line.found) for line in failing]
    assert failing[0].next_step
    return failing[0]
