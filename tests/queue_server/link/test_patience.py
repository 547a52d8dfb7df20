from itertools import islice

from queue_server.link import reconnect_delays


def test_dialling_begins_soon_and_stays_within_its_limits() -> None:
    delays = list(islice(reconnect_delays(), 1000))

    assert delays[0] <= 0.35
    assert max(delays[:800]) < 1, "back within a second of the server"
    assert all(0.15 <= delay <= 5 for delay in delays)
    assert min(delays[800:]) >= 2.5, "after ten minutes the wire is spared"
    assert len(set(delays)) > 900, "no two terminals in step"
