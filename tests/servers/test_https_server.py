"""The web site of the tests is a real one."""

import http.client
import ssl
import urllib.error
import urllib.request

import pytest

from tests.servers.https_server import HttpsServer


def get(url: str) -> http.client.HTTPResponse:
    answer = urllib.request.urlopen(url, timeout=5)
    assert isinstance(answer, http.client.HTTPResponse)
    return answer


def test_it_answers_well_and_badly(https_server: HttpsServer) -> None:
    with get(f"{https_server.url}/ok?x=1") as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError) as refusal, get(f"{https_server.url}/unavailable"):
        pass
    assert refusal.value.code == 503
    refusal.value.close()
    assert [path for _, path, _ in https_server.requests] == ["/ok?x=1", "/unavailable"]


@pytest.mark.parametrize("path", ["/dripping", "/endless"])
def test_it_pours_until_the_client_leaves(https_server: HttpsServer, path: str) -> None:
    with get(f"{https_server.url}{path}") as answer:
        assert len(answer.read(3)) == 3


def test_an_expired_certificate_is_refused(expired_https_server: HttpsServer) -> None:
    with pytest.raises(urllib.error.URLError) as refusal, get(f"{expired_https_server.url}/ok"):
        pass
    assert isinstance(refusal.value.reason, ssl.SSLCertVerificationError)
    assert "expired" in refusal.value.reason.verify_message


def test_a_foreign_certificate_is_refused(untrusted_https_server: HttpsServer) -> None:
    with pytest.raises(urllib.error.URLError) as refusal, get(f"{untrusted_https_server.url}/ok"):
        pass
    assert isinstance(refusal.value.reason, ssl.SSLCertVerificationError)
