#!/bin/sh
# Installs the Debian 12 packages that PharmAssist, its window and its tests
# need. As root it installs what is missing; as anyone else it prints the one
# command to type and ends with code 1. Nothing missing: ends at once.
# With the word `release`: what makes and tries the packages too. With the word `bench`: the
# programs that `make bench` measures beside ours.
set -eu

# Words of one purpose on one line.
packages="
python3 python3-venv
libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0
xvfb libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0
xdotool x11-utils imagemagick poppler-utils
libcups2 cups cups-client
gnome-keyring dbus dbus-x11 libsecret-tools
dovecot-imapd
at-spi2-core python3-pyatspi gir1.2-atspi-2.0
"
[ "${1:-}" != release ] || packages="$packages debootstrap nsis wine wine64 binutils appstream desktop-file-utils"
[ "${1:-}" != bench ] || packages="$packages keepassxc secrets hledger libreoffice-calc sqlite3 spamassassin weasyprint"

# shellcheck disable=SC2086  # one word per package is what we want
installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $packages 2>/dev/null |
    sed -n 's/^installed //p') || true
missing=
for package in $packages; do
    case "
$installed
" in
    *"
$package
"*) ;;
    *) missing="$missing $package" ;;
    esac
done

# A Python of our version already on the PATH spares us the system's own.
if python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    missing=$(printf '%s\n' $missing | grep -vx -e python3 -e python3-venv || true)
    missing=$(echo $missing)
fi

[ -n "$missing" ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Des paquets du système manquent. Tapez cette commande, puis recommencez :" >&2
    echo "  sudo apt-get update && sudo apt-get install --no-install-recommends -y $missing" >&2
    exit 1
fi

echo "Installation des paquets du système :$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086
apt-get install -q -y --no-install-recommends $missing
