"""A sandbox that really serves, as somebody else's client meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]

GRAPH_SCOPE = "https://graph.microsoft.com/.default"
XDR_SCOPE = "https://api.security.microsoft.com/.default"
VAULT_SCOPE = "https://vault.azure.net/.default"


@dataclass(frozen=True, slots=True)
class App:
    """An application that the sandbox announced."""

    name: str
    client_id: str
    client_secret: str
    certificate_file: Path | None
    """PEM with key and certificate."""
    federated_token_file: Path | None


@dataclass(frozen=True, slots=True, repr=False)
class Served:
    """The addresses and identities from the first line that a sandbox printed."""

    line: Mapping[str, object]
    authority: str
    graph: str
    xdr: str
    keyvault: str
    ca_file: Path
    tenant_id: str
    tenants: tuple[str, ...]
    """Ids of all tenants, the home tenant's first."""
    domain: str
    apps: tuple[App, ...]

    def __repr__(self) -> str:
        # Every failing test shows it; all of it would bury what failed.
        return f"<sandbox at {self.authority}>"

    @property
    def port(self) -> int:
        port = urlsplit(self.authority).port
        assert port is not None
        return port

    @property
    def tenant_authority(self) -> str:
        """The authority with the tenant, as MSAL wants it."""
        return f"{self.authority}/{self.tenant_id}"

    def token_url(self, version: str = "/v2.0") -> str:
        """Give the token endpoint; the version is `/v2.0`, or empty for v1."""
        return f"{self.tenant_authority}/oauth2{version}/token"

    def app(self, name: str = "full") -> App:
        """Give the application of that name."""
        return next(app for app in self.apps if app.name == name)


@contextmanager
def serving(*options: str, home: Path) -> Iterator[Served]:
    """Run `defender-tui sandbox` with the options until the block ends."""
    command = [sys.executable, "-m", "defender_tui", "sandbox", "--json", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=ROOT, env=plain_environment(home)
    )
    with process:
        try:
            assert process.stdout is not None
            yield read_announcement(process.stdout.readline())
        finally:
            process.terminate()


def plain_environment(home: Path) -> dict[str, str]:
    """Give an environment in which a program finds no setting of the developer's."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "COVERAGE_PROCESS_START")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "USERPROFILE": str(home),
    }


def read_announcement(text: bytes) -> Served:
    """Read the first line that a sandbox printed."""
    line = json.loads(text)
    return Served(
        line=line,
        authority=line["authority"],
        graph=line["graph"],
        xdr=line["xdr"],
        keyvault=line["keyvault"],
        ca_file=Path(line["ca_file"]),
        tenant_id=line["tenant_id"],
        tenants=tuple(tenant["tenant_id"] for tenant in line["tenants"]),
        domain=line["tenants"][0]["domain"],
        apps=tuple(_app(app) for app in line["apps"]),
    )


def _app(fields: Mapping[str, str | None]) -> App:
    return App(
        name=_text(fields["name"]),
        client_id=_text(fields["client_id"]),
        client_secret=_text(fields["client_secret"]),
        certificate_file=_path(fields.get("certificate_file")),
        federated_token_file=_path(fields.get("federated_token_file")),
    )


def _text(value: str | None) -> str:
    return value or ""


def _path(value: str | None) -> Path | None:
    return Path(value) if value else None


def run_program(
    command: Sequence[str], *, home: Path, stdin: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run somebody else's program in its home to its end, with more variables for it."""
    return subprocess.run(
        command,
        input=stdin,
        cwd=home,
        capture_output=True,
        text=True,
        env=plain_environment(home) | variables,
        timeout=60,
        check=False,
    )
