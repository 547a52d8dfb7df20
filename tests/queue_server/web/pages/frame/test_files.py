"""The files of pages: a fixed set, packed, kept by browsers and never mixed."""

import re

import pytest

from queue_server.web.pages.frame.files import FILES, STATIC, address
from tests.support.house import House

PLAIN = sorted(path for path in FILES if re.match(r"/static/[^0-9]|/favicon", path))


@pytest.mark.parametrize("path", PLAIN)
async def test_every_file_is_served(house: House, path: str) -> None:
    answer = await house.get("!" + path)

    assert answer.status == 200
    assert len(await answer.read()) > 100
    assert answer.content_type in ("text/css", "text/javascript", "image/svg+xml", "font/ttf")


@pytest.mark.parametrize("path", ["/static/", "/static/../app.py", "/static/..%2fapp.py"])
async def test_no_other_file_is_served(house: House, path: str) -> None:
    assert (await house.get("!" + path)).status == 404


async def test_a_named_file_is_kept_for_ever_and_its_name_changes_with_it(house: House) -> None:
    path = address("page.css")
    answer = await house.get("!" + path)

    assert re.fullmatch(r"/static/[0-9a-f]{12}/page\.css", path)
    assert "immutable" in answer.headers["Cache-Control"]
    with pytest.raises(KeyError):
        address("../frame/files.py")


async def test_a_file_that_has_not_changed_is_not_sent_again(house: House) -> None:
    first = await house.get("!/static/page.css")
    again = await house.get(
        "!/static/page.css", headers={"If-None-Match": f'W/"x", {first.headers["ETag"]}'}
    )

    assert (first.status, again.status) == (200, 304)
    assert await again.read() == b""


@pytest.mark.parametrize(("takes", "sent"), [("gzip, br", "gzip"), ("identity", None)])
async def test_a_file_is_packed_for_whoever_can_unpack(
    house: House, takes: str, sent: str | None
) -> None:
    answer = await house.get("!/static/page.css", headers={"Accept-Encoding": takes})

    assert answer.headers.get("Content-Encoding") == sent
    assert await answer.read() == (STATIC / "page.css").read_bytes()


async def test_files_ask_only_for_what_is_served() -> None:
    for path in STATIC.rglob("*"):
        folder = path.relative_to(STATIC).parent
        if path.suffix == ".css":
            for wanted in re.findall(r'url\("([^"]+)"\)', path.read_text()):
                assert f"/static/{(folder / wanted).as_posix()}" in FILES
        if path.suffix == ".js":
            for wanted in re.findall(r'from "\./([^"]+)"', path.read_text()):
                assert f"/static/{(folder / wanted).as_posix()}" in FILES
