"""A late part is made once, at its first use."""

from threading import Thread
from time import sleep

from pharmassist.services.late import late


class Bell:
    """Counts how often it was made."""

    made = 0

    def __init__(self) -> None:
        sleep(0.01)
        Bell.made += 1

    def ring(self) -> str:
        return "ding"


def test_a_part_is_made_at_its_first_use_and_once() -> None:
    Bell.made = 0
    bell = late(Bell)
    assert Bell.made == 0
    threads = [Thread(target=bell.ring) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bell.ring() == "ding"
    assert Bell.made == 1
