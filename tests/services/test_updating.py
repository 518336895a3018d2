"""Signed data: the difference first, an owner's word, then in force; nothing of a bad file; the way back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pharmassist.adapters.catalogue import TomlCatalogue
from pharmassist.adapters.files.writing import PrivateFiles
from pharmassist.adapters.machine.clock import FixedClock
from pharmassist.adapters.machine.pin_hash import Argon2Hash
from pharmassist.adapters.machine.seals import Ed25519Seals
from pharmassist.adapters.store.register import SqlRegister
from pharmassist.domain.accesses import Access, AccessKind
from pharmassist.domain.bank_details import Side, Way
from pharmassist.domain.data_changes import How
from pharmassist.domain.operators import Insurer
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.domain.signed_data import LARGEST, read_sealed, sealed_file
from pharmassist.services.bank_guard import BankGuard
from pharmassist.services.changes import Changes
from pharmassist.services.data_health import data_in_force
from pharmassist.services.data_words import proposal_lines, state_lines
from pharmassist.services.pins import Pins
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import use_language
from pharmassist.services.updating import Updating
from tests.registers import make_register
from tests.signed_data import (
    NEW_PROVIDER,
    PLAYBOOK,
    PROVIDER,
    SEALS,
    SHIPPED,
    STRANGER,
    renewed,
    signed,
    signed_file,
)

CLOCK = FixedClock(datetime(2026, 12, 2, 9, tzinfo=UTC))
NEW_NUMBER = "01 99 00 00 01"
OPERATOR = "operators/viamedis.toml"
DIRECTORY = "insurers/portails-2026.csv"


@pytest.fixture
def register(tmp_path: Path) -> Iterator[SqlRegister]:
    made = make_register(tmp_path, CLOCK)
    yield made
    made.close()


def updating_of(register: SqlRegister, seals: Ed25519Seals = SEALS) -> tuple[Updating, TomlCatalogue]:
    """Return the service and its catalogue, as a program that starts has them."""
    catalogue, changes = TomlCatalogue(), Changes()
    pins = Pins(register, Argon2Hash(), CLOCK, changes)
    updating = Updating(register, catalogue, seals, PrivateFiles(), pins, CLOCK, changes)
    updating.refresh()
    return updating, catalogue


def state_of(register: SqlRegister) -> tuple[object, ...]:
    with register.read() as tx:
        return (tuple(register.dump()), tx.journal.head())


def test_a_changed_playbook_and_a_new_provider_are_shown_then_accepted(
    register: SqlRegister, tmp_path: Path
) -> None:
    updating, catalogue = updating_of(register)
    before = state_of(register)
    proposal = updating.look(signed_file(tmp_path, renewed()))
    assert [(one.kind, one.id, one.how) for one in proposal.changes] == [
        ("playbooks", "viamedis-2024", How.CHANGED),
        ("mailboxes", "zaclys", How.ADDED),
    ]
    use_language("fr")
    said = "\n".join(proposal_lines(proposal))
    assert "«\u00a0Premier jour\u00a0» devient «\u00a0Le premier jour\u00a0»" in said
    assert "Messagerie «\u00a0Zaclys\u00a0»\u00a0: ajout" in said
    assert "serveur\u00a0: mail.zaclys.com" in said
    assert state_of(register) == before
    with pytest.raises(Problem, match="owner_needed"):
        updating.accept("LM", proposal)
    assert state_of(register) == before
    updating.accept("AB", proposal)
    assert "zaclys" in {provider.id for provider in catalogue.providers()}
    assert "Le premier jour" in {block.title for block in catalogue.playbook("viamedis-2024").blocks}
    assert catalogue.leaflet("viamedis-2024") is not None, "what signed data do not bring stays"
    with register.read() as tx:
        entry = tx.journal.last(1)[0]
    assert (entry.what, entry.subject, entry.facts["changes"]) == ("data.accepted", "2", 2)
    # The next start verifies them again.
    again, later = updating_of(register)
    assert "zaclys" in {provider.id for provider in later.providers()}
    assert again.state().number == 2
    assert "acceptées par AB le 02/12/2026" in state_lines(again.state())[0]


def truncated(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def altered(raw: bytes) -> bytes:
    return raw.replace(b"Zaclys", b"Zaclis")


def other_form(raw: bytes) -> bytes:
    return b"PK\x03\x04" + raw


def newer_form(raw: bytes) -> bytes:
    return raw.replace(b"pharmassist-data-1", b"pharmassist-data-2", 1)


def longer(raw: bytes) -> bytes:
    return raw + b"x"


def named_by_another(raw: bytes) -> bytes:
    """Bear the id of the published key over a stranger's signature."""
    theirs = read_sealed(signed(renewed(), key=STRANGER))
    return sealed_file(replace(theirs, key_id=read_sealed(raw).key_id))


RIGHT = signed(renewed())
BAD = {
    "altered": (altered(RIGHT), "data_signature"),
    "signed by a stranger under our name": (named_by_another(RIGHT), "data_signature"),
    "unknown key": (signed(renewed(), key=STRANGER), "data_key_unknown"),
    "the same number": (signed(renewed(), 1), "data_old"),
    "truncated": (truncated(RIGHT), "data_truncated"),
    "cut in its first line": (RIGHT[:60], "data_truncated"),
    "with a tail": (longer(RIGHT), "data_format"),
    "something else": (other_form(RIGHT), "data_format"),
    "empty": (b"", "data_format"),
    "a newer form": (newer_form(RIGHT), "data_format_newer"),
    "too big": (RIGHT + b" " * LARGEST, "file_too_big"),
    "a path that climbs": (signed({**renewed(), "operators/../../x.toml": ""}), "data_path"),
    "an absolute path": (signed({**renewed(), "/etc/x.toml": ""}), "data_path"),
    "a file too many": (signed({**renewed(), "styles/window.qss": "*{}"}), "data_path"),
    "a playbook without end": (
        signed({**renewed(), PLAYBOOK: SHIPPED[PLAYBOOK].replace('kind = "print"', 'kind = "dance"', 1)}),
        "data_content",
    ),
    "a password sent in clear": (
        signed({**renewed(), PROVIDER: NEW_PROVIDER.replace("993", "143")}),
        "data_content",
    ),
    "a probe that looks elsewhere": (
        signed({**SHIPPED, OPERATOR: SHIPPED[OPERATOR].replace('url = "https://', 'url = "https://x.')}),
        "data_content",
    ),
    "brackets without end": (signed({**SHIPPED, PROVIDER: "x = " + "[" * 5000}), "data_content"),
    "a table with a stray quote": (
        signed({**SHIPPED, DIRECTORY: SHIPPED[DIRECTORY] + "a;b;c;d;e;f;g\n"}),
        "data_content",
    ),
    "an operator dropped": (
        signed({name: text for name, text in SHIPPED.items() if "almerys" not in name}),
        "data_content",
    ),
    "a provider dropped": (
        signed({name: text for name, text in SHIPPED.items() if name != "mailboxes/sfr.toml"}),
        "data_lacks",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_a_clear_sentence_and_changes_nothing(
    name: str, register: SqlRegister, tmp_path: Path
) -> None:
    raw, code = BAD[name]
    updating, catalogue = updating_of(register)
    content, before = catalogue.content(), state_of(register)
    file = tmp_path / "donnees.signed"
    file.write_bytes(raw)
    with pytest.raises(Problem) as refused:
        updating.look(file)
    assert refused.value.code == code
    use_language("fr")
    told = describe(refused.value)
    assert told.sentence.endswith(".")
    assert code == "file_too_big" or told.remedy.startswith("Rien n’a été changé.")
    assert state_of(register) == before
    assert catalogue.content() is not None
    assert catalogue.content() == content


def test_a_file_that_is_not_there(register: SqlRegister, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="file_absent"):
        updating_of(register)[0].look(tmp_path / "nothing.signed")


def test_without_a_published_key_nothing_is_accepted_and_it_is_said(
    register: SqlRegister, tmp_path: Path
) -> None:
    updating, _catalogue = updating_of(register, Ed25519Seals(()))
    with pytest.raises(Problem, match="data_no_key") as refused:
        updating.look(signed_file(tmp_path, renewed()))
    use_language("fr")
    wanted = "les données signées ne sont pas encore acceptées"
    assert wanted in describe(refused.value).sentence
    assert wanted in state_lines(updating.state())[-1]


def test_a_key_that_is_no_longer_published_brings_back_what_is_shipped(
    register: SqlRegister, tmp_path: Path
) -> None:
    updating, _catalogue = updating_of(register)
    updating.accept("AB", updating.look(signed_file(tmp_path, renewed())))
    later, catalogue = updating_of(register, Ed25519Seals(()))
    assert "zaclys" not in {provider.id for provider in catalogue.providers()}
    use_language("fr")
    assert "ne sont plus valables" in state_lines(later.state())[1]
    line = data_in_force(later, CLOCK)
    assert (line.name, line.ok) == ("data", False)
    assert line.remedy


def test_the_doctor_says_how_old_the_data_are(register: SqlRegister) -> None:
    updating, _catalogue = updating_of(register)
    fresh = data_in_force(updating, CLOCK)
    assert (fresh.ok, fresh.remedy) == (True, "")
    later = data_in_force(updating, FixedClock(datetime(2028, 1, 3, tzinfo=UTC)))
    assert later.ok
    assert later.remedy, "an advice, no fault"


def test_going_back_to_the_data_before_and_to_those_shipped(register: SqlRegister, tmp_path: Path) -> None:
    updating, catalogue = updating_of(register)
    updating.accept("AB", updating.look(signed_file(tmp_path, renewed())))
    third = {**renewed(), PROVIDER: NEW_PROVIDER.replace("mail.zaclys", "imap.zaclys")}
    updating.accept("AB", updating.look(signed_file(tmp_path, third, 3)))
    hosts = {provider.id: provider.host for provider in catalogue.providers()}
    assert hosts["zaclys"] == "imap.zaclys.com"
    with pytest.raises(Problem, match="data_old"):
        updating.look(signed_file(tmp_path, renewed(), 2))
    assert updating.go_back("AB").number == 2
    hosts = {provider.id: provider.host for provider in catalogue.providers()}
    assert hosts["zaclys"] == "mail.zaclys.com"
    with pytest.raises(Problem, match="owner_needed"):
        updating.go_back("LM")
    assert updating.go_back("AB").in_force is None
    assert catalogue.content() == TomlCatalogue().content()
    with pytest.raises(Problem, match="data_nothing_back"):
        updating.go_back("AB")
    # What was given up may be taken again: it is newer than what is in force.
    updating.accept("AB", updating.look(signed_file(tmp_path, third, 3)))
    assert updating.state().number == 3


def test_data_that_the_register_names_are_not_given_up(register: SqlRegister, tmp_path: Path) -> None:
    updating, _catalogue = updating_of(register)
    updating.accept("AB", updating.look(signed_file(tmp_path, renewed())))
    with register.write("AB") as tx:
        tx.accesses.add(Access(AccessKind.MAILBOX, "pharmacie@zaclys.net", provider="zaclys"))
        tx.journal.record("accesses.added")
    with pytest.raises(Problem, match="data_in_use") as refused:
        updating.go_back("AB")
    assert refused.value.values["name"] == "Zaclys"
    assert updating.state().number == 2


def test_what_the_pharmacy_taught_is_never_overwritten_and_is_told(
    register: SqlRegister, tmp_path: Path
) -> None:
    with register.write("AB") as tx:
        tx.operators.save_insurer(Insurer("Mutuelle du Port", "", ("almerys",), "taught", "essai"))
        tx.journal.record("insurers.assigned", facts={"amc": "Mutuelle du Port"})
    line = "Mutuelle du Port;viamedis;;;essai;2026-11\n"
    updating, _catalogue = updating_of(register)
    proposal = updating.look(signed_file(tmp_path, {**SHIPPED, DIRECTORY: SHIPPED[DIRECTORY] + line}))
    use_language("fr")
    said = "\n".join(proposal_lines(proposal))
    assert "vous avez noté Almerys, ces données disent Viamedis. Votre choix reste." in said
    updating.accept("AB", proposal)
    with register.read() as tx:
        assert [entry.operators for entry in tx.operators.insurers()] == [("almerys",)]


def test_a_new_number_of_an_operator_is_no_number_to_call_back(register: SqlRegister, tmp_path: Path) -> None:
    text = SHIPPED[OPERATOR]
    number = next(
        contact.value
        for operator in TomlCatalogue().operators()
        for contact in operator.contacts
        if operator.id == "viamedis" and contact.kind == "phone" and not contact.valid_only
    )
    updating, catalogue = updating_of(register)
    proposal = updating.look(signed_file(tmp_path, {**SHIPPED, OPERATOR: text.replace(number, NEW_NUMBER)}))
    assert proposal.to_call_back == (("Viamedis", NEW_NUMBER),)
    updating.accept("AB", proposal)
    viamedis = next(one for one in catalogue.operators() if one.id == "viamedis")
    assert [c.unverified for c in viamedis.contacts if c.value == NEW_NUMBER] == [True]
    guard = BankGuard(register, catalogue, Pins(register, Argon2Hash(), CLOCK, Changes()), Changes())
    assert NEW_NUMBER not in guard.ask("AB", Side.THEIRS, "viamedis", "0142", Way.MAIL).numbers


def test_the_pin_of_the_owner_is_asked(register: SqlRegister, tmp_path: Path) -> None:
    updating, _catalogue = updating_of(register)
    Pins(register, Argon2Hash(), CLOCK, Changes()).set("AB", Secret("720194"))
    proposal = updating.look(signed_file(tmp_path, renewed()))
    with pytest.raises(Problem, match="pin_needed"):
        updating.accept("AB", proposal)
    updating.accept("AB", proposal, Secret("720194"))


def test_what_was_accepted_meanwhile_counts(register: SqlRegister, tmp_path: Path) -> None:
    updating, _catalogue = updating_of(register)
    other, elsewhere = updating_of(register)
    proposal = updating.look(signed_file(tmp_path, renewed()))
    other.accept("AB", other.look(signed_file(tmp_path, renewed())))
    with pytest.raises(Problem, match="data_old"):
        updating.accept("AB", proposal)
    # The other window's catalogue follows once it looks.
    updating.go_back("AB")
    other.refresh()
    assert "zaclys" not in {provider.id for provider in elsewhere.providers()}
