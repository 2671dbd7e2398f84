"""A program of the differential test: text, one operation per line, to a tree and back.

    lock L1                     what there is, by kind: the first letter of a name says which
    task main                   a body; "main" runs, the others are started by an operation
      spawn a
      timeout T1 4              blocks are indented; times are in eighths of a second
        sleep 3
    generator X1                the body of an asynchronous generator

tests/differential/README.md has all operations.
"""

SEPARATOR = "=== program "
LOG = "--- log"


class Node:
    """One line, and what is indented below it."""

    def __init__(self, words, line, section):
        self.op, self.args = words[0], words[1:]
        self.line, self.section = line, section
        self.children = []

    @property
    def text(self):
        return " ".join([self.op, *self.args])


def parse(lines):
    """The lines without indentation, each with its children."""
    tops, stack = [], []
    for number, line in enumerate(lines, 1):
        depth = (len(line) - len(line.lstrip(" "))) // 2
        words = line.split()
        section = words[1] if depth == 0 else stack[0].args[0]
        node = Node(words, number, section)
        del stack[depth:]
        (stack[-1].children if stack else tops).append(node)
        stack.append(node)
    return tops


def write(tops, depth=0):
    lines = []
    for node in tops:
        lines.append("  " * depth + node.text)
        lines += write(node.children, depth + 1)
    return lines


def read_programs(text):
    """{name: (program's lines, log's lines or None)} of a file of programs."""
    programs = {}
    for part in text.split(SEPARATOR)[1:]:
        name, *lines = part.rstrip("\n").split("\n")
        log = None
        if LOG in lines:
            log = lines[lines.index(LOG) + 1:]
            lines = lines[:lines.index(LOG)]
        programs[name] = (lines, log)
    return programs


def write_programs(programs):
    """The text of a file with these; a log of None is left out."""
    parts = []
    for name, (lines, log) in programs.items():
        parts += [SEPARATOR + name, *lines]
        if log is not None:
            parts += [LOG, *log]
    return "\n".join(parts) + "\n"
