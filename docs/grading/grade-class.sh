#!/usr/bin/env bash
# Grades a class: docs/grading/grade-class.sh SUBMISSIONS RESULTS [COMMIT]
#
# SUBMISSIONS has a folder for each student: a clone, or just the folder stages/ with their exercise.rs files. Only those
# files are taken from it, into a clean checkout of COMMIT (HEAD unless said otherwise), so nothing else that a student
# has changed has a say. RESULTS gets STUDENT.json and STUDENT.xml for each, and marks.csv.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,6s/^# \{0,1\}//p' "$0" >&2; exit 2; }
submissions=$(realpath "$1")
mkdir -p "$2"
results=$(realpath "$2")
commit=${3:-HEAD}
# The command that grades; the tests of this script have another.
grade=${GRADE:-cargo grade}

checkout=$(mktemp -d)
git worktree add --quiet --detach "$checkout" "$commit"
trap 'git worktree remove --force "$checkout"' EXIT
# What is built for one student is good for the next.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$results/target}
cd "$checkout"

echo 'student,points,maximum' >"$results/marks.csv"
for folder in "$submissions"/*/; do
  student=$(basename "$folder")
  git checkout --quiet -- .
  # A link could lead anywhere, so it is not followed.
  (cd "$folder" && find stages -path 'stages/*/exercises/*/exercise.rs' -type f) | while IFS= read -r file; do
    [ ! -e "$file" ] || cp "$folder/$file" "$file"
  done
  # Exit code 1 means that something is not passed, which the marks will tell; the JSON is there all the same.
  $grade --json --junit "$results/$student.xml" >"$results/$student.json" || [ -s "$results/$student.json" ]
  python3 -c '
import csv, json, sys
grades = json.load(open(sys.argv[2], encoding="utf-8"))
csv.writer(sys.stdout, lineterminator="\n").writerow([sys.argv[1], grades["points"], grades["maximum"]])
' "$student" "$results/$student.json" >>"$results/marks.csv"
done
cat "$results/marks.csv"
