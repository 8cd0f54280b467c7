// Every page: in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch, notedPage } from "../support/browser.js";
import { examine, look } from "../support/look.js";
import { site } from "../support/site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A stock page of mdBook weighs this many bytes when nothing of it is there yet. */
const STOCK = 562_000;

/** What can be wrong in the dark although it is right in the light; all other rules judge what both have alike. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

describe("every page", () => {
    let book, browser;
    before(async () => ([book, browser] = [await site(), await launch()]));
    after(async () => {
        await browser?.close();
        book?.close();
    });

    for (const colorScheme of ["light", "dark"]) {
        for (const width of [390, 1280]) {
            test(`is well in ${colorScheme} at ${width} px`, async () => {
                const faults = await visitAll(browser, book, { colorScheme, viewport: { width, height: 900 } });
                assert.deepEqual(faults, []);
            });
        }
    }

    test("can be read without JavaScript", async () => {
        const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
        const page = await context.newPage();
        for (const name of book.pages) {
            await page.goto(book.url + name, { waitUntil: "domcontentloaded" });
            const [text, next] = [page.locator("main h1").first(), page.locator("nav.titled a").first()];
            assert.ok((await text.isVisible()) && (await next.isVisible()), name);
            for (const picture of await page.locator("svg.picture").all()) assert.ok(await picture.isVisible(), name);
        }
        await context.close();
    });

    test("is lighter than a stock page", async (t) => {
        const size = (name) => statSync(join(book.folder, name)).size;
        const [heaviest] = [...book.pages].sort((one, other) => size(other) - size(one));
        for (const name of ["index.html", heaviest]) {
            const bytes = await weigh(browser, book.url + name);
            t.diagnostic(`${name} weighs ${bytes} bytes, cold and without compression`);
            assert.ok(bytes <= STOCK, `${name} weighs ${bytes} bytes`);
        }
    });

    test("leads only to what is there", () => assert.deepEqual(deadLinks(book), []));
});

/** Opens all pages in two tabs, and returns what is wrong with them. */
async function visitAll(browser, book, options) {
    const context = await browser.newContext(options);
    await context.addInitScript(AXE);
    const waiting = [...book.pages];
    const all = [];
    const rules = options.colorScheme === "dark" ? COLOUR_RULES : undefined;
    const tab = async () => {
        const { page, faults } = await notedPage(context, book.url);
        for (let name = waiting.shift(); name; name = waiting.shift()) {
            await page.goto(book.url + name);
            const found = [...(await page.evaluate(look)), ...(await page.evaluate(examine, rules)), ...faults.splice(0)];
            all.push(...found.map((fault) => `${name}: ${fault}`));
        }
    };
    await Promise.all([tab(), tab()]);
    await context.close();
    return all.sort();
}

/** The bytes that come when a page is opened for the first time. */
async function weigh(browser, url) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const bodies = [];
    page.on("response", (response) => bodies.push(response.body()));
    await page.goto(url, { waitUntil: "networkidle" });
    const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
    await context.close();
    return bytes;
}

/** Links of the pages as they were built, whatever the checks of the sources think. */
function deadLinks({ folder, pages, url }) {
    const texts = new Map([...pages, "index.html", "print.html", "toc.html"].map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    const dead = [];
    for (const name of pages) {
        for (const [, href] of texts.get(name).matchAll(/<a [^>]*href="([^"]*)"/g)) {
            const target = new URL(href.replaceAll("&amp;", "&"), url + name);
            if (!target.href.startsWith(url)) continue;
            const text = texts.get(target.pathname.slice(new URL(url).pathname.length));
            const id = decodeURIComponent(target.hash.slice(1));
            if (text === undefined || (id && !text.includes(`id="${id}"`))) dead.push(`${name}: ${href}`);
        }
    }
    return dead;
}
