"""read-tables.py NUMBER RUN EVENTS: reads NUMBER.csv and NUMBER.events.csv with Python's csv module and compares them with
`coroscope run --json` and `coroscope events --json`."""
import csv
import json
import sys
from collections import defaultdict

from texts import cell

number, run, events = sys.argv[1:]
problems = []


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        return [row for row in reader]


def same(what, read, expected):
    if read != expected:
        problems.append(f"{what}: the reader sees {read}, coroscope says {expected}")


times = defaultdict(lambda: defaultdict(int))
names = {}
for row in rows(f"{number}.csv"):
    names[int(row["task_id"])] = row["task"]
    times[int(row["task_id"])][row["state"]] += int(row["duration_ns"])
    same("duration", int(row["duration_ns"]), int(row["end_ns"]) - int(row["start_ns"]))
for id, task in enumerate(json.load(open(run))["tasks"], 1):
    same("name", names[id], cell(task["name"] or f"task {id}"))
    same(f"{task['name']} running", times[id]["running"], task["running_ns"])
    same(f"{task['name']} ready", times[id]["ready"] + times[id]["created"], task["ready_ns"])
    same(f"{task['name']} waiting", times[id]["waiting"] + times[id]["sleeping"], task["waiting_ns"])

read = rows(f"{number}.events.csv")
expected = json.load(open(events))["events"]
same("events", len(read), len(expected))
for ours, event in zip(read, expected):
    same("event", (int(ours["event"]), int(ours["time_ns"]), ours["kind"]), (event["index"], event["time_ns"], event["kind"]))
    if ours["task"]:
        same("task", ours["task"], cell(event["task"] or f"task {ours['task_id']}"))
    if event["kind"] == "log-line":
        same("text", ours["text"], cell(event["b"]))
    same("line", f"{ours['file']}:{ours['line']}" if ours["file"] else None, event["line"])

if problems:
    print("\n".join(problems[:20]), file=sys.stderr)
    sys.exit(1)
