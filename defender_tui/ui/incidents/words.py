"""Short words for the list of incidents."""

from __future__ import annotations

from ...core.wording import in_words


def short_owner(owner: str | None) -> str:
    """Give an owner without the domain; a dash for nobody."""
    if not owner:
        return "—"
    return owner.partition("@")[0] or owner


def counted(number: int, what: str) -> str:
    """Give a number with its noun: “1 incident”, “1,204 incidents”."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


_SERVICES = {
    "microsoftDefenderForEndpoint": "Microsoft Defender for Endpoint",
    "microsoftDefenderForIdentity": "Microsoft Defender for Identity",
    "microsoftDefenderForOffice365": "Microsoft Defender for Office 365",
    "microsoftDefenderForCloudApps": "Microsoft Defender for Cloud Apps",
    "azureAdIdentityProtection": "Microsoft Entra ID Protection",
    "microsoft365Defender": "Microsoft Defender XDR",
    "microsoftSentinel": "Microsoft Sentinel",
    "microsoftDefenderForCloud": "Microsoft Defender for Cloud",
    "dataLossPrevention": "Data Loss Prevention",
    "microsoftAppGovernance": "App governance",
    "microsoftInsiderRiskManagement": "Insider Risk Management",
}


def service_name(service: str | None) -> str:
    """Give a service's own name; one that is not known in plain words, empty for none."""
    return _SERVICES.get(service or "") or in_words(service)
