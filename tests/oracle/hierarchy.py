#!/usr/bin/env python3
"""Recorded answers of CPython's `logging` about levels, propagation and handlers.

    python3 hierarchy.py           writes hierarchy.jsonl beside this script
    python3 hierarchy.py --check   makes it again and compares; exit 1 on a difference
    python3 hierarchy.py --names   the distinct logger names of all cases, one a line
    python3 hierarchy.py --stats   what the cases contain

Format of hierarchy.jsonl: one case a line, UTF-8, no header. A case is

    {"case": N, "loggers": [LOGGER, ..], "ops": [OP, ..]}

LOGGER, in the order of creation (children often come before their parents):
    "name"       dotted name; a middle name that is not in the list is a gap: nobody declared it
    "level"      its own level, null = none (CPython's NOTSET)
    "propagate"  stated always, because the defaults differ (CPython True, logkit False)
    "handlers"   [[id, level or null], ..] in the order added; null = NOTSET: takes every record
    "effective"  [getEffectiveLevel() before the first op, the same after the last op]

Levels are numbers: TRACE 5, DEBUG 10, INFO 20, WARNING 30, ERROR 40, CRITICAL 50, OFF 1000
(OFF only as a logger's level). The root logger has level INFO (logkit's default threshold)
and one handler, "root", level NOTSET; no op touches it. No id occurs twice in a case.

OP is an array; the second item is the logger's index in "loggers":
    ["log", L, level, {"cpython": [id, ..]}]
        "cpython"   the handlers that took the record, in the order of the walk: own handlers
                    in the order added, then the parent's while propagate holds, "root" last.
                    [] is also the answer when the origin's level refuses the record, or when
                    every handler that was found refuses it.
        "inherits"  [id, ..]; present only if CPython found no handler at all (a closed door,
                    that is propagate False, before the first one) and an ancestor other than
                    the root has handlers. logkit then takes the handlers of the nearest such
                    ancestor, and the walk ends there. CPython answered this too: asked a
                    second time with propagate True from the origin up to that ancestor, and
                    False on the ancestor itself. May be [] (its handlers refuse the record).
                    Where it is present it, not "cpython", is what logkit has to do.
        "none"      true; present only if CPython found no handler at all and no ancestor but
                    the root has any: nothing to inherit. CPython goes to `lastResort`.
    ["set_level", L, level or null]       null = clear_level (NOTSET)
    ["set_propagate", L, bool]
    ["add_handler", L, id, level or null] always a new handler, added last
    ["remove_handler", L, id]             sometimes one that is not (or no longer) on L: no effect
    ["is_enabled_for", L, level, bool]    the bool is CPython's answer
"""

import json
import logging
import os
import random
import sys

SEED = 20261122
CASES = 600
OFF = 1000
LEVELS = (5, 10, 20, 30, 40, 50)
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "hierarchy.jsonl")

# Families of names that look alike as strings and are strangers as trees. No top-level `r`,
# `ro`, `roo` or `root`: CPython's Manager._fixupChildren compares with the root's *name*
# by string prefix, so that a child made before its parent `r` never finds it.
FAMILIES = (
    ("pay", "payments", "payments_x"),
    ("net", "net2", "network"),
    ("a", "a_", "aa"),
    ("db_1", "db_10", "db"),
)
SEGMENTS = ("gateway", "gate", "gateway_x", "http", "http_2", "a", "b", "2fa", "_in", "pay")


def universe():
    """All names there are, per family: few enough that a test may declare them all."""
    rng = random.Random(f"{SEED}:names")
    families = []
    for tops in FAMILIES:
        names = list(tops)
        while len(names) < 30:
            parent = rng.choice(names)
            if parent.count(".") < 3:
                name = f"{parent}.{rng.choice(SEGMENTS)}"
                if name not in names:
                    names.append(name)
        families.append(names)
    return families


def ancestors(name):
    """`a.b.c` -> [`a.b`, `a`]"""
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]


# -- making a case (chance only; no rule of logging is known here) ----------------------

def own_level(rng, off=True):
    if rng.random() < 0.5:
        return None
    weights = (4, 6, 6, 5, 4, 2) + ((2,) if off else ())
    return rng.choices(LEVELS + ((OFF,) if off else ()), weights)[0]


def record_level(rng):
    return rng.choices(LEVELS, (1, 2, 4, 5, 6, 5))[0]


def pick_names(rng, families):
    pool = [n for family in rng.sample(families, rng.choice((1, 1, 1, 2))) for n in family]
    deep = [n for n in pool if n.count(".") >= 2]
    want = rng.randint(1, 10)
    names = []
    while len(names) < want:
        name = rng.choice(deep if rng.random() < 0.5 else pool)
        # its ancestors come along often, not always: that leaves the gaps
        for n in [name] + [a for a in ancestors(name) if rng.random() < 0.75]:
            if n not in names and len(names) < want:
                names.append(n)
    rng.shuffle(names)
    return names


def make_case(number, families):
    rng = random.Random(f"{SEED}:case:{number}")
    names = pick_names(rng, families)
    made = 0            # handlers so far
    on = []             # ids that were put on each logger, removed ones included

    def new_handler():
        nonlocal made
        made += 1
        return [f"h{made}", own_level(rng, off=False)]

    loggers = []
    for name in names:
        weights = (65, 23, 12) if "." in name else (30, 45, 25)
        handlers = [new_handler() for _ in range(rng.choices((0, 1, 2), weights)[0])]
        on.append([h[0] for h in handlers])
        loggers.append({"name": name, "level": own_level(rng), "propagate": rng.random() < 0.45,
                        "handlers": handlers})

    def below(index):
        name = names[index]
        return [i for i, n in enumerate(names) if n == name or n.startswith(name + ".")]

    ops = []
    near = None         # after a change, look at once at what it may have changed
    for _ in range(rng.randint(6, 15)):
        if near is not None and rng.random() < 0.65:
            at, kind = rng.choice(below(near)), rng.choices(("log", "is_enabled_for"), (4, 1))[0]
        else:
            at = rng.randrange(len(names))
            kind = rng.choices(
                ("log", "is_enabled_for", "set_level", "set_propagate", "add_handler",
                 "remove_handler"), (40, 12, 14, 14, 10, 10))[0]
        near = at
        if kind in ("log", "is_enabled_for"):
            ops.append([kind, at, record_level(rng)])
            near = None
        elif kind == "set_level":
            ops.append([kind, at, own_level(rng)])
        elif kind == "set_propagate":
            ops.append([kind, at, rng.random() < 0.5])
        elif kind == "add_handler":
            handler = new_handler()
            on[at].append(handler[0])
            ops.append([kind, at] + handler)
        else:
            full = [i for i in range(len(names)) if on[i]]
            if not full:
                ops.append(["log", at, record_level(rng)])
                continue
            owner = rng.choice(full)
            gone = rng.choice(on[owner])
            # one in twelve asks the wrong logger
            near = rng.randrange(len(names)) if rng.random() < 1 / 12 else owner
            ops.append([kind, near, gone])
    return {"case": number, "loggers": loggers, "ops": ops}


# -- asking CPython ---------------------------------------------------------------------

class Recorder(logging.Handler):
    def __init__(self, ident, level, seen):
        super().__init__(logging.NOTSET if level is None else level)
        self.ident = ident
        self.seen = seen

    def emit(self, record):
        self.seen.append(self.ident)


def ask(case):
    """Runs the case with CPython's logging and puts its answers in."""
    seen, last = [], []
    # takes every record for which the walk found no handler
    logging.lastResort = Recorder("lastResort", None, last)
    root = logging.RootLogger(logging.INFO)
    manager = root.manager = logging.Manager(root)
    root.addHandler(Recorder("root", None, seen))
    handlers = {}

    def add(logger, ident, level):
        handlers[ident] = Recorder(ident, level, seen)
        logger.addHandler(handlers[ident])

    def log(logger, level):
        seen.clear()
        last.clear()
        logger.log(level, "line")
        return list(seen), bool(last)

    loggers = []
    for spec in case["loggers"]:
        logger = manager.getLogger(spec["name"])
        loggers.append(logger)
        logger.setLevel(logging.NOTSET if spec["level"] is None else spec["level"])
        logger.propagate = spec["propagate"]
        for ident, level in spec["handlers"]:
            add(logger, ident, level)
    before = [logger.getEffectiveLevel() for logger in loggers]

    for op in case["ops"]:
        kind, logger = op[0], loggers[op[1]]
        if kind == "log":
            got, found_none = log(logger, op[2])
            answer = {"cpython": got}
            if found_none:
                assert got == []
                way, heir = [logger], logger.parent
                while heir is not root and not heir.handlers:
                    way.append(heir)
                    heir = heir.parent
                if heir is root:
                    assert not all(way_logger.propagate for way_logger in way)
                    answer["none"] = True
                else:
                    doors = [(door, door.propagate) for door in way + [heir]]
                    for door, _ in doors:
                        door.propagate = door is not heir
                    answer["inherits"], found_none = log(logger, op[2])
                    for door, was in doors:
                        door.propagate = was
                    assert not found_none
            op.append(answer)
        elif kind == "is_enabled_for":
            op.append(logger.isEnabledFor(op[2]))
        elif kind == "set_level":
            logger.setLevel(logging.NOTSET if op[2] is None else op[2])
        elif kind == "set_propagate":
            logger.propagate = op[2]
        elif kind == "add_handler":
            add(logger, op[2], op[3])
        elif kind == "remove_handler":
            logger.removeHandler(handlers[op[2]])
        else:
            raise AssertionError(kind)

    for spec, logger, was in zip(case["loggers"], loggers, before):
        spec["effective"] = [was, logger.getEffectiveLevel()]
    return case


def cases():
    logging.addLevelName(5, "TRACE")
    logging.addLevelName(OFF, "OFF")
    families = universe()
    return [ask(make_case(number, families)) for number in range(CASES)]


def stats(all_cases):
    from collections import Counter
    count = Counter()
    for case in all_cases:
        names = {spec["name"] for spec in case["loggers"]}
        count["loggers"] += len(names)
        count["loggers with a gap above"] += sum(
            any(a not in names for a in ancestors(n)) for n in names)
        for op in case["ops"]:
            count[f"op {op[0]}"] += 1
            if op[0] == "is_enabled_for":
                count[f"is_enabled_for {op[3]}"] += 1
            if op[0] == "log":
                answer = op[3]
                got = answer["cpython"]
                count["log, to root"] += "root" in got
                count["log, to root alone"] += got == ["root"]
                count["log, two handlers or more"] += len(got) > 1
                count["log, nothing"] += got == []
                count["log, inherits"] += "inherits" in answer
                count["log, inherits []"] += answer.get("inherits") == []
                count["log, none"] += "none" in answer
    for key in sorted(count):
        print(f"{key:32}{count[key]:6}")


def main(args):
    if args == ["--names"]:
        print("\n".join(sorted({s["name"] for c in cases() for s in c["loggers"]})))
        return 0
    if args == ["--stats"]:
        stats(cases())
        return 0
    if args not in ([], ["--check"]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    lines = [json.dumps(case, separators=(",", ":"), ensure_ascii=False) for case in cases()]
    if args:
        try:
            with open(FILE, encoding="utf-8", newline="") as file:
                old = file.read()
        except FileNotFoundError:
            print("hierarchy.jsonl is missing", file=sys.stderr)
            return 1
        if old == "\n".join(lines) + "\n":
            return 0
        had = old.split("\n")[:-1]
        first = next((i for i, pair in enumerate(zip(had, lines)) if pair[0] != pair[1]),
                     min(len(had), len(lines)))
        print(f"hierarchy.jsonl differs from line {first + 1} on "
              f"({len(had)} lines on disk, {len(lines)} made)", file=sys.stderr)
        for mark, some in (("-", had), ("+", lines)):
            if first < len(some):
                print(mark + some[first], file=sys.stderr)
        return 1
    with open(FILE, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
