"""Views as a busy morning shows them, for screens that are tested without a floor."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import msgspec

from queue_server.protocol.screens import (
    CallView,
    ConsoleView,
    CounterBoardView,
    FieldCount,
    HallView,
    KioskField,
    KioskKind,
    KioskView,
    LabelView,
    ServingView,
    Today,
)
from queue_server.protocol.views import (
    CentreCounter,
    CentreView,
    CounterView,
    FieldView,
    GroupView,
    HoursView,
    KindView,
    OpenView,
    TicketView,
)

ZONE = timezone(timedelta(hours=7))
AT = datetime(2026, 11, 23, 7, 42, tzinfo=ZONE)

FIELDS = [
    ("HT", "A", "Hộ tịch", "Civil status"),
    ("CT", "B", "Chứng thực", "Certification"),
    ("DD", "C", "Đất đai", "Land"),
    ("MT", "D", "Môi trường và tài nguyên", "Environment and resources"),
    ("XD", "E", "Xây dựng, quy hoạch, nhà ở và giao thông", "Construction and transport"),
    ("KD", "G", "Đăng ký hộ kinh doanh, hợp tác xã", "Household business, cooperatives"),
    ("BT", "H", "Bảo trợ xã hội, trẻ em và giảm nghèo", "Social protection"),
    ("NC", "K", "Người có công và lao động", "Merit and labour"),
    ("NN", "L", "Nông nghiệp, lâm nghiệp, thủy sản, thủy lợi", "Agriculture and fishery"),
    ("CO", "M", "Công Thương và an toàn thực phẩm", "Trade and food safety"),
    ("GD", "N", "Giáo dục và đào tạo", "Education"),
    ("VH", "P", "Văn hóa, thể thao và thông tin", "Culture and sport"),
    ("NV", "Q", "Nội vụ, tôn giáo, dân tộc và quân sự", "Home affairs"),
    ("TP", "R", "Tư pháp khác", "Other justice"),
    ("CA", "S", "Công an (cư trú, căn cước, định danh, xe)", "Police"),
    ("BH", "T", "Bảo hiểm xã hội và thuế", "Social insurance and tax"),
]
NAMES = {code: (vi, en) for code, _, vi, en in FIELDS}


def made(kind: type[Any], /, **members: object) -> Any:
    """Return a view from plain data, times as they stand on the wire."""
    return msgspec.convert(msgspec.to_builtins(members), kind)


def ticket(**changed: object) -> TicketView:
    members: dict[str, object] = {
        "id": "ab12cd34ef56ab12cd34ef56",
        "label": "A005",
        "field": "HT",
        "procedure": None,
        "kind": "submit",
        "priority": None,
        "state": "waiting",
        "issued_at": AT,
        "service_day": date(2026, 11, 23),
        "ahead": 4,
        "estimate": {"low_s": 600, "high_s": 1140, "basis": "recent"},
        "counter": None,
        "called_at": None,
        "started_at": None,
        "finished_at": None,
        "outcome": None,
        "link": None,
        "counters": ["Quầy 1", "Quầy 2"],
    }
    members |= changed
    vi, en = NAMES.get(str(members["field"]), ("", ""))
    members = {"field_name_vi": vi, "field_name_en": en} | members
    view: TicketView = made(TicketView, **members)
    return view


def centre(**changed: object) -> CentreView:
    fields = [
        FieldView(code=code, name_vi=vi, name_en=en, series=series, open=True)
        for code, series, vi, en in FIELDS
    ]
    members: dict[str, object] = {
        "id": "cam-xuyen",
        "name_vi": "Trung tâm Phục vụ hành chính công xã Cẩm Xuyên",
        "name_en": "Cẩm Xuyên Public Administration Service Centre",
        "header_vi": ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "XÃ CẨM XUYÊN"),
        "header_en": ("PUBLIC ADMINISTRATION SERVICE CENTRE", "CẨM XUYÊN COMMUNE"),
        "fields": fields,
        "kinds": [KindView(kind="collect", series="Z", open=True)],
        "counters": counters(),
        "hours": HoursView(service=(), tickets=(), always_open=True),
        "service_day": AT.date(),
        "open": True,
        "reason": OpenView(open=True),
        "groups": [
            GroupView(code="over60", name_vi="Người từ đủ 60 tuổi", name_en="60 and over"),
            GroupView(code="pregnant", name_vi="Phụ nữ mang thai", name_en="Pregnant women"),
        ],
        "priority_at_kiosk": True,
        "policy_vi": "Cứ 2 lượt ưu tiên đến 1 lượt thường.",
        "policy_en": "Two priority calls, then one other.",
        "dossiers_per_ticket": 0,
        "plan_version": 1,
        "zone": "Asia/Ho_Chi_Minh",
        "notice_vi": "",
        "notice_en": "",
        "public_url": "",
    }
    view: CentreView = made(CentreView, **(members | changed))
    return view


def counters() -> tuple[CentreCounter, ...]:
    codes = [code for code, *_ in FIELDS]
    return tuple(
        CentreCounter(
            id=str(number),
            name=f"Quầy {number}",
            fields=tuple(codes[number * 2 - 2 : number * 2]),
            helps=(),
            state="paused" if number == 6 else "open",
        )
        for number in range(1, 9)
    )


def kiosk(**changed: object) -> KioskView:
    estimate = {"low_s": 600, "high_s": 1140, "basis": "recent"}
    fields = [
        made(
            KioskField,
            code=code,
            name_vi=vi,
            name_en=en,
            series=series,
            open=code != "NN",
            paused=code == "GD",
            waiting=place * 7 % 11,
            estimate=estimate,
        )
        for place, (code, series, vi, en) in enumerate(FIELDS)
    ]
    kinds = [
        made(
            KioskKind,
            kind=kind,
            series=series,
            open=True,
            paused=False,
            waiting=waiting,
            estimate=None,
        )
        for kind, series, waiting in (("collect", "X", 3), ("guidance", "Y", 0))
    ]
    members: dict[str, object] = {
        "open": OpenView(open=True),
        "fields": fields,
        "kinds": kinds,
        "notice_vi": "",
        "notice_en": "",
        "jobs": (),
    }
    view: KioskView = made(KioskView, **(members | changed))
    return view


def call(serial: int, label: str, counter: str, **changed: object) -> CallView:
    members: dict[str, object] = {
        "serial": serial,
        "label": label,
        "counter": counter,
        "counter_name": f"Quầy {counter}",
        "field": "HT",
        "priority": False,
        "at": AT + timedelta(seconds=serial * 20 - 1800),
        "again": False,
        "sentence_vi": f"Mời số {label} đến quầy {counter}.",
        "sentence_en": f"Number {label}, please go to counter {counter}.",
        "audio": None,
    }
    view: CallView = made(CallView, **(members | changed))
    return view


def hall(**changed: object) -> HallView:
    labels = ["A005", "C012", "S103", "B007", "T021", "Z044", "A004", "E003", "H009", "Z043"]
    members: dict[str, object] = {
        "centre": "cam-xuyen",
        "calls": [
            call(90 - place, label, str(place * 3 % 8 + 1)) for place, label in enumerate(labels)
        ],
        "serving": [
            ServingView(
                counter=str(place * 3 % 8 + 1),
                label=label,
                counter_name=f"Quầy {place * 3 % 8 + 1}",
                state="called" if place == 0 else "serving",
            )
            for place, label in enumerate(labels[:7])
        ],
        "waiting": [
            FieldCount(
                field=code,
                name_vi=vi,
                count=place * 7 % 11,
                name_en=en,
                short_vi=vi.split(",")[0].split(" và ")[0].split(" (")[0],
            )
            for place, (code, _, vi, en) in enumerate(FIELDS)
        ],
        "missed": [LabelView(label="A002"), LabelView(label="S099")],
        "notice": "Người cao tuổi, người khuyết tật, phụ nữ mang thai vui lòng báo nhân viên.",
        "blank": False,
        "header_vi": ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "XÃ CẨM XUYÊN"),
        "counters": counters(),
    }
    view: HallView = made(HallView, **(members | changed))
    return view


def board(**changed: object) -> CounterBoardView:
    members: dict[str, object] = {
        "counter": "3",
        "name": "Quầy 3",
        "state": "open",
        "label": "A005",
        "since": AT,
        "priority": False,
        "fields": ("HT", "CT"),
        "names_vi": ("Hộ tịch", "Chứng thực"),
    }
    view: CounterBoardView = made(CounterBoardView, **(members | changed))
    return view


def console(**changed: object) -> ConsoleView:
    current = ticket(state="called", ahead=None, estimate=None, counter="3", called_at=AT, calls=1)
    members: dict[str, object] = {
        "counter": at_counter(current=current),
        "current": current,
        "waiting": [
            ticket(
                id=f"wait{place:020}",
                label=f"{'ABCS'[place % 4]}{place + 6:03}",
                field=FIELDS[place % 4][0],
                priority="over60" if place == 1 else None,
                issued_at=AT - timedelta(minutes=20 - place),
                ahead=place,
            )
            for place in range(12)
        ],
        "waiting_count": 12,
        "held": [ticket(id="held", label="B003", field="CT", state="held", ahead=None)],
        "missed": [ticket(id="missed", label="A002", state="missed", ahead=None)],
        "no_outcome": (),
        "today": Today(called=14, served=12, missed=1, service_mean_s=522),
        "alerts": (),
        "suggest_miss": False,
        "can_undo": True,
        "start_by": AT + timedelta(seconds=60),
    }
    view: ConsoleView = made(ConsoleView, **(members | changed))
    return view


def at_counter(**changed: object) -> CounterView:
    members: dict[str, object] = {
        "id": "3",
        "name": "Quầy 3",
        "state": "open",
        "officer": "officer3",
        "fields": ("HT", "CT"),
        "helps": ("DD",),
        "current": None,
    }
    view: CounterView = made(CounterView, **(members | changed))
    return view
