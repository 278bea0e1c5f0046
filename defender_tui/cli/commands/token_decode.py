"""`defender-tui token decode`: read a pasted token, offline."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from ...core.claims import MAX_TOKEN_CHARS, decode_token
from ...core.secret import Secret
from ..reading import read_text
from ..token_report import TokenReport, print_report, print_report_as_json


def run(arguments: Namespace) -> int:
    """Decode a token from a file or stdin and show what it says. Nothing is sent anywhere.

    Raises:
        ProtocolError: it is no readable JWT.
        StoreError: the file cannot be read.
    """
    pasted = Secret(read_text(arguments.file, limit_chars=MAX_TOKEN_CHARS + 1))
    now = datetime.now(UTC)
    report = TokenReport.of_pasted(decode_token(pasted), now)
    if arguments.json:
        print_report_as_json(report)
    else:
        print_report(report, now)
    return 0
