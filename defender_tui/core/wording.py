"""The vendor's compound names as people read them; programs get the exact ones."""

from __future__ import annotations

import re

_SHORT_SERVICES = {
    "microsoftdefenderforendpoint": "MDE",
    "microsoftdefenderatp": "MDE",
    "microsoftdefenderforidentity": "MDI",
    "azureatp": "MDI",
    "microsoftdefenderforcloudapps": "MDA",
    "microsoftcloudappsecurity": "MDA",
    "microsoftdefenderforoffice365": "MDO",
    "officeatp": "MDO",
    "microsoft365defender": "XDR",
    "microsoftthreatprotection": "XDR",
    "azureadidentityprotection": "Entra",
    "aadidentityprotection": "Entra",
    "microsoftappgovernance": "AppGov",
    "datalossprevention": "DLP",
    "microsoftdatalossprevention": "DLP",
    "microsoftdefenderforcloud": "MDC",
    "microsoftsentinel": "Sentinel",
    "microsoftinsiderriskmanagement": "IRM",
}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def in_words(name: str | None) -> str:
    """Take a compound name apart: “inProgress” becomes “In progress”; empty for `None`."""
    if not name:
        return ""
    spaced = _HUMP.sub(" ", name)
    return spaced[:1].upper() + spaced[1:].lower()


def verdict_words(classification: str | None, determination: str | None) -> str:
    """Give classification and determination in words; “not set” when there is none."""
    known = [word for word in (classification, determination) if word and word != "unknown"]
    return " · ".join(map(in_words, known)) or "not set"


def short_service(name: str) -> str:
    """Give a service in its short form, “MDE”; one that is not known keeps its name."""
    return _SHORT_SERVICES.get(name.casefold(), name)
