#!/usr/bin/env python3
"""The ends of days and hours in many time zones, by the C library and by CPython's logging.

    python3 rollover.py           writes rollover.tsv beside this script
    python3 rollover.py --check   makes it again and compares; exit 1 on a difference

Format of rollover.tsv: comments after "#", then fields between tabs:

    tz       what TZ was: a zone's name or a POSIX rule
    secs     an instant, in seconds since the epoch
    stamp    its local date and hour, by time.localtime
    day      the first second at which time.localtime shows a later date
    hour     the first second at which time.localtime shows a later date and hour
    cpython  the next rollover of TimedRotatingFileHandler(when="midnight") that rolled over at secs;
             "=" where it is the end of the day

CPython is right unless the offset changes between the instant and the end of the day by anything but
one hour of summer time, or at midnight. when="H" is no oracle: its hours start with the file, and the
hour that repeats overwrites the file of the first one (up to 3.12) or is never rolled over.
"""

import logging.handlers
import os
import random
import subprocess
import sys
import time

SEED = 20261128
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "rollover.tsv")
PER_ZONE = 40
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Havana", "America/Asuncion",
    "America/St_Johns", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kathmandu", "Asia/Pyongyang",
    "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Africa/Cairo",
    "CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
)
ZONEINFO = "/usr/share/zoneinfo"
START, END = 1_104_537_600, 1_830_297_600       # 2005-01-01 to 2028-01-01


# -- in the child, where TZ is set ------------------------------------------------------

def changes():
    """The first seconds of a new offset."""
    def offset(at):
        return time.localtime(at).tm_gmtoff

    found, step = [], 6 * 3600
    for low in range(START, END, step):
        high = low + step
        if offset(low) != offset(high):
            while high - low > 1:
                middle = (low + high) // 2
                if offset(middle) == offset(low):
                    low = middle
                else:
                    high = middle
            found.append(high)
    return found


def instants(zone):
    rng = random.Random(f"{SEED}:{zone}")
    found, out = changes(), set()
    # The last ones, the strangest one, and others.
    chosen = found[-2:] + [at for at in found if at == 1_325_239_200]
    chosen += rng.sample(found, min(3, len(found)))
    for at in chosen:
        out.update(at + away for away in (-70_000, -3_601, -1, 0, 1, 1_799, 3_600))
    while len(out) < PER_ZONE:
        out.add(rng.randrange(START, END))
    return sorted(out)


def first_later(secs, parts):
    """The first second at which the first parts of localtime are greater."""
    now = time.localtime(secs)[:parts]
    high = secs - secs % 60
    while time.localtime(high)[:parts] <= now:
        high += 60
    low = high - 60
    while high - low > 1:
        middle = (low + high) // 2
        if time.localtime(middle)[:parts] <= now:
            low = middle
        else:
            high = middle
    return high


def rollover(secs):
    """The next rollover after one at that second."""
    real, time.time = time.time, lambda: float(secs)
    try:
        handler = logging.handlers.TimedRotatingFileHandler(
            os.path.join(HERE, "no-such-file"), when="midnight", delay=True)
        handler.rotator = lambda source, dest: None
        handler.rolloverAt = secs
        handler.doRollover()
        return handler.rolloverAt
    finally:
        time.time = real


def child(zone):
    time.tzset()
    for secs in instants(zone):
        stamp = time.strftime("%Y-%m-%d_%H", time.localtime(secs))
        day, hour, cpython = first_later(secs, 3), first_later(secs, 4), rollover(secs)
        print(zone, secs, stamp, day, hour, "=" if cpython == day else cpython, sep="\t")


# -- in the parent ----------------------------------------------------------------------

def table():
    out = ["# tz, secs, stamp, day, hour, cpython: see rollover.py"]
    for zone in ZONES:
        # Without its file, the C library takes the zone for UTC.
        if "/" in zone and "," not in zone and not os.path.exists(os.path.join(
                os.environ.get("TZDIR", ZONEINFO), zone)):
            sys.exit(f"rollover.py: this system has no time zone {zone}: install tzdata")
        done = subprocess.run(
            [sys.executable, os.path.abspath(__file__), "--zone", zone], check=True,
            stdout=subprocess.PIPE, env={**os.environ, "TZ": zone})
        out += done.stdout.decode("ascii").splitlines()
    return "".join(line + "\n" for line in out)


def comparable(text):
    """Without the last column where CPython is older than the fix of its summer time (3.13)."""
    if sys.version_info >= (3, 13):
        return text
    return [line.split("\t")[:5] for line in text.splitlines()]


def main(arguments):
    if arguments[:1] == ["--zone"]:
        return child(arguments[1])
    made = table()
    if arguments == ["--check"]:
        with open(FILE, encoding="ascii") as file:
            recorded = file.read()
        return None if comparable(recorded) == comparable(made) else "rollover.py: rollover.tsv differs"
    with open(FILE, "w", encoding="ascii") as file:
        file.write(made)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
