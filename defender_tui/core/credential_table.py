"""The `credential` table of a profile, read and written."""

from __future__ import annotations

from .config_table import ConfigTable
from .credentials import (
    Certificate,
    ClientSecret,
    Credential,
    CredentialKind,
    FederatedToken,
    ManagedIdentity,
    SecretPlace,
    StandingCredential,
    VaultValue,
)

_READER = "with"
_KEYS = {
    CredentialKind.CLIENT_SECRET: frozenset({"place"}),
    CredentialKind.CERTIFICATE: frozenset({"file", "passphrase", "send_chain"}),
    CredentialKind.FEDERATED_TOKEN: frozenset({"file"}),
    CredentialKind.MANAGED_IDENTITY: frozenset({"client_id", "object_id", "resource_id"}),
    CredentialKind.KEY_VAULT: frozenset({"vault", "secret", "version", _READER}),
}


def read_credential(profile: ConfigTable) -> Credential:
    """Read the credential of one profile table; a client secret in the keyring without one.

    Raises:
        ConfigError: a key is unknown, missing or wrong; it names the key.
    """
    table = profile.table("credential")
    if table is None:
        return ClientSecret()
    kind = _kind(table)
    if kind is not CredentialKind.KEY_VAULT:
        return _standing(table, kind)
    reader = table.table(_READER)
    if reader is None:
        place = table.place_of(_READER)
        raise table.error(
            place, f"{place} is missing.", "Name the credential that opens the vault."
        )
    inner = _kind(reader)
    if inner is CredentialKind.KEY_VAULT:
        place = reader.place_of("kind")
        raise reader.error(place, f"{place}: a vault cannot be opened with a vault.")
    return VaultValue(
        vault=table.needed_text("vault"),
        secret=table.needed_text("secret"),
        reader=_standing(reader, inner),
        version=table.text("version") or None,
    )


def write_credential(credential: Credential) -> dict[str, object]:
    """Give the table that `read_credential` reads back as the same credential."""
    table: dict[str, object | None] = {"kind": credential.kind.value}
    match credential:
        case ClientSecret(place):
            table["place"] = place.value
        case Certificate(file, passphrase, sends_chain):
            table["file"] = str(file)
            table["passphrase"] = passphrase.value if passphrase else None
            table["send_chain"] = True if sends_chain else None
        case FederatedToken(file):
            table["file"] = str(file) if file else None
        case ManagedIdentity(client_id, object_id, resource_id):
            table |= {
                "client_id": client_id,
                "object_id": object_id,
                "resource_id": resource_id,
            }
        case VaultValue(vault, secret, reader, version):
            table |= {"vault": vault, "secret": secret, "version": version}
            table[_READER] = write_credential(reader)
    return {key: value for key, value in table.items() if value is not None}


def _kind(table: ConfigTable) -> CredentialKind:
    kind = table.word("kind", CredentialKind, CredentialKind.CLIENT_SECRET)
    table.check_keys(_KEYS[kind] | {"kind"})
    return kind


def _standing(table: ConfigTable, kind: CredentialKind) -> StandingCredential:
    match kind:
        case CredentialKind.CERTIFICATE:
            place = table.place_of("file")
            file = table.file("file")
            if file is None:
                raise table.error(place, f"{place} is missing.", "Give the PEM or PFX file.")
            passphrase = table.word_or_none("passphrase", SecretPlace)
            return Certificate(file, passphrase, table.flag("send_chain"))
        case CredentialKind.FEDERATED_TOKEN:
            return FederatedToken(table.file("file"))
        case CredentialKind.MANAGED_IDENTITY:
            return _managed_identity(table)
        case _:
            return ClientSecret(table.word("place", SecretPlace, SecretPlace.KEYRING))


def _managed_identity(table: ConfigTable) -> ManagedIdentity:
    ids = {key: table.text(key) or None for key in ("client_id", "object_id", "resource_id")}
    given = [key for key, value in ids.items() if value]
    if len(given) > 1:
        place = table.place_of(given[1])
        raise table.error(
            place, f"{place}: only one id can name a managed identity.", f"Keep {given[0]}."
        )
    return ManagedIdentity(**ids)
