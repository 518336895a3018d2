"""A window in English tells the signs and the verdict in English; the message stays as it is."""

from collections.abc import Iterator

import pytest

from pharmassist.assembly import message_judge
from pharmassist.domain.messages import Kind
from pharmassist.services.texts import use_language

TEXT = "De : Viamedis <info@viamedls.net>\n\nConfirmez votre mot de passe avant ce soir."


@pytest.fixture
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("fr")


@pytest.mark.usefixtures("english")
def test_signs_and_verdict_are_told_in_english() -> None:
    opinion = message_judge().text(TEXT, Kind.MAIL)
    told = {one.rule: (one.title, one.why) for one in opinion.findings}
    assert told["sender-lookalike"][0] == "The address is not Viamedis’s"
    assert told["sender-lookalike"][1].startswith("Known: viamedis.net")
    assert told["asks-password"][0] == "A password or logins are asked for"
    assert opinion.told.startswith("In the name of Viamedis, you are asked")
    assert opinion.title.startswith("Probable fraud")


def test_french_is_the_default() -> None:
    opinion = message_judge().text(TEXT, Kind.MAIL)
    assert opinion.told.startswith("On vous demande, au nom de Viamedis")
