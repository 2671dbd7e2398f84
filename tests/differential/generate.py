"""Random programs of the differential test, each from its seed."""
import random

from program import parse, write

TASKS = "abcdefgh"
KINDS = {"lock": "L", "event": "E", "condition": "C", "semaphore": "S", "bounded": "B",
         "barrier": "R", "fifo": "Q", "lifo": "K", "priority": "P", "future": "F"}


class Generator:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.lines, self.objects = [], {}
        self.fresh = list(TASKS[:self.dice.randint(2, 7)])
        self.all = ["main", *self.fresh]
        self.next_number = {"T": 0, "G": 0, "H": 0}
        self.generators = []
        self.waiting = []       # bodies to be written

    # -- dice
    def chance(self, percent):
        return self.dice.randrange(100) < percent

    def delay(self):
        return str(self.dice.choice([0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 8, -1]))

    def limit(self):
        return self.dice.choice(["none", "0", "-1", "1", "1", "2", "2", "3", "4", "6"])

    def number(self):
        return str(self.dice.randrange(1, 10))

    def new(self, kind):
        self.next_number[kind] += 1
        return f"{kind}{self.next_number[kind]}"

    def known(self, kind):
        n = self.next_number[kind]
        return f"{kind}{self.dice.randint(max(1, n - 2), n)}" if n else None

    def of(self, kinds):
        names = [name for name in self.objects if name[0] in kinds]
        return self.dice.choice(names) if names else None

    def task(self, after=None):
        """Any task; with `after`, one that comes later, so that nobody waits in a ring."""
        names = self.all if after is None else self.all[self.all.index(after) + 1:]
        return self.dice.choice(names) if names else None

    def thing(self, after=None):
        future = self.of("F")
        return future if future and self.chance(30) else self.task(after)

    def several(self, after=None):
        things = [self.thing(after) for _ in range(self.dice.randint(1, 4))]
        return " ".join(dict.fromkeys(t for t in things if t))

    # -- the program
    def program(self):
        kinds = [k for k in KINDS if self.chance(30)]
        for kind in kinds:
            for i in range(self.dice.choice([1, 1, 2])):
                self.declare(kind, f"{KINDS[kind]}{i + 1}")
        for i in range(self.dice.choice([0, 0, 1, 1, 2])):
            self.generators.append(f"X{i + 1}")
        head = [f"{kind} {name}{extra}" for name, (kind, extra) in self.objects.items()]
        self.lines = head
        self.body("main", self.dice.randint(4, 8))
        while self.waiting:
            self.body(self.waiting.pop(0), self.dice.randint(2, 6))
        for name in self.generators:
            self.generator(name)
        return self.lines

    def declare(self, kind, name):
        extra = ""
        if kind in ("semaphore", "bounded"):
            extra = f" {self.dice.randint(0 if kind == 'semaphore' else 1, 2)}"
        elif kind == "barrier":
            extra = f" {self.dice.randint(1, 3)}"
        elif kind in ("fifo", "lifo", "priority"):
            extra = f" {self.dice.randint(0, 2)}"
        elif kind == "condition" and "L1" in self.objects and self.chance(60):
            extra = " L1"
        self.objects[name] = (kind, extra)

    def body(self, name, length):
        self.me = name
        self.lines.append(f"task {name}")
        if name == "main":
            for _ in range(min(len(self.fresh), self.dice.randint(1, 3))):
                self.add(1, "spawn", self.start())
        self.operations(1, length)
        if self.chance(40):
            self.add(1, "return", self.number())

    def start(self):
        name = self.fresh.pop(0)
        self.waiting.append(name)
        return name

    def generator(self, name):
        self.me = "h"           # it awaits nobody
        self.lines.append(f"generator {name}")
        for _ in range(self.dice.randint(1, 4)):
            if self.chance(60):
                self.add(1, "yield", self.number())
            else:
                self.simple(1)
        if self.chance(60):
            self.add(1, "finally")
            for _ in range(self.dice.randint(1, 2)):
                if self.chance(10):
                    self.add(2, "yield", self.number())
                else:
                    self.simple(2)

    def add(self, depth, *words):
        self.lines.append("  " * depth + " ".join(w for w in words if w != ""))

    def operations(self, depth, count):
        for _ in range(count):
            self.operation(depth)

    def operation(self, depth):
        if depth < 4 and self.chance(30):
            self.dice.choice([self.attempt, self.attempt, self.time_limit, self.time_limit,
                              self.task_group, self.held, self.callback, self.limited,
                              self.each])(depth)
        elif self.chance(55):
            self.simple(depth)
        else:
            self.dice.choice([self.tasks, self.tasks, self.combinator, self.combinator,
                              self.spawn])(depth)

    def simple(self, depth):
        """Sleeps and primitives: right in whatever place."""
        while True:
            words = self.dice.choice([self.sleeping, self.locking, self.queueing, self.signalling,
                                      self.settling, self.small])()
            if words and None not in words:
                self.add(depth, *words)
                return

    def sleeping(self):
        return self.dice.choice([["sleep", self.delay()], ["sleep", self.delay()],
                                 ["sleep", "0"], ["block", self.dice.choice("1123")]])

    def locking(self):
        name = self.of("LSBCLS")
        if name is None:
            return None
        if name[0] == "C" and self.chance(40):
            return self.dice.choice([["wait", name], ["notify", name, "1"], ["notify_all", name]])
        return self.dice.choice([["acquire", name], ["acquire", name], ["release", name],
                                 ["release", name], ["look", name]])

    def queueing(self):
        q = self.of("QKP")
        return self.dice.choice([
            ["put", q, self.number()], ["put", q, self.number()], ["get", q], ["get", q],
            ["put_nowait", q, self.number()], ["get_nowait", q], ["task_done", q], ["join", q],
            ["look", q], ["shutdown", q, "now" if self.chance(50) else ""] if self.chance(25)
            else ["get", q]])

    def signalling(self):
        e, r = self.of("E"), self.of("R")
        return self.dice.choice([
            ["wait", e], ["wait", e], ["set", e], ["set", e], ["clear", e],
            ["wait", r], ["wait", r], ["look", r],
            ["reset" if self.chance(60) else "abort", r] if self.chance(40) else ["wait", r]])

    def settling(self):
        f = self.of("F")
        return self.dice.choice([["set", f, self.number()], ["fail", f, "f" + self.number()],
                                 ["await", f], ["look", f], ["error", f], ["result", f]])

    def small(self):
        return self.dice.choice([["var", self.number()], ["var"], ["count", "1"],
                                 ["cancelling", self.task()], self.cancel_words(),
                                 ["raise", "Problem", "p" + self.number()]
                                 if self.chance(50) else ["var"]])

    def cancel_words(self):
        message = "m" + self.number() if self.chance(40) else ""
        return ["cancel", self.thing(), message]

    def tasks(self, depth):
        x = self.task(self.me)
        choice = self.dice.randrange(12)
        if choice < 3:
            self.add(depth, *self.cancel_words())
            if self.chance(20):
                self.add(depth, *self.cancel_words())
        elif choice < 4:
            self.add(depth, "cancel", self.me)
        elif choice < 5:
            self.add(depth, "uncancel", self.me if self.chance(70) else self.task())
        elif choice < 6:
            self.add(depth, "look", self.thing())
        elif choice < 7:
            self.add(depth, self.dice.choice(["result", "error"]), self.thing())
        elif choice < 8 and self.generators:
            x = self.dice.choice(self.generators)
            self.add(depth, self.dice.choice(["make", "make", "aclose", "drop"]), x)
        elif choice < 9 and self.generators:
            self.add(depth, "athrow", self.dice.choice(self.generators), "t" + self.number())
        elif choice < 10 and self.known("T"):
            name = self.known("T")
            self.add(depth, *self.dice.choice([["look", name],
                                               ["reschedule", name, self.limit()]]))
        elif choice < 11 and self.known("H"):
            self.add(depth, "revoke", self.known("H"))
        elif self.chance(4):
            self.add(depth, "await", self.me)
        elif x:
            self.add(depth, "await", x)

    def spawn(self, depth):
        if not self.fresh:
            self.simple(depth)
        elif self.known("G") and self.chance(50):
            self.add(depth, "group_spawn", self.known("G"), self.start())
        else:
            self.add(depth, "spawn", self.start())

    def combinator(self, depth):
        how = self.dice.choice(["errors", "first"])
        some, later = self.several(), self.several(self.me)
        x = self.thing(self.me)
        choice = self.dice.randrange(9)
        if choice < 2 and self.fresh:
            count = min(len(self.fresh), self.dice.randint(1, 3))
            self.add(depth, "gather_new", how, *[self.start() for _ in range(count)])
        elif choice < 4 and later:
            self.add(depth, "gather", how, later)
        elif choice < 6:
            mode = self.dice.choice(["all", "first", "exception"])
            self.add(depth, "wait_set", mode, self.limit(), some)
        elif choice < 7 and x:
            self.add(depth, "shield", x)
        elif choice < 8 and x:
            self.add(depth, "wait_for", self.limit(), x)
        else:
            self.add(depth, self.dice.choice(["completed", "acompleted"]), self.limit(), some)

    # -- blocks
    def inside(self, depth, most=3):
        self.operations(depth + 1, self.dice.randint(1, most))

    def attempt(self, depth):
        self.add(depth, "try")
        self.inside(depth)
        if self.chance(75):
            kind = self.dice.choice(["Problem", "Cancelled", "Cancelled", "Timeout", "Group",
                                     "Error", "Any", "Any"])
            self.add(depth, "except", kind, "again" if self.chance(40) else "")
            self.inside(depth, 2)
        if self.chance(40):
            self.add(depth, "finally")
            self.inside(depth, 2)

    def time_limit(self, depth):
        self.add(depth, "timeout", self.new("T"), self.limit())
        self.inside(depth)

    def limited(self, depth):
        name = self.of("LSBCEQKPR")
        if name and self.chance(60):
            self.add(depth, "wait_for", self.limit(), name)
            return
        self.add(depth, "wait_for", self.limit())
        self.inside(depth)

    def task_group(self, depth):
        name = self.new("G")
        self.add(depth, "group", name)
        for _ in range(self.dice.randint(1, 3)):
            if self.fresh:
                self.add(depth + 1, "group_spawn", name, self.start())
        self.inside(depth)

    def held(self, depth):
        name = self.of("LSBC")
        if name is None:
            return self.attempt(depth)
        self.add(depth, "hold", name)
        if name[0] == "C":
            self.add(depth + 1, *self.dice.choice([
                ["wait", name], ["wait", name], ["wait_until", name, self.dice.choice("123")],
                ["notify", name, self.dice.choice("12")], ["notify_all", name]]))
            if self.chance(30):
                self.add(depth + 1, "count", "1")
                self.add(depth + 1, "notify_all", name)
        if name[0] != "C" or self.chance(50):
            self.inside(depth, 2)

    def callback(self, depth):
        self.add(depth, *self.dice.choice([["soon", self.new("H")],
                                           ["later", self.new("H"), self.delay()],
                                           ["on_end", self.thing()]]))
        for _ in range(self.dice.randint(1, 2)):
            self.callback_operation(depth + 1)

    def callback_operation(self, depth):
        while True:
            words = self.dice.choice([
                self.cancel_words(), self.cancel_words(), ["set", self.of("E")],
                ["set", self.of("F"), self.number()], ["fail", self.of("F"), "f" + self.number()],
                ["put_nowait", self.of("QKP"), self.number()], ["release", self.of("LSB")],
                ["get_nowait", self.of("QKP")], ["raise", "Problem", "c" + self.number()],
                ["var", self.number()], ["var"], ["notify_all", self.of("C")],
                ["spawn", "?"], ["look", self.thing()], ["uncancel", self.task()]])
            if words == ["spawn", "?"]:
                words = ["spawn", self.start()] if self.fresh else [None]
            if None not in words:
                self.add(depth, *words)
                return

    def each(self, depth):
        if not self.generators:
            return self.attempt(depth)
        name = self.dice.choice(self.generators)
        if self.chance(75):
            self.add(depth, "make", name)
        self.add(depth, "each", name, self.dice.choice("11239"))
        if self.chance(50):
            self.inside(depth, 2)
        if self.chance(40):
            self.add(depth, self.dice.choice(["aclose", "drop"]), name)


def generate(seed):
    """The lines of a program."""
    lines = Generator(seed).program()
    return write(parse(lines))
