"""The Defender XDR API's spellings, and which determination goes with which classification.

Source: https://learn.microsoft.com/defender-xdr/api-update-incidents (2026-11-23)
"""

from __future__ import annotations

from collections.abc import Mapping

STATUSES = ("Active", "Resolved", "InProgress", "Redirected")

# As sent by clients, old and new spellings, lower case -> the sandbox's own word.
CLASSIFICATION_INPUT: Mapping[str, str] = {
    "truepositive": "truePositive",
    "informationalexpectedactivity": "informationalExpectedActivity",
    "falsepositive": "falsePositive",
}
DETERMINATION_INPUT: Mapping[str, Mapping[str, str]] = {
    "truePositive": {
        "multistagedattack": "multiStagedAttack",
        "malicioususeractivity": "maliciousUserActivity",
        "compromisedaccount": "compromisedAccount",
        "compromiseduser": "compromisedAccount",
        "malware": "malware",
        "phishing": "phishing",
        "unwantedsoftware": "unwantedSoftware",
        "other": "other",
    },
    "informationalExpectedActivity": {
        "securitytesting": "securityTesting",
        "lineofbusinessapplication": "lineOfBusinessApplication",
        "confirmedactivity": "confirmedActivity",
        "confirmeduseractivity": "confirmedActivity",
        "other": "other",
    },
    "falsePositive": {
        "clean": "notMalicious",
        "notmalicious": "notMalicious",
        "noenoughdatatovalidate": "notEnoughDataToValidate",
        "notenoughdatatovalidate": "notEnoughDataToValidate",
        "insufficientdata": "notEnoughDataToValidate",
        "other": "other",
    },
}
STATUS_INPUT: Mapping[str, str] = {
    "active": "active",
    "resolved": "resolved",
    "inprogress": "inProgress",
}

_DETERMINATIONS: Mapping[str, str] = {
    "notMalicious": "Clean",
    "notEnoughDataToValidate": "NoEnoughDataToValidate",
    "unknown": "NotAvailable",
}
_SERVICE_SOURCES: Mapping[str, str] = {
    "microsoftDefenderForEndpoint": "MicrosoftDefenderATP",
    "microsoftDefenderForCloudApps": "MicrosoftCloudAppSecurity",
    "microsoftDefenderForOffice365": "OfficeATP",
    "azureAdIdentityProtection": "AadIdentityProtection",
}
_DETECTION_SOURCES: Mapping[str, str] = {
    "antivirus": "WindowsDefenderAv",
    "cloudAppSecurity": "MCAS",
    "microsoftDefenderForOffice365": "OfficeATP",
    "microsoftDefenderForEndpoint": "WindowsDefenderAtp",
}


def pascal(word: str) -> str:
    """Give a word as this API writes most of them."""
    return word[:1].upper() + word[1:]


def severity(word: str) -> str:
    """Give the severity of an incident or alert."""
    return "UnSpecified" if word == "unknown" else pascal(word)


def status(word: str) -> str:
    """Give the status of an incident, of which this API knows fewer than Graph."""
    return "Active" if word == "awaitingAction" else pascal(word)


def determination(word: str) -> str:
    """Give a determination."""
    return _DETERMINATIONS.get(word, pascal(word))


def service_source(word: str) -> str:
    """Give the product that raised an alert, by its older name."""
    return _SERVICE_SOURCES.get(word, pascal(word))


def detection_source(word: str) -> str:
    """Give the detection technology, by its older name."""
    return _DETECTION_SOURCES.get(word, pascal(word))
