"""A token as the command line shows it, in words or as JSON; never the token itself."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..core.claim_rows import ClaimRow, claim_rows, header_rows
from ..core.claims import DecodedToken
from ..core.permissions import Verdict, judge
from ..core.resources import Resource
from ..core.signature import SignatureState, SignatureVerdict, told_by_header
from ..core.token_facts import resource_of, signature_state
from ..core.token_warnings import TokenUse, TokenWarning, warnings_for
from .streams import print_json
from .table import print_fields, print_heading

_VERIFIED = SignatureVerdict.VERIFIED
_SIGNATURES = {
    SignatureVerdict.VERIFIED: "verified by the tenant's keys",
    SignatureVerdict.BY_STRANGER: "by a stranger",
    SignatureVerdict.UNSIGNED: "none",
    SignatureVerdict.OTHER_ALGORITHM: "by a stranger",
    SignatureVerdict.NOT_CHECKABLE: "cannot be checked by third parties",
    SignatureVerdict.NOT_FETCHED: "not checked",
}


@dataclass(frozen=True, slots=True)
class TokenReport:
    """A decoded token together with the API it is for and when it ends, as far as known.

    `signature` is `None` where the keys were not to be asked for.
    """

    token: DecodedToken
    resource: Resource | None
    expires_at: datetime | None
    signature: SignatureState | None = None
    warnings: tuple[TokenWarning, ...] = ()

    @classmethod
    def of_pasted(cls, token: DecodedToken, now: datetime) -> TokenReport:
        """Report on a token of which nothing is known but its text."""
        return cls(
            token,
            resource_of(token.audience),
            token.expires_at,
            told_by_header(token),
            warnings_for(token, TokenUse(now)),
        )

    @property
    def signature_words(self) -> str:
        """What is known of the signature."""
        if self.signature is None:
            words = signature_state(self.token)
            return "not checked offline" if words == "not checked" else words
        words = _SIGNATURES[self.signature.verdict]
        is_clear = self.signature.verdict in {_VERIFIED, SignatureVerdict.NOT_CHECKABLE}
        return words if is_clear else f"{words}: {self.signature.detail}"

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the app may do with it; empty for a user's token or an API that is not ours."""
        if self.resource is None or not self.token.is_app_only:
            return ()
        return judge(self.resource, self.token.roles)


def print_report_as_json(report: TokenReport) -> None:
    """Print the report as one JSON object."""
    print_json(
        {
            "resource": report.resource,
            "audience": report.token.audience,
            "expires_at": report.expires_at,
            "app_only": report.token.is_app_only,
            "signature": report.signature_words,
            "warnings": [
                {"kind": one.kind, "text": one.text, "remedy": one.remedy}
                for one in report.warnings
            ],
            "roles": report.token.roles,
            "capabilities": [
                {
                    "name": verdict.capability,
                    "allowed": verdict.is_allowed,
                    "by": verdict.by,
                    "needs": verdict.needs,
                }
                for verdict in report.verdicts
            ],
            "header": report.token.header,
            "claims": report.token.claims,
        }
    )


def print_report(report: TokenReport, now: datetime) -> None:
    """Print the report for a person: who, how long, what it allows, then header and claims."""
    token = report.token
    known = report.resource.label if report.resource else "an API this program does not know"
    print_fields(
        [
            ("For", f"{known} ({token.audience or 'no audience'})"),
            ("Kind", "app-only" if token.is_app_only else "a user's token"),
            ("Proof", token.authenticated_by),
            ("Signature", report.signature_words),
            ("Ends", _ends(report.expires_at, now)),
            ("Roles", ", ".join(token.roles) or "none"),
        ]
    )
    if report.warnings:
        print_heading("Warnings")
        print_fields(("!", f"{one.text}\n{one.remedy}") for one in report.warnings)
    if report.verdicts:
        print_heading("What this app can do")
        print_fields((_mark(verdict), _ground(verdict)) for verdict in report.verdicts)
    print_heading("Header")
    print_fields((row.name, _with_meaning(row)) for row in header_rows(token))
    print_heading("Claims")
    print_fields((row.name, _with_meaning(row)) for row in claim_rows(token))


def _mark(verdict: Verdict) -> str:
    return f"{'yes' if verdict.is_allowed else 'no ':<3} {verdict.capability}"


def _ground(verdict: Verdict) -> str:
    return verdict.by if verdict.by else f"needs {' or '.join(verdict.needs)}"


def _with_meaning(row: ClaimRow) -> str:
    time = f" = {_absolute(row.time)}" if row.time else ""
    meaning = f"  ({row.meaning})" if row.meaning else ""
    return "\n".join(textwrap.wrap(f"{row.value}{time}{meaning}", 100)) or row.value


def _absolute(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")


def _ends(expires_at: datetime | None, now: datetime) -> str:
    if expires_at is None:
        return "not stated"
    left = expires_at - now
    if left <= timedelta(0):
        return f"{_absolute(expires_at)}, which is past"
    minutes = int(left.total_seconds() // 60)
    span = f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60:02} min"
    return f"{_absolute(expires_at)}, in {span}"
