"""`defender-tui token`: get a token, show what it allows, hand it to a script."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path

from ...core.errors import NotPermitted
from ...core.portal import granting_path
from ...core.resources import Resource
from ...core.token_warnings import TokenUse, warnings_for
from ...core.tokens import AccessToken
from ...store.token_file import save_token
from ...workflows.session import Session
from ..failure import UsageError
from ..opening import opened_session
from ..streams import note
from ..token_report import TokenReport, print_report, print_report_as_json


def run(arguments: Namespace) -> int:
    """Get a token and show or save it.

    Raises:
        NotPermitted: a role named by --require is not held.
        DefenderTuiError: there is no token to be had.
    """
    return asyncio.run(_run(arguments))


async def _run(arguments: Namespace) -> int:
    async with opened_session(arguments) as session:
        if arguments.as_code:
            from ..as_code import print_token_code

            print_token_code(session, arguments)
            return 0
        token = await session.acquire(Resource(arguments.resource))
        report = None if arguments.raw else await _report(session, token)
        now = session.now()
    missing = tuple(role for role in arguments.require if role not in token.roles)
    if arguments.raw:
        # A script that takes the token from stdout gets none that would not do.
        _insist_on_roles(token, missing)
        print(token.value.reveal())
    elif report is None:
        note("This token cannot be read, which is no fault: only its API must be able to.")
    elif arguments.json:
        print_report_as_json(report)
    else:
        print_report(report, now)
    _insist_on_roles(token, missing)
    if arguments.save:
        await asyncio.to_thread(_save, token, Path(arguments.save))
    return 0


async def _report(session: Session, token: AccessToken) -> TokenReport | None:
    """Put together what is known of a token; `None` for one that cannot be read."""
    if token.decoded is None:
        return None
    signature = await session.check_signature(token.value)
    skew_s = session.clock_skew_s
    profile = session.profile
    use = TokenUse(
        now=session.now(),
        held_for=token.resource,
        audience=profile.cloud.audiences.get(token.resource) if profile else None,
        tenant_id=profile.tenant_id if profile else None,
        client_id=profile.client_id if profile else None,
        expires_at=token.expires_at,
        skew_s=None if skew_s is None else -skew_s,
    )
    warnings = warnings_for(token.decoded, use)
    return TokenReport(token.decoded, token.resource, token.expires_at, signature, warnings)


def _insist_on_roles(token: AccessToken, missing: tuple[str, ...]) -> None:
    if missing:
        raise NotPermitted(
            f"The token for {token.resource.label} lacks {', '.join(missing)}.",
            hint=f"Add what is missing in {granting_path(token.resource)} > Application "
            "permissions, then Grant admin consent: roles appear only in new tokens.",
            required=missing,
            held=token.roles,
            missing=missing,
            resource=token.resource,
        )


def _save(token: AccessToken, file: Path) -> None:
    if file.is_dir():
        raise UsageError(f"{file} is a folder.", hint="Name a file after --save.")
    save_token(file, token.value)
    note(f"The token is in {file}, readable by you alone.")
