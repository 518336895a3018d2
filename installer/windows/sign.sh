#!/bin/sh
# Signs a Windows program and looks at the signature: sign.sh CERTIFICATE.p12 PROGRAM.exe [TIMESTAMP-SERVER]
# The certificate's password is read from stdin: it stands in no list of processes.
# Without a timestamp server the signature ends with the certificate; with one, the network is needed.
set -eu
certificate=$1
program=$2
server=${3-}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
umask 077
cat >"$folder/password"
set -- -pkcs12 "$certificate" -readpass "$folder/password" -h sha256 -n PharmAssist
[ -z "$server" ] || set -- "$@" -ts "$server"
osslsigncode sign "$@" -in "$program" -out "$folder/signed.exe" >"$folder/told" 2>&1 ||
	{ cat "$folder/told" >&2; exit 1; }
# Whether the authority is trusted is for Windows to say; here the signature must be the file's own.
osslsigncode verify -in "$folder/signed.exe" >"$folder/told" 2>&1 || true
digest() { sed -n "s/^$1 message digest *: *//p" "$folder/told" | tr -d ' ' | head -n 1; }
now=$(digest Current)
[ -n "$now" ] && [ "$now" = "$(digest Calculated)" ] || { cat "$folder/told" >&2; exit 1; }
cat "$folder/signed.exe" >"$program"
grep -E '^[[:space:]]*Subject:|^Timestamp' "$folder/told" | sort -u
echo "signed: $program"
