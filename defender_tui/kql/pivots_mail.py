"""Prepared queries about mail: messages, clusters of them, mailboxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..core.evidence import text_at
from .pivot_parts import (
    Draft,
    DraftsOf,
    Fields,
    either,
    first_text,
    found,
    is_exactly,
    is_one_of,
)
from .pivots_cloud import ACTIVITY_COLUMNS, CLICK_COLUMNS, MAIL_COLUMNS, SIGN_IN_COLUMNS

# Source: https://learn.microsoft.com/en-us/purview/audit-log-activities
_MAILBOX_CHANGES = (
    "New-InboxRule",
    "Set-InboxRule",
    "UpdateInboxRules",
    "Set-Mailbox",
    "Add-MailboxPermission",
    "Add-MailboxFolderPermission",
)


def _message(fields: Fields) -> Sequence[Draft]:
    message_id = text_at(fields, "networkMessageId")
    drafts = _about_messages([message_id]) if message_id else []
    sender = first_text(
        fields, ("p2Sender", "emailAddress"), ("p1Sender", "emailAddress"), ("sender",)
    )
    if sender:
        same = is_exactly("SenderFromAddress", sender)
        drafts.append(found("Mail from the same sender", "EmailEvents", same, MAIL_COLUMNS))
    subject = text_at(fields, "subject")
    if subject:
        same = is_exactly("Subject", subject)
        drafts.append(found("Mail with the same subject", "EmailEvents", same, MAIL_COLUMNS))
    return drafts


def _cluster(fields: Fields) -> Sequence[Draft]:
    ids = fields.get("networkMessageIds")
    if not isinstance(ids, list | tuple):
        return ()
    return _about_messages([one for one in ids if isinstance(one, str) and one])


def _about_messages(ids: Sequence[str]) -> list[Draft]:
    if not ids:
        return []
    these = is_one_of("NetworkMessageId", ids)
    return [
        found("The message and who got it", "EmailEvents", these, MAIL_COLUMNS),
        found("Clicks on its links", "UrlClickEvents", these, CLICK_COLUMNS),
        found(
            "What happened to it after delivery",
            "EmailPostDeliveryEvents",
            these,
            "RecipientEmailAddress, ActionType, ActionTrigger, ActionResult, DeliveryLocation,"
            " NetworkMessageId",
        ),
        found("Links in it", "EmailUrlInfo", these, "Url, UrlDomain, UrlLocation"),
        found(
            "Files attached to it",
            "EmailAttachmentInfo",
            these,
            "RecipientEmailAddress, FileName, FileType, SHA256, ThreatTypes",
        ),
    ]


def _mailbox(fields: Fields) -> Sequence[Draft]:
    address = first_text(fields, ("primaryAddress",), ("mailboxPrimaryAddress",), ("upn",))
    if not address:
        return ()
    upn = text_at(fields, "upn") or address
    object_id = text_at(fields, "userAccount", "azureAdUserId")
    acted = either(is_exactly("AccountId", upn), is_exactly("AccountObjectId", object_id))
    changed = f"{is_one_of('ActionType', _MAILBOX_CHANGES)} and ({acted})"
    mail = either(
        is_exactly("RecipientEmailAddress", address), is_exactly("SenderFromAddress", address)
    )
    signed_in = either(is_exactly("AccountUpn", upn), is_exactly("AccountObjectId", object_id))
    clicked = is_exactly("AccountUpn", upn)
    return (
        found("Mail to and from the mailbox", "EmailEvents", mail, MAIL_COLUMNS),
        found("Rules and settings of the mailbox", "CloudAppEvents", changed, ACTIVITY_COLUMNS),
        found("Activity of its owner", "CloudAppEvents", acted, ACTIVITY_COLUMNS),
        found("Sign-ins of its owner", "EntraIdSignInEvents", signed_in, SIGN_IN_COLUMNS),
        found("Links its owner clicked", "UrlClickEvents", clicked, CLICK_COLUMNS),
    )


DRAFTS: Mapping[str, DraftsOf] = {
    "analyzedMessage": _message,
    "submissionMail": _message,
    "mailCluster": _cluster,
    "mailbox": _mailbox,
    "mailboxConfiguration": _mailbox,
}
