"""Code for PowerShell, the one that comes with Windows or a newer one.

Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.utility/invoke-restmethod
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .calls import SECRET_VARIABLE, ApiCall, TokenCall
from .quoting import powershell_lines, powershell_text

COMMENT = "#"


def opening(ca_file: Path | None, *, needs_secret: bool) -> list[str]:
    """Give what stands before everything else."""
    lines = [f"# Set $env:{SECRET_VARIABLE} first."] if needs_secret else []
    lines.append("$ErrorActionPreference = 'Stop'")
    if ca_file is not None:
        lines += [
            "# Windows reads no CA file: import it there into the trusted roots of the user.",
            f"$env:SSL_CERT_FILE = {powershell_text(str(ca_file))}",
        ]
    return lines


def token(call: TokenCall, ca_file: Path | None) -> list[str]:
    """Give the lines that leave the token in `$token`."""
    url = powershell_text(call.url)
    if not call.needs_secret:
        return [
            f"$granted = Invoke-RestMethod -Uri {url} -Headers @{{ Metadata = 'true' }}",
            "$token = $granted.access_token",
        ]
    return [
        "$form = @{",
        *(f"    {name} = {powershell_text(value)}" for name, value in call.form.items()),
        f"    client_secret = $env:{SECRET_VARIABLE}",
        "}",
        f"$token = (Invoke-RestMethod -Method Post -Uri {url} -Body $form).access_token",
    ]


def show_token() -> list[str]:
    """Give the lines that print the token."""
    return ["$token"]


def request(call: ApiCall, ca_file: Path | None) -> list[str]:
    """Give the lines that make a call with `$token` and print the answer."""
    lines = ["$headers = @{", '    Authorization = "Bearer $token"']
    lines += [f"    '{name}' = {powershell_text(value)}" for name, value in call.headers.items()]
    lines.append("}")
    more = ""
    if call.body is not None:
        lines += _body(call.body)
        # Without the charset the PowerShell of Windows sends what is not ASCII as question marks.
        more = " -Body $body -ContentType 'application/json; charset=utf-8'"
    method = call.method.capitalize()
    lines += [
        f"$url = {powershell_text(call.url)}",
        f"$answer = Invoke-RestMethod -Method {method} -Uri $url -Headers $headers{more}",
        "$answer | ConvertTo-Json -Depth 20",
    ]
    return lines


def _body(body: Mapping[str, str]) -> list[str]:
    lines = [f"${name.lower()} = {_value(value)}" for name, value in body.items()]
    members = "; ".join(f"{name} = ${name.lower()}" for name in body)
    return [*lines, f"$body = @{{ {members} }} | ConvertTo-Json"]


def _value(text: str) -> str:
    return powershell_lines(text) if "\n" in text else powershell_text(text)
