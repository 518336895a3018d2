"""Pointing credits on a real register: what is written, what is proposed, what is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.domain.advances import Advance, AdvanceStatus, balance
from pharmassist.domain.bank import CreditState
from pharmassist.domain.claims import State
from pharmassist.domain.findings import Why
from pharmassist.domain.matches import Allocation, PayerRule, Rung, Target
from pharmassist.domain.notices import NoticeFilter, NoticeState
from pharmassist.domain.problems import Problem
from tests.registers import NOW
from tests.services.reconciling_scene import DAY, Scene, make_scene


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    made = make_scene(tmp_path, FixedClock(NOW))
    yield made
    made.register.close()


def test_looking_writes_nothing_and_pointing_writes_what_references_decide(scene: Scene) -> None:
    """A reference with its amount receives the invoices; the rest is proposed."""
    one, two = scene.claim(1, 10_022), scene.claim(2, 20_100)
    notice = scene.notice(30_122, one, two, reference="8841207")
    scene.claim(3, 4_500)
    scene.credit(30_122, "VIR ALMERYS REF 8841207")
    scene.credit(4_500, "VIR ALMERYS")
    scene.credit(777, "REMISE CB")
    before = scene.books()
    seen = scene.reconciling.look()
    assert (len(seen.automatic), len(seen.proposals), len(seen.unexplained)) == (1, 1, 1)
    assert seen.unreconciled == 30_122 + 4_500 + 777
    assert scene.books() == before
    done = scene.reconciling.point("AB")
    assert [match.rung for match in done.written] == [Rung.REFERENCE]
    assert scene.reconciling.look().unreconciled == 5_277
    assert scene.state(one) == (State.RECEIVED, 10_022)
    assert scene.state(two) == (State.RECEIVED, 20_100)
    with scene.register.read() as tx:
        told = tx.notices.get(notice)
        assert told is not None
        assert told.state is NoticeState.RECEIVED
    scene.balanced()
    assert scene.reconciling.point("AB").written == ()


def test_undoing_restores_exactly(scene: Scene) -> None:
    """Invoices, notice, credit and what was learnt are as before."""
    one = scene.claim(1, 10_022)
    scene.notice(10_022, one, reference="8841207")
    scene.credit(10_022, "VIR ALMERYS REF 8841207")
    two = scene.claim(2, 4_500, state=State.LEFT_OUTSTANDING)
    scene.credit(4_500, "VIR ALMERYS SANTE", payer_iban="FR7630001007941234567890185")
    before = scene.books()
    (match,) = scene.reconciling.point("AB").written
    (proposal,) = scene.reconciling.look().proposals
    accepted = scene.reconciling.accept("AB", proposal)
    assert scene.state(two) == (State.RECEIVED, 4_500)
    assert [rule.iban for rule in scene.reconciling.rules.all()] == ["FR7630001007941234567890185"]
    for each in (match, accepted):
        scene.reconciling.undo("AB", each.id)
        scene.balanced()
    assert scene.books() == before
    with pytest.raises(Problem, match="match_undone"):
        scene.reconciling.undo("AB", match.id)


def test_part_payments_in_any_order_of_undoing(scene: Scene) -> None:
    """Two credits make one invoice: partly received, received, and back."""
    claim = scene.claim(418_329, 1_138)
    before = scene.books()
    first = scene.credit(1_000, "ALMERYS 000418329")
    second = scene.credit(138, "ALMERYS 000418329", day=DAY + timedelta(days=1))
    matches = []
    for credit in (first, second):
        finding = scene.reconciling.explain(credit)
        matches.append(scene.reconciling.accept("AB", finding))
    assert scene.state(claim) == (State.RECEIVED, 1_138)
    scene.reconciling.undo("AB", matches[0].id)
    assert scene.state(claim) == (State.PARTLY_RECEIVED, 138)
    scene.balanced()
    scene.reconciling.undo("AB", matches[1].id)
    assert scene.state(claim) == (State.TRANSMITTED, 0)
    claims = [line for line in scene.books() if '"table":"claims"' in line]
    assert claims == [line for line in before if '"table":"claims"' in line]


def test_several_transfers_of_one_notice(scene: Scene) -> None:
    """Both bear the reference and make its total; undoing the first undoes the second."""
    one, two = scene.claim(1, 400), scene.claim(2, 500)
    scene.notice(900, one, two, reference="V2024")
    scene.credit(300, "ALMERYS V2024")
    scene.credit(600, "ALMERYS V2024")
    before = scene.books()
    done = scene.reconciling.point("AB")
    assert len(done.written) == 2
    assert scene.state(two) == (State.RECEIVED, 500)
    scene.balanced()
    undone = scene.reconciling.undo("AB", done.written[0].id)
    assert [match.id for match in undone] == [done.written[0].id, done.written[1].id]
    assert scene.books() == before


def test_overpaid_is_said_and_never_received(scene: Scene) -> None:
    """More than the notice: the invoices receive their due, the rest is "trop perçu"."""
    claim = scene.claim(1, 10_000)
    notice = scene.notice(10_000, claim, reference="8841207")
    credit = scene.credit(10_050, "ALMERYS 8841207")
    assert scene.reconciling.point("AB").written == ()
    match = scene.reconciling.accept("AB", scene.reconciling.explain(credit))
    assert [(p.target, p.cents) for p in match.allocations] == [
        (Target.CLAIM, 10_000),
        (Target.OVERPAID, 50),
    ]
    assert scene.state(claim) == (State.RECEIVED, 10_000)
    with scene.register.read() as tx:
        told = tx.notices.get(notice)
        assert told is not None
        assert told.state is NoticeState.OVERPAID
    scene.balanced()


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((Allocation(Target.CLAIM, 1, 1_139),), "more_than_due"),
        ((Allocation(Target.CLAIM, 1, 1_138), Allocation(Target.OVERPAID, 0, 100_000)), "more_than_credit"),
        ((), "nothing_allocated"),
        ((Allocation(Target.NOTICE, 1, 901, 1),), "more_than_notice"),
    ],
)
def test_by_hand_nothing_goes_beyond_what_is_due(
    scene: Scene, parts: tuple[Allocation, ...], code: str
) -> None:
    """What a person says obeys the same books, and a refusal writes nothing."""
    scene.claim(1, 1_138)
    scene.notice(900)
    credit = scene.credit(5_000, "ALMERYS")
    before = scene.books()
    with pytest.raises(Problem, match=code):
        scene.reconciling.allocate("AB", credit, parts)
    assert scene.books() == before


def test_by_hand_in_parts(scene: Scene) -> None:
    """A part is pointed, the rest stays to point."""
    claim = scene.claim(1, 1_138)
    credit = scene.credit(5_000, "VIREMENT INCONNU SANTE")
    scene.reconciling.allocate("AB", credit, (Allocation(Target.CLAIM, claim, 1_138),))
    with scene.register.read() as tx:
        told = tx.credits.get(credit)
    assert told is not None
    assert (told.state, told.rest) == (CreditState.PARTLY_MATCHED, 3_862)
    assert scene.reconciling.look().unreconciled == 3_862
    assert [rule.words for rule in scene.reconciling.rules.all()] == ["inconnu sante"]


def test_a_credit_that_the_bank_took_back_pays_nothing_any_more(scene: Scene) -> None:
    """Its match is undone at the next pointing, the invoice is announced again."""
    claim = scene.claim(1, 10_022)
    scene.notice(10_022, claim, reference="8841207")
    credit = scene.credit(10_022, "ALMERYS 8841207")
    scene.reconciling.point("AB")
    scene.credit(-10_022, "RETOUR VIREMENT", day=DAY + timedelta(days=1), returns=credit)
    done = scene.reconciling.point("AB")
    assert (len(done.undone), done.written) == (1, ())
    assert scene.state(claim) == (State.ANNOUNCED, 0)
    scene.balanced()


def test_the_same_sum_for_two_credits_is_said(scene: Scene) -> None:
    """One invoice, two credits of its sum: at most one proposal is true."""
    scene.claim(1, 4_500)
    scene.credit(4_500, "VIR ALMERYS")
    scene.credit(4_500, "VIR ALMERYS")
    for finding in scene.reconciling.look().proposals:
        assert Why.RIVALS in {reason.why for reason in finding.reasons}


def test_a_proposal_that_was_overtaken_is_refused(scene: Scene) -> None:
    """The other proposal took the invoice: nothing is written twice."""
    scene.claim(1, 4_500)
    scene.credit(4_500, "VIR ALMERYS")
    scene.credit(4_500, "VIR ALMERYS")
    first, second = scene.reconciling.look().proposals
    scene.reconciling.accept("AB", first)
    with pytest.raises(Problem, match="more_than_due"):
        scene.reconciling.accept("AB", second)
    with pytest.raises(Problem, match="changed_meanwhile"):
        scene.reconciling.accept("AB", first)
    scene.balanced()


def test_money_that_is_no_tiers_payant_is_left_aside_and_its_words_erased(scene: Scene) -> None:
    """The caisse is never in the number of the day; "toujours" teaches a rule."""
    scene.credit(821_477, "VIR CPAM FINISTERE")
    credit = scene.credit(9_900, "REMISE CARTES DUPONT")
    assert scene.alarms.day_end().cents == 9_900
    assert scene.alarms.day_end().outside == 1
    match = scene.reconciling.set_outside("AB", credit, learn=True)
    assert scene.alarms.day_end().cents == 0
    text = "\n".join(scene.books())
    assert "REMISE" not in text
    scene.credit(100, "REMISE CARTES DUPONT", day=DAY + timedelta(days=1))
    assert scene.alarms.day_end().cents == 0
    scene.reconciling.undo("AB", match.id)
    assert scene.alarms.day_end().cents == 10_000
    scene.balanced()


def test_rules_are_written_changed_and_removed(scene: Scene) -> None:
    """Words are folded; the same words twice are refused."""
    rules = scene.reconciling.rules
    rule = rules.save("AB", PayerRule("viamedis", words="  Santéclair Gestion "))
    assert rule.words == "santeclair gestion"
    changed = rules.save("AB", PayerRule("almerys", words="santeclair", id=rule.id, version=rule.version))
    with pytest.raises(Problem, match="rule_known"):
        rules.save("AB", PayerRule("viamedis", words="SANTECLAIR"))
    with pytest.raises(Problem, match="rule_empty"):
        rules.save("AB", PayerRule("viamedis", words="x"))
    with pytest.raises(Problem, match="operator_unknown"):
        rules.save("AB", PayerRule("viamédis", words="viamedis gestion"))
    rules.remove("AB", changed.id)
    assert rules.all() == ()


def test_a_late_notice_that_comes_at_last_is_received_in_the_same_pointing(scene: Scene) -> None:
    """What is pointed now is not said missing in the same breath."""
    claim = scene.claim(1, 100)
    scene.notice(100, claim, day=date(2024, 1, 15), reference="TARD01")
    scene.credit(100, "ALMERYS TARD01")
    done = scene.reconciling.point("AB")
    assert (len(done.written), done.missed) == (1, 0)
    assert scene.state(claim) == (State.RECEIVED, 100)
    scene.balanced()


def test_the_invoices_of_a_late_notice_are_said_not_received(scene: Scene) -> None:
    """Two working days pass in silence; Saturday and Sunday do not count."""
    late, fresh = scene.claim(1, 100), scene.claim(2, 200)
    scene.notice(100, late, day=date(2024, 1, 25))
    scene.notice(200, fresh, day=date(2024, 1, 26))
    assert scene.reconciling.point("AB").missed == 1
    assert scene.state(late)[0] is State.ANNOUNCED_NOT_RECEIVED
    assert scene.state(fresh)[0] is State.ANNOUNCED
    alarms = [(a.kind.value, a.flow_day, a.cents, a.working_days) for a in scene.alarms.all()]
    assert alarms == [("announced_not_received", date(2024, 1, 25), 100, 3)]
    scene.credit(100, "VIR ALMERYS", day=date(2024, 1, 30))
    (proposal,) = scene.reconciling.look().proposals
    scene.reconciling.accept("AB", proposal)
    assert scene.state(late) == (State.RECEIVED, 100)
    assert scene.alarms.all() == ()


def test_story_5_an_acompte_from_its_receipt_to_zero(scene: Scene) -> None:
    """Trade.md, story 5: four notices, three credits, one notice wholly kept back; balance 0,00."""
    with scene.register.write("AB") as tx:
        advance = Advance("almerys", DAY, DAY, 231, 241_773, 169_241, AdvanceStatus.PARTLY_GRANTED)
        number = tx.advances.add(advance)
        tx.journal.record("advance.requested", str(number), {})
    empty = scene.books()
    scene.credit(169_241, "VIR ALMERYS", day=date(2024, 1, 15))
    (receipt,) = scene.reconciling.look().proposals
    assert receipt.rung is Rung.ADVANCE
    matches = [scene.reconciling.accept("AB", receipt)]
    told = zip((64_012, 58_840, 70_255, 48_666), (17, 19, 23, 25), (4_012, 0, 19_854, 48_666), strict=True)
    for total, day, came in told:
        notice = scene.notice(total, day=date(2024, 1, day))
        if not came:
            matches.append(scene.reconciling.withhold("AB", notice))
            continue
        scene.credit(came, "VIR ALMERYS", day=date(2024, 1, day + 1))
        (proposal,) = scene.reconciling.look().proposals
        assert proposal.rung is (Rung.TOTAL if came == total else Rung.WITHHELD)
        matches.append(scene.reconciling.accept("AB", proposal))
        scene.balanced()
    with scene.register.read() as tx:
        movements = tx.advances.movements(number)
        assert [movement.cents for movement in movements] == [169_241, 60_000, 58_840, 50_401]
        assert balance(movements) == 0
        assert {notice.rest for notice in tx.notices.find(NoticeFilter())} == {0}
    assert [alarm.kind for alarm in scene.alarms.all()] == []
    assert scene.alarms.day_end().cents == 0
    for match in reversed(matches):
        scene.reconciling.undo("AB", match.id)
        scene.balanced()
    kept = ("advances", "advance_movements", "payer_rules")
    rows = [line for line in scene.books() if any(f'"table":"{name}"' in line for name in kept)]
    assert rows == [line for line in empty if any(f'"table":"{name}"' in line for name in kept)]
