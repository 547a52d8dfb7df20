"""People who sign in, by command, with no server running."""

import asyncio
import io
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from queue_server.cli.serving.house import open_house
from queue_server.store.contract import Account
from tests.queue_server.cli.conftest import Typed

GOOD = "0123456789"


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch):
    """Let somebody type these passwords, unseen."""

    def type_(*passwords: str) -> None:
        answers = iter(passwords)

        def ask(prompt: str) -> str:
            try:
                return next(answers)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("getpass.getpass", ask)

    return type_


def kept(folder: Path, name: str) -> Account:
    async def find() -> Account | None:
        async with open_house(folder) as house:
            return await house.registry.account_named(name)

    found = asyncio.run(find())
    assert found is not None
    return found


def test_an_officer_is_made_and_listed(typed: Typed, data: Path, stdin):
    stdin(f"{GOOD}\n")
    status, said, _ = typed(
        *("account", "add", "Lan", "--role", "officer", "--counter", "2"),
        *("--password-stdin", "--data", data),
    )

    assert (status, said) == (0, "The account Lan was made (officer).\n")
    made = kept(data, "Lan")
    assert (made.counter, made.centre) == ("2", "mau")
    assert PasswordHasher().verify(made.password_hash, GOOD)
    listed = typed("account", "list", "--data", data)[1].splitlines()
    assert listed[0].split() == ["name", "role", "counter", "centre", "state", "id"]
    assert listed[1].split()[:5] == ["Lan", "officer", "2", "mau", "active"]


def test_an_administrator_belongs_to_every_centre(typed: Typed, data: Path, keys):
    keys(GOOD, GOOD)

    assert typed("account", "add", "boss", "--role", "admin", "--data", data)[0] == 0
    assert kept(data, "boss").centre is None


def test_nobody_has_a_taken_name_or_a_hidden_one(typed: Typed, data: Path, keys):
    add = ["--role", "admin", "--data", data]
    keys(*[GOOD] * 6)
    typed("account", "add", "boss", *add)

    taken = typed("account", "add", " boss ", *add)
    hidden = typed("account", "add", "a\u200bb", *add)

    assert taken == (1, "", "queue-server: There is an account boss already.\n")
    assert hidden[2] == "queue-server: A name is 1 to 64 letters that can be seen.\n"


@pytest.mark.parametrize(
    ("passwords", "complaint"),
    [
        (["short", "short"], "A password has at least 10 letters or other signs."),
        ([GOOD, "9876543210"], "The two passwords are not the same."),
        ([], "No password was given; there is --password-stdin for programs."),
    ],
)
def test_a_bad_password_makes_nothing(
    typed: Typed, data: Path, keys, passwords: list[str], complaint: str
):
    keys(*passwords)

    answer = typed("account", "add", "x", "--role", "admin", "--data", data)

    assert answer == (1, "", f"queue-server: {complaint}\n")
    assert len(typed("account", "list", "--data", data)[1].splitlines()) == 1


def test_nobody_types_a_password_in_vain(typed: Typed, tmp_path: Path, keys):
    keys()

    answer = typed("account", "add", "x", "--role", "admin", "--data", tmp_path)

    assert "There is no database" in answer[2]


def test_the_last_administrator_stays(typed: Typed, data: Path, keys):
    keys(*[GOOD] * 4)
    typed("account", "add", "one", "--role", "admin", "--data", data)

    last = typed("account", "disable", "one", "--data", data)
    typed("account", "add", "two", "--role", "admin", "--data", data)
    then = typed("account", "disable", "one", "--data", data)

    complaint = "queue-server: one is the last administrator; make another one first.\n"
    assert last == (1, "", complaint)
    assert then == (0, "The account one is disabled.\n", "")
    assert kept(data, "one").disabled
    assert typed("account", "disable", "one", "--data", data)[0] == 0


def test_a_password_is_changed(typed: Typed, data: Path, keys):
    keys(GOOD, GOOD, "another one", "another one")
    typed("account", "add", "boss", "--role", "admin", "--data", data)

    status, said, _ = typed("account", "password", "boss", "--data", data)

    assert (status, said) == (0, "The account boss has a new password.\n")
    assert PasswordHasher().verify(kept(data, "boss").password_hash, "another one")


def test_nobody_unknown_is_changed(typed: Typed, data: Path):
    answer = typed("account", "disable", "nobody", "--data", data)

    assert answer == (1, "", "queue-server: There is no account nobody.\n")
