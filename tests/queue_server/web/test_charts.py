"""Charts: true SVG, without a script, asking nobody."""

from xml.etree import ElementTree

import pytest

from queue_server.web.charts import THEMES, Line, line_chart


@pytest.mark.parametrize("theme", THEMES)
def test_a_chart_is_a_picture_and_nothing_else(theme: str) -> None:
    lines = [Line("Hôm nay", [3, None, 5]), Line("<script>", [1, 2.5, 4], usual=True)]

    picture = line_chart(["7h", "8h", "9h"], lines, theme)

    root = ElementTree.fromstring(picture)
    text = picture.decode()
    assert root.tag.endswith("svg")
    assert "<script" not in text
    assert "Hôm nay" in text
    assert "&lt;script&gt;" in text
    for part in root.iter():
        assert not part.tag.endswith("script")
        assert not any(name.endswith("href") for name in part.attrib)


def test_a_chart_of_nothing_is_still_a_picture() -> None:
    assert ElementTree.fromstring(line_chart([], [Line("Hôm nay", [])])).tag.endswith("svg")
