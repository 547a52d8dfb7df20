"""The page of figures, and the way down from it to tickets and events."""

import re

import pytest

from queue_server.protocol.vocabulary import CentreId
from queue_server.statistics.paper.words import lasting
from queue_server.web.pages.statistics import legs
from tests.support.house import House

PAGE = "!/manager/statistics"
_OFFICERS = {"1": "officer", "2": "officer-2"}
_NAMES = {"HT": "Hộ tịch", "CT": "Chứng thực"}


async def page(house: House, query: str = "", who: str = "manager", language: str = "vi") -> str:
    path, _, asked = query.partition("?")
    answer = await house.get(f"{PAGE}{path}?lang={language}&{asked}", who)
    assert answer.status == 200, await answer.text()
    return await answer.text()


@pytest.mark.parametrize("by", ["field", "counter", "officer", "kind", "priority", "hour"])
async def test_the_figures_of_the_page_are_those_of_the_interface(house: House, by: str) -> None:
    await house.served()
    await house.ticket("CT")
    told = await (await house.get("/statistics?by=field", "manager")).json()

    shown = await page(house, f"?period=2026-11-20&by={by}")

    assert told["total"]["issued"] == 2
    total = re.search(r"<tfoot>.*?</tfoot>", shown, re.S)
    assert total is not None
    assert re.findall(r">([0-9,%]+)</a>", total[0])[:2] == ["2", "1"]
    assert "50,0%" in shown
    assert 'aria-current="true">' in shown


async def test_page_report_and_interface_say_the_same(house: House) -> None:
    await house.told("/counters/1/open", "officer")
    for field in ("HT", "HT", "CT"):
        await house.ticket(field)
        house.clock.move(417)
    for outcome in ("received", "other"):
        await house.told("/counters/1/next", "officer")
        house.clock.move(61)
        await house.told("/counters/1/start", "officer")
        house.clock.move(323)
        await house.told("/counters/1/finish", "officer", {"outcome": outcome})

    for asked in ("period=2026-11-20", "period=2026-12&basis=official"):
        told = await (await house.get(f"/statistics?{asked}&by=field", "manager")).json()
        report = await (await house.get(f"/reports/queue?{asked}&format=json", "manager")).json()
        shown = await page(house, f"?{asked}&by=field")
        by_field = report["tables"][0]
        lines = {line["field"]: line for line in [*by_field["rows"], by_field["total"]]}
        rows = {_NAMES[row["field"]]: row for row in told["rows"]} | {"Tổng số": told["total"]}
        assert rows.keys() == lines.keys()
        for name, row in rows.items():
            line = lines[name]
            same = row.keys() & line.keys() - {"field"}
            assert {one: row[one] for one in same} == {one: line[one] for one in same}
            assert {"issued", "served", "wait_mean_s", "wait_p90_s", "within_15_min"} <= same
            for name in ("wait_mean_s", "wait_p90_s", "service_mean_s"):
                said = "–" if row[name] is None else lasting(row[name])
                assert re.search(rf'<td class="number">(<a [^>]*>)?{said}(</a>)?</td>', shown)


async def test_a_period_without_numbers_says_so(house: House) -> None:
    assert "Trong kỳ này không có số nào được phát." in await page(house, "?period=2020-Q1")
    assert "No numbers were given" in await page(house, "?period=2020-Q1", language="en")


async def test_a_wrong_period_is_told_and_the_month_is_shown(house: House) -> None:
    shown = await page(house, "?period=<script>")

    assert "<script>&#34;" not in shown
    assert "Tháng 11 năm 2026" in shown
    assert "không hợp lệ" in shown


async def test_the_basis_is_kept_through_every_length(house: House) -> None:
    shown = await page(house, "?period=2026-Q4&basis=official")

    assert "15/09/2026 – 14/12/2026" in shown
    assert "period=2026-11-20" not in shown
    assert "period=2026-12&amp;basis=official" in shown


async def test_from_a_figure_down_to_the_ticket_and_its_events(house: House) -> None:
    ticket = await house.served()
    other = await house.ticket("CT")

    visits = await page(house, "/visits?period=2026-11&state=served&field=HT")
    assert ticket["label"] in visits
    assert other["label"] not in visits
    link = re.search(r'href="/manager/statistics(/visits/[^"]+)"', visits)
    assert link is not None

    shown = await page(house, link[1])
    assert ticket["label"] in shown
    for said in ("Phát số", "Gọi đến quầy", "Bắt đầu phục vụ", "Kết thúc phục vụ", "Đúng lượt"):
        assert said in shown


async def test_an_officers_reason_stands_with_the_ticket(house: House) -> None:
    await house.told("/counters/1/open", "officer")
    ticket = await house.ticket()
    body = {"ticket": ticket["id"], "reason": "đã hẹn <b>trước</b>"}
    await house.told("/counters/1/call", "officer", body)

    house.registry.text_rows = {ref: text.text for ref, text in house.journal.texts.items()}
    listed = await page(house, "/visits?period=2026-11&reason=named")
    shown = await page(house, f"/visits/{ticket['id']}")

    assert ticket["label"] in listed
    assert "Gọi đích danh, ngoài thứ tự" in shown
    assert "đã hẹn &lt;b&gt;trước" in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hour=8", True),
        ("hour=9", False),
        ("weekday=5", True),
        ("weekday=1", False),
        ("transferred=1", False),
        ("over=600", False),
        ("kind=submit&priority=", True),
        ("counter=", True),
        ("day=2026-11-20", True),
        ("state=nonsense", True),
    ],
)
async def test_visits_are_found_by_what_stands_behind_a_figure(
    house: House, query: str, found: bool
) -> None:
    ticket = await house.ticket()
    shown = await page(house, f"/visits?period=2026-11&{query}")

    assert (f">{ticket['label']}</a>" in shown) is found


async def a_day(house: House) -> None:
    """Play a day on which people wait between a minute and an hour, and one is sent on."""
    for counter, who in _OFFICERS.items():
        await house.told(f"/counters/{counter}/open", who)
    for field in ("HT", "CT", "HT", "HT", "CT", "HT"):
        await house.ticket(field)
        house.clock.move(61)
    for turn, counter in enumerate("121121"):
        house.clock.move(263 * (turn + 1))
        who = _OFFICERS[counter]
        served = await house.told(f"/counters/{counter}/next", who)
        if turn % 3:
            await house.told(f"/counters/{counter}/start", who)
        house.clock.move(97 + 31 * turn)
        if turn == 2:
            await house.told(f"/counters/{counter}/transfer", who, {"field": "CT"})
            continue
        dossiers = [{"code": f"H-{turn}", "quantity": turn}] if turn > 3 else []
        ended = {"outcome": "received", "dossiers": dossiers}
        await house.told(f"/counters/{counter}/finish", who, ended)
        mark = {"satisfaction": 1 + turn % 3}
        await house.post(f"/tickets/{served['ticket']['id']}/rating", None, mark)


def listed(shown: str) -> int:
    return len(re.findall(r'<a class="plate" href="/manager/statistics/visits/', shown))


@pytest.mark.parametrize("by", ["field", "counter", "officer", "hour", "kind"])
async def test_every_figure_leads_to_as_many_as_it_is_made_of(house: House, by: str) -> None:
    await a_day(house)
    told = await (
        await house.get(f"/statistics?from=2026-11-20&to=2026-11-20&by={by}", "manager")
    ).json()
    asked = "period=2026-11-20"

    for row in [*told["rows"], told["total"]]:
        own = f"&{by}={row[by] if row[by] is not None else ''}" if by in row else ""
        behind = {
            "legs?measure=wait": row["legs_called"],
            "legs?measure=work_wait&up_to=900": (row["within_15_min"] or 0) * row["legs_called"],
            "legs?measure=work_wait&up_to=1800": (row["within_30_min"] or 0) * row["legs_called"],
            "legs?measure=service": row["legs_served"],
            "legs?measure=service&implied=1": row["implied"],
            "visits?rated=1": row["rated"],
            "visits?transferred=1": row["transferred"],
        }
        for link, count in behind.items():
            shown = await page(house, f"/{link}&{asked}{own}")
            assert listed(shown) == round(count), (row.get(by), link)


async def test_a_percentile_can_be_counted_out_by_hand(house: House) -> None:
    await a_day(house)
    told = await (await house.get("/statistics?period=2026-11-20", "manager")).json()
    shown = await page(house, "/legs?measure=wait&period=2026-11-20")

    waits = re.findall(r"<strong>([0-9:]+)</strong>", shown)
    count = told["total"]["legs_called"]
    assert len(waits) == count
    assert waits[0] == lasting(told["total"]["wait_max_s"])
    for percent in (50, 90, 95):
        rank = -(-count * percent // 100)
        assert waits[count - rank] == lasting(told["total"][f"wait_p{percent}_s"])


async def test_every_link_of_the_page_leads_somewhere(house: House) -> None:
    """Bins, cells of the heat map and points over time: their counts are what they lead to."""
    await a_day(house)
    shown = await page(house, "?period=2026-11-20")
    links = re.findall(
        r'<a(?: class="[^"]*")? href="/manager/statistics(/(?:legs|visits)\?[^"]+)">([^<]*)</a>',
        shown,
    )
    assert len(links) > 60

    for href, said in dict.fromkeys(links):
        found = await page(house, href.replace("&amp;", "&"))
        if said.isdigit() and "dossiers" not in href:
            assert listed(found) == int(said), href
        else:
            assert (listed(found) > 0) is (said != "0,0%"), href


async def test_a_long_list_is_shown_in_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legs, "SHOWN", 4)
    await a_day(house)

    first = await page(house, "/legs?measure=wait&period=2026-11-20&self=x")
    later = re.search(r'rel="next" href="/manager/statistics([^"]+)"', first)
    assert later is not None
    second = await page(house, later[1].replace("&amp;", "&"))

    assert (listed(first), listed(second)) == (4, 2)
    assert "1–4 trong 6" in first
    assert "5–6 trong 6" in second
    assert 'rel="prev"' in second


async def test_a_ticket_that_nobody_has_is_not_found(house: House) -> None:
    answer = await house.get(f"{PAGE}/visits/nobody", "manager")
    assert answer.status == 404


async def test_a_manager_of_one_centre_sees_no_other(house: House) -> None:
    elsewhere = next(centre for centre in house.engines if centre != CentreId("mau"))
    answer = await house.get(f"{PAGE}?centre={elsewhere}", "manager")
    assert answer.status == 403


@pytest.mark.parametrize("who", ["officer", "admin", "kiosk"])
@pytest.mark.parametrize("path", ["", "/visits", "/visits/x", "/legs"])
async def test_others_do_not_see_them(house: House, who: str, path: str) -> None:
    assert (await house.get(f"{PAGE}{path}", who)).status == 403


@pytest.mark.parametrize("path", ["", "/visits?period=2026-11"])
async def test_the_bar_says_where_one_is_and_nothing_else(house: House, path: str) -> None:
    shown = await page(house, path)

    current = re.findall(r'<a href="([^"]+)" aria-current="page">', shown)
    assert current == ["/manager/statistics"]
