"""read-database.py DATABASE EXPECTED: asks the sqlite3 program about an exported database and compares its answers with what
expect.py says."""
import json
import subprocess
import sys
from collections import defaultdict

from texts import printable

database, expected = sys.argv[1:]
ours = json.load(open(expected))
problems = []


def ask(query):
    answer = subprocess.run(["sqlite3", "-json", database, query], capture_output=True, check=True, text=True).stdout
    return json.loads(answer) if answer.strip() else []


def same(what, read, wanted):
    if read != wanted:
        problems.append(f"{what}: the reader sees {read}, coroscope says {wanted}")


same("integrity", ask("pragma integrity_check"), [{"integrity_check": "ok"}])
same("foreign keys", ask("pragma foreign_key_check"), [])
same("steps", ask("select count(*) as n from step")[0]["n"], ours["steps"])
same("steps", ask("select steps as n from run")[0]["n"], ours["steps"])
tasks = ask("select * from task_time order by task_id")
for read, task in zip(tasks, ours["tasks"]):
    for state in ("running", "ready", "sleeping", "waiting"):
        same(f"{task['name']} {state}", read[f"{state}_ns"], task[state])
same("tasks", [task["task"] for task in tasks], [printable(task["name"]) for task in ours["tasks"]])
counters = defaultdict(list)
for row in ask("select name, value from counter order by rowid"):
    counters[row["name"]].append(row["value"])
for name, values in ours["counters"].items():
    same(name, counters[name], values if counters[name][:1] == values[:1] else values[1:])

if problems:
    print("\n".join(problems[:20]), file=sys.stderr)
    sys.exit(1)
