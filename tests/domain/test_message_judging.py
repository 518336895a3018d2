"""From signs to a verdict: what is dropped for a better sign keeps its place in the text."""

from pharmassist.assembly.messages import knowledge
from pharmassist.domain.message_judging import judge
from pharmassist.domain.messages import Kind, Message

BODY = "Suite au changement de RIB de votre mutuelle, transmettez votre IBAN avant ce soir."


def test_a_change_of_rib_and_a_request_of_it_are_one_sign_and_both_underlined() -> None:
    found = judge(Message(Kind.MAIL, BODY), knowledge())
    signs = {sign.rule: sign for sign in found.findings + found.noted}
    assert "asks-bank-details" not in signs
    proofs = [BODY[span.start : span.end] for span in signs["asks-bank-details-change"].spans]
    assert any("changement de RIB" in proof for proof in proofs)
    assert any("IBAN" in proof for proof in proofs)
