"""A pharmacy's papers, with plausible data: nothing, a little, a lot."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from pharmassist.domain.accesses import Access, AccessKind
from pharmassist.domain.claims import Claim, OperatorOutstanding, State, Tally
from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.incidents import Case, CaseView, Playbook
from pharmassist.domain.operators import (
    CounterAnswer,
    Light,
    LightState,
    Operator,
    OperatorStatus,
    PortalReading,
    Reading,
)
from pharmassist.domain.people import Pharmacy
from pharmassist.domain.secrets import Secret
from pharmassist.services.coming import Deadline
from pharmassist.services.composing.advance_request import AdvanceRequest, advance_request
from pharmassist.services.composing.claims_summary import claims_summary
from pharmassist.services.composing.counter_sheet import CounterSheet, counter_sheet
from pharmassist.services.composing.imprint import Imprint
from pharmassist.services.composing.recovery_key import recovery_key
from pharmassist.services.composing.rotation_slip import RotationSlip, SlipLine, rotation_slip
from pharmassist.services.composing.sealed_copy import sealed_copy
from pharmassist.services.composing.shift_start import BankWords, shift_start
from pharmassist.services.composing.union_figures import union_figures
from pharmassist.services.composing.vocabulary import Document
from pharmassist.services.day import DayView, Task

NOW = datetime(2024, 2, 6, 7, 42, tzinfo=UTC)
TODAY = date(2024, 2, 6)
PHARMACY = Pharmacy(
    register_id="r1",
    name="Pharmacie du Port",
    finess="290099993",
    siret="99999012000019",
    address="4 quai des Salines",
    town="29999 Port-Ellé",
    phone="02 61 91 00 14",
)
HEAD = "7c19e0a4" + "0" * 56
IMPRINT = Imprint(PHARMACY, NOW, "A. L.", HEAD)
NAMES = {"viamedis": "Viamedis", "almerys": "Almerys", "isante": "iSanté", "sp-sante": "SP santé"}
USUAL = "Facturez comme d’habitude."
CAREFUL = "Copiez la carte papier. Facturez comme d’habitude. Ne renvoyez rien."
SIGNS = {
    "=": LightState.WORKING,
    "!": LightState.DISRUPTED,
    "x": LightState.STOPPED,
    "?": LightState.UNVERIFIED,
}
KEY = "K7FNQ R3DWM 9XTZ4 P2HJC V8SYA 6BEGD M4KRN 7WQXF 3TZPH C9JVS 2YADB 8E5UQ"


def claims(number: int) -> tuple[Claim, ...]:
    """Return invoices whose days, operators, states and sums follow a fixed pattern."""
    operators = ("viamedis", "almerys", "isante", "sp-sante", "")
    states = (State.TRANSMITTED,) * 6 + (State.LEFT_OUTSTANDING, State.REJECTED, State.PAID_BY_PATIENT)
    found = []
    for index in range(number):
        day = date(2024, 1, 25) + timedelta(days=index % 12)
        state = states[index % len(states)]
        found.append(
            Claim(
                invoice=f"{41_000 + index:09d}",
                amc_amount=1043 + (index * 37) % 900,
                invoice_date=day,
                care_date=day,
                payer=f"Mutuelle des Phares {index % 31}" if index % 31 else "",
                amc_number=f"{9_931_000_000 + index % 31:010d}" if index % 31 else "",
                operator=operators[index % len(operators)],
                state=state,
            )
        )
    return tuple(found)


def status(operator: str, signs: str, portal: str = "answers") -> OperatorStatus:
    """Return an operator whose lights are written ``x=x?``."""
    readings = [
        (
            light,
            Reading(operator, light, SIGNS[sign], NOW - timedelta(minutes=2), "C. R.", "person", "appel")
            if sign != "?"
            else None,
        )
        for light, sign in zip(Light, signs, strict=True)
    ]
    return OperatorStatus(
        Operator(operator, NAMES.get(operator, operator), "operator", (), (), None, "", None),
        tuple(readings),
        PortalReading(operator, portal, NOW),
    )


def day(
    statuses: Iterable[OperatorStatus] = (),
    tasks: Iterable[Task] = (),
    deadlines: Iterable[Deadline] = (),
    outstanding: Iterable[OperatorOutstanding] = (),
    reminders: Iterable[str] = (),
    incident: bool = True,
) -> DayView:
    """Return a day; the incident opened on 29 January."""
    book = Playbook("viamedis-2024", "incident Viamedis", "viamedis", "", "2024-01-29", (), (), (), (), ())
    case = Case("viamedis-2024", "incident Viamedis", datetime(2024, 1, 29, 8, tzinfo=UTC), "A. L.", "")
    listed, money = tuple(statuses), tuple(outstanding)
    return DayView(
        at=NOW,
        today=TODAY,
        pharmacy=PHARMACY,
        cases=(CaseView(case, book, (), None),) if incident else (),
        statuses=listed,
        conduct={
            one.operator.id: f"{USUAL if one.worst is LightState.WORKING else CAREFUL} {CLOSING}"
            for one in listed
        },
        tasks=tuple(tasks),
        deadlines=tuple(deadlines),
        outstanding=money,
        total=Tally(sum(o.total.count for o in money), sum(o.total.cents for o in money)),
        advanceable={"viamedis": 241_773},
        reminders=tuple(reminders),
        last_list=None,
        journal_head=HEAD,
    )


def owed(operator: str, number: int, cents: int) -> OperatorOutstanding:
    """Return the encours of one operator."""
    return OperatorOutstanding(operator, Tally(number, cents), ())


MONEY = (
    owed("viamedis", 251, 261_483),
    owed("almerys", 143, 148_736),
    owed("isante", 88, 90_214),
    owed("sp-sante", 71, 73_105),
    owed("", 37, 31_280),
)
TASKS = (
    Task("bank", "Prévenir la banque que le RIB a été volé", "titulaire, avant 12 h", "today"),
    Task("password", "Changer le mot de passe de compta@ (ligne 2 sur 5)", "M. B.", "today"),
    Task("match", "Pointer 2 virements", "458,81 € et 437,29 €", "today"),
    Task("advance", "Envoyer la demande d’acompte à Viamedis", "2\u202f417,73 €, à signer", "today"),
    Task("team", "Dire à l’équipe : ne rien renvoyer (2 l’ont été)", "S. T., 09 h 00", "today"),
    Task("consignes", "Lire les consignes avec l’équipe", "", "today"),
    Task("list", "Liste du LGO importée, encours au lundi 5 février", "", "today", done_by="C. R."),
)
DEADLINES = (
    Deadline(date(2024, 2, 9), "réponse d’acompte attendue, sinon relance"),
    Deadline(date(2024, 2, 12), "revoir les transferts des 2 messageries"),
)
REMINDERS = (
    "Personne ne donne un mot de passe ni un RIB, ni par mail ni par téléphone.",
    "Un appel « Viamedis » : raccrochez, rappelez le 0 805 62 00 10.",
    "Une copie de la carte papier est gardée pour chaque facture Viamedis.",
)
BANK = BankWords(
    known_until=datetime(2024, 2, 5, 17, 20, tzinfo=UTC),
    announced=Tally(31, 78_472),
    announced_detail="Viamedis, flux des 25 et 26 janvier ; iSanté, flux du 1er février",
    remarks={"almerys": "dernier virement le 5 févr."},
)
INCIDENT = day(
    (
        status("viamedis", "x=xx", "unreachable"),
        status("sp-sante", "==?!"),
        status("almerys", "====", "error"),
        status("isante", "===="),
    ),
    TASKS,
    DEADLINES,
    MONEY,
    REMINDERS,
)
CALM = day((status("viamedis", "===="), status("almerys", "====")), TASKS[2:4], (), MONEY[:4], (), False)
EMPTY = day(incident=False)
CROWDED = day(
    (
        *(status(f"operateur-{n}", "x!?=") for n in range(8)),
        *(status(f"calme-{n}", "====") for n in range(8)),
    ),
    [
        Task(
            f"t{n}",
            f"Tâche {n} dont le texte est assez long pour aller sur deux lignes de la page A4, ou presque",
            f"note {n}",
            "today",
        )
        for n in range(30)
    ],
    [Deadline(TODAY + timedelta(days=n - 1), f"délai {n}") for n in range(12)],
    [owed(f"operateur-{n}", 12 + n, 12_345 * (n + 1)) for n in range(14)],
    (*REMINDERS, "Un quatrième."),
)
REQUEST = AdvanceRequest(
    operator_name="Viamedis",
    operator_address=("Service des professionnels", "75013 Paris"),
    period_from=date(2024, 1, 25),
    period_to=date(2024, 2, 5),
    declarant="A. L.",
    quality="pharmacien titulaire",
    rib_last4="4521",
    no_transfer_since=date(2024, 1, 29),
)
SLIP = RotationSlip(
    access="Messagerie",
    login="compta@pharmacie-du-port.example",
    provider="Orange",
    vault="trousseau de session",
    lines=(
        SlipLine("Nouveau mot de passe prêt, gardé au trousseau", "M. B."),
        SlipLine("Changé chez le fournisseur", "", "attend le code"),
        SlipLine("Confirmé"),
        SlipLine("Vérifié par une connexion"),
        SlipLine("Ancien retiré"),
    ),
    sweep=(SlipLine("Règles de transfert"), SlipLine("Appareils connectés")),
    waiting_for="le téléphone de A. L.",
    previous_until=date(2024, 3, 7),
)
ANSWER = CounterAnswer(
    payer="Malakoff Humanis",
    amc_number="",
    operators=("viamedis",),
    certainty="taught",
    lights=tuple(zip(Light, (SIGNS[sign] for sign in "x=x?"), strict=True)),
    conduct=f"{CAREFUL} {CLOSING}",
)
SHEET = CounterSheet(
    answer=ANSWER,
    operator_names=("Viamedis",),
    expires=date(2024, 2, 7),
    read_at={
        Light.RIGHTS: NOW - timedelta(days=4),
        Light.TRANSMISSION: NOW - timedelta(minutes=30),
        Light.NOTICES: NOW - timedelta(days=1),
    },
    phone="0 805 62 00 10",
    patient_sentence="Votre carte papier nous suffit aujourd’hui.",
)
UNKNOWN = CounterSheet(
    CounterAnswer("Mutuelle des Ajoncs", "", (), "", (), f"Lisez le logo de la carte. {USUAL} {CLOSING}"),
    (),
    date(2024, 2, 7),
    {},
)


def figures(number: int) -> Document:
    """Return the union's page."""
    return union_figures("Viamedis", REQUEST.period_from, REQUEST.period_to, claims(number), TODAY)


ACCESS = Access(AccessKind.PORTAL, "290099993", operator="viamedis", id=1)

DOCUMENTS: dict[str, Document] = {
    "shift-start": shift_start(INCIDENT, "A. L.", BANK),
    "shift-start-calm": shift_start(CALM, "A. L."),
    "shift-start-empty": shift_start(EMPTY, "A. L."),
    "shift-start-crowded": shift_start(CROWDED, "A. L.", BANK),
    "shift-start-ticket": shift_start(INCIDENT, "A. L.", BANK, paper="ticket80"),
    "claims-0": claims_summary(IMPRINT, (), NAMES),
    "claims-7": claims_summary(IMPRINT, claims(7), NAMES),
    "claims-400": claims_summary(IMPRINT, claims(400), NAMES, "plus de 2 jours ouvrés"),
    "advance-0": advance_request(IMPRINT, REQUEST, ()),
    "advance-9": advance_request(IMPRINT, REQUEST, claims(9)),
    "advance-231": advance_request(IMPRINT, REQUEST, claims(231)),
    "union-0": figures(0),
    "union-231": figures(231),
    "recovery-key": recovery_key(IMPRINT, Secret(KEY), "4f2a91c0"),
    "sealed-copy": sealed_copy(IMPRINT, ACCESS, 3, Secret("Canari7Qduport9Zx")),
    "rotation-slip": rotation_slip(IMPRINT, SLIP),
    "rotation-slip-ticket": rotation_slip(IMPRINT, SLIP, paper="ticket80"),
    "counter-sheet": counter_sheet(IMPRINT, SHEET),
    "counter-sheet-unknown": counter_sheet(IMPRINT, UNKNOWN),
    "counter-sheet-a4": counter_sheet(IMPRINT, SHEET, paper="a4"),
}
