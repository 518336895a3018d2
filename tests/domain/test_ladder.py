"""The ladder: automatic on a reference with its amount, a proposal when alone, else a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pharmassist.domain.book import Awaited
from pharmassist.domain.claims import State
from pharmassist.domain.findings import PartKind, Why
from pharmassist.domain.ladder import Limits
from pharmassist.domain.matches import PayerRule, Rung, Target
from pharmassist.domain.split_transfers import split_by_reference
from tests.domain.ladders import DAY, claim, credit, ladder, notice


def test_a_reference_with_the_very_amount_is_automatic() -> None:
    """The reference is found glued, cut and in any case; the invoices of the notice are received."""
    told = notice(7, 30_122, operator="sp-sante", reference="SPS-8841207", lines=((1, 10_022), (2, 20_100)))
    claims = (claim(1, 10_022, operator="sp-sante"), claim(2, 20_100, operator="sp-sante"))
    for words in ("VIR SP SANTE REF SPS8841207", "vir sps 88 41207", "SP SANTE SPS-8841207/01"):
        found = ladder(claims, (told,)).explain(credit(30_122, words))
        assert (found.rung, found.automatic, found.found) == (Rung.REFERENCE, True, 1)
        (solution,) = found.solutions
        assert [(a.target, a.target_id, a.cents, a.notice_id) for a in solution.allocations] == [
            (Target.CLAIM, 1, 10_022, 7),
            (Target.CLAIM, 2, 20_100, 7),
        ]


@pytest.mark.parametrize(
    ("words", "cents", "doubt"),
    [
        ("VIR SP SANTE REF 8841207", 30_121, Why.AMOUNT_LESS),
        ("VIR SP SANTE REF 8841207", 30_123, Why.AMOUNT_MORE),
        ("VIR ALMERYS REF 8841207", 30_122, Why.PAYER_OTHER),
    ],
)
def test_a_reference_with_a_doubt_is_only_proposed(words: str, cents: int, doubt: Why) -> None:
    """The amount differs, or somebody else pays: a person looks at it."""
    told = notice(7, 30_122, operator="sp-sante", reference="8841207")
    found = ladder((), (told,)).explain(credit(cents, words))
    assert found.rung is Rung.REFERENCE
    assert not found.automatic
    assert doubt in {reason.why for reason in found.reasons if reason.good is False}
    assert sum(a.cents for a in found.solutions[0].allocations) == cents


def test_a_number_inside_a_longer_one_is_no_reference() -> None:
    """8841207 is not in 188412075, and a credit before the flow day decides nothing."""
    told = notice(7, 30_122, operator="sp-sante", reference="8841207")
    assert ladder((), (told,)).by_name(credit(30_122, "VIR SP SANTE 188412075")) is None
    early = ladder((), (told,)).explain(credit(30_122, "SP SANTE 8841207", day=DAY - timedelta(days=9)))
    assert not early.automatic


def test_several_notices_of_one_reference_and_one_transfer() -> None:
    """Three flow days under one reference, one credit."""
    days = tuple(notice(n, n * 1000, reference="V2024", day=DAY - timedelta(days=n)) for n in (1, 2, 3))
    found = ladder((), days).explain(credit(6_000, "ALMERYS V2024"))
    assert (found.automatic, len(found.solutions[0].parts)) == (True, 3)


def test_a_transfer_of_several_notices_that_bears_the_reference_of_one() -> None:
    """Grouped flow days bear the first one's reference: a proposal of the run, never "trop perçu"."""
    days = tuple(
        notice(n, n * 1_000, reference=f"AL2401{n:02d}", day=DAY - timedelta(days=9 - n)) for n in (1, 2, 3)
    )
    found = ladder((), days).explain(credit(3_000, "ALMERYS AL240101"))
    assert (found.rung, found.automatic, found.found) == (Rung.REFERENCE, False, 1)
    assert [part.id for part in found.solutions[0].parts] == [1, 2]


def test_one_notice_paid_by_several_transfers_of_its_reference() -> None:
    """The parts are the notice as a whole; the last one receives its invoices."""
    told = notice(7, 900, reference="V2024", lines=((1, 400), (2, 500)))
    walk = ladder((claim(1, 400), claim(2, 500)), (told,))
    parts = (credit(300, "ALMERYS V2024", number=1), credit(600, "ALMERYS V2024", number=2))
    alone = {each.id: walk.explain(each) for each in parts}
    assert not any(finding.automatic for finding in alone.values())
    settled = split_by_reference(walk, alone)
    assert {finding.automatic for finding in settled.values()} == {True}
    amounts = [[(a.target, a.cents) for a in settled[n].solutions[0].allocations] for n in (1, 2)]
    assert amounts == [
        [(Target.NOTICE, 300)],
        [(Target.CLAIM, 400), (Target.CLAIM, 500), (Target.NOTICE, -300)],
    ]


def test_invoice_numbers_in_the_words() -> None:
    """In full they decide; without their zeros, or for a part, they are proposed; a FINESS is none."""
    walk = ladder((claim(418_329, 1_138), claim(418_330, 2_000)))
    both = walk.explain(credit(3_138, "ALMERYS FACT 000418329 000418330"))
    assert (both.rung, both.automatic) == (Rung.INVOICE, True)
    short = walk.explain(credit(1_138, "ALMERYS FACT 418329"))
    assert (short.rung, short.automatic, short.certain) == (Rung.INVOICE, False, True)
    part = walk.explain(credit(1_000, "ALMERYS FACT 000418329"))
    assert (part.automatic, part.solutions[0].cents) == (False, 1_000)
    own = ladder((claim(750_712_184, 1_138),)).by_name(credit(1_138, "ALMERYS 750712184"))
    assert own is None
    other = walk.explain(credit(1_138, "VIAMEDIS FACT 000418329"))
    assert not other.automatic
    given_up = ladder((claim(418_329, 1_138, state=State.REJECTED),))
    assert not given_up.explain(credit(1_138, "ALMERYS 000418329")).automatic


def test_a_number_that_stands_for_two_invoices_is_only_proposed() -> None:
    """Numbers restart every year."""
    old = replace(claim(1, 1_138), invoice="000418329", invoice_date=date(2023, 2, 1))
    new = replace(claim(2, 1_138), invoice="000418329")
    found = ladder((old, new)).explain(credit(1_138, "ALMERYS 000418329"))
    assert not found.automatic


def test_the_total_of_one_notice_is_proposed_and_two_are_two_solutions() -> None:
    """Never automatic without a reference, the same notice twice least of all."""
    one = ladder((), (notice(1, 30_122),)).explain(credit(30_122, "VIR ALMERYS"))
    assert (one.rung, one.automatic, one.certain) == (Rung.TOTAL, False, True)
    two = ladder((), (notice(1, 30_122), notice(2, 30_122))).explain(credit(30_122, "VIR ALMERYS"))
    assert (two.rung, two.found, two.certain) == (Rung.TOTAL, 2, False)


def test_story_6_one_credit_for_seven_flow_days() -> None:
    """Trade.md, story 6: 2 256,00 € on 17/04/2025 are the flows of 4, 7, 8, 9, 10, 11 and 14."""
    flows = zip((4, 7, 8, 9, 10, 11, 14), (31240, 28715, 40362, 25890, 33105, 29477, 36811), strict=True)
    told = tuple(notice(d, cents, operator="isante", day=date(2025, 4, d)) for d, cents in flows)
    found = ladder((), told).explain(credit(225_600, "VIR SEPA ISANTE", day=date(2025, 4, 17)))
    assert (found.rung, found.automatic, found.found) == (Rung.SUM, False, 1)
    assert [part.day.day for part in found.solutions[0].parts if part.day] == [4, 7, 8, 9, 10, 11, 14]


def test_story_7_a_lot_less_rejects_has_two_solutions() -> None:
    """487,63 − 16,47 − 23,10 and 487,63 − 39,57 both make 448,06 €."""
    day = date(2024, 2, 19)
    cents = (1_647, 2_310, 3_957, 20_849, 20_000)
    lot = tuple(claim(n, c, batch="214", operator="viamedis", day=day) for n, c in enumerate(cents, start=1))
    assert sum(cents) == 48_763
    got = credit(44_806, "VIR VIAMEDIS", day=date(2024, 2, 22))
    found = ladder(lot).explain(got)
    assert (found.rung, found.automatic, found.found, found.given_up) == (Rung.MINUS, False, 2, False)
    assert sorted(
        tuple(part.cents for part in s.parts if part.kind is PartKind.LESS) for s in found.solutions
    ) == [(-3_957,), (-1_647, -2_310)]
    typed = notice(9, 44_806, operator="viamedis", day=date(2024, 2, 21))
    settled = ladder(lot[2:], (typed,)).explain(got)
    assert (settled.rung, settled.found) == (Rung.TOTAL, 1)
    assert {a.target_id for a in settled.solutions[0].allocations} == {3, 4, 5}
    assert {a.notice_id for a in settled.solutions[0].allocations} == {9}


def test_runs_of_whole_lots_and_days_are_one_solution_where_they_are_the_same_invoices() -> None:
    """Two lots, sent on two days: the days and the lots are the same invoices."""
    first, second = DAY - timedelta(days=4), DAY - timedelta(days=3)
    claims = (
        claim(1, 10_000, batch="412", day=first),
        claim(2, 11_846, batch="412", day=first),
        claim(3, 25_173, batch="413", day=second),
    )
    found = ladder(claims).explain(credit(47_019, "VIR SEPA ALMERYS"))
    assert (found.rung, found.found) == (Rung.SUM, 1)
    assert [part.kind for part in found.solutions[0].parts] == [PartKind.LOT, PartKind.LOT]


def test_an_acompte_comes_before_any_sum_of_invoices() -> None:
    """The sum that was granted is the acompte, even if an invoice costs as much."""
    walk = ladder((claim(1, 169_241),), awaited={"almerys": (Awaited(3, 169_241),)})
    found = walk.explain(credit(169_241, "VIR ALMERYS"))
    assert (found.rung, found.certain) == (Rung.ADVANCE, True)
    assert found.solutions[0].allocations[0].target is Target.ADVANCE


def test_a_withholding_is_proposed_when_it_is_alone() -> None:
    """Story 5: 640,12 less 600,00 makes 40,12; with two notices it is a number."""
    one = ladder((), (notice(1, 64_012),), owed={"almerys": 169_241}).explain(credit(4_012, "VIR ALMERYS"))
    assert (one.rung, one.certain) == (Rung.WITHHELD, True)
    assert [(a.target, a.cents) for a in one.solutions[0].allocations] == [
        (Target.NOTICE, 64_012),
        (Target.WITHHOLDING, -60_000),
    ]
    notices = (notice(2, 58_840), notice(3, 70_255))
    two = ladder((), notices, owed={"almerys": 109_241}).explain(credit(19_854, "VIR ALMERYS"))
    assert (two.rung, two.found) == (Rung.WITHHELD, 2)


def test_a_notice_that_says_its_withholding_is_exact() -> None:
    """Notice = credit + withholding: the reference then decides."""
    told = notice(1, 70_255, reference="A77124", withheld=50_401)
    found = ladder((), (told,)).explain(credit(19_854, "ALMERYS A77124"))
    assert found.automatic
    assert sum(a.cents for a in found.solutions[0].allocations) == 19_854


def test_who_pays() -> None:
    """A rule before a name, the longest words win, two operators are none, a caisse is outside."""
    rules = (PayerRule("viamedis", words="santeclair gestion"), PayerRule("almerys", iban="FR7630001"))
    walk = ladder(rules=rules)
    payers = [
        walk.payer(each)
        for each in (
            credit(1, "VIR SANTECLAIR GESTION"),
            credit(1, "VIR INCONNU", payer_iban="FR76 30001"),
            credit(1, "VIR SP SANTE"),
            credit(1, "VIR ALMERYS POUR VIAMEDIS"),
            credit(1, "VIR CPAM 75"),
            credit(1, "REMISE CB"),
        )
    ]
    assert [p.operator if p else None for p in payers] == [
        "viamedis",
        "almerys",
        "sp-sante",
        None,
        "outside",
        None,
    ]


def test_a_search_that_was_given_up_says_so() -> None:
    """Too many combinations are a sentence, not a wait and not a proposal."""
    claims = tuple(claim(n, 1_000 + n, batch="A01") for n in range(1, 400))
    target = sum(c.amc_amount for c in claims) - 2_400
    found = ladder(claims, limits=Limits(steps=500)).explain(credit(target, "ALMERYS"))
    assert (found.given_up, found.certain, found.automatic) == (True, False, False)
    assert Why.TOO_MANY in {reason.why for reason in found.reasons}
