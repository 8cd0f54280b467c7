// Figures to play with: each by mouse and by keyboard, light and dark, on a desk and on a phone.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { darken, launch, lighten, notedPage } from "../support/browser.js";
import { legible } from "../support/legible.js";
import { examine, look } from "../support/look.js";
import { ROOT, site } from "../support/site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FOLDER = join(ROOT, "book/src/figures");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".js")).map((name) => name.slice(0, -3));
const module = (name) => import(pathToFileURL(join(FOLDER, `${name}.js`)));
const { defaults } = await module("core/settings");

describe("figures", () => {
    let book, browser;
    before(async () => ([book, browser] = [await site(), await launch()]));
    after(async () => {
        await browser?.close();
        book?.close();
    });

    // The phone first: a table of contents that is open on a desk stays open when the window shrinks.
    const LOOKS = [[390, "light"], [390, "dark"], [1280, "dark"], [1280, "light"]];
    for (const name of NAMES) {
        test(`${name} is played by mouse and by keyboard, light and dark, on a desk and on a phone`, async () => {
            const { page, place, events, heard, close } = await open(name, 390);
            const { figure } = await module(name);
            const first = defaults(figure.settings);
            const told = (values) => figure.simulate({ ...first, ...values }).map(({ words }) => words.replaceAll("`", ""));
            const all = told();
            const button = (name) => place.getByRole("button", { name, exact: true });
            const found = [];

            for (const [width, theme] of LOOKS) {
                await page.setViewportSize({ width, height: 900 });
                await (theme === "dark" ? darken(page) : lighten(page));

                // By mouse.
                assert.deepEqual(await events(), all.slice(0, 1), "nothing moves until it is asked to");
                await button("Step").click();
                assert.deepEqual(await events(), all.slice(0, 2));
                assert.deepEqual(await heard(), ["polite", ""], "the list itself says the next step");
                await button("To the end").click();
                assert.deepEqual(await events(), all);
                assert.deepEqual(await heard(), ["off", `Step ${all.length} of ${all.length}: ${all.at(-1)}`], "many steps are not read out");
                await button("Step back").click();
                assert.deepEqual(await events(), all.slice(0, -1));
                await button("Start over").click();

                // By keyboard.
                for (let count = 0; count < 2; count++) await page.keyboard.press("ArrowRight");
                assert.deepEqual(await events(), all.slice(0, 3));
                await page.keyboard.press("End");
                const [key, { min, max, step = 1, label }] = Object.entries(figure.settings).find(([, { max }]) => max);
                const [arrow, back, by] = first[key] + step <= max ? ["ArrowRight", "ArrowLeft", step] : ["ArrowLeft", "ArrowRight", -step];
                assert.ok(first[key] + by >= min);
                const slider = place.getByRole("slider", { name: label });
                await slider.press(arrow);
                assert.deepEqual(await events(), told({ [key]: first[key] + by }), "the end of the new settings");
                await slider.press(back);
                assert.deepEqual(await events(), all);
                found.push(...(await page.evaluate(look)), ...(await page.evaluate(legible)), ...(await page.evaluate(examine, { only: ["color-contrast"], context: `[data-figure="${name}"]` })));
                await button("Start over").press("Enter");
            }

            await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
            assert.deepEqual(await events(), all, "paper shows the end");
            await page.evaluate(() => dispatchEvent(new Event("afterprint")));
            assert.deepEqual(await events(), all.slice(0, 1));
            await button("Play").press("Enter");
            await place.getByRole("listitem").nth(2).waitFor();
            await button("Pause").press("Enter");
            await button("To the end").click();
            const height = (await place.boundingBox()).height;
            for (const { name, values } of figure.presets) {
                await button(name).press("Enter");
                assert.deepEqual(await events(), told(values));
                assert.equal((await place.boundingBox()).height, height, `${name} moves what is below the figure`);
                found.push(...(await page.evaluate(look)), ...(await page.evaluate(legible)));
            }
            assert.deepEqual(found, []);
            await close();
        });
    }

    test("moves only what is seen, and not for those who asked for less motion", async () => {
        const { page, place, close } = await open("stream");
        for (const reducedMotion of ["no-preference", "reduce"]) {
            await page.emulateMedia({ reducedMotion });
            await page.keyboard.press("Home");
            // Each time that the picture's clock has shown.
            await place.evaluate((place) => {
                const picture = place.querySelector("svg.picture");
                const shown = (window.shown = new Set());
                const note = () => shown.add([...picture.querySelectorAll("text")].find((text) => /^\d\.\d{3} s$/.test(text.textContent))?.textContent);
                new MutationObserver(note).observe(picture, { subtree: true, childList: true, characterData: true });
            });
            await place.getByRole("button", { name: "Play", exact: true }).click();
            await place.getByRole("listitem").nth(7).waitFor();
            // The figure goes on: the list of the steps is read last, so that it has each step which the clock has shown.
            const shown = await page.evaluate(() => [...window.shown]);
            const steps = await place.locator(".time").allTextContents();
            const between = shown.filter((time) => !steps.includes(time.replace(" ", "\u00a0")));
            assert.equal(between.length > 0, reducedMotion === "no-preference", `${between}`);
            await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
            await place.getByRole("button", { name: "Play", exact: true }).waitFor();
            assert.equal(await place.getByRole("button", { name: "To the end" }).getAttribute("aria-disabled"), "false", "it went on unseen");
            await place.scrollIntoViewIfNeeded();
        }
        await close();
    });

    test("leads to the experiment with the same settings", async () => {
        const { page, place, close } = await open("stream");
        const run = place.getByRole("button", { name: "Run it for real" });
        assert.ok(!(await run.isVisible()), "no experiment has the settings of the beginning");
        await place.getByRole("button", { name: "A busy reader" }).click();
        await run.click();
        assert.match(await page.evaluate(() => document.activeElement.closest(".prediction").textContent), /The client calls write twice/);
        await close();
    });

    /** The page with a figure, and the figure when it is there. */
    async function open(name, width = 1280) {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        await context.addInitScript(AXE);
        const { page, faults } = await notedPage(context, book.url);
        const where = book.pages.find((one) => readFileSync(join(book.folder, one), "utf8").includes(`data-figure="${name}"`));
        await page.goto(book.url + where);
        const place = page.locator(`[data-figure="${name}"]`);
        await place.locator(".events").waitFor();
        await place.scrollIntoViewIfNeeded();
        /** What the list says, without the times. */
        const events = () => place.getByRole("listitem").evaluateAll((items) =>
            items.map((item) => [...item.childNodes].slice(2).map((node) => node.textContent).join("")));
        /** Whether the list is read out, and what is said instead. */
        const heard = async () => [await place.locator(".events").getAttribute("aria-live"), await place.getByRole("status").innerText()];
        const close = async () => {
            await context.close();
            assert.deepEqual(faults, []);
        };
        return { page, place, events, heard, close };
    }
});
