#!/bin/sh
# Tries the signing step on a copy, with a certificate made for the occasion: try_signing.sh PROGRAM.exe
# Proves the step, not the maintainers' certificate: there is none yet.
set -eu
here=$(dirname "$(readlink -f "$0")")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$1" "$folder/program.exe"
openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj "/CN=PharmAssist, essai de signature" \
	-addext extendedKeyUsage=codeSigning -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null
openssl pkcs12 -export -inkey "$folder/key.pem" -in "$folder/certificate.pem" -out "$folder/certificate.p12" \
	-passout pass:essai
printf essai | sh "$here/sign.sh" "$folder/certificate.p12" "$folder/program.exe"
! printf faux | sh "$here/sign.sh" "$folder/certificate.p12" "$folder/program.exe" 2>/dev/null ||
	{ echo "FAILED: signed with a wrong password" >&2; exit 1; }
# A byte changed after the signature must show.
printf X | dd of="$folder/program.exe" bs=1 seek=2048 conv=notrunc 2>/dev/null
! osslsigncode verify -in "$folder/program.exe" >"$folder/told" 2>&1 || { echo "FAILED: a changed byte passed" >&2; exit 1; }
[ "$(sed -n 's/^Current message digest *: *//p' "$folder/told" | head -n 1)" != \
	"$(sed -n 's/^Calculated message digest *: *//p' "$folder/told" | head -n 1)" ] ||
	{ echo "FAILED: the changed byte did not change the digest" >&2; exit 1; }
echo "ok: signed, looked at, a wrong password and a changed byte refused"
