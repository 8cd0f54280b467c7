// `cargo book` itself: a saved change shows in the browser, and so does a mistake.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { announced } from "../support/announced.js";
import { darken, launch, lighten } from "../support/browser.js";
import { examine, look } from "../support/look.js";
import { PROGRAM, ROOT } from "../support/site.js";
import { expectText } from "../support/wait.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What comes over the connection, in bytes: with nothing kept, and with what the page before has left. */
const FIRST_PAGE = 420_000;
const NEXT_PAGE = 60_000;

describe("while the book is served", () => {
    const copy = mkdtempSync(join(tmpdir(), "book-live-"));
    const chapter = join(copy, "book/src/introduction.md");
    let browser, server, page, url;

    before(async () => {
        for (const name of ["Cargo.toml", ".cargo", "book", "capstone", "deploy", "docs", "stages", "starters", "tools"]) {
            cpSync(join(ROOT, name), join(copy, name), { recursive: true, filter: (file) => !/node_modules|target$/.test(file) });
        }
        const env = { ...process.env, CARGO_TARGET_DIR: join(copy, "target") };
        server = spawn(PROGRAM, ["--no-open", "--port", "0"], { cwd: copy, env, stdio: ["ignore", "pipe", "inherit"] });
        url = await announced(server);
        browser = await launch();
        page = await browser.newPage();
        // The page is not told anything until its stream of events is open.
        await Promise.all([page.waitForRequest(/~live\/events/), page.goto(url)]);
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
            await page.getByText(`The ${word} change.`).waitFor();
            times.push(Math.round(performance.now() - start));
        }
        // How long that takes is told, not judged: a machine that is busy with other things is not a fault.
        t.diagnostic(`${times.join(", ")} ms`);
    });

    test("a page is light, and the next one, even the longest, still lighter", async (t) => {
        const context = await browser.newContext();
        const fresh = await context.newPage();
        const [first, next] = [await weigh(fresh, url), await weigh(fresh, url + "glossary.html")];
        t.diagnostic(`the first weighs ${first} bytes, the next ${next}`);
        assert.ok(first <= FIRST_PAGE && next <= NEXT_PAGE, `${first} bytes, then ${next}`);
        await context.close();
    });

    test("a mistake is told on the page, which stays, and goes when it is fixed", async () => {
        const good = readFileSync(chapter, "utf8");
        writeFileSync(chapter, good + "\n[nowhere](nowhere.md)\n");
        const problems = page.getByRole("alert");
        await problems.waitFor();
        const line = good.split("\n").length + 1;
        assert.match(await problems.innerText(), new RegExp(`book/src/introduction.md:${line}: .nowhere.md. leads to nothing`));
        assert.ok(await page.getByText("The first change.").isVisible());
        writeFileSync(chapter, good);
        await problems.waitFor({ state: "detached" });
    });

    test("the ladder of the last run follows the run in the terminal, and what is in the report stays text", async () => {
        const file = join(copy, "target/conformance/report.json");
        const write = (text) => (writeFileSync(`${file}.unfinished`, text), renameSync(`${file}.unfinished`, file));
        const still = await browser.newContext({ javaScriptEnabled: false });
        const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
        const [page, silent] = [await context.newPage(), await still.newPage()];
        await silent.goto(url + "own-server/ladder.html");
        assert.match(await silent.locator("#last-run").innerText(), /serves this page on your machine[^]*cargo conformance calculator --/);
        await still.close();

        await page.goto(url + "own-server/ladder.html");
        const [place, heard] = [page.locator("#last-run"), page.getByRole("status")];
        await expectText(place, /There is no run yet[^]*cargo conformance calculator --/);
        write(report(["not run", "not run", "not run"], false));
        const box = page.getByRole("region", { name: "Judged as calculator: ./server <b>--fast</b>" });
        await expectText(box.locator(".state"), "not finished: 0 of 3 checks are done");
        assert.match(await box.innerText(), /Last change: .*20\d\d/);

        // What the reader has opened, and where the focus is, stays while the run goes on.
        const rung = box.locator("summary").filter({ hasText: "1 arithmetic" });
        await rung.focus();
        await page.keyboard.press("Enter");
        await expectText(box.locator("li[data-verdict='not run']"), "1.2 sums");
        write(report(["passed", "passed", "not run"], false));
        await expectText(heard, "arithmetic: passed.");
        await expectText(box.locator(".state"), "not finished: 2 of 3 checks are done");
        assert.ok(await rung.evaluate((summary) => summary === document.activeElement && summary.parentElement.open));
        await expectText(rung, "✓passed: 1 arithmetic: four operations 2 of 2");

        write(report(["passed", "passed", "failed"], true));
        await expectText(heard, "The run has ended: 1 of 2 rungs passed.");
        await expectText(box.locator("details[open]"), /✗failed: 4 framing: lines 0 of 1[^]*4.1 fragments[^]*<script>document.title = "run"<\/script>/);
        await page.evaluate(AXE);
        for (const turn of [darken, lighten]) {
            await turn(page);
            assert.deepEqual([await page.evaluate(look), await page.evaluate(examine, { context: "#last-run" })], [[], []]);
        }
        await page.emulateMedia({ forcedColors: "active" });
        assert.deepEqual(await page.evaluate(look), []);

        // The speed comes when the checks have ended. Its table stays while figures come.
        const table = box.getByRole("table", { name: /^Replies a second/ });
        const speed = (yours, more) => report(["passed", "passed", "failed"], true, speedOf(yours, more));
        write(speed(null, { measuring: true }));
        await expectText(heard, "The speed is being measured.");
        await expectText(table, "Replies a second, so far; in the end the medians of 3 rounds of 0.5 s. This is not judged.");
        await expectText(box.locator(".when"), "Its speed is being measured in its terminal");
        const row = (name) => table.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) }).innerText();
        assert.match(await row("of ours"), /^of ours\s+…\s*not measured yet\s+1.09$/);
        await table.evaluate((shown) => (shown.dataset.kept = "true"));
        write(speed(24_321.6, { missing: ["the bare echo: <b>no cargo</b>"] }));
        await expectText(heard, "The speed has been measured.");
        await expectText(box, /Not measured: the bare echo: <b>no cargo<\/b>\./);
        assert.equal(await row("your server"), "your server\t24,322\t1,234,567");
        assert.equal(await row("of ours"), "of ours\t0.97\t1.09");
        assert.match(await row("of echo"), /^of echo\s+–\s*not measured\s+–\s*not measured$/);
        assert.equal(await table.getAttribute("data-kept"), "true");
        for (const width of [390, 1280]) {
            await page.setViewportSize({ width, height: 844 });
            for (const turn of [darken, lighten]) {
                await turn(page);
                const fits = await table.evaluate((shown) => shown.scrollWidth <= shown.parentElement.clientWidth);
                const faults = [await page.evaluate(look), await page.evaluate(examine, { context: "#last-run" })];
                assert.deepEqual([fits, ...faults], [true, [], []]);
            }
        }
        write(report(["not run", "not run", "not run"], false));
        await table.waitFor({ state: "detached" });

        write("<img src=x onerror='document.title = 1'>");
        await expectText(place, "The report of your last run cannot be read: expected value at line 1 column 1.");
        await expectText(heard, "The report cannot be read.");
        write(" ".repeat(2 ** 20 + 1));
        await expectText(place, "cannot be read: it has more than 1048576 bytes.");
        assert.match(await page.title(), /^The ladder/);
        await context.close();
    });

    test("Ctrl+C ends it", { skip: process.platform === "win32" }, async () => {
        const ended = new Promise((done) => server.once("exit", done));
        server.kill("SIGINT");
        assert.equal(await ended, 0);
    });
});

/** A report of three checks in two sections. */
function report([one, two, three], finished, speed = null) {
    const check = (number, name, verdict) => {
        const message = verdict === "failed" ? 'Requirement not met: <script>document.title = "run"</script>\n\n  → 1\n' : null;
        const lesson = { requirement: "", sentences: [], page: "", page_title: "", exercise: null };
        return { number, name, level: "required", verdict, ...lesson, seconds: 0, message };
    };
    const sections = [
        { number: 1, name: "arithmetic", title: "four operations", checks: [check("1.1", "products", one), check("1.2", "sums", two)] },
        { number: 4, name: "framing", title: "lines", checks: [check("4.1", "fragments", three)] },
    ];
    const judged = ["./server", "<b>--fast</b>"];
    const rest = { passed: false, whole: true, sections_passed: 0, problem: null, sections, speed };
    return JSON.stringify({ schema: 1, subject: "calculator", judged, finished, ...rest });
}

/** What was measured under two loads, without the echo. */
function speedOf(yours, more) {
    const load = (name, yours, ours) => ({ name, clients: 1, pipeline: 1, yours, ours, echo: null });
    const loads = [load("1 client", yours, 25_000), load("16 clients, 16 requests each", 1_234_567, 1_132_630)];
    return { rounds: 3, seconds: 0.5, measuring: false, loads, missing: [], ...more };
}

/** Opens a page, and returns how many bytes have come for it, until all of its scripts run. */
async function weigh(page, url) {
    await Promise.all([page.waitForRequest(/~live\/events/), page.goto(url, { waitUntil: "load" })]);
    return page.evaluate(() => performance.getEntries().reduce((sum, { transferSize }) => sum + (transferSize ?? 0), 0));
}
