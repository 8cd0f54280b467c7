#!/usr/bin/env python3
"""Writes the results of a class: marks.csv, and the JSON and the JUnit report of each student.

Both graders of a class write them at the very end, from what they have kept to themselves: no submission can change what
others have got. As a program, it reads four texts for each student, each ended by a NUL: the name, the reason why there are
no points, the JSON and the JUnit report. Every text but the name may be empty.
"""

import csv
import json
import pathlib
import sys


def write(folder, students):
    """Writes what is known of each student: (name, reason, JSON, JUnit report)."""
    folder = pathlib.Path(folder)
    for student, _, grades, junit in students:
        for ending, text in (".json", grades), (".xml", junit):
            file = folder / (student + ending)
            file.unlink(missing_ok=True)
            if text:
                file.write_text(text.rstrip("\n") + "\n", encoding="utf-8", errors="surrogateescape")
    marks = folder / "marks.csv"
    with marks.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows(students))
    sys.stdout.buffer.write(marks.read_bytes())


def rows(students):
    """The lines of marks.csv. Where the grades are by section, each section has a column."""
    graded = [(student, reason, *points(grades)) for student, reason, grades, _ in students]
    sections = list(max((parts for *_, parts in graded), key=len, default={}))
    yield ["student", "points", "maximum", *sections, "reason"]
    for student, reason, total, maximum, parts in graded:
        if total == "" and not reason:
            reason = "the report on this student cannot be read"
        yield [student, total, maximum, *(parts.get(section, "") for section in sections), printable(reason)]


def printable(reason):
    """A reason may have what a compiler printed. It must not control the terminal that shows it."""
    return "".join(character if character.isprintable() else "\ufffd" for character in reason)


def points(grades):
    """The points, the maximum, and the points of each section. Nothing, if nothing was graded: that is not the same as 0."""
    try:
        grades = json.loads(grades)
        sections = grades.get("sections")
        if sections and not any(check["verdict"] != "not run" for section in sections for check in section["checks"]):
            return "", "", {section["name"]: "" for section in sections}
        return grades["points"], grades["maximum"], {section["name"]: section["points"] for section in sections or []}
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", "", {}


if __name__ == "__main__":
    texts = sys.stdin.buffer.read().decode("utf-8", "surrogateescape").split("\0")[:-1]
    write(sys.argv[1], list(zip(*[iter(texts)] * 4)))
