"""The table of what is done elsewhere."""

import unicodedata

from queue_server.domain.elsewhere import ELSEWHERE


def test_each_entry_has_words_and_a_sentence_in_both_languages() -> None:
    for entry in ELSEWHERE:
        assert entry.phrases
        assert all(unicodedata.is_normalized("NFC", phrase) for phrase in entry.phrases)
        assert entry.sentence.vi.endswith(".")
        assert entry.sentence.en.endswith(".")


def test_no_phrase_stands_twice() -> None:
    phrases = [phrase for entry in ELSEWHERE for phrase in entry.phrases]

    assert len(set(phrases)) == len(phrases)
