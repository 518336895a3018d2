"""Who acts: the pharmacy and its people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pharmassist.domain.identifiers import clean_finess, clean_siret, refuse_nir
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.ports.register import Register


class People:
    """The pharmacy's identity and the people whose initials sign each action."""

    def __init__(self, register: Register, changes: Changes) -> None:
        self._register, self._changes = register, changes

    def pharmacy(self) -> Pharmacy:
        """Return the pharmacy's own identifiers."""
        with self._register.read() as tx:
            return tx.people.pharmacy()

    def list(self) -> tuple[Person, ...]:
        """Return the people who act, in the order they were added."""
        with self._register.read() as tx:
            return tuple(person for person in tx.people.people() if person.active)

    def acting(self, initials: str = "") -> Person:
        """Return who signs: the one with these initials, or the only one there is.

        Raises ``Problem("who_acts")`` where several exist and none was named, and
        ``Problem("person_unknown")``.
        """
        people = self.list()
        if not initials:
            if len(people) == 1:
                return people[0]
            raise Problem("who_acts")
        for person in people:
            if person.initials.casefold() == initials.strip().casefold():
                return person
        raise Problem("person_unknown", {"initials": initials[:8]})

    def add(self, who: str, initials: str, name: str, role: Role, title: str = "") -> Person:
        """Add a person; raises ``Problem("initials_taken")`` or ``initials_invalid``."""
        person = new_person(initials, name, role, title)
        with self._register.write(who) as tx:
            if any(p.initials == person.initials and p.active for p in tx.people.people()):
                raise Problem("initials_taken", {"initials": person.initials})
            person = replace(person, id=tx.people.add_person(person))
            tx.journal.record("people.added", person.initials, {"role": role.value})
        self._changes.post(Kind.PEOPLE)
        return person

    def remove(self, who: str, initials: str) -> Person:
        """Let a person act no more and return who it was; what they signed stays. The last owner stays."""
        person = self.acting(initials)
        owners = [p for p in self.list() if p.role is Role.OWNER]
        if owners == [person]:
            raise Problem("last_owner")
        with self._register.write(who) as tx:
            tx.people.update_person(replace(person, active=False))
            tx.journal.record("people.removed", person.initials)
        self._changes.post(Kind.PEOPLE)
        return person

    def bring_back(self, who: str, person: Person) -> None:
        """Let a person who was removed act again; raises ``initials_taken`` when another has the initials."""
        with self._register.write(who) as tx:
            if any(p.initials == person.initials and p.active for p in tx.people.people()):
                raise Problem("initials_taken", {"initials": person.initials})
            tx.people.update_person(replace(person, active=True))
            tx.journal.record("people.added", person.initials, {"role": person.role.value})
        self._changes.post(Kind.PEOPLE)

    def save_pharmacy(self, who: str, pharmacy: Pharmacy) -> None:
        """Store corrected identifiers; raises ``finess_invalid`` or ``siret_invalid``."""
        self.save(who, pharmacy, {})

    def settings(self) -> dict[str, str]:
        """Return the settings of the register."""
        with self._register.read() as tx:
            return dict(tx.people.settings())

    def set_setting(self, who: str, key: str, value: str) -> None:
        """Change a setting."""
        self.save(who, None, {key: value})

    def save(self, who: str, pharmacy: Pharmacy | None, settings: Mapping[str, str]) -> None:
        """Change the pharmacy (None: as it is) and settings in one transaction.

        Raises those of ``checked_pharmacy``.
        """
        checked = checked_pharmacy(pharmacy) if pharmacy is not None else None
        with self._register.write(who) as tx:
            if checked is not None:
                tx.people.save_pharmacy(checked)
                tx.journal.record("pharmacy.saved", facts={"finess": checked.finess})
            for key, value in settings.items():
                tx.people.set_setting(key, value)
                tx.journal.record("setting.changed", key, {"value": value})
        self._changes.post(Kind.PEOPLE)


def new_person(initials: str, name: str, role: Role, title: str = "") -> Person:
    """Check and build a person; raises ``Problem("initials_invalid")`` or ``nir_refused``."""
    signed = initials.strip().upper()
    if not (1 <= len(signed) <= 4 and signed.isalpha()):
        raise Problem("initials_invalid", {"initials": initials[:8]})
    refuse_nir(name, title)
    return Person(0, signed, " ".join(name.split()), role, title.strip())


def checked_pharmacy(pharmacy: Pharmacy) -> Pharmacy:
    """Return the pharmacy with clean identifiers; an empty FINESS or SIRET may come later.

    Raises ``finess_invalid``, ``siret_invalid`` and ``nir_refused``.
    """
    refuse_nir(pharmacy.name)
    return replace(
        pharmacy,
        name=" ".join(pharmacy.name.split()),
        finess=clean_finess(pharmacy.finess) if pharmacy.finess else "",
        siret=clean_siret(pharmacy.siret) if pharmacy.siret else "",
    )
