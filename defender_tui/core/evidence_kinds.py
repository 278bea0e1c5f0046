"""The kinds of evidence as people call them.

Source: https://learn.microsoft.com/en-us/graph/api/resources/security-alertevidence
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .wording import in_words

# The others are their own name, taken apart.
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "activeDirectoryDomain": "Active Directory domain",
        "aiAgent": "AI agent",
        "analyzedMessage": "Mail",
        "azureResource": "Azure resource",
        "amazonResource": "AWS resource",
        "dns": "DNS name",
        "gitHubOrganization": "GitHub organization",
        "gitHubRepo": "GitHub repository",
        "gitHubUser": "GitHub user",
        "googleCloudResource": "Google Cloud resource",
        "ioTDevice": "IoT device",
        "ip": "IP address",
        "mailCluster": "Mail cluster",
        "nic": "Network adapter",
        "oauthApplication": "OAuth application",
        "sasToken": "SAS token",
        "submissionMail": "Reported mail",
        "teamsMessage": "Teams message",
        "url": "URL",
    }
)


def kind_words(kind: str) -> str:
    """Give a kind in words: “Registry key”; one that is not known is its name taken apart."""
    return _NAMES.get(kind) or in_words(kind)
