"""What holds for every door: headers, methods, hosts, health, figures."""

import asyncio

import pytest
from aiohttp.test_utils import TestClient, TestServer

from queue_server.web.app import CONTEXT, Doors, make_app
from tests.support.archive import EmptyArchive
from tests.support.counting import MemoryRecords
from tests.support.house import House, open_house, problem
from tests.support.registry import MemoryRegistry


async def test_a_visit_goes_through_the_doors(house: House) -> None:
    ticket = await house.ticket()
    opened = await house.told("/counters/1/open", "officer")
    called = await house.told("/counters/1/next", "officer", {"after": None})

    assert (ticket["label"], ticket["state"], ticket["ahead"]) == ("A001", "waiting", 0)
    assert opened["state"] == "open"
    assert called["ticket"]["id"] == ticket["id"]
    assert called["reason"] == "turn"


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/none", "/healthz", "/static/page.css", "/api/v1/centres/mau"]
)
async def test_every_answer_is_dressed(house: House, path: str) -> None:
    headers = (await house.get("!" + path)).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Cross-Origin-Opener-Policy" not in headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Server" not in headers


async def test_by_https_a_page_shares_its_window_with_nobody() -> None:
    async with open_house(https=True) as house:
        headers = (await house.get("!/sign-in")).headers

        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


async def test_answers_of_the_interface_are_kept_by_nobody(house: House) -> None:
    for path in ("", "/none", "/floor"):
        assert (await house.get(path or house.base)).headers["Cache-Control"] == "no-store"
    assert "max-age" in (await house.get("!/static/page.css")).headers["Cache-Control"]


async def test_an_unknown_path_is_told_as_a_problem(house: House) -> None:
    for path in ("!/none", "/none", "/api/v1/none", "/api/v1/centres/mau/tickets/a/b/c"):
        await problem(await house.get(path), 404, "not_found")


async def test_an_unknown_path_is_a_page_for_a_browser_and_a_problem_for_a_program(
    house: House,
) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml"}
    page = await house.get("!/none", "officer", headers=browser)

    assert (page.status, page.content_type) == (404, "text/html")
    assert "Không có trang này." in await page.text()
    for path in ("/api/v1/none", "!/static/none"):
        await problem(await house.get(path, headers=browser), 404, "not_found")


async def test_a_page_may_open_its_live_views_and_nobody_elses(house: House) -> None:
    policy = (await house.get("!/sign-in", headers={"Host": "so.example:8080"})).headers
    strange = (await house.get("!/sign-in", headers={"Host": "a;script-src *"})).headers

    assert (
        "connect-src 'self' ws://so.example:8080 wss://so.example:8080"
        in policy["Content-Security-Policy"]
    )
    assert "*" not in strange["Content-Security-Policy"]


async def test_a_wrong_method_is_told_with_the_right_ones(house: House) -> None:
    answer = await house.ask("DELETE", "/plan", "admin")
    plain = await house.get("/tickets", "officer")

    await problem(answer, 405, "wrong_method")
    assert set(answer.headers["Allow"].split(",")) == {"GET", "HEAD", "PUT"}
    assert plain.headers["Allow"] == "POST"
    assert (await house.ask("OPTIONS", "/plan")).status == 405


async def test_another_name_for_this_machine_is_refused_where_names_are_listed() -> None:
    async with open_house(hosts=frozenset({"queue.example"})) as house:
        wrong = await house.get("!/healthz", headers={"Host": "evil.example"})
        right = await house.get("!/healthz", headers={"Host": "queue.example:8080"})

        await problem(wrong, 400, "bad_header")
        assert right.status == 200


async def test_the_demo_answers_to_this_machine_only() -> None:
    async with open_house(demo=True) as house:
        assert (await house.get("!/healthz")).status == 200
        rebound = await house.get("!/healthz", headers={"Host": "evil.example"})
        assert rebound.status == 400


async def test_health_is_told_from_readiness(house: House) -> None:
    healthy, ready = await house.get("!/healthz"), await house.get("!/readyz")
    assert (healthy.status, ready.status) == (200, 200)
    await house.engine.stop()

    assert (await house.get("!/healthz")).status == 200
    await problem(await house.get("!/readyz"), 503, "stopping")


async def test_a_storage_that_hangs_is_not_ready(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang() -> tuple[int, bytes]:
        return await asyncio.Event().wait(), b""

    monkeypatch.setattr("queue_server.web.app._READY_WITHIN_S", 0.05)
    house.journal.last = hang  # type: ignore[method-assign]

    await problem(await house.get("!/readyz"), 503, "storage_gone")


async def test_figures_are_counted(house: House) -> None:
    await house.ticket()
    await house.post("/counters/1/next", "officer")
    wire = await house.watch("/hall", "display")
    await wire.receive()
    await house.get("!/none")
    text = await (await house.get("!/metrics")).text()

    path = "/api/v1/centres/{centre}"
    assert f'queue_requests_total{{route="{path}/tickets",status="201"}} 1.0' in text
    assert f'queue_requests_total{{route="{path}/counters/{{counter}}/next",status="409"}}' in text
    assert 'queue_requests_total{route="unmatched",status="404"} 1.0' in text
    assert 'queue_commands_total{outcome="done",type="IssueTicket"} 1.0' in text
    assert 'queue_commands_total{outcome="counter_closed",type="CallNext"} 1.0' in text
    assert 'queue_live_sockets{view="hall"} 1.0' in text
    assert 'queue_waiting{centre="mau"} 1.0' in text
    assert f'queue_journal_seq{{centre="mau"}} {len(house.journal.entries)}.0' in text
    assert "queue_request_seconds_bucket" in text


async def test_figures_are_for_this_machine_or_a_token() -> None:
    async with open_house(metrics_token="geheim") as house:
        proxied = {"X-Forwarded-For": "1.2.3.4"}
        outside = await house.get("!/metrics", headers=proxied)
        wrong = await house.get("!/metrics", headers={**proxied, "Authorization": "Bearer x"})
        right = await house.get("!/metrics", headers={**proxied, "Authorization": "Bearer geheim"})

        assert (outside.status, wrong.status, right.status) == (403, 403, 200)


async def test_an_engine_that_stops_says_so(house: House) -> None:
    await house.engine.stop()

    await problem(await house.post("/tickets", "kiosk", {"field": "HT"}), 503, "stopping")


async def test_a_command_leaves_one_line_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="queue_server.web"):
        await house.ticket()
        await house.post("/counters/1/next", "officer")

    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert said[0].startswith("IssueTicket by id-kiosk: done in ")
    assert said[1].startswith("CallNext by id-officer: counter_closed in ")


async def test_a_server_without_a_centre_says_so() -> None:
    doors = Doors(
        engines={}, registry=MemoryRegistry(), records=MemoryRecords({}), archive=EmptyArchive()
    )
    async with TestClient(TestServer(make_app(doors))) as c:
        answer = await c.get("/api/v1/centres")

        await problem(answer, 404, "unknown_centre")
        assert (await c.get("/healthz")).status == 200


async def test_one_server_keeps_its_things_apart_from_another(house: House) -> None:
    async with open_house() as other:
        assert house.client.app[CONTEXT] is not other.client.app[CONTEXT]
