// Experiments: predict, run, compare; in this workspace, with its own programs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { darken, launch, notedPage } from "../support/browser.js";
import { COLOUR_RULES } from "../support/colours.js";
import { examine, look } from "../support/look.js";
import { served } from "../support/served.js";
import { ROOT, site } from "../support/site.js";
import { expectText } from "../support/wait.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const CHAPTER = "2-echo/message-boundaries.html";

describe("an experiment", () => {
    let browser, book, context, page;

    before(async () => {
        const environment = { CARGO_TARGET_DIR: process.env.BOOK_TARGET };
        [browser, book] = [await launch(), await served("experiments", ROOT, environment)];
        context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
        page = await context.newPage();
    });
    after(async () => {
        await browser?.close();
        await book?.close();
    });

    const box = (name, where = page) => {
        const region = where.getByRole("region", { name: `Experiment: ${name}` });
        return {
            region,
            button: region.getByRole("button"),
            terminal: (number) => region.getByRole("region", { name: `Terminal ${number}` }),
            stands: (words) => expectText(region.locator(".state"), words),
        };
    };
    const prediction = (where = page) => where.getByLabel("Your prediction").first();
    /** What belongs to the first prediction of a page: from top to bottom, and whether it is open. */
    const order = (where) =>
        where.locator(".prediction").first().evaluate((box) => {
            const parts = { question: "blockquote", mine: "textarea", here: ".terminals", there: "details.printed", answer: "details.answer" };
            const found = Object.entries(parts).flatMap(([name, selector]) => [...box.querySelectorAll(selector)].map((part) => ({ name, part })));
            found.sort((one, other) => (one.part.compareDocumentPosition(other.part) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
            return found.map(({ name, part }) => (part.open ? `${name}, open` : name));
        });

    test("is predicted, run in two terminals, and only then compared with the book's run and answer", async () => {
        await page.goto(book.url + CHAPTER);
        assert.deepEqual(await order(page), ["question", "mine", "here", "there", "there", "answer"]);
        await prediction().fill("One, or <b>two</b>.");
        const asked = await prediction().evaluate((field) => document.getElementById(field.getAttribute("aria-describedby")).textContent);
        assert.match(asked, /How many reads does the\s+server need\?/);
        const torn = box("torn");
        await torn.button.click();
        await expectText(page.getByRole("status"), "torn: Done.");
        await torn.stands("Done.");
        const [server, client] = [await torn.terminal(1).innerText(), await torn.terminal(2).innerText()];
        assert.match(server, /^\$ cargo wire --listen localhost \d+ receive all\nlistening on .*\n.*accepted.*\n.*← hel\n.*← lo\\n\n.*end of stream\n.*closed\nexit code 0\n$/);
        assert.match(client, /^\$ cargo wire localhost \d+ send "hel" pause send "lo\\n"\n[^]*→ hel\n[^]*exit code 0\n$/);
        assert.deepEqual(await order(page), ["question", "mine", "here", "there, open", "there, open", "answer, open"]);
        assert.ok(await torn.button.evaluate((button) => button === document.activeElement), "the focus stays");
        assert.equal(await page.locator(".prediction").nth(1).locator("details[open]").count(), 0, "the others stay folded");
    });

    test("has its terminals side by side only where both fit", async () => {
        for (const [width, beside] of [[390, false], [1280, false], [1700, true]]) {
            const context = await browser.newContext({ viewport: { width, height: 900 } });
            const page = await context.newPage();
            await page.goto(book.url + CHAPTER);
            await box("torn", page).stands("Done.");
            const [one, two] = await box("torn", page).region.evaluate((box) => [...box.querySelectorAll("pre")].map((screen) => screen.getBoundingClientRect().top));
            assert.equal(one === two, beside, `${width}: ${one} ${two}`);
            assert.deepEqual(await page.evaluate(look), [], `${width}`);
            await context.close();
        }
    });

    test("keeps the prediction and the result when the page comes back", async () => {
        await page.reload();
        assert.equal(await prediction().inputValue(), "One, or <b>two</b>.");
        await box("torn").stands("Done.");
        await expectText(box("torn").terminal(1), "end of stream");
        assert.deepEqual(await order(page), ["question", "mine", "here", "there, open", "there, open", "answer, open"]);
        const heard = await page.locator(".only-heard[role=status]").allTextContents();
        assert.equal(heard.join(""), "", "what was there before is no news");
    });

    test("shows the same in every page", async () => {
        const other = await context.newPage();
        await other.goto(book.url + CHAPTER);
        await box("glued").button.click();
        await box("glued").stands("Done.");
        await box("glued", other).stands("Done.");
        const texts = await Promise.all([page, other].map((where) => box("glued", where).terminal(1).innerText()));
        assert.equal(texts[0], texts[1]);
        assert.match(texts[0], /← one\\ntwo\\n/);
        await other.close();
    });

    test("is run with the keyboard alone, and leaves the keys to who types", async () => {
        await page.goto(book.url + CHAPTER);
        await prediction().focus();
        await page.keyboard.press("End");
        await page.keyboard.type("s/");
        await page.keyboard.press("ArrowRight");
        const torn = box("torn");
        const isThere = () => torn.button.evaluate((button) => button === document.activeElement);
        for (let tabs = 0; !(await isThere()) && tabs < 40; tabs++) await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await expectText(page.getByRole("status"), "torn: Done.");
        assert.ok(await isThere(), "the focus stays");
        await page.keyboard.press("Tab");
        await page.keyboard.press("ArrowRight");
        assert.ok(await torn.terminal(1).evaluate((terminal) => terminal === document.activeElement));
        assert.match(await prediction().inputValue(), /s\/$/);
        assert.ok(page.url().endsWith(CHAPTER));
    });

    test("is stopped at once", async () => {
        await page.goto(book.url + "4-client/pipelining.html");
        const deadlock = box("deadlock");
        await deadlock.button.click();
        await expectText(deadlock.terminal(2), "reading nothing from here on");
        assert.equal(await deadlock.button.innerText(), "Stop");
        await deadlock.button.click();
        await expectText(page.getByRole("status"), "deadlock: Stopped.");
        assert.equal(await deadlock.button.innerText(), "Run it");
        assert.doesNotMatch(await deadlock.terminal(2).innerText(), /stuck/);
    });

    test("stands on the first page as a calculator, whose bytes are shown", async () => {
        const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1280, height: 800 } });
        await context.addInitScript(AXE);
        const { page, faults } = await notedPage(context, book.url);
        await page.goto(book.url);
        const form = await page.locator("form.ask").boundingBox();
        assert.ok(form.y + form.height <= 800, "it is seen without scrolling");
        const prose = await page.locator("#calculator > p").first().boundingBox();
        assert.ok(form.x + form.width <= prose.x + prose.width + 1, "it is as wide as the prose");
        await page.setViewportSize({ width: 390, height: 844 });
        await page.reload();
        // It says at once that it builds, and then what cargo says.
        const state = page.locator("#calculator .state");
        await state.evaluate((state) => {
            window.said = [];
            new MutationObserver(() => window.said.push(state.textContent)).observe(state, { childList: true });
        });
        const ask = async (line, reply) => {
            await page.getByLabel("Your request").fill(line);
            await page.keyboard.press("Enter");
            await expectText(page.locator(".only-heard[role=status]"), `reply: ${reply}`);
        };
        const bytes = (where) => page.locator(`.conversation ${where} .byte small`).allInnerTexts();
        const addresses = async () => (await page.locator("#calculator .state").innerText()).match(/127\.0\.0\.1:\d+/g);
        await ask("2*(3", "error: unmatched '(' at column 3");
        assert.deepEqual(await bytes(".request"), ["32", "2a", "28", "33", "0a"]);
        const first = await addresses();
        const said = await page.evaluate(() => window.said);
        assert.match(said[0], /^Building and starting the server\. Only the first time takes a while\.$/);
        assert.ok(said.some((words) => /takes a while\. (Compiling|Finished)/.test(words)), said.join("; "));
        await ask("7*8", "56");
        assert.deepEqual(await bytes("li:first-child .reply"), ["35", "36", "0a"]);
        assert.equal(first.length, 2);
        assert.deepEqual(await addresses(), first, "it is one connection");
        for (let line = 1; line <= 4; line++) await ask(`${line}`, `${line}`);
        assert.equal(await page.locator(".conversation li").count(), 5);
        assert.deepEqual([...(await page.evaluate(look)), ...(await page.evaluate(examine)), ...faults], []);
        await context.close();
    });

    test("is well in light and dark, on a phone and on a desk", async () => {
        const context = await browser.newContext({ reducedMotion: "reduce" });
        await context.addInitScript(AXE);
        const { page, faults } = await notedPage(context, book.url);
        for (const width of [390, 1280]) {
            await page.emulateMedia({ colorScheme: "light" });
            await page.setViewportSize({ width, height: 900 });
            await page.goto(book.url + CHAPTER);
            await box("glued", page).stands("Done.");
            const light = [...(await page.evaluate(look)), ...(await page.evaluate(examine))];
            await darken(page);
            const dark = [...(await page.evaluate(look)), ...(await page.evaluate(examine, { only: COLOUR_RULES }))];
            assert.deepEqual({ light, dark, faults }, { light: [], dark: [], faults: [] }, `${width}`);
        }
        await context.close();
    });

    test("is folded without JavaScript, and printed whole", async () => {
        const bare = await browser.newContext({ javaScriptEnabled: false });
        const page = await bare.newPage();
        await page.goto(book.url + CHAPTER);
        assert.equal(await page.locator(".experiment-box, textarea").count(), 0);
        assert.deepEqual(await order(page), ["question", "there", "there", "answer"]);
        assert.ok(await page.locator("pre > code.experiment-torn").first().isVisible());
        const printed = page.getByText("← hel").first();
        assert.ok(!(await printed.isVisible()));
        await page.emulateMedia({ media: "print" });
        assert.ok(await printed.isVisible());
        await page.emulateMedia({ media: "screen" });
        await page.getByText("What it printed here").nth(1).click();
        assert.ok(await printed.isVisible());
        await bare.close();
    });

    test("is predicted in the static site too, which asks nobody", async () => {
        const still = await site();
        const { page, faults } = await notedPage(await browser.newContext(), still.url);
        await page.goto(still.url + CHAPTER);
        await prediction(page).fill("Two.");
        await page.reload();
        assert.equal(await prediction(page).inputValue(), "Two.");
        assert.equal(await page.getByLabel("Your prediction").nth(1).inputValue(), "", "each is kept for itself");
        assert.equal(await page.locator(".experiment-box").count(), 0);
        await page.goto(still.url + "introduction.html", { waitUntil: "networkidle" });
        assert.match(await page.locator("#calculator").innerText(), /→ sqrt\(16\)\/\(1-1\)[^]*cargo book/);
        assert.deepEqual(faults, []);
        still.close();
    });
});
