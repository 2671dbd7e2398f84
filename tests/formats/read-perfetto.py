"""read-perfetto.py SCHEMA EXPORT EXPECTED: reads a Perfetto export as protoc decodes it (a reader that is not ours) and
compares the tasks, steps, states, durations, arrows and counters that it sees with what expect.py says."""
import ast
import json
import re
import subprocess
import sys
from collections import defaultdict

schema, exported, expected = sys.argv[1:]
problems = []


def same(what, read, expected):
    if read != expected:
        problems.append(f"{what}: the reader sees {read}, coroscope says {expected}")


def decode():
    """The messages of the file as dictionaries of lists."""
    folder, name = schema.rsplit("/", 1)
    with open(exported, "rb") as file:
        text = subprocess.run(["protoc", "--decode=Trace", "-I", folder, name], stdin=file, capture_output=True, check=True)
    top = defaultdict(list)
    stack = [top]
    for line in text.stdout.decode().splitlines():
        line = line.strip()
        if line.endswith("{"):
            field = line[:-1].strip()
            message = defaultdict(list)
            stack[-1][field].append(message)
            stack.append(message)
        elif line == "}":
            stack.pop()
        else:
            field, value = line.split(": ", 1)
            if value.startswith('"'):
                # C escapes of bytes, which are UTF-8.
                value = ast.literal_eval("b" + value).decode()
            elif re.fullmatch(r"-?\d+", value):
                value = int(value)
            stack[-1][field].append(value)
        if field.isdigit():
            problems.append(f"a field that the schema does not have: {field}")
    return top["packet"]


names = {"event_categories": {}, "event_names": {}, "debug_annotation_names": {}}
tracks = {}
events = []
for packet in decode():
    if packet["trusted_packet_sequence_id"] != [1]:
        problems.append("a packet of no sequence")
    for data in packet["interned_data"]:
        for kind, entries in data.items():
            for entry in entries:
                names[kind][entry["iid"][0]] = entry["name"][0]
    for track in packet["track_descriptor"]:
        tracks[track["uuid"][0]] = {"name": track["name"][0], "parent": (track["parent_uuid"] or [0])[0],
                                    "kind": next((k for k in ("process", "thread", "counter", "state") if track[k]), ""),
                                    "slices": [], "open": [], "values": []}
    for event in packet["track_event"]:
        events.append((packet["timestamp"][0], event))

flows = defaultdict(list)
for time, event in sorted(events, key=lambda pair: pair[0]):  # stable: as Perfetto sorts
    kind = event["type"][0]
    track = tracks[event["track_uuid"][0]]
    name = names["event_names"][event["name_iid"][0]] if event["name_iid"] else (event["name"] or [""])[0]
    if kind == "SLICE_BEGIN":
        values = {}
        for annotation in event["debug_annotations"]:
            key = names["debug_annotation_names"][annotation["name_iid"][0]]
            values[key] = (annotation["int_value"] or annotation["string_value"])[0]
        slice = {"name": name, "begin": time, "depth": len(track["open"]), **values}
        track["open"].append(slice)
        track["slices"].append(slice)
        for flow in event["flow_ids"] + event["terminating_flow_ids"]:
            flows[flow].append(slice)
    elif kind == "SLICE_END":
        if not track["open"]:
            problems.append(f"{track['name']}: an end without a slice")
            continue
        slice = track["open"].pop()
        if time <= slice["begin"]:
            problems.append(f"{track['name']}: {slice['name']} has no length")
    elif kind == "COUNTER":
        track["values"].append((time, event["counter_value"][0]))
    elif kind == "STATE":
        track["values"].append((time, name))

for track in tracks.values():
    if track["open"]:
        problems.append(f"{track['name']}: a slice does not end")
    if any(slice["depth"] for slice in track["slices"]):
        problems.append(f"{track['name']}: a slice inside a slice")
for flow, ends in flows.items():
    if len(ends) != 2:
        problems.append(f"arrow {flow} has {len(ends)} ends")

ours = json.load(open(expected))
# One loop for each thread of the run.
loops = [track for track in tracks.values() if track["kind"] == "thread" and track["name"].startswith("event loop")]
same("steps", sum(len(loop["slices"]) for loop in loops), ours["steps"])
same("arrows", len(flows), ours["arrows"])
group = next(uuid for uuid, track in tracks.items() if track["name"] == "tasks" and track["kind"] == "")
tasks = {uuid: track for uuid, track in tracks.items() if track["parent"] == group}
same("tasks", [track["name"] for track in tasks.values()], [task["name"] for task in ours["tasks"]])
for (uuid, track), task in zip(tasks.items(), ours["tasks"]):
    def total(*states):
        return sum(s["virtual_end_ns"] - s["virtual_begin_ns"] for s in track["slices"] if s["name"].split(":")[0] in states)
    same(f"{task['name']} running", total("running"), task["running"])
    same(f"{task['name']} ready", total("ready", "created"), task["ready"])
    same(f"{task['name']} waiting", total("waiting"), task["waiting"])
    same(f"{task['name']} sleeping", total("sleeping"), task["sleeping"])
    states = next(t for t in tracks.values() if t["parent"] == uuid and t["kind"] == "state")
    same(f"{task['name']} states", [s for _, s in states["values"] if s], [s["name"].split(":")[0] for s in track["slices"]])
    if states["values"] and states["values"][-1][1]:
        problems.append(f"{task['name']}: its last state does not end")
counters = {track["name"]: [value for _, value in track["values"]] for track in tracks.values() if track["kind"] == "counter"}
for name, values in ours["counters"].items():
    # The first 0 may be left out where the counter changes at once.
    same(name, counters.get(name), values if counters.get(name, [])[:1] == values[:1] else values[1:])

if problems:
    print("\n".join(problems[:20]), file=sys.stderr)
    sys.exit(1)
