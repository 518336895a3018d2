"""What the register answers about the encours: by age, overdue, to rebill, at a day; saved views."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pharmassist.domain.claims import (
    ADVANCEABLE,
    AgeingRow,
    Claim,
    ClaimFilter,
    OperatorOutstanding,
    Picked,
    State,
    Tally,
)
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.money import plain_money
from pharmassist.domain.operators import DIRECT
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.composing.french import STATE_WORDS
from pharmassist.services.directory import known_operators, operator_names
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.files import Files
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction
from pharmassist.services.texts import PARIS
from pharmassist.services.texts import translate as _
from pharmassist.services.views import View, read_views, write_views

AGE_COLUMNS = (5, 10, 20, 40)
"""Last working days of the columns of the ageing table, until the pharmacy chooses others."""
OWN = "pharmacy"
"""Source of a delay that the pharmacy itself set."""
_COLUMNS, _VIEWS, _DELAYS, _SHOWN = "ageing_columns", "claims_views", "operator_delays", "claims_columns"
_MONTH_HEADER = (
    "Opérateur",
    "N° AMC",
    "Mutuelle",
    "N° de facture",
    "Date de facture",
    "Part AMC",
    "Reste dû",
    "État",
)


@dataclass(frozen=True, slots=True)
class Ageing:
    """The encours by age: ``lasts`` end each column but the oldest, in working days; cents."""

    lasts: tuple[int, ...]
    rows: tuple[AgeingRow, ...]
    total: Tally


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is late at one operator: neither reject nor money after its delay, in working days."""

    operator: str
    delay: int
    source: str
    late: Tally


@dataclass(frozen=True, slots=True)
class Delay:
    """In how many working days an operator pays; ``own`` is the pharmacy's figure, before the shipped one.

    ``shipped`` is None where no source tells one; then nothing is overdue until the pharmacy says.
    """

    operator: str
    shipped: int | None
    source: str
    own: int | None = None

    @property
    def days(self) -> int | None:
        """The delay in force."""
        return self.shipped if self.own is None else self.own


@dataclass(frozen=True, slots=True)
class OverdueList:
    """The overdue by operator, largest first; ``unknown`` are those whose delay nobody told."""

    known: tuple[Overdue, ...]
    unknown: tuple[OperatorOutstanding, ...]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The encours as it was at the end of a day, for the accountant; cents."""

    day: date
    claims: tuple[Claim, ...]
    by_operator: tuple[tuple[str, Tally], ...]
    total: Tally


class ClaimLists:
    """Reads the encours from several sides; writes settings only."""

    def __init__(
        self, register: Register, files: Files, catalogue: Catalogue, clock: Clock, changes: Changes
    ) -> None:
        self._register, self._files, self._catalogue = register, files, catalogue
        self._clock, self._changes = clock, changes

    def ageing(self, *, by_amc: bool = False, lasts: Sequence[int] = ()) -> Ageing:
        """Return the encours by operator or AMC and age; ``lasts`` as saved when none is given."""
        with self._register.read() as tx:
            saved = tx.people.settings().get(_COLUMNS, "")
            columns = _columns(lasts) if lasts else _columns(json.loads(saved)) if saved else AGE_COLUMNS
            rows = tx.claims.ageing(today=self._clock.today(), by_amc=by_amc, lasts=columns)
        total = Tally(sum(row.total.count for row in rows), sum(row.total.cents for row in rows))
        return Ageing(columns, rows, total)

    def save_age_columns(self, who: str, lasts: Sequence[int], seen: Sequence[int] = ()) -> None:
        """Keep the columns of the ageing table.

        ``seen`` are those that must still stand: given to take a choice back. Raises
        ``age_columns_refused`` and ``changed_meanwhile``.
        """
        columns = _columns(lasts)
        with self._register.write(who) as tx:
            if seen:
                _unchanged(tx, _COLUMNS, json.dumps(tuple(seen)), _("The choice of columns"))
            tx.people.set_setting(_COLUMNS, json.dumps(columns))
            tx.journal.record("claims.age_columns", "", {"days": ", ".join(map(str, columns))})
        self._changes.post(Kind.CLAIMS)

    def overdue(self) -> OverdueList:
        """Return what is late by each operator's own delay; the set aside, rejected, disputed and
        paid by the patient are never late.
        """
        delays = self._delays()
        known, unknown = [], []
        with self._register.read() as tx:
            today = self._clock.today()
            for each in tx.claims.outstanding_by_operator(today=today):
                if each.operator not in delays:
                    unknown.append(each)
                    continue
                days, source = delays[each.operator]
                wanted = ClaimFilter(each.operator, states=ADVANCEABLE, older_than=days)
                late = tx.claims.tally(wanted, today=today)
                if late.count:
                    known.append(Overdue(each.operator, days, source, late))
        known.sort(key=lambda each: (-each.late.cents, each.operator))
        return OverdueList(tuple(known), tuple(unknown))

    def delays(self) -> tuple[Delay, ...]:
        """Return the delay of each operator, and of the AMC that pay directly."""
        with self._register.read() as tx:
            own: dict[str, int] = json.loads(tx.people.settings().get(_DELAYS, "{}"))
        shipped = [Delay(o.id, o.delay_days, o.delay_source) for o in self._catalogue.operators()]
        return tuple(
            replace(each, own=own.get(each.operator)) for each in (*shipped, Delay(DIRECT, None, ""))
        )

    def save_delay(self, who: str, operator: str, days: int | None) -> None:
        """Keep the pharmacy's own delay for one operator; raises as ``save_delays``."""
        self.save_delays(who, {operator: days})

    def save_delays(
        self,
        who: str,
        delays: Mapping[str, int | None],
        seen: Mapping[str, int | None] | None = None,
    ) -> None:
        """Keep the pharmacy's own delay for operators, in one transaction; None = the shipped one.

        ``seen`` are own delays that must still stand: given to take a choice back. Raises
        ``operator_unknown``, ``delay_refused`` and ``changed_meanwhile``.
        """
        known_operators(self._catalogue, delays)
        if any(days is not None and not 0 <= days <= 365 for days in delays.values()):
            raise Problem("delay_refused")
        if not delays:
            return
        with self._register.write(who) as tx:
            own: dict[str, int] = json.loads(tx.people.settings().get(_DELAYS, "{}"))
            if any(own.get(operator) != days for operator, days in (seen or {}).items()):
                raise Problem("changed_meanwhile", {"what": _("The choice of delays")})
            for operator, days in delays.items():
                own.pop(operator, None)
                if days is not None:
                    own[operator] = days
                facts: dict[str, str | int] = {"name": operator, "days": "–" if days is None else days}
                tx.journal.record("claims.delay", operator, facts)
            tx.people.set_setting(_DELAYS, json.dumps(own, sort_keys=True))
        self._changes.post(Kind.CLAIMS)

    def overdue_filter(self) -> ClaimFilter | None:
        """Return the filter that lists them all, None when no delay is known."""
        delays = tuple((operator, days) for operator, (days, _source) in self._delays().items())
        return ClaimFilter(states=ADVANCEABLE, delays=delays) if delays else None

    def rejects(self) -> tuple[Claim, ...]:
        """Return the worklist "rejets à recycler", the oldest first."""
        with self._register.read() as tx:
            wanted = ClaimFilter(states=frozenset({State.REJECTED}))
            return tx.claims.find(wanted, today=self._clock.today(), sort="age", descending=True)

    def at_day(self, day: date) -> MonthEnd:
        """Return the encours at the end of a day, as lists of that day and before told it.

        An invoice of that day counts though a later list brought it; what was corrected since
        is as corrected. Raises ``date_in_future``.
        """
        if day > self._clock.today():
            raise Problem("date_in_future")
        until = datetime.combine(day + timedelta(days=1), time.min, PARIS).astimezone(UTC)
        with self._register.read() as tx:
            claims = tuple(tx.claims.waiting_at(day, until))
        sums: dict[str, Tally] = {}
        for claim in claims:
            before = sums.get(claim.operator, Tally())
            sums[claim.operator] = Tally(before.count + 1, before.cents + claim.outstanding)
        total = Tally(len(claims), sum(tally.cents for tally in sums.values()))
        ordered = sorted(sums.items(), key=lambda item: (-item[1].cents, item[0]))
        return MonthEnd(day, claims, tuple(ordered), total)

    def export_at_day(self, who: str, path: Path, day: date) -> MonthEnd:
        """Write the encours of a day as CSV or XLSX, with the sum on its last line.

        Raises as ``at_day``, ``table_kind_unknown`` and ``file_not_written``.
        """
        found = self.at_day(day)
        names = operator_names(self._catalogue, printed=True)
        rows = [
            (
                names.get(claim.operator, claim.operator),
                claim.amc_raw or claim.amc_number,
                claim.payer,
                claim.invoice,
                claim.identity[1],
                plain_money(claim.amc_amount),
                plain_money(claim.outstanding),
                STATE_WORDS[claim.state],
            )
            for claim in found.claims
        ]
        rows.append(("Total", "", "", "", "", "", plain_money(found.total.cents), ""))
        self._files.write_table(path, _MONTH_HEADER, iter(rows))
        facts: dict[str, str | int] = {"claims": found.total.count, "cents": found.total.cents}
        with self._register.write(who) as tx:
            tx.journal.record("claims.exported_at_day", day.isoformat(), facts)
        self._changes.post()
        return found

    def picked(self, wanted: ClaimFilter) -> tuple[Picked, ...]:
        """Return every invoice of a filter with only what choosing needs."""
        with self._register.read() as tx:
            return tx.claims.picked(wanted, today=self._clock.today())

    def shown_columns(self) -> tuple[str, ...]:
        """Return the columns that the pharmacy chose for the list, () for the usual ones."""
        with self._register.read() as tx:
            kept = tx.people.settings().get(_SHOWN, "")
        return tuple(kept.split(",")) if kept else ()

    def save_columns(self, who: str, columns: Sequence[str], seen: Sequence[str] | None = None) -> None:
        """Keep the columns of the list, () for the usual ones.

        ``seen`` are those that must still stand: given to take a choice back. Raises ``changed_meanwhile``.
        """
        with self._register.write(who) as tx:
            if seen is not None:
                _unchanged(tx, _SHOWN, ",".join(seen), _("The choice of columns"))
            tx.people.set_setting(_SHOWN, ",".join(columns))
            tx.journal.record("claims.columns", "", {"columns": len(columns)})
        self._changes.post(Kind.CLAIMS)

    def views(self) -> tuple[View, ...]:
        """Return the saved views by name."""
        with self._register.read() as tx:
            return read_views(tx.people.settings().get(_VIEWS, ""))

    def save_view(self, who: str, view: View) -> View:
        """Keep a filter and a sort under a name, in place of one of that name; returns it as kept.

        Raises ``view_name_missing`` and ``nir_refused``.
        """
        refuse_nir(view.name, view.wanted.text)
        if not view.name.strip():
            raise Problem("view_name_missing")
        kept = replace(view, name=view.name.strip()[:60])
        with self._register.write(who) as tx:
            self._keep_view(tx, kept.name, kept)
        self._changes.post(Kind.CLAIMS)
        return kept

    def remove_view(self, who: str, name: str) -> None:
        """Forget a view; raises ``view_unknown``."""
        with self._register.write(who) as tx:
            if self._keep_view(tx, name, None) is None:
                raise Problem("view_unknown", {"name": name[:60]})
        self._changes.post(Kind.CLAIMS)

    def put_back_view(self, who: str, now: View | None, before: View | None) -> None:
        """Keep a view again as it was ``before`` it was kept or forgotten; None for none of its name.

        Raises ``changed_meanwhile`` unless ``now`` still stands.
        """
        view = before or now
        if view is None:
            return
        with self._register.write(who) as tx:
            if self._keep_view(tx, view.name, before) != now:
                raise Problem("changed_meanwhile", {"what": _("This view")})
        self._changes.post(Kind.CLAIMS)

    @staticmethod
    def _keep_view(tx: Transaction, name: str, view: View | None) -> View | None:
        """Keep a view under its name, or none; returns the one that was there."""
        views = {each.name: each for each in read_views(tx.people.settings().get(_VIEWS, ""))}
        there = views.pop(name, None)
        if view is not None:
            views[name] = view
        tx.people.set_setting(_VIEWS, write_views(tuple(views.values())))
        tx.journal.record("claims.view_saved" if view is not None else "claims.view_removed", name)
        return there

    def _delays(self) -> dict[str, tuple[int, str]]:
        return {
            each.operator: (each.days, each.source if each.own is None else OWN)
            for each in self.delays()
            if each.days is not None
        }


def _unchanged(tx: Transaction, key: str, seen: str, what: str) -> None:
    if tx.people.settings().get(key, "") != seen:
        raise Problem("changed_meanwhile", {"what": what})


def _columns(lasts: Sequence[int]) -> tuple[int, ...]:
    """Return ascending limits; raises ``age_columns_refused``."""
    columns = tuple(lasts)
    if not 1 <= len(columns) <= 8 or columns != tuple(sorted(set(columns))) or columns[0] < 0:
        raise Problem("age_columns_refused")
    return columns
