"""Pictures of the pages, as Chromium shows them."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image
from playwright.async_api import Browser, Page

from tests.pictures.demo import Demo, keep

DESK, TALL, TV = (1366, 768), (1366, 1240), (1920, 1080)
PHONE, NARROW = (390, 844), (360, 780)
_SETTLES_MS = 1500


class Shot(NamedTuple):
    """One picture of one page."""

    name: str
    path: str
    """`{ticket}` is one that is called now, `{done}` one that was served."""
    who: str | None = None
    size: tuple[int, int] = DESK
    shows: str = "main"
    """What must be there before the picture is taken."""
    waits_ms: int = _SETTLES_MS
    keys: tuple[str, ...] = ()
    """What is pressed before."""


SHOTS = (
    Shot("demo", "/", waits_ms=6000),
    Shot("hall-page", "/hall?sound=off", "display", TV, waits_ms=45_000),
    Shot("counter-page", "/counter/1", "display"),
    Shot("staff", "/staff?counter=8", "officer8", keys=("m", " ", "b")),
    Shot("staff-360", "/staff?counter=8", "officer8", NARROW),
    Shot("staff-finish", "/staff?counter=8", "officer8", keys=("h",)),
    Shot("phone", "/t/{ticket}", size=PHONE),
    Shot("rate", "/rate/8", "rating", (1024, 600)),
    Shot("procedures", "/procedures?q=khai+sinh"),
    Shot("manager", "/manager", "manager", TALL),
    Shot("statistics", "/manager/statistics", "manager", TALL),
    Shot("reports", "/manager/reports", "manager", TALL),
    Shot("auditor", "/auditor", "auditor", TALL),
    Shot("admin", "/admin", "admin"),
    Shot("admin-plan", "/admin/plan", "admin", shows="#panel-0"),
    Shot("sign-in", "/sign-in"),
)


async def take(browser: Browser, demo: Demo, shot: Shot) -> None:
    """Open a page as somebody, wait until it shows what it should, and keep the picture."""
    width, height = shot.size
    window = await browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if shot.size in (PHONE, NARROW) else 1,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
        reduced_motion="reduce",
    )
    if shot.who is not None:
        cookie = {"name": "queue_session", "value": await demo.token(shot.who), "url": demo.url}
        await window.add_cookies([cookie])
    page = await window.new_page()
    await _open(page, demo, shot)
    seen = Image.open(BytesIO(await page.screenshot()))
    keep(seen, demo.path(shot.name))
    await window.close()


async def _open(page: Page, demo: Demo, shot: Shot) -> None:
    path = shot.path
    if "{ticket}" in path:
        path = path.format(ticket=await demo.ticket_at_counter())
    await page.goto(demo.url + path)
    await page.locator(shot.shows).first.wait_for()
    if shot.name == "rate":
        # the tablet asks when somebody has just been served
        await demo.ticket_at_counter(served=True)
    await page.wait_for_timeout(shot.waits_ms)
    for key in shot.keys:
        await page.keyboard.press(key)
        await page.wait_for_timeout(_SETTLES_MS)
    if shot.name == "staff-finish":
        await _with_a_due_day(page)


async def _with_a_due_day(page: Page) -> None:
    """Enter a dossier whose procedure says how long it takes."""
    await page.fill("[name=code]", "H27.60-261123-0042")
    codes = "all => all.map(one => one.value)"
    for code in await page.locator("#known-procedures option").evaluate_all(codes):
        await page.fill("[name=procedure]", code)
        await page.wait_for_timeout(_SETTLES_MS // 5)
        if await page.locator(".due-day").is_visible():
            return
