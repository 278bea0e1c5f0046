"""A home in which every kind of credential is set up, with a sandbox to use it on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HOSTS = ("authority", "graph", "xdr", "mde", "keyvault")
_VAULT = "contoso-soc"


@dataclass(frozen=True, slots=True)
class Planted:
    """A profile's tables in the configuration, and the variables that its secrets are in."""

    name: str
    app: str
    credential: str
    variables: Mapping[str, str] = field(default_factory=dict)


def planted(line: Mapping[str, Any]) -> tuple[Planted, ...]:
    """Give a profile of each kind of credential."""
    apps = {app["name"]: app for app in line["apps"]}
    full, federated = apps["full"], apps["federated"]
    machine = line["managed_identity"]
    secret = 'kind = "client_secret"\nplace = "environment"'
    return (
        Planted("secret", "full", secret, {"AZURE_CLIENT_SECRET": full["client_secret"]}),
        Planted(
            "certificate", "full", f'kind = "certificate"\nfile = "{full["certificate_file"]}"'
        ),
        Planted(
            "passphrase",
            "full",
            f'kind = "certificate"\nfile = "{full["pfx_file"]}"\npassphrase = "environment"',
            {"AZURE_CLIENT_CERTIFICATE_PASSWORD": full["pfx_passphrase"]},
        ),
        Planted(
            "federated",
            "federated",
            f'kind = "federated_token"\nfile = "{federated["federated_token_file"]}"',
        ),
        Planted(
            "machine",
            "full",
            'kind = "managed_identity"',
            {
                "IDENTITY_ENDPOINT": machine["identity_endpoint"],
                "IDENTITY_HEADER": machine["identity_header"],
            },
        ),
        Planted(
            "vault-secret",
            "full",
            f'kind = "key_vault"\nvault = "{_VAULT}"\nsecret = "client-secret-full"\n'
            f'with = {{ kind = "certificate", file = "{full["certificate_file"]}" }}',
        ),
        Planted(
            "vault-certificate",
            "full",
            f'kind = "key_vault"\nvault = "{_VAULT}"\nsecret = "client-certificate-full"\n'
            'with = { kind = "client_secret", place = "environment" }',
            {"DEFENDER_TUI_VAULT_CLIENT_SECRET": full["client_secret"]},
        ),
    )


def configure(folder: Path, line: Mapping[str, Any], profiles: tuple[Planted, ...]) -> Path:
    """Write the configuration file and give it."""
    ids = {app["name"]: app["client_id"] for app in line["apps"]}
    hosts = "\n".join(f'{name} = "{line[name]}"' for name in _HOSTS)
    tables = [
        f'[profiles.{one.name}]\ntenant_id = "{line["tenant_id"]}"\nclient_id = "{ids[one.app]}"\n'
        f'ca_file = "{line["ca_file"]}"\n[profiles.{one.name}.hosts]\n{hosts}\n'
        f"[profiles.{one.name}.credential]\n{one.credential}\n"
        for one in profiles
    ]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "config.toml"
    file.write_text("\n".join(tables), encoding="utf-8")
    return file


def environment(home: Path, profile: Planted) -> dict[str, str]:
    """Give the environment of a process that works as a profile, with every log on.

    Whatever it writes is below `home`: the log is `home/textual.log`, temporary files are in
    `home/tmp`.
    """
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    return {
        **os.environ,
        "DEFENDER_TUI_CONFIG_DIR": str(home / "config" / "defender-tui"),
        "TMPDIR": str(temporary),
        "TEXTUAL_LOG": str(home / "textual.log"),
        "PYTHONASYNCIODEBUG": "1",
        **profile.variables,
    }
