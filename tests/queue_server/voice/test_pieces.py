"""A sentence in pieces: long recordings first, the rest as it stands."""

from queue_server.voice.pieces import Piece, key, missing, pieces

SENTENCE = "Mời số A, năm đến quầy số ba, lượt gọi cuối."
CLIPS = [key(said) for said in ("Mời số", "A", "năm", "đến quầy số", "ba", "lượt gọi cuối")]


def _said(sentence: str, *clips: str) -> list[tuple[str, bool, bool]]:
    return [tuple(piece) for piece in pieces(sentence, [key(clip) for clip in clips])]


def test_all_of_it_is_said_by_clips() -> None:
    assert pieces(SENTENCE, CLIPS) == [
        Piece("mời số", True, False),
        Piece("a", True, True),
        Piece("năm", True, False),
        Piece("đến quầy số", True, False),
        Piece("ba", True, True),
        Piece("lượt gọi cuối", True, True),
    ]


def test_the_longest_recording_is_taken() -> None:
    said = _said("đến quầy số ba", "đến", "đến quầy", "đến quầy số ba", "ba")

    assert said == [("đến quầy số ba", True, False)]


def test_what_is_not_recorded_stays_together() -> None:
    said = _said("Mời số A, năm đến quầy Trả kết quả.", "mời số", "năm", "đến")

    assert said == [
        ("mời số", True, False),
        ("A", False, True),
        ("năm", True, False),
        ("đến", True, False),
        ("quầy Trả kết quả", False, True),
    ]


def test_without_a_clip_it_is_one_piece_with_its_pauses() -> None:
    assert _said(SENTENCE) == [(SENTENCE.rstrip("."), False, True)]


def test_no_clip_goes_over_a_pause() -> None:
    assert _said("A, năm", "a năm", "a", "năm") == [("a", True, True), ("năm", True, False)]


def test_capitals_and_ways_of_writing_an_accent_do_not_matter() -> None:
    apart = "Mo\u031b\u0300i  So\u0302\u0301"

    assert key(apart) == key("mời số")
    assert _said(apart, "MỜI SỐ") == [("mời số", True, False)]


def test_nothing_is_said_in_nothing() -> None:
    assert _said("", "a") == []
    assert _said(" ,. ", "a") == []


def test_what_is_missing_is_named_once() -> None:
    assert missing([SENTENCE, SENTENCE, "Mời số B"], CLIPS) == ["B"]
