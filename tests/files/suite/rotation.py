"""Plays sequences of log calls on CPython's RotatingFileHandler, for tests/files/rotation.rs.

Reads a JSON array from stdin. Each element is one log file and the runs of a program that logs to it:

    {"path": "..", "runs": [{"max_bytes": 80, "backup_count": 3, "lines": ["..", ".."]}, ..]}

The files that the handlers leave behind are the answer. CPython before 3.13 rotates an empty file, too;
here it follows 3.13.
"""

import json
import logging
import logging.handlers
import sys


class Handler(logging.handlers.RotatingFileHandler):
    def shouldRollover(self, record):
        # gh-116263, in CPython since 3.13.
        if self.stream is not None and not self.stream.tell():
            return False
        return super().shouldRollover(record)


def main():
    for case in json.load(sys.stdin):
        for run in case["runs"]:
            handler = Handler(
                case["path"],
                maxBytes=run["max_bytes"],
                backupCount=run["backup_count"],
                encoding="utf-8",
            )
            for line in run["lines"]:
                handler.emit(logging.makeLogRecord({"msg": line}))
            handler.close()


main()
