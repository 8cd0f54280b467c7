// Finding one's way: search, and the keyboard.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { launch, notedPage } from "../support/browser.js";
import { site } from "../support/site.js";

describe("a reader", () => {
    let book, browser, context;
    before(async () => {
        [book, browser] = [await site(), await launch()];
        context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    });
    after(async () => {
        await browser?.close();
        book?.close();
    });

    for (const words of ["TIME_WAIT", "half-close", "error: division by zero"]) {
        test(`finds "${words}"`, async () => {
            const { page, faults } = await notedPage(context, book.url);
            await page.goto(book.url + "index.html");
            await page.keyboard.press("/");
            await page.locator("#mdbook-searchbar").pressSequentially(words);
            await page.locator("#mdbook-searchresults li").first().waitFor({ timeout: 10_000 });
            assert.deepEqual(faults, []);
        });
    }

    test("turns the pages with the arrow keys, and sees their titles before", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "introduction.html");
        const next = page.locator("nav.titled a.next");
        assert.match(await next.innerText(), /Next\s+How to read this book/);
        await page.keyboard.press("ArrowRight");
        await page.waitForURL("**/how-to-read.html");
        await page.keyboard.press("ArrowLeft");
        await page.waitForURL("**/introduction.html");
    });

    test("skips the menu with the first link", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "introduction.html");
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the text");
    });

    test("opens and closes the contents with the keyboard", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "introduction.html");
        const button = page.getByRole("button", { name: "Toggle Table of Contents" });
        const isOpen = () => button.getAttribute("aria-expanded");
        const before = await isOpen();
        await button.focus();
        await page.keyboard.press("Enter");
        assert.notEqual(await isOpen(), before);
        await page.keyboard.press("Enter");
        assert.equal(await isOpen(), before);
    });

    test("chooses between light and dark, and is remembered", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "introduction.html");
        await page.locator("#mdbook-theme-toggle").click();
        await page.getByRole("menuitem", { name: "Dark" }).click();
        await page.goto(book.url + "how-to-read.html");
        assert.ok(await page.evaluate(() => document.documentElement.classList.contains("coal")));
    });
});
