"""A message that asks for consent in place of a password, and an application that reads mail."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Cast, User
from defender_tui.sandbox.data.records import MessageSubject, OAuthApplicationSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.data.stage import SUSPICIOUS
from defender_tui.sandbox.data.traces import Click, CloudActivity, Delivery, GraphCall

SENDER_DOMAIN = "payslip-portal.example"
ADDRESS = Address("198.51.100.190", "SC", "Victoria", -4.62, 55.45)
_SUBJECT = "Your payslip has moved to the new portal"
_LINK = f"https://{SENDER_DOMAIN}/connect"
_SCOPES = "Mail.Read Contacts.Read offline_access"
_LURED = 24
_CONSENTING = 4
_READS_EACH = 18
_MICROSOFT_365 = ("Microsoft 365", 11161)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who; `lured` begins with those who gave consent."""

    lured: tuple[User, ...]
    application: OAuthApplicationSubject

    @property
    def consenting(self) -> tuple[User, ...]:
        return self.lured[:_CONSENTING]


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    return Roles(
        tuple(Random(f"consent/{cast.seed}").sample(cast.users, _LURED)),
        OAuthApplicationSubject(
            stable_uuid(cast.seed, "consent", "application"),
            stable_uuid(cast.seed, "consent", "principal"),
            "Payslip Viewer",
            "Unverified publisher",
        ),
    )


def story(scene: Scene) -> Plot:
    """Tell it from the message to the mailboxes that were read."""
    who = roles(scene.cast)
    return Plot(
        f"Consent phishing: “{who.application.name}” reads mail of {_CONSENTING} users",
        f"A message led {_CONSENTING} of {_LURED} users to give an application of an unverified "
        "publisher access to their mail.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=9,
        determination="phishing",
        tags=("OAuth",),
    )


def _tell(scene: Scene, who: Roles) -> None:
    first = _lure(scene, who)
    for number, user in enumerate(who.consenting):
        if number > 0:
            _consent(scene, who.application, user, number * 31 - 88)
        for turn in range(_READS_EACH):
            minutes = number * 31 - 80 + turn * 17.3
            _read_mail(scene, who.application, user, minutes)
    victim = who.consenting[0]
    scene.raise_alert(
        sensors.GOVERNANCE,
        "Suspicious OAuth app email activity through Graph API",
        f"The application “{who.application.name}” got consent from {victim.upn} and others, and "
        "reads mail in bulk.",
        severity="high",
        tactic="Collection",
        techniques=("T1528", "T1114.002"),
        evidence=[
            scene.seen(who.application, SUSPICIOUS),
            *(scene.account(user) for user in who.consenting),
            *(scene.mailbox(user) for user in who.consenting),
        ],
    )
    scene.go_to_min(40)
    scene.raise_alert(
        sensors.MAIL,
        "A potentially malicious URL click was detected",
        "A message led to a page that asks for consent to an application.",
        severity="medium",
        tactic="InitialAccess",
        techniques=("T1566.002",),
        evidence=[
            scene.mailbox(victim),
            scene.seen(first, SUSPICIOUS),
        ],
    )


def _lure(scene: Scene, who: Roles) -> MessageSubject:
    """The message to everybody; gives that to the first who consented."""
    messages = []
    for number, user in enumerate(who.lured):
        subject = scene.message(
            _SUBJECT,
            user,
            sender=("Payslip Portal", f"no-reply@{SENDER_DOMAIN}"),
            sender_ip=ADDRESS.ip,
            delivered=True,
            urls=(_LINK,),
            received_at=scene.after_min(number * 0.4 - 150),
        ).subject
        if isinstance(subject, MessageSubject):
            messages.append(subject)
    scene.traces += (Delivery(message.received_at, message) for message in messages[1:])
    for number, message in enumerate(messages[:_CONSENTING]):
        user = message.recipient
        at, message_id = scene.after_min(number * 31 - 91), message.network_message_id
        ip = next(o.ip for o in scene.cast.office_addresses if o.city == user.city)
        scene.traces.append(Click(at, user, _LINK, message_id, ip, is_allowed=True))
    return messages[0]


def _consent(scene: Scene, app: OAuthApplicationSubject, user: User, minutes: float) -> None:
    office = next(o for o in scene.cast.office_addresses if o.city == user.city)
    scene.traces.append(
        CloudActivity(
            scene.after_min(minutes),
            user,
            "Consent to application.",
            _MICROSOFT_365,
            app.name,
            "Application",
            office,
            oauth_app_id=app.app_id,
            details=(("Scope", _SCOPES), ("ConsentType", "Principal")),
        )
    )


def _read_mail(scene: Scene, app: OAuthApplicationSubject, user: User, minutes: float) -> None:
    uri = "https://graph.microsoft.com/v1.0/me/messages?$top=50"
    size = scene.random.randint(40_000, 900_000)
    at = scene.after_min(minutes)
    scene.traces.append(GraphCall(at, app, user, "GET", uri, ADDRESS, _SCOPES, size))
