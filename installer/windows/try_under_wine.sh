#!/bin/sh
# Runs the installer silently under wine: install, upgrade, uninstall, and what each leaves.
# Usage: try_under_wine.sh INSTALLER.exe TREE. Says nothing of the program itself: Qt's libraries do not load in wine 8.
set -eu
installer=$(readlink -f "$1")
tree=$(readlink -f "$2")
WINEPREFIX=$(mktemp -d)
export WINEPREFIX WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
unset DISPLAY
trap 'wineserver -k || true; rm -rf "$WINEPREFIX"' EXIT
wineboot -i >/dev/null 2>&1

user=$(find "$WINEPREFIX/drive_c/users" -mindepth 1 -maxdepth 1 -type d ! -name Public | head -n 1)
place="$user/AppData/Local/Programs/PharmAssist"
menu="$user/AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
register="$user/AppData/Local/PharmAssist"
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\PharmAssist'

fail() { echo "FAILED: $1" >&2; exit 1; }
ended() { code=0; "$@" >/dev/null 2>&1 || code=$?; [ "$code" -eq 0 ] || fail "$1 $2 ended with $code"; }
files() { (cd "$1" && find . -type f ! -name uninstall.exe | sort); }

ended wine "$installer" /S
[ -f "$place/uninstall.exe" ] || fail "nothing in $place"
files "$tree" >"$WINEPREFIX/wanted"
files "$place" >"$WINEPREFIX/got"
cmp -s "$WINEPREFIX/wanted" "$WINEPREFIX/got" || fail "the installed files are not those of the folder"
(cd "$tree" && find . -type f -exec sha256sum {} +) >"$WINEPREFIX/sums"
(cd "$place" && sha256sum --quiet -c "$WINEPREFIX/sums") || fail "an installed file differs"
[ -f "$menu/PharmAssist.lnk" ] || fail "no entry in the start menu"
wine reg query "$key" /v DisplayVersion >/dev/null 2>&1 || fail "not in the list of programs"
echo "ok: installed for one person, $(wc -l <"$WINEPREFIX/got") files as in the folder"

mkdir -p "$register"
echo kept >"$register/register.db"
echo old >"$place/app/left-from-an-older-version.py"
ended wine "$installer" /S
files "$place" >"$WINEPREFIX/got"
cmp -s "$WINEPREFIX/wanted" "$WINEPREFIX/got" || fail "an upgrade left or lost files"
[ -f "$register/register.db" ] || fail "an upgrade touched the register"
echo "ok: upgraded, nothing of the older version left, register kept"

uninstall() { ended wine "$place/uninstall.exe" /S "$@" "_?=$(winepath -w "$place")"; rm -f "$place/uninstall.exe"; rmdir "$place" 2>/dev/null || true; }
uninstall
[ ! -e "$place" ] || fail "left behind: $(find "$place" | head -n 3)"
[ ! -e "$menu/PharmAssist.lnk" ] || fail "the start menu was not cleaned"
! wine reg query "$key" >/dev/null 2>&1 || fail "still in the list of programs"
[ -f "$register/register.db" ] || fail "uninstalling deleted the register"
echo "ok: uninstalled, register kept"

ended wine "$installer" /S
uninstall /DELETEREGISTER
[ ! -e "$register" ] || fail "the register is still there"
echo "ok: uninstalled with the register, as asked"

ended wine "$installer" /S '/D=C:\pa'
[ -f "$WINEPREFIX/drive_c/pa/uninstall.exe" ] || fail "not installed in the chosen folder"
echo "ok: installed in a chosen folder"
