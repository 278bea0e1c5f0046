"""The table functions of advanced hunting, which add what only the service knows.

What follows from the tables at hand is computed, the rest left empty; either way the answer is
marked.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-fileprofile-function
Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-devicefromip-function
Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-assignedipaddresses-function
Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-seenby-function
"""

from __future__ import annotations

from collections.abc import Callable

from defender_tui.kql.adapt.draft import (
    Call,
    Change,
    Draft,
    Edit,
    Piece,
    partners,
    rewrite_calls,
    split_at,
    written,
)

_NETWORK_TABLE = "DeviceNetworkInfo"
_KEPT = (("SHA1", '""'), ("SHA256", '""'), ("MD5", '""'), ("FileSize", "long(null)"))
_UNKNOWN = (
    ("GlobalPrevalence", "int(null)"),
    ("GlobalFirstSeen", "datetime(null)"),
    ("GlobalLastSeen", "datetime(null)"),
    ("Signer", '""'),
    ("Issuer", '""'),
    ("SignerHash", '""'),
    ("IsCertificateValid", "bool(null)"),
    ("IsRootSignerMicrosoft", "bool(null)"),
    ("SignatureState", '""'),
    ("IsExecutable", "bool(null)"),
    ("ThreatName", '""'),
    ("Publisher", '""'),
    ("SoftwareName", '""'),
    ("ProfileAvailability", '""'),
)
_ADDRESSES = "mv-expand AddressEntry = parse_json(IPAddresses)"

Arguments = tuple[tuple[Piece, ...], ...]


def enrich(draft: Draft) -> Draft:
    """Rewrite `invoke FileProfile()` and its like, and `AssignedIPAddresses()`."""
    return _assigned_addresses(_invocations(draft))


def _invocations(draft: Draft) -> Draft:
    pieces, closing = draft.pieces, partners(draft.pieces)
    for at in range(len(pieces) - 3, -1, -1):
        spell = _INVOKED.get(pieces[at + 1].text)
        end = closing.get(at + 2)
        if pieces[at].text != "invoke" or spell is None or end is None:
            continue
        name = pieces[at + 1]
        inside = draft.pieces[at + 3 : end]
        operators, caveat = spell(draft, tuple(split_at(inside, ",")) if inside else ())
        edit = Edit(at, end + 1, written(f" {operators}", name.origin))
        draft = draft.edited([edit], Change(name.text, name.origin)).with_caveat(caveat)
    return draft


def _file_profile(_draft: Draft, _arguments: Arguments) -> tuple[str, str]:
    kept = [f'{name} = column_ifexists("{name}", {empty})' for name, empty in _KEPT]
    unknown = [f"{name} = {empty}" for name, empty in _UNKNOWN]
    return (
        f"extend {', '.join(kept + unknown)}",
        "FileProfile() gave nothing: what the service knows of files is not known here.",
    )


def _seen_by(_draft: Draft, _arguments: Arguments) -> tuple[str, str]:
    return (
        'take 0 | project DeviceId = ""',
        "SeenBy() gave nothing: which devices saw others is not known here.",
    )


def _device_from_ip(draft: Draft, arguments: Arguments) -> tuple[str, str]:
    """The device that last had the address, up to the moment that is given."""
    if _NETWORK_TABLE not in draft.surroundings.columns:
        return (
            'project IP, DeviceId = ""',
            f"DeviceFromIP() gave nothing: there is no table {_NETWORK_TABLE}.",
        )
    latest = (
        f"{_NETWORK_TABLE}{_until(arguments)} | {_ADDRESSES}"
        " | extend IP = tostring(AddressEntry.IPAddress)"
        " | summarize arg_max(Timestamp, DeviceId) by IP"
    )
    return (
        f"project IP | join kind=leftouter ({latest}) on IP | project IP, DeviceId",
        f"DeviceFromIP() was answered from {_NETWORK_TABLE}.",
    )


def _assigned_addresses(draft: Draft) -> Draft:
    if _NETWORK_TABLE not in draft.surroundings.columns:
        return draft
    name = "AssignedIPAddresses"
    rewritten = rewrite_calls(draft, (name,), _addresses_of)
    if rewritten is draft:
        return draft
    return rewritten.with_caveat(f"{name}() was answered from {_NETWORK_TABLE}.")


def _addresses_of(call: Call) -> tuple[Piece, ...] | None:
    """The addresses in the last record of each network adapter."""
    if not 1 <= len(call.arguments) <= 2:
        return None
    device = _text(call.arguments[0])
    return written(
        f" {_NETWORK_TABLE}{_until(call.arguments)}"
        f" | where DeviceId == {device} or DeviceName == {device}"
        f" | summarize arg_max(Timestamp, *) by NetworkAdapterName | {_ADDRESSES}"
        " | project Timestamp, IPAddress = tostring(AddressEntry.IPAddress),"
        " IPType = tostring(AddressEntry.AddressType), NetworkAdapterType, ConnectedNetworks",
        call.name.origin,
    )


def _until(arguments: Arguments) -> str:
    return f" | where Timestamp <= {_text(arguments[1])}" if len(arguments) > 1 else ""


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(f" {piece.text}" if piece.spaced else piece.text for piece in pieces).strip()


_INVOKED: dict[str, Callable[[Draft, Arguments], tuple[str, str]]] = {
    "DeviceFromIP": _device_from_ip,
    "FileProfile": _file_profile,
    "SeenBy": _seen_by,
}
