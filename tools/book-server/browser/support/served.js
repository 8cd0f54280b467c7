// `cargo book` in a small workspace with planted exercises: the grader's, and a book that asks for them.

import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { announced } from "./announced.js";
import { PROGRAM, ROOT } from "./site.js";

/** Where it is built: kept from run to run, so that only the first one builds what the exercises use. */
const BELOW = join(process.env.BOOK_TARGET, "tmp/served");

const fixture = (path) => join(ROOT, "tools/grading/cli/tests/fixture", path);

/** A new copy of the workspace, with nothing graded yet. */
export function workspace(name) {
    const root = join(BELOW, name);
    rmSync(root, { recursive: true, force: true });
    cpSync(fixture("."), root, { recursive: true });
    cpSync(join(ROOT, ".cargo"), join(root, ".cargo"), { recursive: true });
    cpSync(join(ROOT, "Cargo.lock"), join(root, "Cargo.lock"));
    for (const part of ["book.toml", "theme"]) cpSync(join(ROOT, "book", part), join(root, "book", part), { recursive: true });
    // The pages that have moved are those of the real book.
    const toml = join(root, "book/book.toml");
    writeFileSync(toml, readFileSync(toml, "utf8").replace(/\[output\.html\.redirect\][^[]*/, ""));
    cpSync(join(ROOT, "tools/book-server/tests/fixture/src"), join(root, "book/src"), { recursive: true });
    replace(join(root, "Cargo.toml"), "TOOLS", join(ROOT, "tools"));
    const read = 'part 1, \\"One of each\\" (book/src/1-verdicts/each.md)';
    replace(join(root, "stages/01-verdicts/exercises/fails/grade.rs"), 'read: "nothing"', `read: "${read}"`);
    for (const page of ["each.md", "hangs.md"]) nameSection(root, `1-verdicts/${page}`);
    rmSync(join(target(name), "grade/verdicts"), { recursive: true, force: true });
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    commit(root, "planted");
    return root;
}

/** Commits all that is in the workspace. */
export function commit(root, message) {
    const git = (...words) => execFileSync("git", ["-c", "user.name=Test", "-c", "user.email=test@localhost", ...words], { cwd: root });
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
}

/** Serves it; `close` presses Ctrl+C, and returns the exit code. */
export async function served(name, root, environment = {}, port = 0) {
    const env = { ...process.env, CARGO_TARGET_DIR: target(name), CARGO_NET_OFFLINE: "true", VISUAL: "", EDITOR: "", DISPLAY: "", ...environment };
    const server = spawn(PROGRAM, ["--no-open", "--port", String(port)], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((done) => server.once("exit", done));
    const close = () => (server.kill("SIGINT"), ended);
    return { url: await announced(server), close };
}

/** Has the exercises that a section asks for name it. */
function nameSection(root, path) {
    const text = readFileSync(join(root, "book/src", path), "utf8");
    for (const [, exercise] of text.matchAll(/exercise-ex\d_\d_(\w+)/g)) {
        const stage = existsSync(join(root, "stages/01-verdicts/exercises", exercise)) ? "01-verdicts" : "02-tricks";
        for (const name of ["exercise.rs", "grade.rs"]) {
            const file = join(root, "stages", stage, "exercises", exercise, name);
            appendFileSync(file, `// part 1, "${text.split("\n")[0].slice(2)}" (book/src/${path})\n`);
        }
    }
}

function target(name) {
    return join(BELOW, `${name}.target`);
}

export function replace(file, old, text) {
    const before = readFileSync(file, "utf8");
    if (!before.includes(old)) throw new Error(`${file} has no ${old}`);
    writeFileSync(file, before.replaceAll(old, text));
}
