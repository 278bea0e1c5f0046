"""JavaScript's own fetch, in Node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .served import Served, run_program

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]

SCRIPT = """
const line = JSON.parse(process.env.SANDBOX)
const app = line.apps[0]
const form = new URLSearchParams({
  grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default',
  client_id: app.client_id, client_secret: app.client_secret,
})
const signIn = await fetch(`${line.authority}/${line.tenant_id}/oauth2/v2.0/token`, {
  method: 'POST', body: form,
})
const { access_token } = await signIn.json()
const headers = { Authorization: `Bearer ${access_token}`, 'Content-Type': 'application/json' }
const call = async (path, init = {}) => {
  const answer = await fetch(`${line.graph}/v1.0/security/${path}`, { headers, ...init })
  return { status: answer.status, id: answer.headers.get('request-id'), body: await answer.json() }
}
const list = await call('incidents?$top=2&$expand=alerts')
const first = list.body.value[0]
const next = await fetch(list.body['@odata.nextLink'], { headers })
console.log(JSON.stringify({
  list, next: (await next.json()).value.length,
  changed: await call(`incidents/${first.id}`, {
    method: 'PATCH', body: JSON.stringify({ customTags: ['From Node'] }),
  }),
  hunt: await call('runHuntingQuery', {
    method: 'POST', body: JSON.stringify({ Query: 'DeviceInfo | take 4', Timespan: 'P7D' }),
  }),
  wrong: await call('incidents?$filter=severity%20eq%20oops'),
}))
"""


@pytest.fixture
def told(node: str, served: Served, own_home: Path) -> dict[str, Any]:
    """Give what the script printed."""
    finished = run_program(
        [node, "--input-type=module", "-"],
        home=own_home,
        stdin=SCRIPT,
        NODE_EXTRA_CA_CERTS=str(served.ca_file),
        SANDBOX=json.dumps(served.line),
    )
    assert "" == finished.stderr
    printed: dict[str, Any] = json.loads(finished.stdout)
    return printed


def test_fetch_lists_pages_changes_hunts_and_reads_an_error(told: dict[str, Any]) -> None:
    assert 200 == told["list"]["status"]
    assert told["list"]["id"]
    assert told["list"]["body"]["value"][0]["alerts"]
    assert 2 == told["next"]
    assert (200, ["From Node"]) == (
        told["changed"]["status"],
        told["changed"]["body"]["customTags"],
    )
    assert 4 == len(told["hunt"]["body"]["results"])
    assert 400 == told["wrong"]["status"]
    assert "BadRequest" == told["wrong"]["body"]["error"]["code"]


def test_node_without_the_authority_s_certificate_refuses(
    node: str, served: Served, own_home: Path
) -> None:
    script = f"await fetch({json.dumps(served.authority)})"
    finished = run_program([node, "--input-type=module", "-"], home=own_home, stdin=script)
    assert 0 != finished.returncode
    assert "UNABLE_TO_VERIFY_LEAF_SIGNATURE" in finished.stderr
