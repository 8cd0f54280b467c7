#!/usr/bin/env bash
# Grades a class: docs/grading/grade-class.sh SUBMISSIONS RESULTS [COMMIT]
#
# SUBMISSIONS has a folder for each student: a clone, or just the folder stages/ with their exercise.rs files. Only those
# files are taken from it, into a checkout of COMMIT (HEAD unless said otherwise) that is made for this student and removed
# afterwards. RESULTS gets marks.csv, and STUDENT.json and STUDENT.xml for each. A submission that cannot be graded has no
# points in marks.csv, but a reason; then the exit code is 1.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
submissions=$(realpath "$1")
mkdir -p "$2"
results=$(realpath "$2")
commit=$(git rev-parse --verify "${3:-HEAD}^{commit}")
results_py=$(realpath "$(dirname "$0")/results.py")
# The command that grades; the tests of this script have another.
grade=${GRADE:-cargo grade}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checkout=$work/checkout
# What a submission does to its checkout must not reach ours, so the two share no file.
git clone --quiet --no-hardlinks --no-checkout "$(git rev-parse --show-toplevel)" "$checkout"
git -C "$checkout" checkout --quiet --detach "$commit"
git -C "$checkout" remote remove origin
export CARGO_TARGET_DIR=$checkout/target

# Whether there are grades in a text.
are_grades() { python3 -c 'import json, sys; json.load(sys.stdin)["points"]' 2>/dev/null <<<"$1"; }

# Grades the checkout as it is. Exit code 1 may mean that something is not passed, so it is the grades that count.
grade_checkout() { (cd "$checkout" && $grade --json --junit "$work/grades.xml") 2>"$work/log" </dev/null || true; }

# Built once, and copied for each student with the times of all files, so that cargo need not build it again.
grades=$(grade_checkout)
are_grades "$grades" || { cat "$work/log" >&2; exit 1; }
mv "$checkout" "$work/clean"

# Takes the answers of a submission. A link could lead anywhere, so it is not followed.
take_answers() {
  local file taken=1
  while IFS= read -r -d '' file; do
    [ -f "$checkout/$file" ] && cp "$1/$file" "$checkout/$file" && taken=0
  done < <(cd "$1" && find stages -path 'stages/*/exercises/*/exercise.rs' -type f -print0 2>/dev/null)
  return $taken
}

kept=() code=0
for folder in "$submissions"/*/; do
  student=$(basename "$folder") grades='' reason=''
  rm -rf "$checkout" "$work/grades.xml"
  cp -a "$work/clean" "$checkout"
  if ! take_answers "$folder"; then
    reason='there is no stages/NN-.../exercises/NAME/exercise.rs in the folder of this student'
  else
    grades=$(grade_checkout)
    are_grades "$grades" || reason=$(tail -n 1 "$work/log")
    are_grades "$grades" || [ -n "$reason" ] || reason='the grader ended without a word'
  fi
  [ -z "$reason" ] || { code=1 grades=''; }
  kept+=("$student" "$reason" "$grades" "$(cat "$work/grades.xml" 2>/dev/null || true)")
done

# Only now, from what this script has kept to itself: no submission was able to change what others have got.
rm -rf "$checkout"
{ [ ${#kept[@]} -eq 0 ] || printf '%s\0' "${kept[@]}"; } | python3 "$results_py" "$results"
exit $code
