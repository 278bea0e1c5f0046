"""Code for a POSIX shell with curl.

Secret and token go to curl by its standard input: an argument would show in the list of processes.

Source: https://curl.se/docs/manpage.html
"""

from __future__ import annotations

import json
from pathlib import Path

from .calls import SECRET_VARIABLE, ApiCall, TokenCall
from .quoting import shell_text

COMMENT = "#"
_FIND_TOKEN = """sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p'"""


def opening(ca_file: Path | None, *, needs_secret: bool) -> list[str]:
    """Give what stands before everything else."""
    lines = [f"# Set {SECRET_VARIABLE} first."] if needs_secret else []
    if ca_file is not None:
        lines.append(f"ca_file={shell_text(str(ca_file))}")
    return lines


def token(call: TokenCall, ca_file: Path | None) -> list[str]:
    """Give the lines that leave the token in `token`."""
    if call.needs_secret:
        form = [
            f"  --data-urlencode {shell_text(f'{name}={value}')} \\"
            for name, value in call.form.items()
        ]
        asking = [
            f"answer=$(printf '%s' \"${SECRET_VARIABLE}\" |{_curl(ca_file)} \\",
            *form,
            "  --data-urlencode client_secret@- \\",
            f"  {shell_text(call.url)})",
        ]
    else:
        asking = [
            "answer=$(curl --silent --show-error --noproxy '*' --header 'Metadata: true' \\",
            f"  {shell_text(call.url)})",
        ]
    return [*asking, f"token=$(printf '%s' \"$answer\" | {_FIND_TOKEN})"]


def show_token() -> list[str]:
    """Give the lines that print the token; a refusal is told instead."""
    return ["printf '%s\\n' \"${token:?no token: $answer}\""]


def request(call: ApiCall, ca_file: Path | None) -> list[str]:
    """Give the lines that make a call with `token` and print the answer."""
    more = [f"  --header {shell_text(f'{name}: {value}')}" for name, value in call.headers.items()]
    if call.body is not None:
        text = json.dumps(dict(call.body)).replace("\x7f", "\\u007f")
        more += ["  --header 'Content-Type: application/json'", f"  --data-raw {shell_text(text)}"]
    return [
        'printf \'header = "Authorization: Bearer %s"\\n\' "${token:?no token: $answer}" |',
        f" {_curl(ca_file)} --fail-with-body --config - --request {call.method} \\",
        *(f"{line} \\" for line in more),
        f"  {shell_text(call.url)}",
    ]


def _curl(ca_file: Path | None) -> str:
    return " curl --silent --show-error" + (' --cacert "$ca_file"' if ca_file else "")
