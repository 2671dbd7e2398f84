# shellcheck shell=bash
# To be sourced by scripts that prove something on a machine that has nothing on it: a minimal
# Debian 12 in a folder, entered by chroot. Needs root and debootstrap.
#
#     . scripts/clean-machine.sh
#     make_clean_machine FOLDER          # makes it, or uses the one that is there
#     inside apt-get -qq update          # a command in it
#     step "HEADLINE" "COMMAND LINE"     # one in its /root; sets failed=1 if it fails
#
# The mirror and its proxy settings are those of this machine. To begin anew, remove the folder.

clean=
failed=0
say() { printf '\n### %s\n' "$*"; }

leave_clean_machine() {
    local place
    for place in dev/pts dev/shm dev proc; do
        if mountpoint -q "$clean/$place"; then
            umount "$clean/$place"
        fi
    done
}

make_clean_machine() {
    local file
    if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
        echo "$(basename "$0"): needs root and debootstrap" >&2
        exit 1
    fi
    clean=$(readlink -m "$1")
    if [ ! -x "$clean/usr/bin/apt-get" ]; then
        say "debootstrap into $clean"
        debootstrap --variant=minbase bookworm "$clean" \
            "${MIRROR:-http://deb.debian.org/debian}" >/dev/null
    fi

    # The same package sources and proxy as here.
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources /etc/apt/apt.conf; do
        if [ -f "$file" ]; then
            cp "$file" "$clean$file"
        fi
    done
    if [ -f "$clean/etc/apt/sources.list.d/debian.sources" ] && [ ! -f /etc/apt/sources.list ]; then
        rm -f "$clean/etc/apt/sources.list"
    fi
    apt-config dump | grep -iE '^Acquire::[a-z]+::Proxy' \
        >"$clean/etc/apt/apt.conf.d/90proxy" || true
    cp --dereference /etc/resolv.conf /etc/hosts "$clean/etc/"

    trap leave_clean_machine EXIT
    leave_clean_machine
    mount -t proc proc "$clean/proc"
    mount --bind /dev "$clean/dev"
    mount -t devpts devpts "$clean/dev/pts" 2>/dev/null || mount --bind /dev/pts "$clean/dev/pts"
    mount -t tmpfs tmpfs "$clean/dev/shm"
}

inside() {
    # shellcheck disable=SC2154  # the proxies may be set or not
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${no_proxy:+no_proxy="$no_proxy"} chroot "$clean" "$@"
}

step() {
    local start=$SECONDS
    say "$1"
    if inside env --chdir=/root bash -c "$2" </dev/null; then
        echo "### passed in $((SECONDS - start)) s"
    else
        echo "### FAILED after $((SECONDS - start)) s"
        failed=1
    fi
}

# The last line of such a script, and its exit status.
close_clean_machine() {
    if [ "$failed" -ne 0 ]; then
        printf '\n%s: something failed, see above\n' "$(basename "$0")"
        exit 1
    fi
    printf '\n%s: all passed\n' "$(basename "$0")"
}
