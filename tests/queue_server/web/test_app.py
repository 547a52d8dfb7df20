from tests.support.house import House


async def test_a_visit_goes_through_the_doors(house: House) -> None:
    ticket = await house.ticket()
    opened = await house.told("/counters/1/open", "officer")
    called = await house.told("/counters/1/next", "officer", {"after": None})

    assert (ticket["label"], ticket["state"], ticket["ahead"]) == ("A001", "waiting", 0)
    assert opened["state"] == "open"
    assert called["ticket"]["id"] == ticket["id"]
    assert called["reason"] == "turn"
