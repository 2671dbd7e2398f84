# shellcheck shell=bash
# To be sourced by scripts that drive the real window under a virtual display, with real keys and
# clicks. In: $build, the folder of the programs, and $out, a folder for what is left behind.
#
#     start_display || exit 2
#     start_window deadlocks/ab-ba --lang zh
#     key End; wait_for "d['at_end']"; click theme; query "d['cursor']"
#     stop_window                        # also when the script ends
#
# Each window begins as a new user's; with keeps=1 it has what the last one kept.
# `d` is the state that the window writes down (--dump-state) whenever it changes.
# shellcheck disable=SC2154  # who sources this sets build and out

window=$(readlink -f "$build")/coroscope-gui
for tool in Xvfb xdotool import python3; do
    command -v "$tool" >/dev/null || {
        echo "$(basename "$0"): $tool is not installed: run scripts/install-dependencies test" >&2
        exit 2
    }
done
[ -x "$window" ] || {
    echo "$(basename "$0"): there is no $window: run scripts/build first" >&2
    exit 2
}
mkdir -p "$out"
# What the window keeps must neither come from nor go to whoever runs this.
export XDG_CONFIG_HOME=$out/config XDG_STATE_HOME=$out/state

xvfb_pid=
window_pid=
stop_window() {
    if [ -n "$window_pid" ]; then
        kill "$window_pid" 2>/dev/null
        wait "$window_pid" 2>/dev/null
        window_pid=
    fi
}
clean_up() {
    stop_window
    if [ -n "$xvfb_pid" ]; then
        kill "$xvfb_pid" 2>/dev/null
        wait "$xvfb_pid" 2>/dev/null
    fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# A display number that nobody uses: the server picks it and writes it down.
start_display() {
    local number=$out/display
    rm -f "$number"
    Xvfb -displayfd 3 -screen 0 3200x1800x24 -nolisten tcp -noreset 3>"$number" >/dev/null 2>&1 &
    xvfb_pid=$!
    for _ in $(seq 100); do
        [ -s "$number" ] && break
        sleep 0.1
    done
    DISPLAY=:$(cat "$number")
    export DISPLAY
    [ "$DISPLAY" != : ] && xdotool getdisplaygeometry >/dev/null
}

state=$out/state.json
# query EXPRESSION: evaluates Python over the last state, d.
query() {
    python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(eval(sys.argv[2], {}, {"d": d}))' "$state" "$1" 2>/dev/null
}
# wait_for EXPRESSION [SECONDS]: until it is True; at most so long, 20 seconds by default.
wait_for() {
    local deadline=$((SECONDS + ${2:-20}))
    while [ $SECONDS -le $deadline ]; do
        [ "$(query "$1")" = True ] && return 0
        kill -0 "$window_pid" 2>/dev/null || {
            echo "    the window is gone: $(tail -1 "$out/window.log")"
            return 1
        }
        sleep 0.05
    done
    echo "    waited in vain for: $1"
    echo "    state: $(query '{k: v for k, v in d.items() if k not in ("items", "tasks")}')"
    return 1
}
key() { xdotool key "$1"; }
# click ITEM: with the mouse, where the state says that the item is.
click() {
    local x y
    read -r x y < <(query "'%d %d' % ((d['items']['$1']['rect'][0] + d['items']['$1']['rect'][2]) / 2, (d['items']['$1']['rect'][1] + d['items']['$1']['rect'][3]) / 2)")
    [ -n "${y:-}" ] || {
        echo "    there is no item $1"
        return 1
    }
    xdotool mousemove "$x" "$y"
    sleep 0.15
    xdotool mousedown 1
    sleep 0.15
    xdotool mouseup 1
}

# start_window RUN [OPTION...]: as a user opens it, and waits until it shows the run.
start_window() {
    stop_window
    rm -f "$state"
    [ -n "${keeps:-}" ] || rm -rf "$XDG_CONFIG_HOME" "$XDG_STATE_HOME"
    (cd "$out" && exec "$window" --size 1600x900 --dump-state "$state" "$@") >"$out/window.log" 2>&1 &
    window_pid=$!
    local deadline=$((SECONDS + 30))
    while [ ! -s "$state" ] && [ $SECONDS -le $deadline ]; do
        kill -0 "$window_pid" 2>/dev/null || break
        sleep 0.05
    done
    wait_for "not d['loading'] and d['events'] > 0"
}
