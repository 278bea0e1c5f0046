"""Every fault by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from defender_tui.sandbox.entra.refusals import refusal_for
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.faults import (
    breakdowns,
    delivery,
    garbling,
    hostile,
    identity_updates,
    incident_lists,
    links,
    refused_tokens,
    skew,
    surprises,
    throttling,
)
from defender_tui.sandbox.faults.fault import Fault
from defender_tui.sandbox.faults.spec import FaultSpec

MADE: Mapping[str, Callable[[], Fault]] = {
    "throttle": throttling.Throttle,
    "throttle-date": throttling.ThrottleDate,
    "throttle-bare": throttling.ThrottleBare,
    "500-empty": breakdowns.EmptyServerError,
    "503": breakdowns.Unavailable,
    "504": breakdowns.GatewayTimeout,
    "404": identity_updates.NotThereYet,
    "410": identity_updates.Updating,
    "reset": delivery.Reset,
    "reset-body": delivery.ResetInBody,
    "slow-first-byte": delivery.SlowFirstByte,
    "slow-body": delivery.SlowBody,
    "huge-body": delivery.HugeBody,
    "truncated-json": garbling.TruncatedJson,
    "wrong-content-type": garbling.WrongContentType,
    "html": garbling.ProxyPage,
    "nextlink-foreign": links.ForeignLink,
    "nextlink-http": links.PlainHttpLink,
    "nextlink-outside": links.OutsideLink,
    "nextlink-loop": links.LoopingLink,
    "redirect-foreign": links.ForeignRedirect,
    "401": refused_tokens.Unauthorized,
    "cae": refused_tokens.ClaimsChallenge,
    "skewed-clock": skew.SkewedClock,
    "unknown-evidence": surprises.UnknownEvidence,
    "unknown-enum": surprises.UnknownEnum,
    "nulls": surprises.Nulls,
    "duplicate-incident": incident_lists.DuplicateIncident,
    "merged-incident": incident_lists.MergedIncident,
    "hostile-text": hostile.HostileText,
}


def make_fault(spec: FaultSpec, keys: KeyRing) -> Fault:
    """Make the fault that a spec names."""
    if spec.aadsts is not None:
        return refused_tokens.SignInFault(refusal_for(spec.aadsts))
    if spec.name == "rotated-keys":
        return refused_tokens.RotatedKeys(keys)
    return MADE[spec.name]()
