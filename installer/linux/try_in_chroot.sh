#!/bin/sh
# Installs the .deb in a clean Debian 12, tries the installed program there, removes it, and looks for left-overs.
# Usage, as root: try_in_chroot.sh PACKAGE.deb FOLDER (the clean system is made in FOLDER, from the mirrors of this one)
set -eu
package=$(readlink -f "$1")
root=$2
here=$(dirname "$(readlink -f "$0")")
mirror=$(apt-get indextargets --format '$(SITE)' | head -n 1)

[ -e "$root/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$root" "$mirror" >/dev/null
# The clean system reaches packages as this one does.
rm -rf "$root/etc/apt/sources.list" "$root/etc/apt/sources.list.d"
cp -a /etc/apt/sources.list.d "$root/etc/apt/"
[ ! -e /etc/apt/sources.list ] || cp /etc/apt/sources.list "$root/etc/apt/"
for file in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/*registry* /etc/resolv.conf /etc/hosts; do
    [ ! -e "$file" ] || cp "$file" "$root$file"
done
for place in proc dev; do
    mkdir -p "$root/$place"
    mountpoint -q "$root/$place" || mount --rbind "/$place" "$root/$place"
done
trap 'umount -l "$root/dev" "$root/proc"' EXIT

in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

in_root apt-get update -q >/dev/null
cp "$package" "$root/tmp/pharmassist.deb"
in_root apt-get install -q -y --no-install-recommends /tmp/pharmassist.deb >/dev/null
echo "installed: $(in_root dpkg-query -W pharmassist)"
# The program's own needs are in; what follows is for the trial alone.
in_root apt-get install -q -y --no-install-recommends python3 poppler-utils gnome-keyring dbus dbus-x11 \
    xvfb xauth cups cups-client libcups2 libxkbcommon-x11-0 libxcb-shape0 man-db >/dev/null
in_root dpkg --verify pharmassist
in_root id pharmacie >/dev/null 2>&1 || in_root useradd -m pharmacie
cp "$here/../smoke.py" "$root/tmp/smoke.py"

port=$((20000 + $$ % 20000))
cat >"$root/etc/cups/cupsd.conf" <<END
Listen 127.0.0.1:$port
PreserveJobFiles Yes
Browsing No
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
END
grep -q '^FileDevice' "$root/etc/cups/cups-files.conf" || echo 'FileDevice Yes' >>"$root/etc/cups/cups-files.conf"
(exec chroot "$root" /usr/sbin/cupsd -f) >/dev/null 2>&1 &
printing=$!
trap 'kill "$printing"; umount -l "$root/dev" "$root/proc"' EXIT
tries=0
until in_root lpadmin -h "127.0.0.1:$port" -p Comptoir -E -v file:///dev/null -m raw 2>/dev/null; do
    tries=$((tries + 1))
    [ "$tries" -lt 50 ] || { echo "the print queue does not answer" >&2; exit 1; }
    sleep 0.2
done

in_root su pharmacie -c "cd; mkdir -p -m 700 run; export XDG_RUNTIME_DIR=\$HOME/run CUPS_SERVER=127.0.0.1:$port
    exec dbus-run-session -- sh -c 'printf \"secret\\n\" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        xvfb-run -a -s \"-screen 0 1280x800x24\" python3 /tmp/smoke.py /usr/bin/pharmassist Comptoir'"
spool=$(in_root sh -c 'head -c 5 /var/spool/cups/d*-001 | grep -a PDF | wc -l')
[ "$spool" -ge 1 ] || { echo "no PDF came to the spool" >&2; exit 1; }
echo "ok: the spool holds a PDF"
in_root sh -c 'man -l /usr/share/man/fr/man1/pharmassist.1.gz >/dev/null'

in_root apt-get purge -q -y pharmassist >/dev/null
after=$(in_root sh -c 'find /usr /etc /opt /var/lib -xdev -name "*pharmassist*" | sort')
[ -z "$after" ] || { echo "left behind: $after" >&2; exit 1; }
[ -d "$root/home/pharmacie" ]
echo "removed, nothing left behind in the system"
