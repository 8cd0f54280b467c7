// The book that grades: an exercise's box, from the first look to the verdict.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { exerciseBox } from "../support/box.js";
import { launch, notedPage } from "../support/browser.js";
import { examine, look } from "../support/look.js";
import { served, workspace } from "../support/served.js";
import { TIMEOUT, expectText, until } from "../support/wait.js";

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
        await page.locator(".exercise-box").first().waitFor({ timeout: TIMEOUT });
    };
    const announcement = (words) => expectText(page.getByRole("status"), words);

    test("says what the task is, and that nobody has checked it", async () => {
        await open(ONE_OF_EACH);
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.stands(/not checked yet; 0 of 4 points/);
        assert.match(await box.box.locator("code").innerText(), /cargo test --test ex1_1_passes/);
    });

    test("shows the verdict and each check, and says it to those who only hear", async () => {
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.press("Check");
        await box.stands(/^passed; 4 of 4 points/);
        await box.check(/✓passed: the answer is 42/);
        await announcement("passes: passed; 4 of 4 points");
    });

    test("shows the bytes that went wrong, with a caret under them", async () => {
        const box = exerciseBox(page, "1.2 Say it again");
        await box.press("Check");
        await box.stands(/not yet \(failed\); 1 of 2 points/);
        await box.check(/✗failed: what is said comes back/);
        const bytes = await box.box.locator("pre.bytes").allTextContents();
        assert.equal(bytes[0], "→ one \n→ two\\r\\n\n← one ");
        assert.match(bytes[1], /expected: one two\\r\\n\nreceived: one \n +\^ it ends here/);
    });

    test("shows what rustc says, with the line", async () => {
        const box = exerciseBox(page, "1.3 Count");
        await box.press("Check");
        await box.stands(/not yet \(does not compile\)/);
        await box.why(/mismatched types[^]*does_not_compile\/exercise\.rs:5:22/);
    });

    test("turns to passed when the file is saved, and back when it is broken", async () => {
        const box = exerciseBox(page, "1.5 Begin");
        const stub = readFileSync(file("not_started"), "utf8");
        writeFileSync(file("not_started"), stub.replace("todo!()", ""));
        await box.stands(/^passed; 2 of 2 points/);
        await announcement("not_started: passed; 2 of 2 points");
        writeFileSync(file("not_started"), stub.replace("todo!()", 'panic!("<img src=x onerror=document.title=1>")'));
        await box.stands(/not yet \(failed\)/);
        // What the learner's code says is text, whatever it looks like.
        await box.why(/your code panicked: <img src=x onerror=document.title=1>/i);
        assert.equal(await box.box.locator("img").count(), 0);
        writeFileSync(file("not_started"), stub);
        await box.stands(/not started; 0 of 2 points/);
        await box.check(/·not started: it is begun: you begin\./);
    });

    test("gives hints one level at a time", async () => {
        const box = exerciseBox(page, "1.1 Know the answer");
        await box.press("Hint 1 of 3");
        await box.why(/A nudge\s+Have you read the book\? It says so somewhere, and whoever has read it once/);
        assert.doesNotMatch(await box.box.innerText(), /It is a number\./);
        await box.press("Hint 2 of 3");
        await box.why("It is a number.");
        await box.press("Hint 3 of 3");
        await box.why("1. Write the number, without a semicolon.");
        assert.equal(await box.box.getByRole("button", { name: "No more hints" }).getAttribute("aria-disabled"), "true");
    });

    test("is put back only after a question, and what was written is kept", async () => {
        const box = exerciseBox(page, "1.2 Say it again");
        const planted = readFileSync(file("fails"), "utf8");
        writeFileSync(file("fails"), "// Mine.\n" + planted);
        await box.press("Reset");
        await page.getByRole("dialog").getByRole("button", { name: "Leave it" }).click();
        assert.match(readFileSync(file("fails"), "utf8"), /Mine/);
        await box.press("Reset");
        await page.getByRole("dialog").getByRole("button", { name: "Put it back" }).click();
        await announcement(/What you wrote is kept in .*exercise\.rs\.bak-1/);
        assert.equal(readFileSync(file("fails"), "utf8"), planted);
        assert.match(readFileSync(file("fails") + ".bak-1", "utf8"), /Mine/);
        await box.stands(/not yet \(failed\); 1 of 2 points/);
    });

    test("shows each check when it ends, and says that code hangs when its time is over", async () => {
        await open(ONE_OF_EACH);
        const box = exerciseBox(page, "1.4 Come back");
        await box.box.locator(".checks").evaluate(noteChecks);
        await box.press("Check");
        await box.stands(/not yet \(timed out\); 1 of 2 points/);
        await box.why(/took more than/);
        const seen = await page.evaluate(() => window.seen);
        assert.ok(seen.includes("✓ …") || seen.includes("… ✓"), seen.join("; "));
    });

    test("ends a hang at once, and leaves no process behind", { skip: process.platform !== "linux" }, async () => {
        await open("1-verdicts/hangs.html");
        const box = exerciseBox(page, "2.4 Never end");
        await box.press("Check");
        await box.stands("running 2.4 never_ends");
        // The box may say so a moment before the program exists.
        await until(() => running("ex2_4_never_ends") !== "", "the program of the exercise runs");
        await box.press("Stop");
        await box.stands("not checked yet");
        await announcement("never_ends: stopped");
        await until(() => running("ex2_4_never_ends") === "", "the program of the exercise has ended");
    });

    test("has the same state after a reload, and in a second page", async () => {
        await open(ONE_OF_EACH);
        const { page: other } = await notedPage(context, book.url);
        await other.goto(book.url + ONE_OF_EACH);
        for (const shown of [page, other]) await exerciseBox(shown, "1.1 Know the answer").stands(/^passed; 4 of 4/);
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    42\n", "    43\n"));
        for (const shown of [page, other]) await exerciseBox(shown, "1.1 Know the answer").stands(/not yet \(failed\); 0 of 4/);
        await other.close();
    });

    test("asks for nothing while nobody looks, and is up to date when somebody does", async () => {
        await page.evaluate(pretend, { hidden: true });
        const { page: other } = await notedPage(context, book.url);
        await other.goto(book.url + ONE_OF_EACH);
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    43\n", "    44\n"));
        const seen = exerciseBox(other, "1.1 Know the answer");
        await seen.stands(/not yet \(failed\); 1 of 4/);
        await other.close();
        const mine = exerciseBox(page, "1.1 Know the answer");
        assert.match(await mine.box.innerText(), /not yet \(failed\); 0 of 4/);
        await page.evaluate(pretend, { hidden: false });
        await mine.stands(/not yet \(failed\); 1 of 4/);
    });

    test("is up to date again after the program was gone", async () => {
        await book.close();
        writeFileSync(file("passes"), readFileSync(file("passes"), "utf8").replace("    44\n", "    42\n"));
        book = { ...(await served(name, root, {}, Number(new URL(book.url).port))) };
        // The verdict of before is not on what is in the file now.
        await exerciseBox(page, "1.1 Know the answer").stands(/changed since it was checked; 0 of 4 points/);
        await exerciseBox(page, "1.2 Say it again").stands(/not yet \(failed\); 1 of 2 points/);
        faults.splice(0);
    });

    test("can be used with the keyboard alone", async () => {
        const { box, stands } = exerciseBox(page, "1.1 Know the answer");
        const button = (name) => box.getByRole("button", { name });
        await button("Check").focus();
        await page.keyboard.press("Enter");
        await stands(/^passed; 4 of 4 points/);
        assert.equal(await focused(page), "Check");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await box.locator(".hint").first().waitFor();
        await button("Reset").focus();
        await page.keyboard.press("Enter");
        assert.equal(await focused(page), "Put it back");
        await page.keyboard.press("Escape");
        await expectText(page.locator(":focus"), "Reset");
    });

    test("is counted in the contents, on its part's first page and among all exercises", async () => {
        await page.goto(book.url + "1-verdicts/index.html");
        await expectText(page.locator("main .progress").first(), "You have passed 1 of 5 exercises, and have 6 of 11 points. Next: 1.2 Say it again.");
        await expectText(page.locator("#mdbook-sidebar .progress"), "1/5");
        await page.goto(book.url + "exercises.html");
        await expectText(page.locator("main .progress").first(), "You have passed 1 of 10 exercises");
        await expectText(page.locator("td .state").first(), "passed; 4 of 4 points");
    });

    for (const colorScheme of ["light", "dark"]) {
        test(`is well in ${colorScheme} on a phone, with a failure message, an error and a hint`, async () => {
            const phone = await browser.newContext({ colorScheme, viewport: { width: 390, height: 900 } });
            // Scripts of ours only: the page's policy would refuse it as an element.
            const { page, faults } = await notedPage(phone, book.url);
            await page.goto(book.url + ONE_OF_EACH);
            const box = exerciseBox(page, "1.1 Know the answer");
            await box.stands(/^passed/);
            await box.press("Hint 1 of 3");
            await box.box.locator(".hint").waitFor();
            await page.locator("pre.reason").first().waitFor();
            await page.evaluate(AXE);
            assert.deepEqual([...(await page.evaluate(look)), ...(await page.evaluate(examine)), ...faults], []);
            await phone.close();
        });
    }

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
