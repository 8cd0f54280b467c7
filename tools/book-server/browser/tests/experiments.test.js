// Experiments: predict, run, compare; in this workspace, with its own programs.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { launch, notedPage } from "../support/browser.js";
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

    test("is predicted, run in two terminals, and compared with the book's answer", async () => {
        await page.goto(book.url + CHAPTER);
        await prediction().fill("One, or <b>two</b>.");
        const torn = box("torn");
        await torn.button.click();
        await expectText(page.getByRole("status"), "torn: Done.");
        await torn.stands("Done.");
        const [server, client] = [await torn.terminal(1).innerText(), await torn.terminal(2).innerText()];
        assert.match(server, /^\$ cargo wire --listen localhost \d+ receive all\nlistening on .*\n.*accepted.*\n.*← hel\n.*← lo\\n\n.*end of stream\n.*closed\nexit code 0\n$/);
        assert.match(client, /^\$ cargo wire localhost \d+ send "hel" pause send "lo\\n"\n[^]*→ hel\n[^]*exit code 0\n$/);
        const [mine, theirs] = await torn.region.getByRole("definition").allInnerTexts();
        assert.equal(mine, "One, or <b>two</b>.");
        assert.match(theirs, /^\s*At least two\. read does not wait/);
    });

    test("has its terminals side by side, or one above the other on a phone", async () => {
        const tops = async (where) => {
            await box("torn", where).stands("Done.");
            return box("torn", where).region.evaluate((box) => [...box.querySelectorAll("pre")].map((screen) => screen.getBoundingClientRect().top));
        };
        const [one, two] = await tops(page);
        assert.equal(one, two);
        const phone = await browser.newContext({ viewport: { width: 390, height: 900 } });
        const narrow = await phone.newPage();
        await narrow.goto(book.url + CHAPTER);
        const [upper, lower] = await tops(narrow);
        assert.ok(lower > upper, `${upper} ${lower}`);
        await phone.close();
    });

    test("keeps the prediction and the result when the page comes back", async () => {
        await page.reload();
        assert.equal(await prediction().inputValue(), "One, or <b>two</b>.");
        await box("torn").stands("Done.");
        await expectText(box("torn").terminal(1), "end of stream");
        assert.equal(await page.getByRole("status").textContent(), "", "what was there before is no news");
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

    test("is well in light and dark, on a phone and on a desk", async () => {
        for (const colorScheme of ["light", "dark"]) {
            for (const width of [390, 1280]) {
                const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
                await context.addInitScript(AXE);
                const { page, faults } = await notedPage(context, book.url);
                await page.goto(book.url + CHAPTER);
                await box("glued", page).stands("Done.");
                const found = [...(await page.evaluate(look)), ...(await page.evaluate(examine)), ...faults];
                assert.deepEqual(found, [], `${colorScheme} ${width}`);
                await context.close();
            }
        }
    });

    test("is code without JavaScript", async () => {
        const bare = await browser.newContext({ javaScriptEnabled: false });
        const page = await bare.newPage();
        await page.goto(book.url + CHAPTER);
        assert.equal(await page.locator(".experiment-box, .prediction").count(), 0);
        assert.ok(await page.locator("pre > code.experiment-torn").first().isVisible());
        await bare.close();
    });

    test("is code in the static site, which asks nobody", async () => {
        const still = await site();
        const { page, faults } = await notedPage(await browser.newContext(), still.url);
        await page.goto(still.url + CHAPTER, { waitUntil: "networkidle" });
        assert.equal(await page.locator(".experiment-box, .prediction").count(), 0);
        assert.ok(await page.locator("pre > code.experiment-torn").first().isVisible());
        assert.deepEqual(faults, []);
        still.close();
    });
});
