"""The registration as a bash script for the Azure CLI.

Source: https://learn.microsoft.com/en-us/cli/azure/ad/app
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from ..app_roles import role_id
from ..resources import Resource
from .plan import EXAMPLE_TRUST, Proof, RegistrationPlan
from .quoting import bash_literal

_LISTED = {
    Resource.GRAPH: "Microsoft Graph",
    Resource.XDR: "Microsoft Threat Protection",
    Resource.MDE: "WindowsDefenderATP",
}
_CLOUDS: Mapping[str, str] = {
    "public": "AzureCloud",
    "gcc": "AzureCloud",
    "gcc-high": "AzureUSGovernment",
    "dod": "AzureUSGovernment",
    "china": "AzureChinaCloud",
}
_HEAD = """\
#!/usr/bin/env bash
# Registers an application for defender-tui with the Azure CLI. Read it before you run it.
# What it does is added to what is there; nothing is replaced and nothing is deleted.
set -euo pipefail

# New objects of the directory are not known everywhere at once.
patiently() {
  local attempt
  for attempt in 1 2 3 4 5 6; do
    if "$@"; then return 0; fi
    echo "Not yet; once more in ${RETRY_WAIT_S:-10} s ($attempt of 6)." >&2
    sleep "${RETRY_WAIT_S:-10}"
  done
  "$@"
}
"""
_LOOK_UP = """\
# In this cloud roles have other ids than in the public one: each is looked up by its name.
role_id() {
  local id
  id=$(az ad sp show --id "$1" --query "appRoles[?value=='$2'].id | [0]" --output tsv)
  if [ -z "$id" ]; then echo "The API $1 has no role $2 here." >&2; exit 1; fi
  printf '%s' "$id"
}
"""
_NEW_APP = """\
# az would change an application of the same name in place of making one.
SAME=$(az ad app list --filter="$SAME_NAME" --query '[].appId' --output tsv)
if [ -n "$SAME" ]; then
  echo "There is an application of this name already: $SAME" >&2
  echo "Choose another name, or give its id to defender-tui setup." >&2
  exit 1
fi"""
_MORE_REDIRECTS = """\
# What it has stays: az would replace the whole list.
HELD=$(az ad app show --id="$APP_ID" --query 'web.redirectUris[]' --output tsv)
while IFS= read -r uri; do
  if [ -n "$uri" ] && [ "$uri" != "$REDIRECT" ]; then REDIRECTS+=("$uri"); fi
done <<< "$HELD"
"""


def az_script(plan: RegistrationPlan) -> str:
    """Give the script for one plan; it ends in a line break.

    Without a certificate file or a trust it has a place where to write them.
    """
    return "\n".join(_parts(plan))


def _parts(plan: RegistrationPlan) -> Iterator[str]:
    yield _HEAD
    yield f"NAME={bash_literal(plan.app_name)}"
    yield f"TENANT={bash_literal(plan.tenant_id)}"
    yield ""
    yield from _sign_in(plan)
    yield from _application(plan)
    yield from _permissions(plan)
    yield from _proof(plan)
    yield 'echo "Application (client) id: $APP_ID"'
    yield 'echo "Directory (tenant) id:   $(az account show --query tenantId --output tsv)"'
    yield 'echo "Roles appear only in tokens that are made from now on."'
    yield ""


def _sign_in(plan: RegistrationPlan) -> Iterator[str]:
    yield f"az cloud set --name {_CLOUDS[plan.known_cloud]}"
    if plan.known_cloud == "dod":
        yield "# The directory of DoD answers on a Graph of its own."
        yield (
            "az cloud update --name AzureUSGovernment "
            "--endpoint-microsoft-graph-resource-id https://dod-graph.microsoft.us/"
        )
    yield "HERE=$(az account show --query tenantId --output tsv 2>/dev/null || true)"
    yield 'if [ -n "$TENANT" ] && [ "$HERE" != "$TENANT" ]; then'
    yield '  az login --tenant="$TENANT" --allow-no-subscriptions --output none'
    yield 'elif [ -z "$HERE" ]; then'
    yield "  az login --allow-no-subscriptions --output none"
    yield "fi"
    yield ""


def _application(plan: RegistrationPlan) -> Iterator[str]:
    settings = f"--sign-in-audience {plan.sign_in_audience}"
    if plan.is_partner:
        yield f"REDIRECT={bash_literal(plan.redirect_uri)}"
        yield 'REDIRECTS=("$REDIRECT")'
        settings += ' --web-redirect-uris "${REDIRECTS[@]}"'
    if plan.client_id:
        yield f"APP_ID={bash_literal(plan.client_id)}"
        if plan.is_partner:
            yield _MORE_REDIRECTS
            yield f'az ad app update --id="$APP_ID" {settings}'
        yield 'az ad sp show --id="$APP_ID" --output none 2>/dev/null || \\'
        yield '  patiently az ad sp create --id="$APP_ID" --output none'
    else:
        same = plan.app_name.replace("'", "''")
        filter_text = f"displayName eq '{same}'"
        yield f"SAME_NAME={bash_literal(filter_text)}"
        yield _NEW_APP
        yield f'APP_ID=$(az ad app create --display-name="$NAME" {settings} \\'
        yield "  --query appId --output tsv)"
        yield 'patiently az ad sp create --id="$APP_ID" --output none'
    yield ""


def _permissions(plan: RegistrationPlan) -> Iterator[str]:
    if not plan.roles:
        return
    if not plan.has_known_role_ids:
        yield _LOOK_UP
    for api, roles in plan.roles.items():
        yield f"# {_LISTED[api]}: {', '.join(roles)}"
        yield f"az ad sp show --id {api.app_id} --output none 2>/dev/null || \\"
        yield f"  az ad sp create --id {api.app_id} --output none"
        granted = [_permission(plan, api, role) for role in roles]
        if not plan.has_known_role_ids:
            names = [f"ROLE_{number}" for number in range(len(roles))]
            for name, role in zip(names, roles, strict=True):
                yield f"{name}=$(role_id {api.app_id} {role})"
            granted = [f'"${name}=Role"' for name in names]
        yield f'patiently az ad app permission add --id="$APP_ID" --api {api.app_id} \\'
        yield f"  --api-permissions {' '.join(granted)}"
    yield "# The grant itself; again after every permission that is added later."
    yield 'patiently az ad app permission admin-consent --id="$APP_ID"'
    yield ""


def _permission(plan: RegistrationPlan, api: Resource, role: str) -> str:
    return f"{role_id(api, role)}=Role"


def _proof(plan: RegistrationPlan) -> Iterator[str]:
    reset = 'az ad app credential reset --id="$APP_ID" --append'
    match plan.proof:
        case Proof.SECRET:
            yield "# --append: without it every other secret and certificate would be deleted."
            yield "# The value is printed once, here. It cannot be read again."
            yield f"SECRET=$({reset} --display-name=defender-tui --years 1 \\"
            yield "  --query password --output tsv)"
            yield 'echo "Client secret (its value):  $SECRET"'
        case Proof.CERTIFICATE:
            file = str(plan.certificate_file or "defender-tui.cer")
            yield f"CERTIFICATE={bash_literal(file)}"
            yield "# --append: without it every other secret and certificate would be deleted."
            yield f'{reset} --cert="@$CERTIFICATE" --output none'
        case Proof.FEDERATED:
            yield from _federation(plan)
    yield ""


def _federation(plan: RegistrationPlan) -> Iterator[str]:
    if plan.trust is None:
        yield "# An example: write the issuer and the subject of your own tokens, to the letter."
    trust = plan.trust or EXAMPLE_TRUST
    document = {
        "name": "defender-tui",
        "issuer": trust.issuer,
        "subject": trust.subject,
        "audiences": [plan.federation_audience],
    }
    yield f"PARAMETERS={bash_literal(json.dumps(document))}"
    yield 'az ad app federated-credential create --id="$APP_ID" --parameters="$PARAMETERS" \\'
    yield "  --output none"
