"""A trusted application that gets a second secret and then reads mailboxes for a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Cast, User
from defender_tui.sandbox.data.records import CloudApplicationSubject, OAuthApplicationSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stable_ids import stable_uuid
from defender_tui.sandbox.data.stage import SUSPICIOUS
from defender_tui.sandbox.data.traces import AppSignIn, CloudActivity, GraphCall, SignIn

ADDRESS = Address("203.0.113.199", "HK", "Hong Kong", 22.32, 114.17)
_MICROSOFT_365 = ("Microsoft 365", 11161)
_PORTAL = ("Azure Portal", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c")
_BROWSER = ("Browser", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/128.0")
_READ = 12
_CALLS_EACH = 9
_USUAL_DAYS = 12


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who: the administrator whose session was used, and whose mail was read."""

    administrator: User
    application: OAuthApplicationSubject
    read: tuple[User, ...]


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    others = [user for user in cast.users if user.department in ("Executive", "Legal", "Finance")]
    return Roles(
        cast.users[11],
        OAuthApplicationSubject(
            stable_uuid(cast.seed, "archive", "application"),
            stable_uuid(cast.seed, "archive", "principal"),
            "Mail Archive Connector",
            cast.own("Contoso"),
        ),
        tuple(Random(f"application/{cast.seed}").sample(others, _READ)),
    )


def story(scene: Scene) -> Plot:
    """Tell it from the sign-in of the administrator to the last mailbox."""
    who = roles(scene.cast)
    return Plot(
        f"Malicious use of the OAuth application “{who.application.name}”",
        f"A secret was added to the application with the session of {who.administrator.upn}; "
        f"whoever holds it read {_READ} mailboxes from {ADDRESS.city}.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=5,
        tags=("OAuth", "Priority"),
    )


def _tell(scene: Scene, who: Roles) -> None:
    app, admin = who.application, who.administrator
    office = next(o for o in scene.cast.office_addresses if o.city == admin.city)
    scene.traces += (
        AppSignIn(scene.after_min(-60 * 24 * day - 30), app, office)
        for day in range(1, _USUAL_DAYS + 1)
    )
    scene.traces.append(
        SignIn(scene.after_min(-52), admin, ADDRESS, 0, *_PORTAL, *_BROWSER),
    )
    scene.traces.append(
        CloudActivity(
            scene.after_min(-44),
            admin,
            "Add service principal credentials.",
            _MICROSOFT_365,
            app.name,
            "ServicePrincipal",
            ADDRESS,
            oauth_app_id=app.app_id,
            details=(("KeyDescription", "KeyType=Password,KeyUsage=Verify,DisplayName=sync"),),
        )
    )
    for number, user in enumerate(who.read):
        if number % 4 == 0:
            scene.traces.append(AppSignIn(scene.after_min(number * 11 - 31), app, ADDRESS))
        for turn in range(_CALLS_EACH):
            _read_mailbox(scene, app, user, number * 11 - 30 + turn * 1.1)
    _report(scene, who)


def _read_mailbox(scene: Scene, app: OAuthApplicationSubject, user: User, minutes: float) -> None:
    uri = f"https://graph.microsoft.com/v1.0/users/{user.object_id}/messages?$top=100"
    at, size = scene.after_min(minutes), scene.random.randint(90_000, 2_000_000)
    scene.traces.append(GraphCall(at, app, None, "GET", uri, ADDRESS, "Mail.Read", size))


def _report(scene: Scene, who: Roles) -> None:
    scene.raise_alert(
        sensors.CLOUD_APPS,
        "Unusual addition of credentials to an OAuth app",
        f"{who.administrator.upn} added a secret to “{who.application.name}” from an address that "
        "this account had never used.",
        severity="high",
        tactic="Persistence",
        techniques=("T1098.001",),
        evidence=[
            scene.account(who.administrator),
            scene.address(ADDRESS),
            scene.seen(CloudApplicationSubject(11161, "Microsoft 365"), SUSPICIOUS),
        ],
    )
    scene.go_to_min(95)
    scene.raise_alert(
        sensors.GOVERNANCE,
        "App with application-only permissions accessing numerous emails",
        f"“{who.application.name}” read mail of {_READ} users within hours.",
        severity="high",
        tactic="Collection",
        techniques=("T1114.002", "T1550.001"),
        evidence=[
            *(scene.mailbox(user) for user in who.read),
            scene.address(ADDRESS),
        ],
    )
