"""What mail filtering and Safe Links saw of an incident."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from defender_tui.sandbox.data.cast import File
    from defender_tui.sandbox.data.records import MessageSubject
    from defender_tui.sandbox.hunting.alert_context import AlertContext
    from defender_tui.sandbox.hunting.rows import Row

_ACTIONS = {"delivered": "Delivered", "blocked": "Blocked", "replaced": "Replaced"}
_LOCATIONS = {
    "inbox": "Inbox/Folder",
    "junkFolder": "Junk",
    "quarantine": "Quarantine",
    "deletedFolder": "Deleted items",
    "dropped": "Dropped",
    "failed": "Failed",
}


def message(subject: MessageSubject, context: AlertContext) -> Iterator[tuple[str, Row]]:
    """A message with its links and attachments, and its removal when it had been delivered."""
    yield "EmailEvents", _received(subject, context)
    for url in subject.urls:
        yield (
            "EmailUrlInfo",
            {
                **_common(subject, context),
                "Url": url,
                "UrlDomain": urlsplit(url).hostname or "",
                "UrlLocation": "Body",
            },
        )
    for file in subject.attachments:
        yield attachment(subject, file)
    if subject.delivery_action == "delivered" and context.at > subject.received_at:
        yield "EmailPostDeliveryEvents", _removed(subject, context)


def _received(subject: MessageSubject, context: AlertContext) -> Row:
    recipient = subject.recipient
    domain = subject.sender_address.partition("@")[2]
    return {
        **_common(subject, context),
        "InternetMessageId": subject.internet_message_id,
        "SenderMailFromAddress": subject.sender_address,
        "SenderFromAddress": subject.sender_address,
        "SenderDisplayName": subject.sender_name,
        "SenderMailFromDomain": domain,
        "SenderFromDomain": domain,
        "SenderIPv4": subject.sender_ip,
        "RecipientEmailAddress": recipient.upn,
        "RecipientObjectId": recipient.object_id,
        "RecipientDomain": recipient.upn.partition("@")[2],
        "Subject": subject.subject,
        "EmailDirection": "Inbound",
        "DeliveryAction": _ACTIONS.get(subject.delivery_action, subject.delivery_action),
        "DeliveryLocation": _location(subject),
        "LatestDeliveryLocation": _location(subject),
        "ThreatTypes": _threats(subject),
        "AuthenticationDetails": '{"SPF":"fail","DKIM":"none","DMARC":"fail"}',
        "AttachmentCount": len(subject.attachments),
        "UrlCount": len(subject.urls),
        "EmailLanguage": "en",
        "To": recipient.upn,
        "IsFirstContact": 1,
    }


def _removed(subject: MessageSubject, context: AlertContext) -> Row:
    return {
        **_common(subject, context),
        "Timestamp": context.at,
        "InternetMessageId": subject.internet_message_id,
        "Action": "Moved to quarantine",
        "ActionType": "Phish ZAP",
        "ActionTrigger": "SpecialAction",
        "ActionResult": "Success",
        "RecipientEmailAddress": subject.recipient.upn,
        "SourceLocation": _location(subject),
        "DeliveryLocation": "Quarantine",
        "ThreatTypes": _threats(subject),
        "SenderFromAddress": subject.sender_address,
        "EmailDirection": "Inbound",
    }


def _common(subject: MessageSubject, context: AlertContext) -> Row:
    return {
        "Timestamp": subject.received_at,
        "NetworkMessageId": subject.network_message_id,
        "ReportId": f"{subject.network_message_id}-{context.number}",
    }


def _location(subject: MessageSubject) -> str:
    return _LOCATIONS.get(subject.delivery_location, subject.delivery_location)


def _threats(subject: MessageSubject) -> str:
    return ", ".join(threat.capitalize() for threat in subject.threats)


def attachment(subject: MessageSubject, file: File) -> tuple[str, Row]:
    """A file that came with a message."""
    return "EmailAttachmentInfo", {
        "Timestamp": subject.received_at,
        "NetworkMessageId": subject.network_message_id,
        "SenderFromAddress": subject.sender_address,
        "SenderDisplayName": subject.sender_name,
        "RecipientEmailAddress": subject.recipient.upn,
        "RecipientObjectId": subject.recipient.object_id,
        "FileName": file.name,
        "FileType": file.name.rpartition(".")[2],
        "SHA256": file.sha256,
        "FileSize": file.size_bytes,
        "ThreatTypes": "Malware",
        "ThreatNames": file.threat_family or "",
    }


def click(url: str, context: AlertContext) -> tuple[str, Row]:
    """A click on a link, in the message of the alert where it has one."""
    message_id = "" if context.message is None else context.message.network_message_id
    return "UrlClickEvents", {
        "Timestamp": context.at + timedelta(seconds=1),
        "Url": url,
        "ActionType": "ClickAllowed",
        "AccountUpn": "" if context.user is None else context.user.upn,
        "Workload": "Email" if message_id else "Office",
        "NetworkMessageId": message_id,
        "ThreatTypes": "Phish",
        "IsClickedThrough": True,
        "UrlChain": json.dumps([url]),
        "ReportId": context.event_id,
    }
