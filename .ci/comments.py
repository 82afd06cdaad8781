#!/usr/bin/env python3
"""Counts habits of style in comments, per 1,000 comment lines: of the two libraries, and of the tests,
examples, benchmarks and fuzz targets.

    .ci/comments.py          prints the counts; exit 1 if one is above its limit
    .ci/comments.py --show   prints the lines, too

These habits make comments hard to read: "stand" for "is", documentation that opens with a relative
clause, and a few words that technical English does without.
"""

import pathlib
import re
import sys

ROOTS = (("logkit/src", "logkit-macros/src"), ("tests", "examples", "bench", "fuzz"))
COMMENT = re.compile(r"\s*(///|//!|//)\s?(.*)")
# The pattern, whether it counts only where documentation opens, and the most per 1,000 lines.
HABITS = {
    "stand": (re.compile(r"\b(stand|stands|stood)\b", re.I), False, 1),
    "opening": (re.compile(r"(What|Whether|Where|Who)\b"), True, 3),
    "words": (re.compile(r"\b(is none|are none|of ours|anew|nobody|whoever)\b", re.I), False, 1),
    "phrases": (re.compile(r"\b(ha[sd] to|whatever|wherever|at hand|be it)\b", re.I), False, 3),
}


def main(args):
    return int(any([count(roots, "--show" in args) for roots in ROOTS]))


def count(roots, show):
    """Prints the counts of some folders; returns True if one is above its limit."""
    lines, found = 0, {habit: [] for habit in HABITS}
    house = pathlib.Path(__file__).resolve().parent.parent
    files = (file for root in roots for file in sorted((house / root).rglob("*.rs")))
    for file in (file for file in files if not file.is_symlink() and "target" not in file.parts):
        in_comment = False
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            comment = COMMENT.match(line)
            opens, in_comment = comment and not in_comment, bool(comment)
            if not comment:
                continue
            lines += 1
            mark, text = comment.groups()
            for habit, (pattern, at_openings, _) in HABITS.items():
                if at_openings:
                    hit = opens and mark != "//" and pattern.match(text)
                else:
                    hit = pattern.search(text)
                if hit:
                    found[habit].append(f"{file.relative_to(house)}:{number}: {line.strip()}")
    above = False
    print(f"{', '.join(roots)}: {lines} comment lines")
    for habit, hits in found.items():
        most, share = HABITS[habit][2], 1_000 * len(hits) / lines
        above |= share > most
        print(f"  {habit}: {share:.1f} per 1,000, at most {most}")
        if show or share > most:
            print("".join(f"    {hit}\n" for hit in hits), end="")
    return above


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
