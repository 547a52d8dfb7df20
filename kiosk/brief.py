"""What the kiosk says in large letters: the same in few words.

Rule 1: a line of large letters holds thirty signs at the most; half the glass, a dozen.
"""

from kiosk import words
from kiosk.words import say
from queue_server.protocol.events import Estimate
from queue_server.protocol.refusals import Sentence
from queue_server.protocol.views import TicketView
from queue_server.protocol.vocabulary import Kind, Language, PrintResult
from queue_server.terminal.letterforms import CONTRAST, NEXT, PERSON

MANY = 100
"""Three digits leave no room: of people only the number is said, of minutes the hours."""
KINDS = {
    Kind.SUBMIT: Sentence("Nộp hồ sơ", "Submit"),
    Kind.COLLECT: Sentence("Nhận kết quả", "Collect"),
    Kind.GUIDANCE: Sentence("Hướng dẫn", "Guidance"),
}
"""Accents on capitals are harder to read: large words are small letters."""
PEOPLE = Sentence(f"{PERSON}{{n}}", f"{PERSON}{{n}}")
NO_MORE = Sentence("hết", "full")
RESTS = Sentence("nghỉ", "off")
PAGE = Sentence(f"{{n}}/{{of}} {NEXT}", f"{{n}}/{{of}} {NEXT}")
PRIORITY = Sentence("Ưu tiên", "Priority")
LOOK_UP = Sentence("Tra cứu", "Look up")
DARK = Sentence(CONTRAST, CONTRAST)
SMALLER = Sentence("Nhỏ", "Small")
OTHER_LANGUAGE = Sentence("EN", "VI")

NOT_IN_A_GROUP = Sentence("Không ưu tiên", "No priority")
SECONDS_LEFT = Sentence("Còn {n} giây", "{n} seconds left")

MORE_THAN = Sentence("Hơn {cap}", "Over {cap}")
HOW_MANY = Sentence("Nộp mấy hồ sơ?", "How many applications?")
ONE_TICKET_HOLDS = Sentence("Mỗi phiếu tối đa {cap} hồ sơ.", "One ticket: {cap} at most.")
NO_COUNTER_YET = Sentence(
    "Hiện chưa có quầy phục vụ. Quý vị lấy số và chờ?",
    "No counter is open for this. Take a number and wait?",
)
NO_COUNTER = Sentence("Hiện chưa có quầy mở", "No counter is open yet")
TAKE_ANYWAY = Sentence("Vẫn lấy số", "Take a number")

SEE = Sentence(f"Xem {{n}} việc {NEXT}", f"See {{n}} {NEXT}")
SEE_WHERE = Sentence(f"Xem {NEXT}", f"See {NEXT}")
TYPE_AGAIN = Sentence("Gõ lại", "Back")
NOTHING_FOUND = Sentence("Chưa thấy. Thử từ khác.", "Nothing. Try other words.")
NO_SEARCH = Sentence("Lúc này không tra cứu được", "Looking up fails just now")
SPACE = Sentence("cách", "space")

NEXT_ONE = Sentence("Kế tiếp", "Next")
AHEAD = Sentence("Còn {n} người", "{n} ahead")
MANY_AHEAD = Sentence("{n} người", "{n} ahead")
COUNTERS = Sentence("Quầy {counters}", "Counter {counters}")
ABOUT = Sentence("{low}-{high} phút", "{low}-{high} min")
ABOUT_ONE = Sentence("{high} phút", "{high} min")
HOURS = Sentence("{low}-{high} giờ", "{low}-{high} hours")
UNDER = Sentence("dưới {high} phút", "under {high} min")
PRINTED = {
    PrintResult.PRINTED: Sentence("Mời quý vị lấy phiếu", "Please take your ticket"),
    PrintResult.FAILED: Sentence("Không in được. Xin nhớ số!", "Not printed. Keep the number!"),
    PrintResult.UNKNOWN: Sentence("Mời lấy phiếu, xin nhớ số", "Take your ticket or note it"),
    None: Sentence("Xin quý vị nhớ số này", "Please note this number"),
}
PRINTED_LATE = Sentence("Phiếu lần trước, mời lấy", "Your earlier ticket")
PAPER_MISSING = Sentence("Chưa, in lại", "No, again")


def ahead(count: int, language: Language) -> str:
    """Return how many people come first."""
    if count <= 0:
        return say(NEXT_ONE, language)
    return say(AHEAD if count < MANY else MANY_AHEAD, language, n=count)


def wait(ticket: TicketView, language: Language) -> str:
    """Return how long it may take; nothing where nobody can say."""
    if ticket.after_break:
        return say(words.AFTER_BREAK, language, time=ticket.after_break)
    return _range(ticket.estimate, language) if ticket.ahead and ticket.estimate else ""


def _range(estimate: Estimate, language: Language) -> str:
    low, high = words.minutes(estimate)
    if low <= 0:
        return say(UNDER, language, high=high)
    if high >= MANY:
        return say(HOURS, language, low=max(1, low // 60), high=-(-high // 60))
    return say(ABOUT if low < high else ABOUT_ONE, language, low=low, high=high)
