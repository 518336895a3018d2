"""Messages of all kinds and hostile ones: a clear answer or a clear problem, soon, and nothing fetched."""

from pathlib import Path

import pytest

from pharmassist.adapters.messages.reading import LIMIT, MessageFiles
from pharmassist.assembly.messages import knowledge
from pharmassist.domain.message_judging import judge
from pharmassist.domain.messages import CallForm, Judgement, Kind, Message
from pharmassist.domain.problems import Problem
from tests.hostile_messages import HOSTILE, mail
from tests.outlook import outlook_file

READER = MessageFiles(lambda: frozenset({"google.com"}))

LOCKED = b"PK\x03\x04" + bytes(2) + b"\x01\x00" + bytes(22)


def judged(data: bytes, ending: str = ".eml") -> Judgement | Problem:
    """Read and judge, or return the problem."""
    try:
        return judge(READER.read_bytes(data, ending), knowledge())
    except Problem as problem:
        return problem


def test_what_is_seen_of_html() -> None:
    page = (
        '<style>p{}</style><p>Bonjour&nbsp;<b>à</b> tous</p><div style="display: none">caché</div>'
        '<p><a href="https://x.example/y">www.ameli.fr</a></p><script>alert(1)</script>'
    )
    message = READER.read_bytes(mail("text/html; charset=utf-8", page), ".eml")
    assert "Bonjour" in message.body
    assert "caché" not in message.body
    assert "alert" not in message.body
    link = message.links[0]
    assert (link.target, link.shown) == ("https://x.example/y", "www.ameli.fr")
    assert message.body[link.start : link.end] == "www.ameli.fr"


def test_encoded_headers_and_bodies() -> None:
    data = (
        b"From: =?utf-8?B?VmlhbWVkaXMgU8OpY3VyaXTDqQ==?= <x@viamedls.net>\n"
        b"Reply-To: <y@autre.example>\nSubject: r\xe9ponse\nContent-Type: text/plain; charset=windows-1252\n"
        b"Content-Transfer-Encoding: 8bit\n\nV\xe9rifiez votre acc\xe8s \x80 12\n"
    )
    message = READER.read_bytes(data, ".eml")
    assert message.sender_name == "Viamedis Sécurité"
    assert (message.sender, message.reply_to) == ("x@viamedls.net", "y@autre.example")
    assert message.subject == "réponse"
    assert message.body.strip() == "Vérifiez votre accès € 12"


def test_a_mail_on_one_line_does_not_hide_in_its_sender() -> None:
    body = "Confirmez votre mot de passe sur https://viamedls.net/pro avant ce soir. " * 4
    message = READER.read_text(f"De : Viamedis <info@viamedls.net> Objet : Vos accès {body}", Kind.MAIL)
    assert "Confirmez votre mot de passe" in message.body
    assert message.links
    many = ", ".join(f"p{number}@pharmacie.example" for number in range(30))
    heads = f"De : Viamedis <info@viamedls.net>\nÀ : {many}\nObjet : Vos accès"
    headed = READER.read_text(f"{heads}\n\nBonjour", Kind.MAIL)
    assert (headed.sender, headed.subject, headed.body) == ("info@viamedls.net", "Vos accès", "Bonjour")


@pytest.mark.parametrize(
    ("above", "below", "forged", "proved"),
    [
        ("", "mx.google.com; dmarc=fail header.from=x", ("dmarc",), False),
        ("", "mx.google.com; spf=fail; dkim=fail", ("spf", "dkim"), False),
        ("", "mx.google.com; spf=fail; dkim=pass", (), False),
        ("", "mx.google.com; dmarc=pass", (), False),
        ("mx.google.com; dmarc=pass", "", (), True),
        ("mail.attacker.example; dmarc=pass", "", (), False),
        ("", "mail.attacker.example; dmarc=fail", (), False),
    ],
)
def test_results_are_believed_only_of_the_host_that_received(
    above: str, below: str, forged: tuple[str, ...], proved: bool
) -> None:
    lines = [f"Authentication-Results: {above}"] if above else []
    lines.append("Received: from evil.example by mx.google.com; Tue, 6 Feb 2024 08:17:00 +0100")
    lines += [f"Authentication-Results: {below}"] if below else []
    lines += ["Received: from x by y.example; x", "Authentication-Results: mx.google.com; dmarc=fail"]
    message = READER.read_bytes(("\n".join(lines) + "\nFrom: a@b.example\n\nx").encode(), ".eml")
    assert message.forged == forged
    assert message.authenticated is proved
    assert ("sender_not_proved" in judge(message, knowledge()).not_checked) is (not forged and not proved)


def test_an_unknown_receiving_host_is_not_believed() -> None:
    results = b"Received: from a by mx.evil.example; x\nAuthentication-Results: mx.evil.example; dmarc=fail\n"
    data = results + b"From: a@b.fr\n\nx"
    message = READER.read_bytes(data, ".eml")
    assert (message.forged, message.authenticated) == ((), False)


def test_outlook() -> None:
    data = outlook_file(
        subject="Objet é", name="Nom", sender="a@b.example", body="Corps",
        headers="Reply-To: c@d.example\n\n",
        attachments={"facture.pdf.exe": b"MZ", "a.zip": LOCKED},
    )  # fmt: skip
    message = READER.read_bytes(data)
    assert (message.subject, message.sender_name, message.sender) == ("Objet é", "Nom", "a@b.example")
    assert (message.body, message.reply_to) == ("Corps", "c@d.example")
    assert [(file.name, file.locked) for file in message.attachments] == [
        ("facture.pdf.exe", False),
        ("a.zip", True),
    ]


def test_pasted_from_the_screen() -> None:
    message = READER.read_text(
        "De : Viamedis <a@viamedls.net>\nRépondre à : b@c.example\nObjet : RIB\n\nBonjour", Kind.MAIL
    )
    assert (message.sender_name, message.sender, message.reply_to) == (
        "Viamedis",
        "a@viamedls.net",
        "b@c.example",
    )
    assert (message.subject, message.body) == ("RIB", "Bonjour")
    assert READER.read_text("Bonjour, de : rien", Kind.MAIL).body == "Bonjour, de : rien"


def test_an_sms_and_a_call() -> None:
    sms = READER.read_bytes(b"De : 06 44 63 12 90\n\nAMELI : votre carte", ".sms")
    assert (sms.kind, sms.sender, sms.body) == (Kind.SMS, "06 44 63 12 90", "AMELI : votre carte")
    call = READER.read_bytes(b'said_to_be = "X"\nasked = ["code"]\n', ".call")
    assert call.kind is Kind.CALL
    for wrong in (b"said_to_be = 3 =", b'asked = ["nothing known"]\nsaid_to_be = "x"', b""):
        with pytest.raises(Problem):
            READER.read_bytes(wrong, ".call")
    with pytest.raises(Problem, match="message_empty"):
        READER.read_call(CallForm("", ""))


def test_problems_of_files(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="message_not_found"):
        READER.read_file(tmp_path / "absent.eml")
    (tmp_path / "empty.eml").write_bytes(b"  \n")
    with pytest.raises(Problem, match="message_empty"):
        READER.read_file(tmp_path / "empty.eml")
    with pytest.raises(Problem, match="message_too_big"):
        READER.read_bytes(b"a" * (LIMIT + 1))
    with pytest.raises(Problem, match="message_unreadable"):
        READER.read_bytes(b"\x00\x01binary", "")
    with pytest.raises(Problem, match="message_unreadable"):
        READER.read_bytes(b"no header at all", ".eml")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_answered(name: str) -> None:
    """`make torture` holds each of them to two seconds."""
    assert isinstance(judged(HOSTILE[name]), (Judgement, Problem))


@pytest.mark.parametrize("cut", [8, 100, 511, 512, 700, 1536, 2000])
def test_an_outlook_file_that_was_cut(cut: int) -> None:
    data = outlook_file(subject="x", body="y" * 3000, sender="a@b.fr")
    assert isinstance(judged(data[:cut], ".msg"), (Judgement, Problem))


@pytest.mark.parametrize("at", range(24, 512, 4))
def test_an_outlook_file_whose_head_lies(at: int) -> None:
    data = bytearray(outlook_file(subject="x", body="y" * 3000, sender="a@b.fr", attachments={"a.js": b"1"}))
    data[at : at + 4] = b"\xff\xff\xff\x7f"
    assert isinstance(judged(bytes(data), ".msg"), (Judgement, Problem))


def test_nothing_foreign_becomes_a_link_or_is_loaded() -> None:
    page = (
        '<img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="http://127.0.0.1:9/">'
        '<iframe src="//x.example">'
    )
    message = READER.read_bytes(mail("text/html", page), ".eml")
    assert isinstance(message, Message)
    assert message.links == ()
