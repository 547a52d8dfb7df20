"""Every page of the product over a centre whose every free text is hostile: all of it stays text.

One sweep: a hundred payloads stand in every text that anybody may type. Each page is opened, with
its lists and dialogs, and must show them as they were typed and be made of nothing else.
"""

import unicodedata
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import pytest
import pytest_asyncio
from playwright.async_api import Dialog, Page, async_playwright, expect

from queue_server.web.pages.table import PAGES
from tests.support.browser import CHROMIUM, Glass, Sheet, on_one_loop
from tests.support.hostile import PAYLOADS
from tests.support.hostile_centre import TURNS, Centre, export, hostile_plan, marked
from tests.support.office import open_office

_FOREIGN: Final = """
() => {
  const loose = "iframe, object, embed, base, marquee, frame, style, video, audio, source, "
    + "animate, set, [srcdoc], [srcset], [formaction], [http-equiv]";
  const isOurs = (address) => address.startsWith(location.origin + "/") || address.startsWith("#");
  const of = (one) => one.outerHTML.slice(0, 200);
  const wrong = [...document.querySelectorAll(loose)].map(of);
  for (const one of document.querySelectorAll("*")) {
    if (one instanceof HTMLUnknownElement) wrong.push(of(one));
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on") && name !== "on") wrong.push(of(one));
      if (["href", "src", "action", "data"].includes(name)
        && !isOurs(new URL(value, document.baseURI).href)
        && !(one.tagName === "IMG" && /^(blob|data:image\\/)/.test(value))) wrong.push(of(one));
      if (name === "style" && /evil|url\\(/.test(value)) wrong.push(of(one));
    }
    const isData = one.type === "application/json" && one.id === "page-data";
    const isFile = one.tagName === "SCRIPT" && one.src.startsWith(location.origin + "/static/");
    if (one.tagName === "SCRIPT" && !isData && !isFile) wrong.push(of(one));
  }
  if ("hacked" in window) wrong.push("a payload ran");
  return wrong;
}
"""
"""What a page is made of that none of ours is made of."""
_READ: Final = """
() => {
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    if (walk.currentNode.parentElement.tagName !== "SCRIPT") said.push(walk.currentNode.data);
  }
  for (const one of document.body.querySelectorAll("*")) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      if (one.hasAttribute(name)) said.push(one.getAttribute(name));
    }
    if (["INPUT", "TEXTAREA"].includes(one.tagName)) said.push(one.value);
  }
  return said.join("\\n");
}
"""
"""All that can be read, shown or not."""

Steps = Callable[["Look"], Awaitable[None]]


@dataclass
class Look:
    """One page as somebody looks at it."""

    centre: Centre
    sheet: Sheet
    read: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Which texts of each kind could be read."""

    @property
    def page(self) -> Page:
        return self.sheet.page

    def expect_no_questions(self) -> None:
        """Let a box that a payload opens count as a fault."""

        async def asked(dialog: Dialog) -> None:
            self.sheet.wrong.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        self.page.on("dialog", asked)

    async def judge(self) -> None:
        """Expect nothing but texts, and note which of them can be read."""
        assert await self.page.evaluate(_FOREIGN) == [], self.page.url
        self.sheet.expect_clean()
        text = _plain(await self.page.evaluate(_READ))
        for kind, texts in _MARKED.items():
            if f"§{kind}" in text:
                self.read[kind] |= {one for one in texts if one in text}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


async def settled(look: Look) -> None:
    """Look at a page that is whole when it has come."""


async def followed(look: Look) -> None:
    await look.page.wait_for_load_state("networkidle")


async def hall(look: Look) -> None:
    """Look at the board through all that its notice and its head can hold, as it changes."""
    for turn in range(TURNS):
        await look.centre.plan(turn)
        await expect(look.page.locator("#notice")).to_contain_text(notice(turn))
        await look.judge()


def notice(turn: int) -> str:
    """Return the first words of a notice."""
    return " ".join(hostile_plan(turn).notice_vi.split())


async def counters(look: Look) -> None:
    await until(look, "counter")


async def until(look: Look, kind: str) -> None:
    """Wait until a text of a kind can be read."""
    await expect(look.page.locator("body")).to_contain_text(f"§{kind}")


async def console(look: Look) -> None:
    """Look at every list and every question of a counter."""
    page = look.page
    await expect(page.locator("#current")).to_have_attribute("data-state", "called")
    for tab in ("waiting", "aside", "no-outcome"):
        await page.click(f"#tab-{tab}")
    for key in "cehdip":
        await page.keyboard.press(key)
        await expect(page.locator("dialog[open]")).to_be_visible()
        if key == "p":
            await found_while_typing(look)
        await look.judge()
        await page.keyboard.press("Escape")
        await expect(page.locator("dialog")).to_have_count(0)
        await expect(page.locator("body.pressing")).to_have_count(0)


async def found_while_typing(look: Look) -> None:
    await look.page.locator("dialog input[type=search]").first.type("script")
    await expect(look.page.locator("dialog .choice").first).to_be_visible()


async def door(look: Look) -> None:
    await look.page.keyboard.press("p")
    await found_while_typing(look)


async def floor(look: Look) -> None:
    """Look at the floor, and ask why a series shall be paused."""
    await until(look, "counter")
    await look.page.locator("#series button").first.click()
    await expect(look.page.locator("dialog[open]")).to_be_visible()


async def posting(look: Look) -> None:
    """Look at the whole posting, then search it: the page takes the server's list over."""
    await look.judge()
    before = await look.page.locator("tbody th").count()
    await look.page.fill("[name=q]", "onerror")
    await expect(look.page.locator("tbody th")).not_to_have_count(before)


async def set_up(look: Look) -> None:
    """Look at all forms of the plan, at what a change of it would be, and at what is wrong."""
    page = look.page
    await expect(page.locator("#panel-0")).to_be_visible()
    await page.fill("[data-where=notice_vi]", marked("notice_vi")[3])
    await page.click("#review")
    await expect(page.locator("#review-body")).to_contain_text("§notice_vi")
    await look.judge()
    await page.click("#review-back")
    await page.click("#drop")


async def entries(look: Look) -> None:
    """Look at the table of procedures, one of them, and a file that would change them."""
    page = look.page
    await until(look, "procedure")
    await page.locator("#rows button").nth(20).click()
    await expect(page.locator("#editing")).to_be_visible()
    await look.judge()
    await page.click("#entry-back")
    catalogue = await look.centre.house.get("/catalogue", "admin")
    lines = (await catalogue.read()).replace("§fee".encode(), "§file".encode())
    await page.click("#take-in")
    file = {"name": "catalogue.csv", "mimeType": "text/csv", "buffer": lines}
    await page.set_input_files("#importing input[type=file]", [file])  # type: ignore[list-item]
    await expect(page.locator("#import-body")).to_contain_text("§file")


async def people(look: Look) -> None:
    """Look at everybody, and at one whose password shall change."""
    await until(look, "account")
    await look.page.locator("#rows button").nth(30).click()
    await expect(look.page.locator("#editing")).to_be_visible()


async def machines(look: Look) -> None:
    await until(look, "device")
    await look.page.click("#add")


async def trail(look: Look) -> None:
    """Look at all that was changed, opened."""
    others = look.page.locator("#rows .badge", has_not_text="Cấu hình")
    await expect(others.first).to_be_visible()
    await look.page.select_option("[name=type]", "plan_changed")
    await expect(others).to_have_count(0)
    await look.page.locator("#rows summary").nth(-2).click()
    await expect(look.page.locator("#rows .changes")).to_be_visible()
    await look.judge()
    await look.page.select_option("[name=type]", "device_changed")
    await expect(look.page.locator("#rows li").first).to_contain_text("§device")
    await look.judge()
    await look.page.select_option("[name=type]", "account_changed")
    await expect(look.page.locator("#rows li").first).to_contain_text("§officer")


async def taking_in(look: Look) -> None:
    """Look at the paper, and at what became of the lines of an export."""
    file = {"name": "xuất.csv", "mimeType": "text/csv", "buffer": export().encode()}
    await look.page.set_input_files("#import input[name=file]", [file])  # type: ignore[list-item]
    await look.page.fill("#import input[name=from]", "15/09/2026")
    await look.page.fill("#import input[name=to]", "14/10/2026")
    await look.page.click("#import button")
    await expect(look.page.locator("#taken table")).to_be_visible()


@dataclass(frozen=True)
class Stop:
    """One page of the sweep: which of the table, what is done there, and what must be read."""

    page: str
    address: str
    who: str | None
    kinds: str
    steps: Steps = settled
    language: str = "vi"


STAFF: Final = "/staff?counter=1"
FIGURES: Final = "/manager/statistics"
VISITS: Final = f"{FIGURES}/visits"
LEGS: Final = f"{FIGURES}/legs"
VISIT: Final = f"{VISITS}/{{ticket}}"
REPORTS: Final = "/manager/reports"
_FORMS: Final = (
    "field_en field_short group_en header_vi header_en holiday name_en notice_vi notice_en place "
    "authority receiver register_form sentence_vi sentence_en series_vi signer"
)
_OWNER: Final = "owner address phone"
_ENTRIES: Final = "procedure short keyword fee papers source file field_vi"
MONTH: Final = "period=2026-11"
OCTOBER: Final = "period=2026-10&basis=official"
_LISTS: Final = "counter field_vi group_vi"
SWEEP: Final = (
    Stop("/", "/", None, "counter name_vi header_vi"),
    Stop("/", "/", None, "counter name_en header_en", language="en"),
    Stop("/sign-in", "/sign-in", None, "name_vi"),
    Stop("/pair", "/pair", None, "name_vi"),
    Stop("/setup", "/setup", None, "name_vi"),
    Stop("/home", "/home", "auditor", "name_vi"),
    Stop("/staff", STAFF, "officer", f"{_LISTS} field_short short device officer", console),
    Stop("/staff/counters", "/staff/counters", "officer", "counter field_vi", counters),
    Stop("/staff/door", "/staff/door", "officer", "field_vi group_vi short", door),
    Stop("/staff/door", "/staff/door", "officer", "field_en group_en", door, "en"),
    Stop("/manager", "/manager", "manager", "counter field_short series_vi officer", floor),
    Stop("/manager", "/manager", "manager", "counter field_en series_en", floor, "en"),
    Stop("/auditor", "/auditor", "auditor", "name_vi"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=field", "manager", "field_vi"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=field", "manager", "field_en", language="en"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=counter", "manager", "counter"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=priority", "manager", "group_vi"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=procedure", "manager", "short"),
    Stop(FIGURES, f"{FIGURES}?{MONTH}&by=officer", "auditor", "officer"),
    Stop(VISITS, f"{VISITS}?{MONTH}", "manager", "field_vi counter officer"),
    Stop(LEGS, f"{LEGS}?{MONTH}", "auditor", "field_vi counter officer"),
    Stop(VISIT, f"{VISITS}/{{served}}", "auditor", "call hold priority print note code officer"),
    *(Stop(VISIT, f"{VISITS}/{{rated{n}}}", "manager", "comment") for n in range(5)),
    Stop(REPORTS, f"{REPORTS}?report=ii06a&{OCTOBER}", "manager", "import_code", taking_in),
    Stop(REPORTS, f"{REPORTS}?report=register&{OCTOBER}", "manager", f"register_form {_OWNER}"),
    Stop(REPORTS, f"{REPORTS}?report=register&{MONTH}", "manager", "authority header_vi"),
    Stop(REPORTS, f"{REPORTS}?report=queue&{MONTH}", "manager", "field_vi counter"),
    Stop(REPORTS, f"{REPORTS}?report=officers&{MONTH}", "manager", "officer"),
    Stop(REPORTS, f"{REPORTS}?report=ratings&{MONTH}", "manager", "field_vi"),
    Stop(REPORTS, f"{REPORTS}?report=posting&{MONTH}", "manager", "procedure"),
    Stop(REPORTS, f"{REPORTS}?report=gaps&{MONTH}", "auditor", "authority"),
    Stop("/admin", "/admin", "admin", "name_vi"),
    Stop("/admin/plan", "/admin/plan", "admin", f"{_LISTS} {_FORMS}", set_up),
    Stop("/admin/procedures", "/admin/procedures", "admin", _ENTRIES, entries),
    Stop("/admin/accounts", "/admin/accounts", "admin", "account counter", people),
    Stop("/admin/devices", "/admin/devices", "admin", "device counter", machines),
    Stop("/admin/audit", "/admin/audit", "admin", "account device name_en officer", trail),
    Stop("/t/{ticket}", "/t/{waiting}", None, "field_vi short papers fee name_vi", followed),
    Stop("/t/{ticket}", "/t/{called}", None, "field_en counter", followed, "en"),
    Stop("/rate/{counter}", "/rate/1", "rating", "counter", counters),
    Stop("/procedures", "/procedures", None, "field_vi procedure papers fee source", posting),
    Stop("/hall", "/hall", "display", "counter field_short", hall),
    Stop("/hall", "/hall", "display", "counter field_en notice_en", counters, "en"),
    Stop("/counter/{counter}", "/counter/1", "display", "counter field_vi", counters),
    Stop("/docs", "/docs", None, ""),
)
_WHOLE: Final = (
    "account call code comment counter device fee field_en field_short field_vi file group_en "
    "group_vi header_vi hold holiday name_vi note notice_vi papers print priority procedure "
    "series_en series_vi short source"
)
"""All of these that were taken are read somewhere."""
_IN_PART: Final = (
    "address authority header_en import_code import_field keyword name_en notice_en officer owner "
    "phone place receiver register_form sentence_en sentence_vi signer"
)
_MARKED: Final = {
    kind: [_plain(text) for text in marked(kind)] for kind in f"{_WHOLE} {_IN_PART}".split()
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def glass(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Glass]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("hostile")
    async with open_office(folder, whole=True) as house, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        try:
            yield Glass(browser, house)
        finally:
            await browser.close()


def test_the_sweep_knows_every_page() -> None:
    assert {stop.page for stop in SWEEP} == {page.path for page in PAGES}


@on_one_loop
async def test_hostile_texts_stay_texts_on_every_page(glass: Glass) -> None:
    centre = Centre(glass.house)
    await centre.fill()
    tickets = centre.tickets | {f"rated{n}": one for n, one in enumerate(centre.rated)}
    read: defaultdict[str, set[str]] = defaultdict(set)
    for turn, stop in enumerate(SWEEP):
        await centre.plan(turn % TURNS)
        address = stop.address.format(**tickets)
        async with glass.open(address, stop.who, language=stop.language) as sheet:
            look = Look(centre, sheet)
            look.expect_no_questions()
            await stop.steps(look)
            await look.judge()
        assert set(stop.kinds.split()) <= look.read.keys(), stop.address
        for kind, texts in look.read.items():
            read[kind] |= texts
    told = {kind: len(read[kind]) + centre.refused[kind] for kind in _WHOLE.split()}
    assert told == dict.fromkeys(told, len(PAYLOADS))
