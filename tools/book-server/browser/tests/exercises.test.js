// The book that grades: an exercise's box, from the first look to the verdict.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { exerciseBox } from "../support/box.js";
import { darken, launch, notedPage } from "../support/browser.js";
import { COLOUR_RULES } from "../support/colours.js";
import { examine, look } from "../support/look.js";
import { commit, served, workspace } from "../support/served.js";
import { expectText, until } from "../support/wait.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ONE_OF_EACH = "1-verdicts/each.html";

describe("an exercise's box", () => {
    const name = "exercises";
    const root = workspace(name);
    const file = (exercise) => join(root, "stages/01-verdicts/exercises", exercise, "exercise.rs");
    let browser, book, context, page, faults;

    before(async () => {
        [browser, book] = [await launch(), await served(name, root)];
        context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        ({ page, faults } = await notedPage(context, book.url));
    });
    after(async () => {
        await browser?.close();
        await book?.close();
    });

    const open = async (path) => {
        await page.goto(book.url + path);
        await page.locator(".exercise-box").first().waitFor();
    };
    const announcement = (words) => expectText(page.getByRole("status"), words);

    test("says what the task is, which file and function it is about, and that nobody has checked it", async () => {
        await open(ONE_OF_EACH);
        const { box, stands } = exerciseBox(page, "1.5 Begin");
        await stands(/^not checked yet; 0 of 2 points/);
        await expectText(box.locator(".what"), /^Your task: begin, with begin\. Return at once\.\s*$/);
        await expectText(box.locator(".file"), "Edit this file and save it, and this box checks it: stages/01-verdicts/exercises/not_started/exercise.rs");
        await expectText(box.locator(".task pre"), "pub fn begin()");
        await expectText(box.locator(".terminal code"), "cargo test --test ex1_5_not_started");
        await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        await box.getByTitle("Copy the path").click();
        await announcement("The path is copied.");
        assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^stages\/.*exercise\.rs$/);
    });

    test("shows the verdict and each check, and says it to those who only hear", async () => {
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.press("Check");
        await box.stands(/^passed; 4 of 4 points/);
        await box.check(/✓passed: the answer is 42/);
        await announcement("passes: passed; 4 of 4 points");
    });

    test("shows the bytes that went wrong, with a caret under them, and where to go on", async () => {
        const box = exerciseBox(page, "1.2 Say it again");
        await box.press("Check");
        await box.stands(/^failing; 1 of 2 points/);
        await box.check(/✗failed: what is said comes back/);
        const failed = box.box.locator(".checks details");
        assert.equal(await failed.getAttribute("open"), "");
        const bytes = await failed.locator("pre.bytes").allTextContents();
        assert.equal(bytes[0], "→ one \n→ two\\r\\n\n← one ");
        assert.match(bytes[1], /expected: one two\\r\\n\nreceived: one \n +\^ it ends here/);
        const read = failed.getByRole("link", { name: "One of each" });
        assert.equal(await read.getAttribute("href"), `${book.url}1-verdicts/each.html#one-of-each`);
        // Its hints are those of the exercise, which has none here.
        assert.equal(await failed.getByRole("button").count(), 0);
    });

    test("shows what rustc says first, in its colours, and crosses out no check", async () => {
        const box = exerciseBox(page, "1.3 Count");
        await box.press("Check");
        await box.stands(/^does not compile; 0 of 1 point/);
        const reason = box.box.locator(".compiler pre").first();
        await expectText(reason, /^error\[E0308\][^]*mismatched types[^]*does_not_compile\/exercise\.rs:5:22/);
        assert.doesNotMatch(await reason.textContent(), /\x1b|\[0m/);
        assert.ok(!(await reason.textContent()).includes(root));
        assert.match(await reason.locator("span").first().getAttribute("class"), /bold ansi-red/);
        await box.check(/^–not run: /);
    });

    test("turns to passed when the file is saved, and back when it is broken", async () => {
        const box = exerciseBox(page, "1.5 Begin");
        const stub = readFileSync(file("not_started"), "utf8");
        writeFileSync(file("not_started"), stub.replace("todo!()", ""));
        await box.stands(/^passed; 2 of 2 points/);
        await announcement("not_started: passed; 2 of 2 points");
        assert.equal(await box.box.locator(".onward a").getAttribute("href"), `${book.url}1-verdicts/hangs.html#ex2_4_never_ends`);
        const solution = box.box.locator(".solution details");
        assert.equal(await solution.getAttribute("open"), null);
        await solution.locator("summary").click();
        await expectText(solution.locator(".diff .ours"), "only ours:     let _begun = true;");
        const panics = 'println!("on my way"); panic!("<img src=x onerror=document.title=1>")';
        writeFileSync(file("not_started"), stub.replace("todo!()", panics));
        await box.stands(/^failing/);
        await expectText(box.box.locator(".printed pre"), "on my way");
        assert.equal(await solution.count(), 0);
        // What the learner's code says is text, whatever it looks like.
        await box.why(/your code panicked: <img src=x onerror=document.title=1>/i);
        assert.equal(await box.box.locator("img").count(), 0);
        writeFileSync(file("not_started"), stub);
        await box.stands(/not started; 0 of 2 points/);
        await box.check(/·not started: it is begun: you begin\./);
    });

    test("gives hints one level at a time, and they stay open over a reload", async () => {
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.press("Hint 1 of 3");
        await box.why(/A nudge\s*Have you read the book\? The answer is somewhere in it, and a reader who has found it once/);
        assert.doesNotMatch(await box.box.innerText(), /It is a number\./);
        await box.press("Hint 2 of 3");
        await box.why("It is a number.");
        await box.press("Hint 3 of 3");
        await expectText(box.box.locator(".hint ol > li").first(), /^\s*Write the number,\s+without a semicolon\.\s*$/);
        await open(ONE_OF_EACH);
        await expectText(box.box.locator(".hint ol > li").first(), "Write the number");
        assert.equal(await box.box.getByRole("button", { name: "No more hints" }).getAttribute("aria-disabled"), "true");
    });

    test("is restored after a question, also when it was committed, and nothing is lost or out of sight", async () => {
        const box = exerciseBox(page, "1.5 Begin");
        const stub = readFileSync(file("not_started"), "utf8");
        const mine = stub.replace("todo!()", "// Mine.");
        writeFileSync(file("not_started"), mine);
        await box.stands(/^passed/);
        commit(root, "my solution");
        await box.press("Reset");
        await page.getByRole("dialog").getByRole("button", { name: "Keep my code" }).click();
        assert.equal(readFileSync(file("not_started"), "utf8"), mine);
        await box.press("Reset");
        await page.getByRole("dialog").getByRole("button", { name: "Restore it" }).click();
        await announcement(/What you wrote is kept in .*exercise\.rs\.bak-1/);
        assert.equal(readFileSync(file("not_started"), "utf8"), stub);
        assert.equal(readFileSync(file("not_started") + ".bak-1", "utf8"), mine);
        // It stands there until it is closed, whatever becomes of the exercise.
        await box.stands(/^not started/);
        await open(ONE_OF_EACH);
        const kept = box.box.locator(".kept");
        await expectText(kept, "exercise.rs.bak-1");
        await kept.getByRole("button", { name: "Dismiss" }).click();
        await expectText(kept, /^$/);
        await box.box.getByText("Earlier versions of your code (1)").click();
        await box.press("Take back exercise.rs.bak-1");
        await expectText(kept, "exercise.rs.bak-2");
        assert.equal(readFileSync(file("not_started"), "utf8"), mine);
        await box.stands(/^passed/);
        writeFileSync(file("not_started"), stub);
        await box.stands(/^not started/);
    });

    test("shows each check when it ends, and says that code hangs when its time is over", async () => {
        await open(ONE_OF_EACH);
        const box = exerciseBox(page, "1.4 Come back");
        await box.box.locator(".checks").evaluate(noteChecks);
        await box.press("Check");
        await box.stands(/^timed out; 1 of 2 points/);
        await box.why(/took more than/);
        const seen = await page.evaluate(() => window.seen);
        assert.ok(seen.includes("✓ …") || seen.includes("… ✓"), seen.join("; "));
    });

    test("ends a hang at once, and leaves no process behind", { skip: process.platform !== "linux" }, async () => {
        await open("1-verdicts/hangs.html");
        const box = exerciseBox(page, "2.4 Never end");
        await box.press("Check");
        await box.stands("running the checks on your code");
        // The box may say so a moment before the program exists.
        await until(() => running("ex2_4_never_ends") !== "", "the program of the exercise runs");
        await box.press("Stop");
        await box.stands(/^stopped/);
        await announcement("never_ends: stopped");
        await until(() => running("ex2_4_never_ends") === "", "the program of the exercise has ended");
    });

    test("has the same state after a reload, and in a second page", async () => {
        await open(ONE_OF_EACH);
        const { page: other } = await notedPage(context, book.url);
        await other.goto(book.url + ONE_OF_EACH);
        for (const shown of [page, other]) await exerciseBox(shown, "1.1 Know the answer").stands(/^passed; 4 of 4/);
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    42\n", "    43\n"));
        for (const shown of [page, other]) await exerciseBox(shown, "1.1 Know the answer").stands(/^failing; 0 of 4/);
        await other.close();
    });

    test("asks for nothing while nobody looks, and is up to date when somebody does", async () => {
        await page.evaluate(pretend, { hidden: true });
        const { page: other } = await notedPage(context, book.url);
        await other.goto(book.url + ONE_OF_EACH);
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    43\n", "    44\n"));
        const seen = exerciseBox(other, "1.1 Know the answer");
        await seen.stands(/^failing; 1 of 4/);
        await other.close();
        const mine = exerciseBox(page, "1.1 Know the answer");
        assert.match(await mine.box.innerText(), /failing; 0 of 4/);
        await page.evaluate(pretend, { hidden: false });
        await mine.stands(/^failing; 1 of 4/);
    });

    for (const [how, prepare] of [["with one stream", keepOne], ["without sharing a stream", keepApart]]) {
        test(`is checked in an eighth tab beside seven others, ${how}`, async () => {
            const window = await browser.newContext();
            const streams = [];
            window.on("request", (request) => request.url().endsWith("/events") && streams.push(request.frame().page()));
            const tabs = await Promise.all(Array.from({ length: 7 }, () => window.newPage()));
            await Promise.all(tabs.map((tab) => tab.addInitScript(prepare)));
            await Promise.all(tabs.map((tab) => tab.goto(book.url + ONE_OF_EACH)));
            for (const tab of tabs) await exerciseBox(tab, "1.5 Begin").stands(/of 2 points/);
            assert.equal(streams.length, prepare === keepOne ? 1 : 0);
            const eighth = await window.newPage();
            await eighth.goto(book.url + ONE_OF_EACH);
            const box = exerciseBox(eighth, "1.5 Begin");
            await box.press("Check");
            await box.check(/·not started: it is begun/);
            if (prepare === keepOne) {
                // The tab with the stream goes, and another one takes its turn.
                await streams[0].close();
                tabs.splice(tabs.indexOf(streams[0]), 1);
                const stub = readFileSync(file("not_started"), "utf8");
                writeFileSync(file("not_started"), stub.replace("todo!()", "// Begun."));
                for (const tab of [...tabs, eighth]) await exerciseBox(tab, "1.5 Begin").stands(/^passed; 2 of 2 points/);
                writeFileSync(file("not_started"), stub);
                for (const tab of [...tabs, eighth]) await exerciseBox(tab, "1.5 Begin").stands(/not started/);
                assert.equal(streams.length, 2);
            }
            await window.close();
        });
    }

    test("is up to date again after the program was gone, which the page says", async () => {
        const connection = page.getByRole("status", { name: "Connection" });
        await book.close();
        await expectText(connection, "⚠ Not connected: cargo book does not answer.");
        // Somebody else takes the port, and learns nothing of what is secret.
        const stranger = await listenAt(Number(new URL(book.url).port));
        await expectText(connection, "⚠ Not connected: another program answers here");
        await exerciseBox(page, "1.1 Know the answer").press("Check");
        await expectText(page.locator(".note"), "another program answers here");
        await stranger.close();
        assert.ok(stranger.heard.length > 1);
        for (const heard of stranger.heard) assert.match(heard, /^GET \/~proof\/[0-9a-f]{32}$/);
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    44\n", "    42\n"));
        book = { ...(await served(name, root, {}, Number(new URL(book.url).port))) };
        // The verdict of before is not on what is in the file now.
        await exerciseBox(page, "1.1 Know the answer").stands(/changed since it was checked; 0 of 4 points/);
        await exerciseBox(page, "1.2 Say it again").stands(/^failing; 1 of 2 points/);
        await expectText(connection, "✓ Connected again.");
        await expectText(connection, /^$/);
        faults.splice(0);
    });

    test("can be used with the keyboard alone", async () => {
        await open(ONE_OF_EACH);
        const { box, stands } = exerciseBox(page, "1.1 Know the answer");
        for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
        assert.equal(await focused(page), "Check");
        const button = (name) => box.getByRole("button", { name });
        await page.keyboard.press("Enter");
        await stands(/^passed; 4 of 4 points/);
        assert.equal(await focused(page), "Check");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Tab");
        assert.equal(await focused(page), "No more hints");
        await button("Reset").focus();
        await page.keyboard.press("Enter");
        assert.equal(await focused(page), "Restore it");
        await page.keyboard.press("Escape");
        await expectText(page.locator(":focus"), "Reset");
    });

    test("is counted in the contents, on its part's first page and among all exercises, which lead to it", async () => {
        await page.goto(book.url + "1-verdicts/index.html");
        await expectText(page.locator("main .progress").first(), "You have passed 1 of 5 exercises, and have 6 of 11 points. Next: 1.2 Say it again.");
        const contents = page.locator("#mdbook-sidebar");
        await expectText(contents.locator(".progress"), "1/5");
        await expectText(contents.locator(".total"), /^1 of 10 exercises passed\. Continue here: 1\.2 Say it again$/);
        await contents.getByRole("link", { name: /One of each\s*\(1 of 5 exercises passed, continue here\)/ }).waitFor();
        await page.goto(book.url);
        const onward = page.locator(".begin").getByRole("link");
        await expectText(onward, "Continue with 1.2");
        assert.match(await onward.evaluate((link) => link.href), /\/1-verdicts\/each\.html#ex1_2_/);
        await page.goto(book.url + "exercises.html");
        await expectText(page.locator("main .progress").first(), "You have passed 1 of 10 exercises");
        await expectText(page.locator("td .state").first(), "passed; 4 of 4 points");
        await page.locator("main tr").filter({ hasText: "1.5 Begin" }).getByRole("link").click();
        await page.waitForURL(/each\.html#ex1_5_not_started$/);
        await exerciseBox(page, "1.5 Begin").stands(/^not started/);
        await page.waitForFunction(() => document.querySelector("#ex1_5_not_started").getBoundingClientRect().top < innerHeight);
    });

    test("is well in light and dark on a phone, with a failure message, an error and a hint", async () => {
        const phone = await browser.newContext({ viewport: { width: 390, height: 900 }, reducedMotion: "reduce" });
        // Scripts of ours only: the page's policy would refuse it as an element.
        const { page, faults } = await notedPage(phone, book.url);
        await page.goto(book.url + ONE_OF_EACH);
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.stands(/^passed/);
        await box.press("Hint 1 of 3");
        await box.box.locator(".hint").waitFor();
        await box.box.locator(".solution summary").click();
        await page.locator("pre.reason").first().waitFor();
        await page.evaluate(AXE);
        const light = [...(await page.evaluate(look)), ...(await page.evaluate(examine))];
        await darken(page);
        const dark = [...(await page.evaluate(look)), ...(await page.evaluate(examine, { only: COLOUR_RULES }))];
        assert.deepEqual({ light, dark, faults }, { light: [], dark: [], faults: [] });
        await phone.close();
    });

    test("is a block of code without JavaScript", async () => {
        const without = await browser.newContext({ javaScriptEnabled: false });
        const plain = await without.newPage();
        await plain.goto(book.url + ONE_OF_EACH);
        assert.ok(await plain.getByText("cargo test --test ex1_1_passes").isVisible());
        assert.equal(await plain.getByRole("button", { name: "Check" }).count(), 0);
        await without.close();
    });

    test("caused no fault in the browser", async () => {
        for (const path of ["print.html", "toc.html"]) await page.goto(book.url + path);
        // A page that is left lets go of what it was asking for.
        assert.deepEqual(faults.filter((fault) => !fault.startsWith("failed: ")), []);
    });
});

describe("a static site", () => {
    test("has fences that say what to run, and asks nobody", async () => {
        const root = workspace("static");
        const out = join(root, "site");
        execFileSync(process.env.BOOK_SERVER, ["build", "--out", out], { cwd: root });
        assert.ok(!existsSync(join(root, "site/live")));
        const browser = await launch();
        const page = await browser.newPage();
        const asked = [];
        page.on("request", (request) => !request.url().startsWith("file:") && asked.push(request.url()));
        await page.goto(`file://${out}/${ONE_OF_EACH}`, { waitUntil: "networkidle" });
        assert.ok(await page.getByText("cargo test --test ex1_1_passes").isVisible());
        assert.equal(await page.locator(".exercise-box").count(), 0);
        assert.deepEqual(asked, []);
        await browser.close();
    });
});

/** Somebody who listens where the program has listened: `heard` is what it was asked, and all gets an answer. */
async function listenAt(port) {
    const heard = [];
    const server = createServer((request, response) => {
        heard.push(`${request.method} ${request.url}`);
        response.end("0".repeat(64));
    });
    await new Promise((done) => server.listen(port, "127.0.0.1", done));
    const close = () => new Promise((done) => (server.close(done), server.closeAllConnections()));
    return { heard, close };
}

/** Keeps all that the signs of the checks ever were; runs in the page. */
function noteChecks(checks) {
    window.seen = [];
    const signs = () => [...checks.querySelectorAll(".sign")].map((sign) => sign.textContent).join(" ");
    new MutationObserver(() => window.seen.push(signs())).observe(checks, { childList: true });
}

/** Has the page believe that it is hidden, or not; runs in the page. */
function pretend({ hidden }) {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
}

/** What seven visible tabs need: nothing. A browser has six connections to a host. */
function keepOne() {}

/** Has a page believe that it is in a browser that cannot share; runs in the page. */
function keepApart() {
    delete globalThis.BroadcastChannel;
}

function focused(page) {
    return page.evaluate(() => document.activeElement.textContent);
}

/** The processes whose program has this name; nothing if there are none. */
function running(program) {
    try {
        return execFileSync("pgrep", ["-f", `/grade-[^ ]*/${program}`], { encoding: "utf8" });
    } catch {
        return "";
    }
}
