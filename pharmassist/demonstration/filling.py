"""Fills the register of the demonstration: consistent with the morning of 30 January 2024, 08:10.

The list of 29 January is imported, that of 30 January waits in ``exports``; the older
invoices are there as received, so that an estimate by average has its reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pharmassist.demonstration.cast import ADDRESS, FINESS, PHARMACY_NAME, PHONE, SIRET, TOWN
from pharmassist.demonstration.invoices import MORNINGS, Invoice, Truth
from pharmassist.domain.accesses import AccessKind
from pharmassist.domain.claims import Claim, State
from pharmassist.domain.imports import ImportKind, ImportRecord, ImportReport
from pharmassist.domain.operators import Light, LightState, Reading
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.problems import Problem
from pharmassist.services.list_reading import Choice
from pharmassist.services.office import Office

START = datetime(2024, 1, 30, 7, 10, tzinfo=UTC)
"""The morning it opens on: 08:10 in Paris."""
EVE = datetime(2024, 1, 29, 18, 40, tzinfo=UTC)
"""When its register was made and its first list imported: the evening before, 19:40 in Paris."""
CUT = datetime(2024, 1, 29, 14, 0, tzinfo=UTC)
"""When Visiodroits, notices and transfers of Viamedis stopped: 29 January 2024, 15:00 in Paris."""
CUT_PROOF = "Écran du LGO : Visiodroits ne répond plus ; dit au numéro du contrat, lundi 29"
LEAD = "CR"
MAIL_SERVER = "imap.pharmacie-du-port.example"
MAILBOX = "compta@pharmacie-du-port.example"
"""An address that cannot exist (RFC 2606)."""
PEOPLE = (
    Person(0, "AB", "Anne Besson", Role.OWNER, "titulaire"),
    Person(0, LEAD, "Claire Riou", Role.CLAIMS_LEAD, "référente tiers payant"),
    Person(0, "MB", "Marc Bihan", Role.TEAM, "pharmacien adjoint"),
    Person(0, "ST", "Soizic Tanguy", Role.TEAM, "préparatrice"),
)
SETTINGS = {"rib_last4": "0142", "oct_name": "OCT de démonstration", "software_name": "LGO de démonstration"}
_LIGHTS = {
    "viamedis": {
        Light.RIGHTS: LightState.STOPPED,
        Light.TRANSMISSION: LightState.WORKING,
        Light.NOTICES: LightState.STOPPED,
        Light.TRANSFERS: LightState.STOPPED,
    },
    "almerys": dict.fromkeys(Light, LightState.WORKING),
    "isante": {Light.RIGHTS: LightState.WORKING, Light.TRANSMISSION: LightState.WORKING},
    "sp-sante": {Light.TRANSMISSION: LightState.WORKING},
}
LIGHTS_VALID_UNTIL = date(2024, 2, 9)


def demonstration_pharmacy(register_id: str) -> Pharmacy:
    """Return the fictional pharmacy, whose register brings its own clock."""
    return Pharmacy(
        register_id=register_id,
        name=PHARMACY_NAME,
        finess=FINESS,
        siret=SIRET,
        address=ADDRESS,
        town=TOWN,
        phone=PHONE,
        rehearsal_start=START.isoformat(),
    )


def build_register(office: Office, folder: Path, truth: Truth) -> None:
    """Fill an empty register of the pharmacy whose people are ``PEOPLE``; ``folder`` holds ``exports/``."""
    _settled(office, truth)
    first = MORNINGS[0]
    done = office.importing.store(
        LEAD,
        folder / truth.files[first],
        Choice(kind=ImportKind.SNAPSHOT, snapshot_date=first),
    )
    if not isinstance(done, ImportReport):
        raise Problem("mapping_needed", {"file": truth.files[first]})
    _lights_and_settings(office)
    _accesses(office)


def _settled(office: Office, truth: Truth) -> None:
    """Store what was paid before the first list, as if it had been pointed at the bank."""
    with office.register.write(LEAD) as tx:
        report = ImportReport(file_name="historique", kept=len(truth.settled))
        record = ImportRecord(0, tx.now, LEAD, "historique", "0" * 64, ImportKind.ADDITION, None, report)
        import_id = tx.imports.add(record)
        tx.claims.add_many(_claims(truth.settled), import_id)
        tx.imports.save_report(replace(record, id=import_id, report=replace(report, import_id=import_id)))
        facts = {"kept": len(truth.settled), "cents": sum(line.rest for line in truth.settled)}
        tx.journal.record("claims.imported", str(import_id), facts)


def _claims(invoices: tuple[Invoice, ...]) -> Iterator[Claim]:
    for line in invoices:
        yield Claim(
            invoice=line.text,
            amc_amount=line.amc_cents,
            invoice_date=line.day,
            care_date=line.care,
            transmission_date=line.day,
            batch=line.batch,
            payer=line.amc.name,
            amc_raw=line.amc.number,
            amc_number=line.amc.number.zfill(10),
            operator=line.operator,
            total=line.amc_cents + line.amo_cents,
            amo_amount=line.amo_cents,
            announced=line.amc_cents,
            received=line.amc_cents,
            state=State.RECEIVED,
        )


def _lights_and_settings(office: Office) -> None:
    with office.register.write(LEAD) as tx:
        for operator, lights in _LIGHTS.items():
            known = operator == "viamedis"
            for light, state in lights.items():
                proof = CUT_PROOF if known else "Écran du LGO, lundi 29 au soir"
                reading = Reading(
                    operator, light, state, CUT, LEAD, "person", proof, valid_until=LIGHTS_VALID_UNTIL
                )
                tx.operators.add_reading(reading)
        for key, value in SETTINGS.items():
            tx.people.set_setting(key, value)
        tx.journal.record("operators.lights_set", "viamedis", {"name": "Viamedis", "lights": len(Light)})


def _accesses(office: Office) -> None:
    """The accounts of the story: the mailbox first, since the portal's password is reset through it."""
    add = office.accesses.add
    mailbox = add(
        "AB",
        AccessKind.MAILBOX,
        MAILBOX,
        host=MAIL_SERVER,
        port=993,
        host_confirmed=True,
        holder="AB",
        code_phone_holder="AB",
    )
    for operator in ("viamedis", "almerys"):
        add(
            "AB",
            AccessKind.PORTAL,
            MAILBOX,
            operator=operator,
            holder="AB",
            code_phone_holder="AB",
            resets_through=mailbox.id,
        )
