// Every page: in light and dark, on a phone and on a desk.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { darken, launch, lighten, notedPage } from "../support/browser.js";
import { COLOUR_RULES, examineColours } from "../support/colours.js";
import { legible } from "../support/legible.js";
import { examine, look } from "../support/look.js";
import { site } from "../support/site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A stock page of mdBook weighs this many bytes when nothing of it is there yet. */
const STOCK = 562_000;

/** What can be wrong on a phone although it is right on a desk, besides colours: all other rules judge what both have alike. */
const LAYOUT_RULES = ["scrollable-region-focusable"];

describe("every page", () => {
    let book, browser;
    before(async () => ([book, browser] = [await site(), await launch()]));
    after(async () => {
        await browser?.close();
        book?.close();
    });

    test("is well in light and dark, on a phone and on a desk", async () => assert.deepEqual(await visitAll(browser, book), []));

    test("can be read without JavaScript", async () => {
        const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
        const page = await context.newPage();
        for (const name of book.pages) {
            await page.goto(book.url + name, { waitUntil: "domcontentloaded" });
            const seen = await page.evaluate(() => {
                const needed = [document.querySelector("main h1"), document.querySelector("nav.titled a")];
                return [...needed, ...document.querySelectorAll("svg.picture")].every((part) => part?.checkVisibility({ visibilityProperty: true }));
            });
            assert.ok(seen, name);
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

/** Opens all pages in two tabs, and returns what is wrong with them: as they open on a phone, and when that becomes as wide as a desk. */
async function visitAll(browser, book) {
    // What moves is not waited for.
    const context = await browser.newContext({ reducedMotion: "reduce" });
    await context.addInitScript(AXE);
    const waiting = [...book.pages];
    const all = [];
    const judged = new Set();
    const visit = async (page, name, faults) => {
        const note = (form, found) => all.push(...found.map((fault) => `${name}, ${form}: ${fault}`));
        const colours = async (form) => note(form, [...(await page.evaluate(look)), ...(await examineColours(page, examine, judged))]);
        await page.setViewportSize({ width: 390, height: 900 });
        await page.goto(book.url + name);
        note("phone", [...(await page.evaluate(legible)), ...(await page.evaluate(examine, { only: LAYOUT_RULES }))]);
        await colours("phone");
        await darken(page);
        await colours("phone in dark");
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.evaluate(openContents);
        await colours("desk in dark");
        await lighten(page);
        await colours("desk");
        // The contents are the same on each page.
        const context = name === book.pages[0] ? undefined : { exclude: ["#mdbook-sidebar"] };
        note("desk", [...(await page.evaluate(legible)), ...(await page.evaluate(examine, { context, but: COLOUR_RULES }))]);
        note("in any form", faults.splice(0));
    };
    const tab = async () => {
        const { page, faults } = await notedPage(context, book.url);
        for (let name = waiting.shift(); name; name = waiting.shift()) await visit(page, name, faults);
    };
    await Promise.all([tab(), tab()]);
    await context.close();
    return all.sort();
}

/** Opens the contents, which a phone has closed, and waits until the page has adapted to its width; runs in the page. */
function openContents() {
    document.getElementById("mdbook-sidebar-toggle").click();
    return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
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
    const texts = new Map([...pages, "404.html", "index.html", "print.html", "toc.html"].map((name) => [name, readFileSync(join(folder, name), "utf8")]));
    const dead = [];
    for (const name of [...pages, "404.html"]) {
        for (const [, href] of texts.get(name).matchAll(/<a [^>]*href="([^"]*)"/g)) {
            const target = new URL(href.replaceAll("&amp;", "&"), url + name);
            if (!target.href.startsWith(url)) continue;
            const file = target.pathname.slice(new URL(url).pathname.length);
            const text = texts.get(file) ?? (!target.hash && existsSync(join(folder, file)) ? "" : undefined);
            const id = decodeURIComponent(target.hash.slice(1));
            if (text === undefined || (id && !text.includes(`id="${id}"`))) dead.push(`${name}: ${href}`);
        }
    }
    return dead;
}
