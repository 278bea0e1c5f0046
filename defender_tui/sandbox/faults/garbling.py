"""Successful answers that are not what they say they are."""

from __future__ import annotations

from dataclasses import replace

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing, Rewriting

_TYPE = b"content-type"
_PAGE = """\
<!DOCTYPE html>
<html><head><title>Access denied</title></head>
<body><h1>Access denied</h1><p>The web gateway of your organization blocked this request.</p>
</body></html>
"""


class TruncatedJson(Rewriting):
    """The body ends in the middle, and its length says that this is all."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        return replace(answer, body=answer.body[: len(answer.body) // 2])


class WrongContentType(Rewriting):
    """The body is right and said to be plain text."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        return answer.with_header(_TYPE, b"text/plain; charset=us-ascii")


class ProxyPage(Refusing):
    """A gateway in between answers with a page of its own, and with 200; the service gets nothing.

    Captive portals and web gateways do so.
    """

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        return Answer(200, ((_TYPE, b"text/html; charset=utf-8"),), _PAGE.encode())
