"""Reports at the door: every form says the same, what was filed stays, nobody's name is kept."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook
from pypdf import PdfReader

from queue_server.protocol.plan import RegisterForm, Reporting
from queue_server.store.sqlite import DATABASE
from tests.support.house import House, problem
from tests.support.office import open_office
from tests.support.small import small_plan

HEAD = "Mã hồ sơ;Ngày tiếp nhận;Ngày hẹn trả;Ngày giải quyết xong;Hình thức nộp;Lĩnh vực;Chủ hồ sơ"
EXPORT = f"""{HEAD}
H29-1;16/09/2026;20/09/2026;19/09/2026;Trực tuyến;Hộ tịch;Nguyễn Thị Lan
H29-2;20/09/2026;25/09/2026;25/09/2026;Trực tiếp;Hộ tịch;=Trần Văn Bình
H29-3;01/10/2026;05/10/2026;09/10/2026;Bưu chính công ích;Chứng thực;Lê Thị Đào
H29-4;10/10/2026;12/10/2026;;Trực tiếp;Chứng thực;Phạm Văn Sơn
H29-5;12/10/2026;30/10/2026;20/10/2026;Trực tiếp;Hộ tịch;Đỗ Thị Ước
"""
OCTOBER = "period=2026-10&basis=official"
COVERED = "from=2026-09-15&to=2026-10-14"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[House]:
    async with open_office(tmp_path) as house:
        yield house


async def take_in(office: House, text: str = EXPORT, query: str = COVERED) -> Any:
    answer = await office.post(f"/dossiers/imports?{query}", "manager", data=text.encode())
    assert answer.status == 201, await answer.text()
    return await answer.json()


async def report(office: House, name: str, query: str = OCTOBER, form: str = "json") -> bytes:
    answer = await office.get(f"/reports/{name}?{query}&format={form}", "auditor")
    assert answer.status == 200, await answer.text()
    return await answer.read()


async def told(office: House, name: str, query: str = OCTOBER) -> Any:
    answer = await office.get(f"/reports/{name}?{query}", "auditor")
    assert answer.status == 200, await answer.text()
    return await answer.json()


async def test_an_export_is_told_line_by_line_and_changes_nothing_the_second_time(
    office: House,
) -> None:
    wrong = EXPORT + "H29-6;31/02/2026;;;;;\nH29-1;16/09/2026;;;;;\n;16/09/2026;;;;;\n"
    first = await take_in(office, wrong)
    again = await take_in(office, wrong)

    verdicts = [line["verdict"] for line in first["lines"]]
    assert verdicts == ["new"] * 5 + ["refused"] * 3
    assert "31/02/2026" in first["lines"][5]["why_vi"]
    assert "dòng 2" in first["lines"][6]["why_vi"]
    assert first["lines"][7]["why_en"] == "the code is missing"
    assert (again["taken_in"]["taken"], again["taken_in"]["same"]) == (0, 5)


async def test_the_form_counts_by_the_case_systems_day(office: House) -> None:
    await take_in(office)
    whole = (await told(office, "ii06a"))["tables"][0]["total"]

    assert (whole["received"], whole["online"], whole["direct"]) == (5, 1, 4)
    assert (whole["settled"], whole["early"], whole["on_time"], whole["late"]) == (3, 1, 1, 1)
    assert (whole["open"], whole["in_time"], whole["overdue"]) == (2, 1, 1)
    assert whole["on_time_rate"] == pytest.approx(2 / 3)


async def test_without_an_import_that_covers_the_period_it_is_a_draft(office: House) -> None:
    assert (await told(office, "ii06a"))["marks"] == ["BẢN NHÁP"]
    await take_in(office, query="from=2026-09-15&to=2026-10-13")
    assert (await told(office, "ii06a"))["marks"] == ["BẢN NHÁP"]
    await take_in(office)
    assert (await told(office, "ii06a"))["marks"] == []


async def test_the_paper_has_its_letters_right(office: House) -> None:
    await take_in(office)
    pages = PdfReader(io.BytesIO(await report(office, "ii06a", form="pdf"))).pages
    text = " ".join(pages[0].extract_text().split())

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" in text
    assert "Số hồ sơ nhận giải quyết" in text
    assert "từ ngày 15/09/2026 đến ngày 14/10/2026" in text


async def file(office: House, name: str = "ii06a", period: str = "2026-10", **how: Any) -> Any:
    body = {"period": period, "basis": "official"}
    return await office.post(f"/reports/{name}/filed", "manager", body, **how)


async def test_a_filed_report_is_frozen_and_its_filing_stands_in_the_record(
    office: House,
) -> None:
    await take_in(office)
    before = await report(office, "ii06a", form="pdf")
    answer = await file(office)
    filing = await answer.json()
    await take_in(
        office, EXPORT.replace(";;Trực tiếp;Chứng thực", ";11/10/2026;Trực tiếp;Chứng thực")
    )

    assert answer.status == 201, filing
    assert (filing["report"], filing["first"], filing["last"]) == (
        "ii06a",
        "2026-09-15",
        "2026-10-14",
    )
    assert (await told(office, "ii06a"))["tables"][0]["total"]["open"] == 2
    assert (await told(office, "ii06a", OCTOBER + "&fresh=1"))["tables"][0]["total"]["open"] == 1
    kept = await office.get(f"/filings/{filing['id']}?format=json", "auditor")
    assert (await kept.json())["tables"] == (await told(office, "ii06a"))["tables"]
    assert len(before) > 5_000
    audit = await (await office.get("/audit", "admin")).json()
    noted = next(entry for entry in audit["entries"] if entry["type"] == "report_filed")
    assert (noted["by"], noted["report"], noted["period"]) == ("id-manager", "ii06a", "2026-10")


async def test_column_6_is_what_was_filed_and_a_correction_is_a_named_difference(
    office: House,
) -> None:
    await take_in(office)
    await file(office)
    later = EXPORT.replace(";;Trực tiếp;Chứng thực", ";13/10/2026;Trực tiếp;Chứng thực")
    await take_in(office, later, "from=2026-09-15&to=2026-11-14")

    made = await told(office, "ii06a", "period=2026-11&basis=official")

    whole = made["tables"][0]["total"]
    assert whole["carried"] == 2
    assert whole["received"] == whole["online"] + whole["direct"] + whole["carried"]
    difference = made["tables"][1]
    assert "Chênh lệch" in difference["title"]
    assert [row["difference"] for row in difference["rows"]] == [-1]
    assert whole["settled"] + whole["open"] == whole["received"] - 1


@pytest.mark.parametrize(
    ("name", "period", "status", "code"),
    [
        ("ii06a", "2026-10", 409, "report_is_draft"),
        ("register", "2026-12", 409, "period_not_over"),
        ("gaps", "2026-10", 409, "not_filed_here"),
        ("nothing", "2026-10", 404, "unknown_report"),
        ("ii06a", "2026-13", 422, "wrong_period"),
    ],
)
async def test_what_cannot_be_filed_says_why(
    office: House, name: str, period: str, status: int, code: str
) -> None:
    await problem(await file(office, name, period), status, code)


async def test_a_report_is_filed_once_and_a_repeated_press_is_the_same_filing(
    office: House,
) -> None:
    await take_in(office)
    key = {"headers": {"Idempotency-Key": "once"}}
    first, again = await file(office, **key), await file(office, **key)

    assert await first.json() == await again.json()
    await problem(await file(office), 409, "already_filed")
    listed = await (await office.get("/reports", "manager")).json()
    assert [one["report"] for one in listed["filings"]] == ["ii06a"]


async def judge(office: House, satisfaction: int, *reasons: str, ticket: Any = None) -> None:
    served = ticket or await office.served()
    marks = {"satisfaction": satisfaction, "reasons": list(reasons)}
    answer = await office.post(f"/tickets/{served['id']}/rating", None, marks)
    assert answer.status == 200, await answer.text()


async def test_reasons_are_counted_by_how_satisfied_those_were_who_picked_them(
    office: House,
) -> None:
    await judge(office, 1, "long_wait", "unclear")
    await judge(office, 2, "long_wait")
    await judge(office, 3)
    late = await office.served()
    office.clock.move(16.5 * 3600)
    await office.engine.tick()
    await judge(office, 1, "on_the_tablet", "long_wait", ticket=late)
    await judge(office, 1, "other")

    data = await told(office, "ratings", "period=2026-11-20")

    picked = {row["name"]: row for row in data["tables"][-1]["rows"] if row["picked"]}
    assert {
        name: (row["picked"], row["very"], row["fairly"], row["not"])
        for name, row in picked.items()
    } == {
        "Chờ quá lâu": (3, 0, 1, 2),
        "Hướng dẫn chưa rõ": (1, 0, 0, 1),
        "on_the_tablet": (1, 0, 0, 1),
    }
    assert picked["Chờ quá lâu"]["picked_share"] == 3 / 4
    assert [row["name"] for row in data["tables"][-1]["rows"]][4] == "Điều khác"


@pytest.mark.parametrize("who", ["officer", "kiosk", "manager-elsewhere", None])
async def test_reports_are_for_managers_and_auditors_alone(office: House, who: str | None) -> None:
    for path in ("/reports", f"/reports/ii06a?{OCTOBER}", "/dossiers/imports", "/filings/f"):
        answer = await office.get(path, who)
        assert answer.status == (401 if who is None else 403)


async def test_an_auditor_looks_and_changes_nothing(office: House) -> None:
    body = {"period": "2026-10"}
    await problem(await office.post("/reports/ii06a/filed", "auditor", body), 403, "not_allowed")
    taken = await office.post("/dossiers/imports", "auditor", data=EXPORT.encode())
    await problem(taken, 403, "not_allowed")
    page = await (await office.get(f"!/manager/reports?report=ii06a&{OCTOBER}", "auditor")).text()
    assert 'id="import"' not in page


async def test_fields_stand_under_the_level_that_settles_them(tmp_path: Path) -> None:
    usual = small_plan()
    fields = (usual.fields[0], replace(usual.fields[1], level="Cấp tỉnh"))
    plan = replace(usual, fields=fields, reporting=Reporting(level="Cấp xã"))
    async with open_office(tmp_path, plan) as office:
        await take_in(office)
        table = (await told(office, "ii06a"))["tables"][0]

    assert [(row["no"], row["field"], row["received"]) for row in table["rows"]] == [
        (None, "Cấp xã", 3),
        (1, "Hộ tịch", 3),
        (None, "Cấp tỉnh", 2),
        (2, "Chứng thực", 2),
    ]
    assert table["total"]["received"] == 5


@pytest.mark.parametrize(
    ("form", "column", "said"),
    [
        ("form_2018", "in_charge", ["Công an xã", "UBND xã Mẫu"]),
        ("provincial", "area", ["Xã Mẫu", "Xã Mẫu"]),
    ],
)
async def test_the_register_says_who_settles_and_where_dossiers_come_from(
    tmp_path: Path, form: RegisterForm, column: str, said: list[str]
) -> None:
    usual = small_plan()
    procedures = (replace(usual.procedures[0], agency="Công an xã"), *usual.procedures[1:])
    reporting = Reporting(register=form, agency="UBND xã Mẫu", area="Xã Mẫu")
    async with open_office(
        tmp_path, replace(usual, procedures=procedures, reporting=reporting)
    ) as office:
        export = f"{HEAD};Mã thủ tục\nH1;16/09/2026;;;;;;1.001193\nH2;16/09/2026;;;;;;2.000815\n"
        await take_in(office, export)
        rows = (await told(office, "register"))["tables"][0]["rows"]

    assert [row[column] for row in rows] == said


async def test_no_name_of_an_export_is_kept(office: House, tmp_path: Path) -> None:
    await take_in(office)
    await file(office, "register")

    for file_ in tmp_path.glob(f"{DATABASE}*"):
        assert "Nguyễn Thị Lan".encode() not in file_.read_bytes()


async def test_the_register_has_names_only_from_the_file_that_comes_with_it(
    office: House,
) -> None:
    await take_in(office)
    path = f"/reports/register/filled?{OCTOBER}&format="
    sent = await office.post(path + "json", "manager", data=EXPORT.encode())
    rows = (await sent.json())["tables"][0]["rows"]
    plain = (await told(office, "register"))["tables"][0]["rows"]

    assert rows[0]["owner"] == "Nguyễn Thị Lan"
    assert [row["owner"] for row in plain] == [None] * 5
    assert [row["code"] for row in plain] == [row["code"] for row in rows]
    for form in ("csv", "xlsx"):
        body = await (await office.post(path + form, "manager", data=EXPORT.encode())).read()
        if form == "csv":
            assert ";'=Trần Văn Bình;" in body.decode("utf-8-sig")
        else:
            sheet = load_workbook(io.BytesIO(body)).worksheets[0]
            cell = next(c for row in sheet.iter_rows() for c in row if "Bình" in str(c.value))
            assert cell.data_type == "s"


async def test_names_are_kept_where_a_centre_says_so_and_forgotten_in_time(
    tmp_path: Path,
) -> None:
    plan = replace(small_plan(), reporting=Reporting(keep_owners=True, owners_days=30))
    async with open_office(tmp_path, plan) as office:
        await take_in(office)
        rows = (await told(office, "register"))["tables"][0]["rows"]
        assert rows[0]["owner"] == "Nguyễn Thị Lan"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "rỗng"),
        (b"PK\x03\x04 not a workbook", "không phải tệp Excel"),
        (b"\xd0\xcf\x11\xe0 old", ".xls"),
        (b"a;b;c\n1;2;3\n", "Mã hồ sơ"),
        (b"\xff\xfe\xff", "UTF-8"),
        ("Mã hồ sơ;x\n1;2".encode("cp1258", "ignore"), "UTF-8"),
    ],
)
async def test_a_file_that_cannot_be_read_says_why(office: House, body: bytes, said: str) -> None:
    answer = await office.post("/dossiers/imports", "manager", data=body)

    found = await problem(answer, 422, "unreadable_file")
    assert said in found["sentence"]["vi"]


async def test_a_file_that_is_too_large_is_refused(office: House) -> None:
    answer = await office.post("/dossiers/imports", "manager", data=io.BytesIO(b"x" * (11 << 20)))

    await problem(answer, 413, "too_large")


async def test_officers_are_told_when_a_dossier_would_be_due(office: House) -> None:
    query = "procedure=1.001193&received=2026-11-20T09:00:00%2B07:00"
    answer = await office.get(f"/dossiers/due?{query}", "officer")

    told = await answer.json()
    assert told["due_on"] == "2026-11-23"
    assert told["reason_vi"] == "1 ngày làm việc, tính từ 20/11"
    assert told["reason_en"] == "1 working day, from 20/11 on"
    unknown = await office.get("/dossiers/due?procedure=2.000815", "officer")
    assert (await unknown.json())["due_on"] is None
