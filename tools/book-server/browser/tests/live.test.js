// `cargo book` itself: a saved change shows in the browser, and so does a mistake.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { announced } from "../support/announced.js";
import { launch } from "../support/browser.js";
import { PROGRAM, ROOT } from "../support/site.js";

describe("while the book is served", () => {
    const copy = mkdtempSync(join(tmpdir(), "book-live-"));
    const chapter = join(copy, "book/src/introduction.md");
    let browser, server, page;

    before(async () => {
        for (const name of ["Cargo.toml", ".cargo", "book", "deploy", "stages", "tools"]) {
            cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (file) => !/node_modules|target$/.test(file) });
        }
        server = spawn(PROGRAM, ["--no-open", "--port", "0"], { cwd: copy, stdio: ["ignore", "pipe", "inherit"] });
        const url = await announced(server);
        browser = await launch();
        page = await browser.newPage();
        await page.goto(url);
        // The page is not told anything until its stream of events is open.
        await page.waitForRequest(/~live/, { timeout: 5000 }).catch(() => {});
    });
    after(async () => {
        await browser?.close();
        server?.kill("SIGINT");
        rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
    });

    test("a saved change comes to the screen by itself", async (t) => {
        const times = [];
        for (const word of ["first", "second", "third"]) {
            const start = performance.now();
            appendFileSync(chapter, `\nThe ${word} change.\n`);
            await page.getByText(`The ${word} change.`).waitFor({ timeout: 10_000 });
            times.push(Math.round(performance.now() - start));
        }
        // How long that takes is told, not judged: a machine that is busy with other things is not a fault.
        t.diagnostic(`${times.join(", ")} ms`);
    });

    test("a mistake is told on the page, which stays, and goes when it is mended", async () => {
        const good = readFileSync(chapter, "utf8");
        writeFileSync(chapter, good + "\n[nowhere](nowhere.md)\n");
        const problems = page.getByRole("alert");
        await problems.waitFor({ timeout: 10_000 });
        const line = good.split("\n").length + 1;
        assert.match(await problems.innerText(), new RegExp(`book/src/introduction.md:${line}: .nowhere.md. leads to nothing`));
        assert.ok(await page.getByText("The first change.").isVisible());
        writeFileSync(chapter, good);
        await problems.waitFor({ state: "detached", timeout: 10_000 });
    });

    test("Ctrl+C ends it", { skip: process.platform === "win32" }, async () => {
        const ended = new Promise((done) => server.once("exit", done));
        server.kill("SIGINT");
        assert.equal(await ended, 0);
    });
});
