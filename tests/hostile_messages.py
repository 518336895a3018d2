"""Mails that are made to hurt whoever reads them."""

HEAD = "From: a <a@b.example>\nSubject: s\nMIME-Version: 1.0\nContent-Type: {}\n\n"


def mail(kind: str, body: str) -> bytes:
    """Return a mail of one part."""
    return (HEAD.format(kind) + body).encode()


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
BIG = b"From: a@b.fr\nSubject: x\nContent-Type: text/plain\n\n"
HOSTILE = {
    "10 MB of text": BIG + b"Confirmez votre mot de passe. " * 350_000,
    "10 MB of one line": BIG + b"a" * 10_000_000,
    "10 MB of HTML": mail("text/html", "<a href='http://x.example'>" * 380_000),
    "open brackets": mail("text/html", "<" * 2_000_000),
    "open comments": mail("text/html", "<!--" * 500_000),
    "open declarations": mail("text/html", "<![" * 500_000),
    "attributes without end": mail("text/html", "<a " + "x='" * 300_000),
    "entities": mail("text/html", "&#x0;&#1114112;&amp;" * 100_000),
    "nested parts": b"From: a@b.fr\n" + NESTED,
    "a million headers": b"From: a@b.fr\n" + b"X-A: b\n" * 1_000_000 + b"\nx",
    "one header without end": b"From: " + b"a" * 5_000_000 + b"\n\nx",
    "encoded words": b"From: a@b.fr\nSubject: " + b"=?utf-8?B?w6k=?= " * 100_000 + b"\n\nx",
    "broken encoded word": b"From: =?x-unknown?Q?=FF=?= <a@b.fr>\nSubject: =?utf-8?B?!!!?=\n\nx",
    "unknown charset": mail("text/plain; charset=klingon", "é"),
    "charset of nulls": mail('text/plain; charset="\x00"', "é"),
    "lying base64": b"From: a@b.fr\nContent-Transfer-Encoding: base64\n\n\xff\xfe!!!=",
    "uuencode": b"From: a@b.fr\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\n\xff\xff\n",
    "rfc2231 name": b"From: a@b.fr\nContent-Type: application/x; name*0*=x'y'%FF; name*2=z\n\nx",
    "control characters": b"From: \x00\x01\x7f <\x1b[31m@b>\nSubject: \x1b]0;x\x07\n\n"
    + bytes(range(32)) * 100,
    "bidi": mail("text/plain; charset=utf-8", "\u202e\u2066\u200b" * 200_000),
    "zero width": mail("text/plain; charset=utf-8", "a\u200bb" * 300_000),
    "digits": mail("text/plain", "1 " * 1_000_000 + "appelez " * 50_000),
    "dots": mail("text/plain", "a." * 1_000_000),
    "hyphens": mail("text/plain", "a-" * 1_000_000 + ".fr"),
    "addresses": mail("text/plain", "http://a.fr/x " * 100_000),
    "odd addresses": mail(
        "text/plain", "http://[::1 http://[x]/ http://a:b:c@d:e/ http://%00/ javascript:x data:,x"
    ),
    "long host": mail("text/plain", "http://" + "a." * 50_000 + "fr/"),
    "give give give": mail("text/plain", "confirmez " * 40_000),
}
