"""expect.py RUN EVENTS STATS: what a reader of any export must find, as JSON: steps, tasks with their times, arrows of wake-ups and
the values of counters, from `coroscope stats --json` and `coroscope events --json`, which must agree with each other and with
`coroscope run --json`."""
import json
import sys

run, events, stats = (json.load(open(path)) for path in sys.argv[1:])
events = events["events"]
YIELD, QUEUE, SEMAPHORE = 1, 4, 2
OVER = ("task-finished", "task-failed", "task-cancelled", "task-abandoned")

created = [event["subject"] for event in events if event["kind"] == "resource-created"]

counters = {"ready tasks": [0], "timers": [0]}
ready, timers = set(), 0
cause, running, arrows = {}, set(), 0
titles = {}


def change(title, value):
    if counters[title][-1] != value:
        counters[title].append(value)


for event in events:
    # Several tasks may have one name.
    kind, task, subject = event["kind"], event["task_id"], event["subject"]
    if kind in ("task-created", "task-ready"):
        waker = event["subject_id"] if kind == "task-created" else event["a"]
        if task not in ready:
            cause[task] = waker if waker in running else None
        ready.add(task)
    elif kind == "task-resumed":
        arrows += cause.pop(task, None) is not None
        ready.discard(task)
        running.add(task)
    elif kind == "task-suspended" or kind in OVER:
        running.discard(task)
        ready.discard(task)
        if kind == "task-suspended" and event["detail"] == YIELD:
            ready.add(task)
    elif kind == "timer-set":
        timers += 1
    elif kind in ("timer-fired", "timer-cancelled"):
        timers -= 1
    elif kind == "resource-created" and event["detail"] in (QUEUE, SEMAPHORE) and subject and created.count(subject) == 1:
        titles[subject] = ("queue " if event["detail"] == QUEUE else "permits ") + subject
        counters[titles[subject]] = [0 if event["detail"] == QUEUE else event["a"]]
    elif kind in ("queue-put", "queue-got", "queue-dropped", "resource-acquired", "resource-released") and subject in titles:
        change(titles[subject], event["a"])
    change("ready tasks", len(ready))
    change("timers", timers)



def agree(what, ours, theirs):
    if ours != theirs:
        sys.exit(f"expect.py: {what}: the events say {ours}, stats says {theirs}")


agree("steps", run["steps"], stats["loop"]["steps"])
agree("ready tasks", max(counters["ready tasks"]), stats["loop"]["ready_max"])
for resource in stats["resources"]:
    if resource["name"] in titles and resource["queue"]:
        agree(f"depth of {resource['name']}", max(counters[titles[resource["name"]]]), resource["queue"]["max_depth"])
tasks = []
for id, (told, counted) in enumerate(zip(run["tasks"], stats["tasks"], strict=True), 1):
    times = {"running": counted["running_ns"], "ready": counted["ready_ns"],
             "sleeping": counted["sleeping_ns"], "waiting": counted["waiting_ns"]}
    agree(f"times of task {id}", {"running": told["running_ns"], "ready": told["ready_ns"], "sleeping": told["sleeping_ns"],
                                  "waiting": told["waiting_ns"] - told["sleeping_ns"]}, times)
    tasks.append({"name": told["name"] or f"task {id}", **times})

print(json.dumps({"steps": stats["loop"]["steps"], "arrows": arrows, "counters": counters, "tasks": tasks}))
