"""Every screen in large text, on every panel: nothing is cut, and no word is low or shortened.

A panel of 15.6 inches is 344 mm wide; terminals have cells of about one to two.
"""

import dataclasses
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.screen import Screen

from kiosk import brief, words
from kiosk.app import KioskApp
from kiosk.printing.printer import Condition, Job, PrinterState, Printout
from kiosk.printing.slip import slip
from kiosk.scene import PRINTER_SAYS, STAFF_DO, Scene
from kiosk.screens.dossiers import DossiersScreen
from kiosk.screens.large_home import FOOT
from kiosk.screens.lookup import LookupScreen
from kiosk.screens.priority import PriorityScreen
from kiosk.screens.procedure import ProcedureScreen
from kiosk.screens.sorry import SorryScreen
from kiosk.screens.still_there import StillThereScreen
from kiosk.screens.ticket import TicketScreen
from kiosk.searching import Found
from kiosk.words import say
from queue_server.protocol.refusals import PROBLEMS, Sentence
from queue_server.protocol.views import GroupView, ProcedureView
from queue_server.protocol.vocabulary import Language, PrintResult
from queue_server.terminal.lettering import LargeText, least
from tests.support import sights
from tests.support.glass import PaperTray, kiosk
from tests.support.letters import spoken, without_letter
from tests.support.screens import until
from tests.support.stage import Stage

SMALLEST_MM = 10
"""Of everything drawn: the height of its capitals."""
SHORTENED = ("tile-name", "#result-", "#group-", "#procedure-name", "#what", "#what-for", "#where")
"""Names as long as a centre likes may end in an ellipsis: they stand elsewhere in full."""


class Panel(NamedTuple):
    """A terminal on a panel of 15.6 inches."""

    columns: int
    rows: int
    cell_mm: float
    language: Language


READY = PrinterState(Condition.READY)
VI, EN = Language.VI, Language.EN
PANELS = [
    pytest.param(Panel(136, 38, 5.04, VI), id="1366x768"),
    pytest.param(Panel(136, 34, 5.54, EN), id="1366x768, airy, English"),
    pytest.param(Panel(192, 54, 3.58, VI), id="1920x1080"),
]
SHORT = {
    **{"MT": "Môi trường, tài nguyên", "XD": "Xây dựng, giao thông", "KD": "Đăng ký kinh doanh"},
    **{"BT": "Bảo trợ xã hội", "NC": "Người có công", "NN": "Nông nghiệp, thủy sản"},
    **{"CO": "Công Thương", "GD": "Giáo dục", "VH": "Văn hóa, thể thao", "NV": "Nội vụ, quân sự"},
    **{"CA": "Công an, cư trú", "BH": "Bảo hiểm, thuế"},
}
"""As the demo's centre has them on its tiles."""
GROUPS = [
    ("Trẻ dưới 6 tuổi, người bế con nhỏ", "Children under 6, people with a small child"),
    ("Người khuyết tật nặng", "People with a severe disability"),
    ("Người từ 80 tuổi", "People aged 80 and over"),
    ("Phụ nữ mang thai", "Pregnant women"),
    ("Người có công với cách mạng", "People with meritorious service"),
]
NAMES = ["Đăng ký khai sinh", "Đăng ký khai sinh có yếu tố nước ngoài", "Sang tên sổ đỏ"]
PAPERS = (
    "Giấy chứng sinh; giấy tờ tùy thân của cha, mẹ; giấy chứng nhận kết hôn (nếu có); "
    "sổ hộ khẩu hoặc giấy xác nhận cư trú; văn bản ủy quyền nếu nhờ người khác đi nộp thay"
)
ELSEWHERE = Sentence(
    "Ly hôn do Tòa án nhân dân khu vực giải quyết. Mời quý vị đến Tòa án.",
    "Divorce is for the regional court. Please go to the court.",
)
STANDSTILLS = (
    *(words.CONNECTING, words.NO_LINK, words.REFUSED_DEVICE, words.CLOSED, words.OUT_OF_HOURS),
)
LONG = "Nông nghiệp, lâm nghiệp, thủy sản, thủy lợi"
REFUSED = ("sold_out", "series_paused", "no_counter", "too_many_tickets", "priority_by_staff")


def procedure(name: str) -> ProcedureView:
    known: ProcedureView = sights.made(
        ProcedureView,
        code=name,
        name=name,
        short_name=name,
        field="DD",
        days=None,
        days_unit=None,
        fee="8.000 đồng",
        papers=PAPERS,
    )
    return known


class Looker:
    """Looks at one screen after the other and collects what is wrong with them."""

    def __init__(self, pilot: Pilot[int], panel: Panel) -> None:
        assert isinstance(pilot.app, KioskApp)
        self.app: KioskApp = pilot.app
        self._pilot = pilot
        self._panel = panel
        self.faults: list[str] = []
        self.seen = 0

    async def look(self) -> None:
        """Look at the screen that is shown now."""
        await self._pilot.pause()
        glass = self.app.screen.region
        for widget in self.app.screen.walk_children():
            if not widget.visible or not widget.region.area:
                continue
            if not glass.contains_region(widget.region):
                self._fault(f"{widget!r} is cut: {widget.region}")
            if isinstance(widget, LargeText) and widget.text.strip():
                self._read(widget)

    def _read(self, widget: LargeText) -> None:
        self.seen += 1
        lines, dots, _ = widget.chosen
        if dots < least(widget.text) or dots / 2 * self._panel.cell_mm < SMALLEST_MM:
            self._fault(f"{widget.text!r} is {dots} dots high in {widget.content_size}")
        names = [
            f"#{widget.id}",
            f"#{widget.parent.id if widget.parent else None}",
            *widget.classes,
        ]
        shown, may = " ".join(lines), any(n.startswith(SHORTENED) for n in names)
        if shown != widget.text and not may:
            self._fault(f"{widget.text!r} is shown as {shown!r}")

    def _fault(self, fault: str) -> None:
        self.faults.append(f"{type(self.app.screen).__name__}: {fault}")

    def also(self, where: str, *texts: str) -> None:
        """Read other texts in the same place."""
        for widget in self.app.screen.query(where).results(LargeText):
            before = widget.text
            for text in texts:
                widget.set_reactive(LargeText.text, text)
                self._read(widget)
            widget.set_reactive(LargeText.text, before)

    async def open(self, screen: Screen[Any]) -> None:
        await self.app.push_screen(screen)
        await self.look()

    async def tap(self, name: str) -> None:
        await self._pilot.click(f"#{name}")
        await self.look()

    async def close(self) -> None:
        await self.app.pop_screen()


def both(*sentences: Sentence, **about: object) -> list[str]:
    return [say(sentence, language, **about) for sentence in sentences for language in Language]


@pytest.mark.parametrize("panel", PANELS)
async def test_everything_is_whole_and_a_centimetre_high(
    stage: Stage, tray: PaperTray, panel: Panel
) -> None:
    view = sights.kiosk()
    fields = tuple(replace(field, short_vi=SHORT.get(field.code, "")) for field in view.fields)
    fields = (replace(fields[0], refusal="sold_out"), replace(fields[1], waiting=128), *fields[2:])
    stage.views["/live/kiosk"] = replace(view, fields=fields)
    groups = [GroupView(code=vi, name_vi=vi, name_en=en) for vi, en in GROUPS]
    stage.centre = sights.centre(groups=tuple(groups))
    async with kiosk(stage, tray, size=(panel.columns, panel.rows)) as pilot:
        await until(pilot, "Hộ tịch")
        looker = Looker(pilot, panel)
        looker.app._take_scene(
            dataclasses.replace(looker.app.scene, language=panel.language, large=True)
        )
        await until(pilot, "1/4")
        await look_at_the_first_screen(looker)
        await look_at_questions(looker, panel.language)
        await look_at_searching(looker, looker.app.scene)
        await look_at_a_number(looker, panel.language)
        await look_at_a_refusal(looker, panel.language)

    assert looker.faults == []
    assert looker.seen > 250


async def look_at_the_first_screen(looker: Looker) -> None:
    app = looker.app
    await looker.look()
    names = [name for _, _, vi, en in sights.FIELDS for name in (vi, en)]
    looker.also(".tile-name", *names, *SHORT.values())
    looker.also(".tile-line", *both(brief.NO_MORE, brief.RESTS), *both(brief.PEOPLE, n=188))
    looker.also(".tile-number", "16")
    for kind, sentence in brief.KINDS.items():
        looker.also(f"#kind-{kind}", *both(sentence))
    for name, sentence in FOOT.items():
        looker.also(f"#{name}", *both(sentence))
    app.change(printer=PrinterState(Condition.PAPER_OUT))
    await looker.look()
    looker.also("#standstill-title", *both(*PRINTER_SAYS.values(), *STANDSTILLS))
    hours = "Giờ lấy số: 07:00-11:00 và 13:00-16:30, từ thứ Hai đến thứ Sáu."
    more = (words.CALL_STAFF, words.CONNECTING_MORE, words.NO_LINK_MORE, words.REFUSED_DEVICE_MORE)
    looker.also("#standstill-more", hours, *both(*more))
    app.change(printer=READY)


async def look_at_questions(looker: Looker, language: Language) -> None:
    centre = looker.app.scene.centre
    await looker.open(StillThereScreen(language, lambda: 10, large=True))
    looker.also("#left", *both(brief.SECONDS_LEFT, n=10))
    await looker.close()
    groups = centre.groups if centre else ()
    await looker.open(PriorityScreen(groups, "", language, large=True))
    looker.also("#group-0", *(name for names in GROUPS for name in names))
    await looker.tap("turn")
    await looker.close()
    for cap, unserved in ((5, False), (9, True), (0, True)):
        await looker.open(
            DossiersScreen(cap, LONG, language, agents=cap == 5, unserved=unserved, large=True)
        )
        if cap:
            await looker.tap("more")
        if cap == 5:
            looker.also("#typed", "128_")
        await looker.close()


async def look_at_searching(looker: Looker, scene: Scene) -> None:
    answers = {
        "khai": Found(tuple(map(procedure, NAMES))),
        "khaixy": Found(elsewhere=ELSEWHERE),
    }

    async def search(query: str) -> Found:
        return answers.get(query, Found())

    screen = LookupScreen(search, scene)
    await looker.open(screen)
    looker.also("#said", *both(brief.NOTHING_FOUND, brief.NO_SEARCH, words.NOT_HERE))
    for query, found in answers.items():
        screen._typed = query
        screen.post_message(LookupScreen.Answered(query, found))
        await looker.look()
        await looker.tap("see")
        await looker.tap("back")
    await looker.close()
    known = ProcedureScreen(procedure(NAMES[1]), scene)
    await looker.open(known)
    looker.also("#procedure-page", *known._pages)
    await looker.close()


async def look_at_a_number(looker: Looker, language: Language) -> None:
    centre = looker.app.scene.centre
    assert centre is not None
    many = tuple(f"Quầy {number}" for number in range(1, 9))
    waiting = sights.ticket(ahead=12, counters=many)
    screen = TicketScreen(language, 8, large=True)
    await looker.open(screen)
    screen.show_ticket(waiting)
    await looker.look()
    sayings = (*brief.PRINTED.values(), brief.PRINTED_LATE, words.PRINTING)
    looker.also("#paper", *(say(sentence, language) for sentence in sayings))
    looker.also("#ahead .fact-words", brief.ahead(0, language), brief.ahead(128, language))
    later = sights.ticket(after_break="13:30")
    long = sights.ticket(ahead=40, estimate={"low_s": 7200, "high_s": 9000, "basis": "recent"})
    looker.also("#wait .fact-words", *(brief.wait(ticket, language) for ticket in (later, long)))
    looker.also("#what", *(name for _, _, *names in sights.FIELDS for name in names))
    job = Job("x", "A005", slip(waiting, centre, language, sights.AT, again=False))
    screen.ask_for_paper(job, Printout(PrintResult.UNKNOWN, READY), 20)
    await looker.look()
    await looker.close()


async def look_at_a_refusal(looker: Looker, language: Language) -> None:
    staff = say(STAFF_DO[Condition.FAULT], language)
    title, more = say(words.SORRY, language), say(words.CALL_STAFF, language)
    await looker.open(SorryScreen(title, more, staff, language=language, stay_s=60, large=True))
    looker.also("#sorry-title", *both(words.NO_ANSWER, *PRINTER_SAYS.values()))
    looker.also("#sorry-more", *both(words.NO_ANSWER_MORE))
    looker.also("#sorry-more", *(text for code in REFUSED for text in PROBLEMS[code].sentence))
    await looker.close()


def test_every_letter_of_the_short_words_is_in_the_terminals_font() -> None:
    assert len(spoken(brief)) > 40
    assert not without_letter(spoken(brief))
