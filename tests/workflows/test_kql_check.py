"""The grammar's word on a query, from a process of its own."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from defender_tui.results.syntax_check import SyntaxFault, check_syntax
from defender_tui.results.syntax_worker import serve
from defender_tui.workflows.kql_check import PROGRAM, SyntaxChecker

GOOD = "DeviceEvents | where Timestamp > ago(1d) | take 5"
BAD = "DeviceEvents\n| where Timestamp > > ago(1d)"


@asynccontextmanager
async def _checker(*program: str) -> AsyncIterator[SyntaxChecker]:
    checker = SyntaxChecker(program or PROGRAM)
    try:
        yield checker
    finally:
        await checker.close()


def test_a_fault_is_placed_in_the_text_as_written() -> None:
    assert check_syntax(GOOD) is None
    fault = check_syntax(BAD)
    assert fault is not None
    assert ">" == BAD[fault.start : fault.end] == fault.name
    assert BAD.rindex("> ago") == fault.start


def test_what_only_a_tenant_can_tell_is_no_fault() -> None:
    assert check_syntax("DeviceEvents | parse-kv FileName as (a: string)") is None


async def test_a_child_process_tells_where_the_grammar_gives_up() -> None:
    async with _checker() as checker:
        assert await checker.check(GOOD) is None
        found = await checker.check(BAD)
        assert found is not None
        assert ("warning", ">") == (str(found.severity), BAD[found.start : found.end])


async def test_of_questions_that_wait_only_the_newest_is_answered() -> None:
    async with _checker() as checker:
        answers = await asyncio.gather(*(checker.check(BAD) for _ in range(5)))
        assert [None] * 3 == answers[1:4]
        assert answers[4] is not None


async def test_an_abandoned_question_does_not_answer_the_next() -> None:
    async with _checker() as checker:
        first = asyncio.create_task(checker.check(BAD))
        await asyncio.sleep(0)
        first.cancel()
        assert await checker.check(GOOD) is None
        assert await checker.check(BAD) is not None


async def test_without_a_child_that_answers_nothing_is_said() -> None:
    async with _checker(sys.executable, "-c", "pass") as checker:
        assert [None] * 4 == [await checker.check(BAD) for _ in range(4)]
    async with _checker("/no/such/program") as missing:
        assert await missing.check(BAD) is None


async def test_a_closed_checker_says_nothing() -> None:
    async with _checker() as checker:
        await checker.close()
        assert await checker.check(BAD) is None


async def test_closing_while_a_question_waits_ends_the_child_and_the_question() -> None:
    async with _checker() as checker:
        asked = asyncio.create_task(checker.check(BAD))
        await asyncio.sleep(0)
        await checker.close()
        assert await asked is None
        again = SyntaxChecker()
        assert await again.check(GOOD) is None
        slow = asyncio.create_task(again.check("DeviceEvents | where " + "(" * 60 + BAD))
        await asyncio.sleep(0)
        await again.close()
        await slow


def test_the_child_takes_the_newest_of_the_requests_that_wait() -> None:
    answers = io.BytesIO()
    lines = [json.dumps({"number": n, "query": BAD}).encode() + b"\n" for n in range(3)]
    serve(io.BytesIO(b"".join(lines)), answers)
    told = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert all(answer["fault"]["name"] == ">" for answer in told)
    assert sorted({answer["number"] for answer in told}) == [answer["number"] for answer in told]


def test_a_fault_is_a_value() -> None:
    assert SyntaxFault(1, 2, ">") == SyntaxFault(1, 2, ">")
