"""Names, passwords and tokens of the demo."""

import json
import stat
from pathlib import Path

from argon2 import PasswordHasher

from queue_server.demo import credentials as who
from queue_server.protocol.vocabulary import CentreId, Role
from queue_server.store.contract import Batch
from queue_server.store.sqlite import SqliteStore
from queue_server.web.auth import passwords
from queue_server.web.auth.tokens import token_hash

CENTRE = CentreId("cam-xuyen")
URL = "http://127.0.0.1:8080"


def test_the_file_is_as_others_rely_on_it(tmp_path: Path):
    who.write(tmp_path, who.fresh(CENTRE, URL))

    found = json.loads((tmp_path / "credentials.json").read_text(encoding="utf-8"))

    assert (found["centre"], found["url"]) == ("cam-xuyen", URL)
    roles = [account["role"] for account in found["accounts"]]
    assert {role: roles.count(role) for role in roles} == {
        "admin": 1,
        "manager": 1,
        "auditor": 1,
        "officer": 8,
    }
    officers = [a for a in found["accounts"] if a["role"] == "officer"]
    assert [officer["counter"] for officer in officers] == list("12345678")
    assert "counter" not in found["accounts"][0]
    assert set(found["devices"]) >= {"kiosk", "display"}


def test_only_its_owner_reads_what_is_secret(tmp_path: Path):
    who.write(tmp_path, who.fresh(CENTRE, URL))
    who.write(tmp_path, who.fresh(CENTRE, URL))

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == dict.fromkeys(
        ("credentials.json", "kiosk.token", "display.token", "rating.token"), 0o600
    )


def test_what_was_written_is_read_again(tmp_path: Path):
    written = who.fresh(CENTRE, URL)
    who.write(tmp_path, written)

    assert who.read(tmp_path) == written
    assert who.token_file(tmp_path, "kiosk").read_text() == f"{written.devices['kiosk']}\n"


def test_a_file_that_is_missing_or_cut_off_is_none(tmp_path: Path):
    assert who.read(tmp_path) is None
    (tmp_path / who.NAME).write_text('{"centre": "cam-xu')
    assert who.read(tmp_path) is None


def test_passwords_are_good_and_all_different():
    entries = who.fresh(CENTRE, URL).accounts

    assert all(passwords.is_good(entry.password) for entry in entries)
    assert len({entry.password for entry in entries}) == len(entries)


def test_the_password_of_one_is_found():
    known = who.fresh(CENTRE, URL)

    assert known.password("officer8") == known.accounts[-1].password


def test_nobody_simulated_sits_at_the_visitors_counter():
    staff = who.staff()

    assert sorted(staff.officers) == list("1234567")
    assert staff.officers["3"] == who.account_id("officer3")
    assert staff.kiosk != who.device_id("kiosk")


async def test_rows_are_missed_until_all_are_kept(tmp_path: Path):
    store = await SqliteStore.open(tmp_path)
    known = who.fresh(CENTRE, URL)
    accounts, devices = who.accounts(known, 1), who.devices(known, 1)
    keep = store.journal(CENTRE).append

    assert not await who.are_kept(store.registry, known)
    await keep(Batch(statements=[store.registry.put_account(one) for one in accounts]))
    assert not await who.are_kept(store.registry, known)
    await keep(Batch(statements=[store.registry.put_device(one) for one in devices]))
    assert await who.are_kept(store.registry, known)
    await store.close()


def test_accounts_and_devices_fit_the_file():
    known = who.fresh(CENTRE, URL)
    accounts = {account.name: account for account in who.accounts(known, 5)}
    devices = {device.id: device for device in who.devices(known, 5)}

    assert accounts["admin"].centre is None
    assert accounts["officer3"].counter == "3"
    assert accounts["officer3"].centre == CENTRE
    kept = accounts["manager"].password_hash
    assert PasswordHasher().verify(kept, known.password("manager"))
    kiosk = devices[who.device_id("kiosk")]
    assert kiosk.role is Role.KIOSK
    assert kiosk.token_hash == token_hash(known.devices["kiosk"])
    assert devices[who.device_id("rating")].counter == "8"
