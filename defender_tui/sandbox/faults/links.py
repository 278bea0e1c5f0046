"""Links and redirects that lead where no token may go."""

from __future__ import annotations

from abc import abstractmethod
from urllib.parse import SplitResult, urlsplit

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing, Rewriting
from defender_tui.sandbox.origin import host_origin

NEXT_LINK = "@odata.nextLink"
FOREIGN_PATH = "/foreign"
"""Where the sandbox plays somebody else, and counts who brings a token."""

_LOOPBACK = "127.0.0.1"


class _BadLink(Rewriting):
    """Puts a link of its own on the page of every collection."""

    def rewrite(self, call: Call, answer: Answer) -> Answer | None:
        page = answer.json_object()
        if call.method != "GET" or page is None or not isinstance(page.get("value"), list):
            return None
        given = page.get(NEXT_LINK)
        own = host_origin(call.request()) + _target(call)
        link = urlsplit(given if isinstance(given, str) else own)
        return answer.with_json(page | {NEXT_LINK: self._bent(link, call)})

    @abstractmethod
    def _bent(self, link: SplitResult, call: Call) -> str:
        """Give the link as it is to stand there."""


class ForeignLink(_BadLink):
    """The next page lies on another host."""

    def _bent(self, link: SplitResult, call: Call) -> str:
        return f"{foreign_origin(call)}{FOREIGN_PATH}{link.path}?{link.query}"


class PlainHttpLink(_BadLink):
    """The next page is to be had without TLS."""

    def _bent(self, link: SplitResult, call: Call) -> str:
        return link._replace(scheme="http").geturl()


class OutsideLink(_BadLink):
    """The next page lies on the right host, but outside of the API's base path."""

    def _bent(self, link: SplitResult, call: Call) -> str:
        return link._replace(path=FOREIGN_PATH + link.path.removeprefix(call.base_path)).geturl()


class LoopingLink(_BadLink):
    """The next page is the one just given."""

    def _bent(self, link: SplitResult, call: Call) -> str:
        return host_origin(call.request()) + _target(call)


class ForeignRedirect(Refusing):
    """307 to another host, which keeps method and body."""

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        target = foreign_origin(call) + FOREIGN_PATH + _target(call)
        return Answer(307, ((b"location", target.encode("latin-1")),), b"")


def foreign_origin(call: Call) -> str:
    """Give an origin that is not the one asked, but reaches the sandbox all the same."""
    address = call.scope.get("server") or (_LOOPBACK, 443)
    asked = urlsplit(host_origin(call.request())).hostname
    name = _LOOPBACK if asked == "localhost" else "localhost"
    return f"https://{name}:{address[1]}"


def _target(call: Call) -> str:
    query = bytes(call.scope.get("query_string", b"")).decode("latin-1")
    raw = call.scope.get("raw_path")
    path = bytes(raw).decode("latin-1") if raw else str(call.scope["path"])
    # Some servers put the query behind the raw path.
    return path.partition("?")[0] + (f"?{query}" if query else "")
