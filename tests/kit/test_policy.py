"""The table of who may do what."""

from entente.kit.policy import Policy


def test_a_page_that_offers_many_acts_asks_each_ground_once():
    times = []

    def first(person, thing):
        times.append("first")
        return False

    def second(person, thing):
        times.append("second")
        return True

    table = Policy({"read": (first, second), "write": (first,), "close": (second,)})

    assert table.allowed("somebody", ("read", "write", "close", "unknown")) == {
        "read": True,
        "write": False,
        "close": True,
        "unknown": False,
    }
    assert sorted(times) == ["first", "second"]
