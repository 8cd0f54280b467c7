#!/usr/bin/env python3
"""Grades a class of servers or clients, in any language, with the judge of `cargo conformance`.

SUBMISSIONS has a folder for each student. A line of COMMANDS is the name of a folder and the command that starts the
program in it. If it has to be built, that command comes before, and -- between the two:

  ada    python3 server.py
  grace  cc -o server server.c -- ./server

A student without a line gives the command in a file of the submission, command.txt. It has this one line, without the name.

Each submission is judged in a copy of its folder, which is removed afterwards. RESULTS gets marks.csv with a column for
each section, and STUDENT.json and STUDENT.xml for each. A required check that passed is a point. What cannot be judged has a
reason instead of points; then the exit code is 1.
"""

import argparse
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

# The clone stays clean.
sys.dont_write_bytecode = True

import contained
import results


# Of a command.txt, in characters: a command is much shorter.
LONGEST_COMMAND = 4096


class Ungraded(Exception):
    """The reason in marks.csv."""


def read_commands(file):
    """The words of each line, by student."""
    commands = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            student, *command = shlex.split(line, comments=True) or [None]
        except ValueError as error:
            raise ValueError(f"{file}:{number}: {error}") from None
        if student is None:
            continue
        if not command or command[-1] == "--":
            raise ValueError(f"{file}:{number}: there is no command for {student}")
        if student in commands or student.startswith(".") or pathlib.PurePath(student).name != student:
            raise ValueError(f"{file}:{number}: `{student}` has a line already, or is not the name of a folder")
        commands[student] = command
    return commands


def own_command(folder):
    """The words in the command.txt of a submission."""
    file = folder / "command.txt"
    # A link could lead anywhere, and reading a named pipe would never end.
    if file.is_symlink() or not file.is_file():
        raise Ungraded("there is neither a line for this student nor a file command.txt")
    # Some editors of Windows put a mark before the first character.
    with file.open(encoding="utf-8-sig") as lines:
        commands = [words for line in lines.read(LONGEST_COMMAND).splitlines() if (words := shlex.split(line, comments=True))]
    if len(commands) != 1 or commands[0][-1] == "--":
        raise Ungraded("command.txt has to be one line, with the command that starts the program at its end")
    return commands[0]


def steps(command):
    """The words that build a submission, if any, and those that start it."""
    if "--" not in command:
        return [], command
    middle = command.index("--")
    return command[:middle], command[middle + 1 :]


def build(words, seconds, place, **where):
    """Runs the command that builds a submission."""
    with (place / "log").open("w+b") as log:
        code, *_ = contained.run(words, seconds, stdout=log, stderr=log, **where)
        log.seek(max(0, log.seek(0, os.SEEK_END) - 1000))
        lines = [line.strip() for line in log.read().decode(errors="replace").split("\n") if line.strip()]
    if code != 0:
        # Below the error itself, compilers print the line of code and a caret.
        last = lines[-1] if lines else "it printed nothing"
        raise Ungraded(f"exit code {code}: {next((line for line in lines if 'error' in line.lower()), last)}")


def judge(arguments, words, place, **where):
    """Judges a submission: the reason why it has no points, or not all it could have, its JSON and its JUnit report."""
    report, junit = place / "report.json", place / "report.xml"
    command = [*arguments.judge, arguments.subject, *arguments.checks, "--all", "--json", "--report", report, "--junit", junit]
    command += ["--time-limit", str(arguments.check_limit), "--endurance", str(arguments.endurance)]
    command += ["--", *words]
    try:
        _, printed, error = contained.run(command, arguments.time_limit, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **where)
    except contained.OutOfTime as error:
        # What was found until then counts.
        return f"judging it {error}", report.read_text(encoding="utf-8"), ""
    try:
        problem = json.loads(printed)["problem"] or ""
    except ValueError:
        raise Ungraded(error.decode(errors="replace").strip() or "the judge ended without a word") from None
    # What the program printed is in the JSON.
    return problem.split("\n")[0].removesuffix(". It printed:"), printed.decode(), junit.read_text(encoding="utf-8")


def grade(arguments, student, command):
    """What there is to write about one student."""
    with tempfile.TemporaryDirectory(prefix="submission-", ignore_cleanup_errors=True) as place:
        place = pathlib.Path(place)
        doing = "copying the folder of this student"
        try:
            # A link could lead anywhere, so it stays a link.
            shutil.copytree(arguments.submissions / student, place / "submission", symlinks=True)
            (place / "tmp").mkdir()
            # What it writes in its folder or in the one for temporary files is removed with the copy.
            where = {"cwd": place / "submission", "env": {**os.environ, "TMPDIR": str(place / "tmp")}}
            doing = "finding its command"
            first, last = steps(command or own_command(place / "submission"))
            doing = "building it"
            if first:
                build(first, arguments.time_limit, place, **where)
            doing = "judging it"
            return student, *judge(arguments, last, place, **where)
        except (Ungraded, contained.OutOfTime, OSError, ValueError, LookupError, TypeError) as error:
            return student, f"{doing} failed: {error}", "", ""
        finally:
            # A program may have taken all rights from a folder.
            subprocess.run(["chmod", "-R", "u+rwX", place], check=False, stderr=subprocess.DEVNULL)


def grade_class(arguments, commands, folders):
    """The students in the order of their names, whether they have a folder, a line or both."""
    for student in sorted(folders | commands.keys()):
        print(f"judging {student}", file=sys.stderr, flush=True)
        if student not in folders:
            yield student, f"there is no folder {arguments.submissions.name}/{student}", "", ""
        else:
            yield grade(arguments, student, commands.get(student))


def built_judge():
    """The judge of this clone."""
    command = ["cargo", "build", "--quiet", "--package", "conformance", "--message-format", "json-render-diagnostics"]
    root = pathlib.Path(__file__).resolve().parent.parent.parent
    messages = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    programs = [json.loads(message).get("executable") for message in messages]
    return next(program for program in programs if program and pathlib.Path(program).stem == "conformance")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("subject", choices=["echo", "calculator", "client"])
    parser.add_argument("commands", type=pathlib.Path)
    parser.add_argument("submissions", type=pathlib.Path)
    parser.add_argument("results", type=pathlib.Path)
    parser.add_argument("checks", nargs="*", metavar="CHECK", help="only these sections or checks: 1, framing, 3.2")
    parser.add_argument("--time-limit", type=int, default=600, metavar="SECONDS", help="to build a submission, and to judge it [600]")
    parser.add_argument("--check-limit", type=int, default=10, metavar="SECONDS", help="for a check [10]")
    parser.add_argument("--endurance", type=int, default=6, metavar="SECONDS", help="for the section endurance [6]")
    parser.add_argument("--judge", help="the program `conformance` [built from this clone]")
    arguments = parser.parse_intermixed_args()
    arguments.submissions = arguments.submissions.resolve()
    try:
        commands = read_commands(arguments.commands)
        folders = {folder.name for folder in arguments.submissions.iterdir() if folder.is_dir() and not folder.name.startswith(".")}
    except (OSError, ValueError) as error:
        parser.error(str(error))
    # It runs in the folder of a submission, which must not say which program that is.
    arguments.judge = [pathlib.Path(arguments.judge or built_judge()).resolve()]
    arguments.results.mkdir(parents=True, exist_ok=True)
    # Only at the end, so that no submission can change what others have got.
    students = list(grade_class(arguments, commands, folders))
    results.write(arguments.results, students)
    return any(reason for _, reason, *_ in students)


if __name__ == "__main__":
    sys.exit(main())
