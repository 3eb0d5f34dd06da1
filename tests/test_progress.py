"""How far a question is, and stopping it, by a ticket."""

from __future__ import annotations

import threading
import time

import pytest
from page_doubles import fake_library

from page.asking.controller import Controller
from page.asking.progress import _MOST, Progress, Stopped
from qa import Answerer

TICKET, OTHER = "0" * 32, "a" * 32


def test_the_stages_are_told_until_the_answer_is_there() -> None:
    progress = Progress()
    reach = progress.begin(TICKET)
    assert progress.stage(TICKET) == "parse"
    reach("search")
    assert progress.stage(TICKET) == "search"
    assert progress.stage(OTHER) is None
    progress.end(TICKET)
    assert progress.stage(TICKET) is None


def test_a_stopped_question_ends_at_its_next_stage() -> None:
    progress = Progress()
    reach, other = progress.begin(TICKET), progress.begin(OTHER)
    assert progress.stop(TICKET)
    with pytest.raises(Stopped):
        reach("search")
    other("search")
    progress.end(TICKET)
    assert not progress.stop(TICKET)


def test_a_question_stopped_before_it_came_ends_at_its_first_stage() -> None:
    progress = Progress()
    assert not progress.stop(TICKET)
    with pytest.raises(Stopped):
        progress.begin(TICKET)("parse")


def test_stopped_tickets_that_never_come_are_forgotten() -> None:
    progress = Progress()
    for n in range(_MOST + 1):
        progress.stop(f"{n:032x}")
    progress.begin(f"{0:032x}")("parse")
    with pytest.raises(Stopped):
        progress.begin(f"{_MOST:032x}")("parse")


@pytest.mark.parametrize("ticket", ["", "zz", "0" * 33, "../" + "0" * 29])
def test_what_is_no_ticket_is_not_kept(ticket: str) -> None:
    progress = Progress()
    progress.begin(ticket)("search")
    assert progress.stage(ticket) is None
    assert not progress.stop(ticket)


def test_tickets_that_never_end_are_forgotten() -> None:
    progress = Progress()
    for n in range(_MOST + 1):
        progress.begin(f"{n:032x}")
    assert progress.stage(f"{0:032x}") is None
    assert progress.stage(f"{_MOST:032x}") == "parse"


def test_a_slow_answer_can_be_watched_and_stopped() -> None:
    controller = Controller(fake_library())
    shown: list[str] = []
    asking = threading.Thread(target=lambda: shown.append(controller.ask("慢", [], [], "zh", ticket=TICKET)))
    asking.start()
    seen = set()
    while asking.is_alive():
        stage = controller.progress.stage(TICKET)
        seen.add(stage)
        if stage == "search":
            controller.progress.stop(TICKET)
        time.sleep(0.01)
    assert {"parse", "search"} <= seen
    assert "check" not in seen
    assert "已停止" in shown[0]
    assert "409" not in shown[0]
    assert controller.progress.stage(TICKET) is None


def test_answering_goes_through_its_stages_in_order(answerer: Answerer) -> None:
    stages: list[str] = []
    answerer.ask("新乡2023年立案多少件提案?", on_stage=stages.append)
    assert stages == ["parse", "search", "check"]
