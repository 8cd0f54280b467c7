// Finding one's way: search, and the keyboard.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { darken, launch, notedPage } from "../support/browser.js";
import { examine } from "../support/look.js";
import { site } from "../support/site.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What people type who have a problem, and the page that helps. */
const SEARCHES = [
    ["TIME_WAIT", "time-wait.html"],
    ["half-close", "half-close.html"],
    ["error: division by zero", ".html"],
    ["EADDRINUSE", "troubleshooting.html"],
    ["address already in use", "troubleshooting.html"],
    ["os error 98", "troubleshooting.html"],
    ["WSAECONNREFUSED", "troubleshooting.html"],
    ["connection reset by peer", "troubleshooting.html"],
    ["SIGPIPE", "resets.html"],
    ["TLS", "tls.html"],
    ["epoll", "nonblocking.html"],
    ["non-blocking", "glossary.html"],
    ["heartbeat", "glossary.html"],
    ["too many open files", "descriptors.html"],
    ["nagle", "nagle.html"],
];

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

    test("finds what people type", async () => {
        const { page, faults } = await notedPage(context, book.url);
        await page.goto(book.url + "index.html");
        await page.keyboard.press("/");
        for (const [words, where] of SEARCHES) {
            await page.locator("#mdbook-searchbar").fill(words.slice(0, -1));
            await page.locator("#mdbook-searchbar").press(words.at(-1));
            await page.locator(`#mdbook-searchresults a[href*="${where}"]`).first().waitFor().catch(() => {
                throw new Error(`"${words}" does not lead to ${where}`);
            });
        }
        assert.deepEqual(faults, []);
    });

    test("turns the pages with the arrow keys, and sees their titles before", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "introduction.html");
        const next = page.locator("nav.titled a.next");
        assert.match(await next.innerText(), /Next\s+Setting up/);
        await page.keyboard.press("ArrowRight");
        await page.waitForURL("**/setting-up.html");
        await page.keyboard.press("ArrowLeft");
        await page.waitForURL("**/introduction.html");
    });

    test("sees no line that ends after the hyphens of an option", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "own-server/ladder.html");
        const lines = (codes) => codes.filter((code) => code.textContent.startsWith("--")).map((code) => code.getClientRects().length);
        for (let width = 1000; width <= 1280; width += 40) {
            await page.setViewportSize({ width, height: 900 });
            const seen = await page.locator("main :not(pre) > code").evaluateAll(lines);
            assert.ok(seen.length > 0 && seen.every((count) => count === 1), `${width} px: ${seen}`);
        }
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

    for (const [width, height] of [[1280, 800], [390, 844]]) {
        test(`sees on the first screen what this is, at ${width} by ${height}`, async () => {
            const screen = await browser.newContext({ viewport: { width, height } });
            const { page, faults } = await notedPage(screen, book.url);
            await page.goto(book.url + "introduction.html");
            const picture = page.getByRole("img", { name: "A request and its reply, byte by byte" });
            const start = page.getByRole("link", { name: "Start", exact: true });
            const words = ["Two or three days", "cargo book grades your code", "stop without losing a reply"];
            for (const part of [picture, start, ...words.map((some) => page.locator(".front p, .front li").filter({ hasText: some }))]) {
                const box = await part.boundingBox();
                assert.ok(box && box.y >= 0 && box.y + box.height <= height, `${part} ${JSON.stringify(box)}`);
            }
            // When each part of the picture that moves has come to rest, in seconds.
            const rest = () => page.locator("svg .byte, svg .late").evaluateAll((parts) => parts.map((part) => getComputedStyle(part))
                .filter((style) => style.animationName !== "none")
                .map((style) => parseFloat(style.animationDelay) + parseFloat(style.animationDuration)));
            // What moves for longer than five seconds would have to have a button that stops it (WCAG 2.2.2).
            const moving = await rest();
            assert.ok(moving.length === 11 && moving.every((end) => end < 5), `${moving}`);
            await page.emulateMedia({ reducedMotion: "reduce" });
            assert.deepEqual(await rest(), []);
            await start.click();
            await page.waitForURL("**/setting-up.html");
            assert.deepEqual(faults, []);
            await screen.close();
        });
    }

    test("answers a question with the keyboard, and is told at once why it is right or wrong", async () => {
        const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
        await context.addInitScript(AXE);
        const { page, faults } = await notedPage(context, book.url);
        await page.goto(book.url + "2-echo/questions.html");
        const question = page.getByRole("group", { name: /What does this one call return/ });
        const [result, explanations] = [question.getByRole("status"), page.locator("details.answers").first()];
        assert.equal(await result.innerText(), "");
        await question.getByRole("radio").first().focus();
        await page.keyboard.press("Space");
        await page.keyboard.press("Enter");
        assert.match(await result.innerText(), /^No\. It is Ok\(6\)/);
        assert.ok(await explanations.isVisible());
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        assert.match(await result.innerText(), /^Right\. read waits for the first byte/);
        assert.match(await result.getByRole("link").getAttribute("href"), /^message-boundaries\.html/);
        const signs = await question.locator("label").evaluateAll((labels) => labels.map((label) => getComputedStyle(label, "::after").content));
        assert.ok(!signs[0].includes("✗") && signs[1].includes("✓"), `${signs}`);
        await page.getByRole("button", { name: "Check my answer" }).nth(1).click();
        assert.equal(await page.getByRole("status").nth(1).innerText(), "", "nothing was chosen");
        await page.getByLabel("connection refused").check();
        await page.getByRole("button", { name: "Check my answer" }).nth(1).click();
        const found = await page.evaluate(examine);
        await darken(page);
        assert.deepEqual([...found, ...(await page.evaluate(examine)), ...faults], []);
        await context.close();
    });

    test("finds one right answer to each question", async () => {
        const { page } = await notedPage(context, book.url);
        const pages = book.pages.filter((name) => name.endsWith("/questions.html"));
        assert.equal(pages.length, 5);
        for (const name of pages) {
            await page.goto(book.url + name);
            const marks = await page.locator("form.question").evaluateAll((forms) =>
                forms.map((form) => [...form.querySelectorAll("input")].map((radio) => {
                    radio.click();
                    form.requestSubmit();
                    return form.querySelector(".result").dataset.verdict;
                })),
            );
            assert.equal(marks.length, name.startsWith("1-") ? 2 : 3, name);
            for (const verdicts of marks) assert.deepEqual(verdicts.toSorted(), ["right", "wrong", "wrong"], name);
        }
    });

    test("reads the questions and their answers without JavaScript", async () => {
        const bare = await browser.newContext({ javaScriptEnabled: false });
        const page = await bare.newPage();
        await page.goto(book.url + "1-sockets/questions.html");
        assert.equal(await page.getByRole("radio").count(), 0);
        assert.ok(await page.getByText("Find out why the server does not close.").isVisible());
        await page.getByText("Answer", { exact: true }).first().click();
        assert.ok(await page.getByText("The pair of socket addresses identifies a connection").isVisible());
        await bare.close();
    });

    test("keeps the page while the arrows are for a control", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "2-echo/four-calls.html");
        // mdBook prevents what an arrow does otherwise, and turns the page.
        await page.evaluate(() => addEventListener("keydown", (event) => (window.turned ||= event.defaultPrevented)));
        for (const control of ["#mdbook-theme-toggle", "summary", ".copy", "#mdbook-sidebar-toggle"]) {
            await page.locator(control).first().focus();
            await page.keyboard.press("ArrowRight");
            assert.ok(!(await page.evaluate(() => window.turned)), control);
        }
    });

    test("reaches an exercise with the second link", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "2-echo/four-calls.html");
        for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
        assert.match(await page.evaluate(() => document.activeElement.textContent), /cargo test --test ex2_1_any_bytes/);
        await page.goto(book.url + "exercises.html");
        await page.getByRole("row").filter({ hasText: "2.1 " }).getByRole("link").click();
        await page.waitForURL(/2-echo\/four-calls\.html#ex2_1_any_bytes$/);
        await page.waitForFunction(() => {
            const { top, bottom } = document.querySelector("#ex2_1_any_bytes").getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
        });
        assert.match(await page.locator(".web-edition").innerText(), /Clone .*this repository.* and run cargo book in it/);
    });

    test("reads why a sentence of the protocol has no check: with the keyboard, with a finger, and on paper", async () => {
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "protocol.html");
        const said = (id) => page.locator(`#${id}`).evaluate((link) => getComputedStyle(link, "::after").content);
        const reason = /^" Not checked: [^"]+\."/;
        assert.equal(await said("P1"), "none");
        await page.locator("#P1").focus();
        assert.match(await said("P1"), reason);
        await page.keyboard.press("Tab");
        assert.deepEqual([await said("P1"), await said("P2")], ["none", "none"], "the focus has gone on, to one that has a check");
        for (const id of ["P1", "P8"]) {
            await page.locator(`#${id}`).click();
            await page.keyboard.press("Tab");
            assert.match(await said(id), reason, "what was chosen keeps its reason");
        }
        assert.equal(await said("P1"), "none");
        await page.emulateMedia({ media: "print" });
        assert.match(await said("P1"), reason);
        assert.equal(await said("P9"), "none");
    });

    test("copies a command without its prompt and what it printed, and a listing whole", async () => {
        await context.grantPermissions(["clipboard-read", "clipboard-write"]);
        const { page } = await notedPage(context, book.url);
        await page.goto(book.url + "2-echo/four-calls.html");
        const copy = async (block) => {
            await block.locator(".copy").click();
            await block.locator(".copy", { hasText: "Copied" }).waitFor();
            return page.evaluate(() => navigator.clipboard.readText());
        };
        // What was printed is folded away until it has been predicted.
        await page.locator("main details").evaluateAll((answers) => answers.forEach((answer) => (answer.open = true)));
        const transcript = page.locator("pre:has(> code.language-console)", { hasText: "← hello" }).first();
        assert.match(await transcript.innerText(), /^\$ cargo wire [^\n]*\n.*hello/s);
        assert.match(await copy(transcript), /^cargo wire [^\n]*$/);
        const listing = page.locator("figure.listing", { hasText: "stages/02-echo/src/echo.rs" });
        assert.match(await copy(listing), /^\/\/! .*pub fn echo.*\}$/s);
        assert.match(await listing.getByRole("link").getAttribute("href"), /source\/stages\/02-echo\/src\/echo\.rs\.txt$/);
    });

    test("opens a picture large and goes back, with the keyboard", async () => {
        const { page } = await notedPage(context, book.url);
        await page.setViewportSize({ width: 390, height: 800 });
        await page.goto(book.url + "2-echo/four-calls.html");
        const button = page.getByRole("button", { name: /^Enlarge/ });
        const width = () => page.locator("svg.picture").evaluate((picture) => picture.getBoundingClientRect().width);
        await button.press("Enter");
        await page.getByRole("dialog").waitFor();
        assert.ok((await width()) >= 640, `${await width()}`);
        await page.keyboard.press("Escape");
        assert.ok((await width()) <= 390, `${await width()}`);
        assert.ok(await button.evaluate((element) => element === document.activeElement));
        assert.ok(await page.locator("main svg.picture").isVisible());
    });

    test("gets less motion, and the system's colours, on request", async () => {
        const { page } = await notedPage(context, book.url);
        await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
        await page.goto(book.url + "2-echo/four-calls.html");
        const faults = await page.evaluate(() => {
            const style = (element) => getComputedStyle(element);
            const probe = document.body.appendChild(document.createElement("i"));
            probe.style.cssText = "color: CanvasText; background: Canvas";
            const [text, canvas] = [style(probe).color, style(probe).backgroundColor];
            const moving = [...document.querySelectorAll("*")].filter((element) => /[1-9]/.test(style(element).transitionDuration));
            const words = [...document.querySelectorAll("svg.picture text")].filter((element) => style(element).fill !== text);
            const areas = [...document.querySelectorAll("svg.picture rect")].filter((element) => ![canvas, "none"].includes(style(element).fill));
            return [...moving, ...words, ...areas].map((element) => element.outerHTML.slice(0, 80));
        });
        assert.deepEqual(faults, []);
    });
});
