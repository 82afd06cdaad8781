#!/usr/bin/env python3
"""Formats records as CPython's logging does: the oracle of templates and date formats.

Reads one JSON object per line: {"style": "%", "template": .., "datefmt": .., "record": {..}}.
Writes one per line: {"line": ..}, or {"error": ..} where CPython refuses the template.
"""
import json
import logging
import sys
import time


def answer(question):
    try:
        formatter = logging.Formatter(
            question["template"], question.get("datefmt"), question["style"])
        formatter.converter = time.gmtime
        record = logging.makeLogRecord(question["record"])
        return {"line": formatter.format(record)}
    except (KeyError, TypeError, ValueError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


print(json.dumps({"version": sys.version_info[:2]}))
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
