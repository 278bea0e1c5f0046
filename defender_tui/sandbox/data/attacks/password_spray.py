"""Few passwords against many accounts, two of which open."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from defender_tui.sandbox.data import sensors
from defender_tui.sandbox.data.cast import Address, Cast, User
from defender_tui.sandbox.data.records import CloudApplicationSubject
from defender_tui.sandbox.data.scene import Plot, Scene
from defender_tui.sandbox.data.stage import SUSPICIOUS
from defender_tui.sandbox.data.traces import CloudActivity, SignIn

ADDRESSES = (
    Address("203.0.113.171", "TR", "Izmir", 38.42, 27.14),
    Address("203.0.113.172", "TR", "Izmir", 38.42, 27.14),
)
_EXCHANGE = CloudApplicationSubject(20893, "Microsoft Exchange Online")
_EXCHANGE_ID = "00000002-0000-0ff1-ce00-000000000000"
_TRIED = 46
_IN_THE_ALERT = 6
_ROUNDS = 3
_OLD_CLIENT = ("Authenticated SMTP", "BAV2ROPC")
_BROWSER = ("Browser", "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0")
_WRONG_PASSWORD = 50126
_RULE = "New-InboxRule"


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is who; `tried` begins with the two whose password was guessed."""

    tried: tuple[User, ...]

    @property
    def opened(self) -> tuple[User, ...]:
        return self.tried[:2]

    @property
    def mailbox(self) -> User:
        """Where the rule was made that hides answers."""
        return self.tried[1]


def roles(cast: Cast) -> Roles:
    """Give the part that everybody plays in this tenant."""
    return Roles(tuple(Random(f"spray/{cast.seed}").sample(cast.users, _TRIED)))


def story(scene: Scene) -> Plot:
    """Tell it from the first wrong password to the rule in a mailbox."""
    who = roles(scene.cast)
    return Plot(
        "Password spray involving multiple users and a compromised mailbox",
        f"{len(who.tried)} accounts were tried from {ADDRESSES[0].city}, "
        f"{len(who.opened)} of them opened.",
        "high",
        lambda: _tell(scene, who),
        lasts_h=6,
        determination="compromisedAccount",
        tags=("Priority",),
    )


def _tell(scene: Scene, who: Roles) -> None:
    for turn in range(_ROUNDS):
        for number, user in enumerate(who.tried):
            minutes = turn * 35 + number * 0.6 - 118
            address = ADDRESSES[number % len(ADDRESSES)]
            _sign_in(scene, user, address, minutes, _WRONG_PASSWORD, _OLD_CLIENT)
    first, second = who.opened
    _sign_in(scene, first, ADDRESSES[0], -11, 0, _OLD_CLIENT)
    _sign_in(scene, second, ADDRESSES[1], -9, 0, _OLD_CLIENT)
    listed = who.tried[:_IN_THE_ALERT]
    scene.raise_alert(
        sensors.ENTRA,
        "Password spray",
        "Many accounts were tried with few common passwords from two addresses.",
        severity="medium",
        tactic="CredentialAccess",
        techniques=("T1110.003",),
        evidence=[
            *(scene.address(address) for address in ADDRESSES[:1]),
            *(scene.account(user) for user in listed),
        ],
    )
    _sign_in(scene, second, ADDRESSES[1], 42, 0, _BROWSER)
    scene.go_to_min(55)
    scene.raise_alert(
        sensors.CLOUD_APPS,
        "Activity from an infrequent country",
        f"{second.upn} signed in from {ADDRESSES[1].country}, a country that nobody of the tenant "
        "had used lately.",
        severity="medium",
        tactic="InitialAccess",
        techniques=("T1078.004",),
        evidence=[
            scene.account(second),
            scene.address(ADDRESSES[1], SUSPICIOUS),
            scene.seen(_EXCHANGE, SUSPICIOUS),
        ],
    )
    _hide_answers(scene, who.mailbox)


def _hide_answers(scene: Scene, user: User) -> None:
    rule = (("Name", "."), ("MoveToFolder", "RSS Feeds"), ("SubjectContainsWords", "invoice"))
    at = scene.after_min(96)
    exchange = (_EXCHANGE.name, _EXCHANGE.app_id)
    scene.traces.append(
        CloudActivity(at, user, _RULE, exchange, ".", "Rule", ADDRESSES[1], details=rule)
    )
    scene.go_to_min(104)
    scene.raise_alert(
        sensors.CLOUD_APPS,
        "Suspicious inbox manipulation rule",
        f"A rule was made in the mailbox of {user.upn} that moves messages with the word "
        "“invoice” to the RSS feeds folder.",
        severity="high",
        tactic="DefenseEvasion",
        techniques=("T1564.008",),
        evidence=[
            scene.account(user),
            scene.mailbox(user),
            scene.address(ADDRESSES[1], SUSPICIOUS),
        ],
    )


def _sign_in(
    scene: Scene,
    user: User,
    address: Address,
    minutes: float,
    error_code: int,
    client: tuple[str, str],
) -> None:
    at = scene.after_min(minutes)
    application = ("Office 365 Exchange Online", _EXCHANGE_ID)
    scene.traces.append(SignIn(at, user, address, error_code, *application, *client))
