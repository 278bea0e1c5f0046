"""`defender-tui token`: get a token, show what it allows, hand it to a script."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from pathlib import Path

from ...core.errors import NotPermitted
from ...core.resources import Resource
from ...core.tokens import AccessToken
from ...store.files import write_private
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
        token = await session.acquire(Resource(arguments.resource))
        now = session.now()
    missing = tuple(role for role in arguments.require if role not in token.roles)
    if arguments.raw:
        # A script that takes the token from stdout gets none that would not do.
        _insist_on_roles(token, missing)
        print(token.value.reveal())
    elif token.decoded is None:
        note("This token cannot be read, which is no fault: only its API must be able to.")
    else:
        report = TokenReport(token.decoded, token.resource, token.expires_at)
        if arguments.json:
            print_report_as_json(report)
        else:
            print_report(report, now)
    _insist_on_roles(token, missing)
    if arguments.save:
        await asyncio.to_thread(_save, token, Path(arguments.save))
    return 0


def _insist_on_roles(token: AccessToken, missing: tuple[str, ...]) -> None:
    if missing:
        raise NotPermitted(
            f"The token for {token.resource.label} lacks {', '.join(missing)}.",
            hint="Grant it under API permissions, then admin consent; roles appear only in new "
            "tokens.",
            required=missing,
            held=token.roles,
        )


def _save(token: AccessToken, file: Path) -> None:
    if file.is_dir():
        raise UsageError(f"{file} is a folder.", hint="Name a file after --save.")
    write_private(file, token.value.reveal() + "\n")
    note(f"The token is in {file}, readable by you alone.")
