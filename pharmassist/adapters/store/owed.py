"""The shelf of what is owed beside invoices: reminders, rules of indemnities, accredited rejects."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from pharmassist.adapters.store import advance_tables as tables
from pharmassist.adapters.store.rows import add_row, iso_instant, put_row, read_instant
from pharmassist.domain.advances import Reminder
from pharmassist.domain.indemnities import (
    AccreditedReject,
    CompulsoryDelay,
    IndemnityRule,
    read_rule,
    write_rule,
)

_reminders, _rules, _rejects = tables.reminders, tables.indemnity_rules, tables.accredited_rejects
_delays = tables.compulsory_delays


class Owed:
    """Implements ``OwedShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_reminder(self, reminder: Reminder) -> int:
        """Store a reminder that was sent."""
        return add_row(
            self._connection,
            _reminders,
            {
                "operator": reminder.operator,
                "at": iso_instant(reminder.at),
                "who": reminder.who,
                "level": reminder.level,
                "cents": reminder.cents,
                "claims": reminder.claims,
                "advance_id": reminder.advance_id,
            },
        )

    def remove_reminder(self, reminder_id: int) -> None:
        """Forget a reminder (only to undo it; the journal tells both)."""
        self._connection.execute(delete(_reminders).where(_reminders.c.id == reminder_id))

    def reminders(self, operator: str = "") -> tuple[Reminder, ...]:
        """Return the reminders, oldest first."""
        query = select(_reminders).order_by(_reminders.c.id)
        if operator:
            query = query.where(_reminders.c.operator == operator)
        return tuple(
            Reminder(
                row.operator,
                read_instant(row.at),
                row.who,
                row.level,
                row.cents,
                row.claims,
                row.advance_id,
                row.id,
            )
            for row in self._connection.execute(query)
        )

    def save_rule(self, rule: IndemnityRule, who: str, at: datetime) -> None:
        """Store the pharmacy's own version of a rule."""
        put_row(
            self._connection,
            _rules,
            {"rule": _rule_key(rule), "since": rule.since.isoformat()},
            {"content": write_rule(rule), "who": who, "at": iso_instant(at)},
        )

    def remove_rule(self, rule: IndemnityRule) -> None:
        """Forget the pharmacy's own version of a rule."""
        self._connection.execute(
            delete(_rules).where(_rules.c.rule == _rule_key(rule), _rules.c.since == rule.since.isoformat())
        )

    def rules(self) -> tuple[IndemnityRule, ...]:
        """Return the pharmacy's own versions."""
        query = select(_rules).order_by(_rules.c.rule, _rules.c.since)
        return tuple(read_rule(row.content) for row in self._connection.execute(query))

    def add_accredited(self, reject: AccreditedReject) -> None:
        """Store that a rejected invoice was accredited; the same one again changes nothing."""
        put_row(
            self._connection,
            _rejects,
            {"operator": reject.operator, "invoice": reject.invoice, "day": reject.day.isoformat()},
            {"cents": reject.cents, "who": reject.who, "at": iso_instant(reject.at)},
        )

    def remove_accredited(self, reject: AccreditedReject) -> None:
        """Take it back."""
        self._connection.execute(
            delete(_rejects).where(
                _rejects.c.operator == reject.operator,
                _rejects.c.invoice == reject.invoice,
                _rejects.c.day == reject.day.isoformat(),
            )
        )

    def accredited(self, operator: str, first: date, last: date) -> tuple[AccreditedReject, ...]:
        """Return the accredited rejects of an operator ("" = of all) over days, oldest first."""
        query = (
            select(_rejects)
            .where(_rejects.c.day >= first.isoformat(), _rejects.c.day <= last.isoformat())
            .order_by(_rejects.c.day, _rejects.c.invoice)
        )
        if operator:
            query = query.where(_rejects.c.operator == operator)
        return tuple(
            AccreditedReject(
                row.operator,
                row.invoice,
                date.fromisoformat(row.day),
                row.cents,
                row.who,
                read_instant(row.at),
            )
            for row in self._connection.execute(query)
        )

    def add_delay(self, delay: CompulsoryDelay) -> None:
        """Store when an invoice of the compulsory scheme was paid; the same invoice again replaces it."""
        put_row(
            self._connection,
            _delays,
            {"invoice": delay.invoice, "sent": delay.sent.isoformat()},
            {
                "paid": delay.paid.isoformat(),
                "cents": delay.cents,
                "who": delay.who,
                "at": iso_instant(delay.at),
            },
        )

    def remove_delay(self, delay_id: int) -> None:
        """Take it back."""
        self._connection.execute(delete(_delays).where(_delays.c.id == delay_id))

    def delays(self, first: date, last: date) -> tuple[CompulsoryDelay, ...]:
        """Return the invoices of the compulsory scheme paid on these days, oldest payment first."""
        query = (
            select(_delays)
            .where(_delays.c.paid >= first.isoformat(), _delays.c.paid <= last.isoformat())
            .order_by(_delays.c.paid, _delays.c.invoice, _delays.c.sent)
        )
        return tuple(
            CompulsoryDelay(
                row.invoice,
                date.fromisoformat(row.sent),
                date.fromisoformat(row.paid),
                row.cents,
                row.who,
                read_instant(row.at),
                row.id,
            )
            for row in self._connection.execute(query)
        )


def _rule_key(rule: IndemnityRule) -> str:
    """Return by what an own rule is known: one for each operator it was written for."""
    return " ".join((rule.id, *rule.operators))[:64]
