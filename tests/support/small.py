"""A plan small enough to know by heart."""

from queue_server.protocol.plan import (
    Counter,
    Field,
    Hours,
    KindPlan,
    Plan,
    Policy,
    PriorityGroup,
    Procedure,
    Series,
)
from queue_server.protocol.vocabulary import (
    CentreId,
    CounterId,
    DaysUnit,
    FieldCode,
    Kind,
    ProcedureCode,
    SeriesId,
)

CENTRE = CentreId("mau")
BIRTH = Procedure(
    code=ProcedureCode("1.001193"),
    field=FieldCode("HT"),
    name="Thủ tục đăng ký khai sinh",
    short_name="Khai sinh",
    keywords=("làm giấy khai sinh",),
    days=1,
    days_unit=DaysUnit.WORKING,
    fee="Miễn phí",
    papers="Giấy chứng sinh",
)
COPIES = Procedure(
    code=ProcedureCode("2.000815"),
    field=FieldCode("CT"),
    name="Chứng thực bản sao từ bản chính",
    short_name="Chứng thực bản sao",
    keywords=("sao y",),
    fee="2.000 đồng/trang",
)


def small_plan(centre: CentreId = CENTRE, *, public_url: str = "") -> Plan:
    """Return a centre that never closes: two fields, two counters, results have their own series.

    Counter 1 serves HT and helps CT; counter 2 serves CT and hands results out.
    """
    return Plan(
        centre=centre,
        name_vi="Trung tâm mẫu",
        name_en="Sample centre",
        header_vi=("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "XÃ MẪU"),
        series=(
            Series(id=SeriesId("ht"), prefix="A"),
            Series(id=SeriesId("ct"), prefix="B"),
            Series(id=SeriesId("kq"), prefix="K", name_vi="Kết quả"),
        ),
        fields=(
            Field(
                code=FieldCode("HT"),
                name_vi="Hộ tịch",
                name_en="Civil status",
                series=SeriesId("ht"),
            ),
            Field(
                code=FieldCode("CT"),
                name_vi="Chứng thực",
                name_en="Certified copies",
                series=SeriesId("ct"),
            ),
        ),
        kinds=(KindPlan(kind=Kind.COLLECT, series=SeriesId("kq")),),
        counters=(
            Counter(
                id=CounterId("1"),
                name="Quầy 1",
                fields=(FieldCode("HT"),),
                helps=(FieldCode("CT"),),
            ),
            Counter(
                id=CounterId("2"),
                name="Quầy 2",
                fields=(FieldCode("CT"),),
                kinds=(Kind.COLLECT,),
            ),
        ),
        procedures=(BIRTH, COPIES),
        hours=Hours(always_open=True),
        policy=Policy(
            recall_gap_s=0,
            tickets_a_minute=0,
            tickets_in_a_row=0,
            groups=(
                PriorityGroup(code="elder", name_vi="Người cao tuổi", name_en="Elders", rank=1),
            ),
            sentence_vi="Ưu tiên người cao tuổi.",
            sentence_en="Elders go first.",
        ),
        public_url=public_url,
    )
