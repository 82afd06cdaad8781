#!/usr/bin/env python3
"""Recorded lines of CPython's standard format, for many instants in many time zones.

    python3 asctime.py           writes asctime.jsonl beside this script
    python3 asctime.py --check   makes it again and compares; exit 1 on a difference

The format is logging.Formatter('%(asctime)s - %(name)s - %(levelname)s - %(message)s').

Format of asctime.jsonl, UTF-8. The first line says what made the file:

    {"python", "format", "tzdata", "libc", "count"}      count = the lines that follow

and each further line is

    {"tz", "secs", "nanos", "name", "level", "message", "line"}

    "tz"        what TZ was: a zone's name or a POSIX rule
    "secs"      since the epoch, never negative; "nanos" 0..=999999999 on top
    "level"     Python's name of it; TRACE is 5
    "line"      what Formatter.format returned; no newline at the end
    "exact"     only on a few lines. CPython keeps the time as a float of seconds, and the last
                0.12 microseconds before a full second round up into it: "line" then shows the
                *next* second with ,000. "exact" is the line with the instant truncated to
                whole milliseconds first, also made by CPython.

How an instant gets into a record: on 3.13 and later LogRecord.__init__ reads
time.time_ns(), so that is what the script replaces while a record is made. Before
3.13 it reads time.time(); there 3.13's arithmetic is done on the finished record.

tzdata and libc matter for the zones with a name: should the check differ after an
update of tzdata, look whether that zone's law changed.
"""

import json
import logging
import os
import platform
import random
import subprocess
import sys
import time

SEED = 20261122
HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(HERE, "asctime.jsonl")
FORMAT = "%(asctime)s - %(name)s - %(levelname)s - %(message)s"
PER_ZONE = 70
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
    "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca",
    "Europe/London", "EST5EDT,M3.2.0,M11.1.0", "<+0330>-3:30", "CET-1CEST,M3.5.0,M10.5.0/3",
    "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "IST-1GMT0,M10.5.0,M3.5.0/1", "AAA30BBB,M3.2.0,M11.1.0",
    "CET-1CEST,J60/-1,300/25", ":CET-1CEST,M3.5.0,M10.5.0/3", "Nowhere",
)
ZONEINFO = "/usr/share/zoneinfo"
LEVELS = ("TRACE", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
NUMBERS = dict(zip(LEVELS, (5, 10, 20, 30, 40, 50)))
NAMES = ("payments", "payments.gateway", "a", "net.http_2", "a.b.c.d", "_x.2fa", "0")
MESSAGES = (
    "charging", "", "trailing spaces   ", "  leading spaces", " ", "back\\slash \\n \\\\ end\\",
    "\"double\" 'single' `back`", "100% %s %(message)s %% %", "{} {0} {name} {{}}",
    "caf\u00e9", "\u65e5\u672c\u8a9e", "done \U0001f600", " - INFO - not a header",
    "k=v other=\"a b\"", "1999-12-31 23:59:59,999 - a - INFO - nested", "$HOME ${x} #{y} <b>&amp;",
    "x" * 120,
)
NANOS = (999_600_000, 0, 999_999, 999_999_999, 1_000_000, 1, 123_456_789, 500_000_000,
         9_999_999, 99_999_999, 998_999_999, 999_000_000, 10_000_000, 57_000_001)


# -- in the child, where TZ is set ------------------------------------------------------

def edges(start, end):
    """The first seconds of a new offset (or of summer time)."""
    def offset(at):
        now = time.localtime(at)
        return now.tm_gmtoff, now.tm_isdst

    found, step = [], 6 * 3600
    for low in range(start, end, step):
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


def utc(*civil):
    import calendar
    return calendar.timegm(civil + (0, 0, 0))


def local(*civil):
    """mktime, but only for civil times that exist once."""
    return int(time.mktime(civil + (0, 0, -1)))


def instants(zone):
    """[(secs, nanos), ..]"""
    rng = random.Random(f"{SEED}:{zone}")
    out = []

    def around(edge, nanos=999_600_000):
        out.extend(((edge - 1, 0), (edge - 1, nanos), (edge, 0), (edge + 1, 0)))

    for edge in edges(utc(2024, 1, 1, 0, 0, 0), utc(2027, 1, 1, 0, 0, 0)):
        around(edge)
    # two earlier changes of the clock
    older = edges(utc(1990, 1, 1, 0, 0, 0), utc(2024, 1, 1, 0, 0, 0))
    for edge in sorted(rng.sample(older, min(2, len(older)))):
        around(edge, 999_999_000)
    if zone == "Pacific/Apia":      # 2011-12-30 did not take place there
        around(utc(2011, 12, 30, 10, 0, 0))
    for nanos in (0, 1, 999_999, 1_000_000, 999_999_999):
        out.append((0, nanos))
    for year in (2025, 2026, 2038):
        around(local(year, 1, 1, 0, 0, 0), 999_999_999 if year == 2026 else 999_600_000)
    out.append((local(2024, 2, 29, 0, 0, 0), 0))
    out.append((local(2024, 2, 29, 12, 30, 15), 123_456_789))
    out.append((local(2024, 3, 1, 0, 0, 0) - 1, 999_999_000))
    out.append((local(2028, 2, 29, 23, 59, 59), 999_600_000))
    out.append((local(2026, 3, 1, 0, 0, 0) - 1, 999_600_000))
    turn = 0
    while len(out) < PER_ZONE:
        secs = rng.randrange(utc(1990, 1, 1, 0, 0, 0), utc(2038, 1, 1, 0, 0, 0))
        nanos = NANOS[turn] if turn < len(NANOS) else rng.randrange(1_000_000_000)
        out.append((secs, nanos))
        turn += 1
    return out


def record(secs, nanos, name, level, message):
    """A record as 3.13's LogRecord.__init__ makes it at that nanosecond."""
    ct = secs * 1_000_000_000 + nanos
    if sys.version_info >= (3, 13):
        real, time.time_ns = time.time_ns, lambda: ct
        try:
            return logging.LogRecord(name, NUMBERS[level], "f.py", 1, message, None, None)
        finally:
            time.time_ns = real
    made = logging.LogRecord(name, NUMBERS[level], "f.py", 1, message, None, None)
    made.created = ct / 1e9
    made.msecs = (ct % 1_000_000_000) // 1_000_000 + 0.0
    if made.msecs == 999.0 and int(made.created) != ct // 1_000_000_000:
        made.msecs = 0.0
    return made


def child(zone):
    assert os.environ["TZ"] == zone
    time.tzset()
    logging.addLevelName(5, "TRACE")
    formatter = logging.Formatter(FORMAT)
    turn = 7 * ZONES.index(zone)        # so that not every zone begins alike
    for secs, nanos in instants(zone):
        name, level = NAMES[turn % len(NAMES)], LEVELS[turn % len(LEVELS)]
        message = MESSAGES[turn % len(MESSAGES)]
        made = record(secs, nanos, name, level, message)
        vector = {"tz": zone, "secs": secs, "nanos": nanos, "name": name, "level": level,
                  "message": message, "line": formatter.format(made)}
        if int(made.created) != secs:
            whole = nanos - nanos % 1_000_000
            vector["exact"] = formatter.format(record(secs, whole, name, level, message))
        print(json.dumps(vector, separators=(",", ":")))
        turn += 1


# -- in the parent ----------------------------------------------------------------------

def vectors():
    """The lines without the header."""
    out = []
    for zone in ZONES:
        # without its file, libc would take the zone for UTC in silence
        if "/" in zone and "," not in zone and not os.path.exists(os.path.join(
                os.environ.get("TZDIR", ZONEINFO), zone)):
            sys.exit(f"asctime.py: this system has no time zone {zone}: install tzdata")
        done = subprocess.run(
            [sys.executable, os.path.abspath(__file__), "--zone", zone], check=True,
            stdout=subprocess.PIPE, env={**os.environ, "TZ": zone})
        for line in done.stdout.decode("ascii").splitlines():
            out.append(json.dumps(json.loads(line), separators=(",", ":"), ensure_ascii=False))
    return out


def header(count):
    try:
        with open(os.path.join(os.environ.get("TZDIR", ZONEINFO), "tzdata.zi"),
                  encoding="utf-8") as file:
            tzdata = file.readline().replace("# version", "").strip()
    except OSError:
        tzdata = None
    return {"python": platform.python_version(), "format": FORMAT, "tzdata": tzdata,
            "libc": " ".join(platform.libc_ver()).strip() or None, "count": count}


def main(args):
    if len(args) == 2 and args[0] == "--zone":
        child(args[1])
        return 0
    if args not in ([], ["--check"]):
        print(__doc__.split("\n\n")[1], file=sys.stderr)
        return 2
    made = vectors()
    head = header(len(made))
    if args:
        try:
            with open(FILE, encoding="utf-8", newline="") as file:
                first, *had = file.read().split("\n")
        except FileNotFoundError:
            print("asctime.jsonl is missing", file=sys.stderr)
            return 1
        had_head = json.loads(first)
        # the header is about who made the file: python, tzdata and libc may be others
        if had == made + [""] and (had_head["format"], had_head["count"]) == (
                head["format"], head["count"]):
            return 0
        print(f"asctime.jsonl differs\nmade by {first}\nchecked by {json.dumps(head)}",
              file=sys.stderr)
        different = [(n, pair) for n, pair in enumerate(zip(had, made)) if pair[0] != pair[1]]
        for number, (old, new) in different[:10]:
            print(f"line {number + 2}\n-{old}\n+{new}", file=sys.stderr)
        print(f"{len(different)} lines differ; {len(had) - 1} on disk, {len(made)} made",
              file=sys.stderr)
        return 1
    with open(FILE, "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([json.dumps(head, separators=(",", ":"))] + made) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
