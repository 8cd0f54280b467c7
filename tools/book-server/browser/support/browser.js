// Chromium, and a page in it that notes whatever goes wrong.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { TIMEOUT } from "./wait.js";

/** What the console shows of a request without an answer: tests end the program on purpose. */
const UNANSWERED = /^Failed to load resource/;

/** Starts the system's own Chromium. Its `close` fails if any page of any test had an error on the console, or in a script. */
export async function launch() {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];
    const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
    const errors = [];
    const isError = (message) => message.type() === "error" && !UNANSWERED.test(message.text());
    browser.on("context", (context) => {
        context.setDefaultTimeout(TIMEOUT);
        context.on("console", (message) => isError(message) && errors.push(`${message.page()?.url()}: ${message.text()}`));
        context.on("weberror", (error) => errors.push(`${error.page()?.url()}: ${error.error().stack}`));
    });
    const close = browser.close.bind(browser);
    browser.close = async () => (await close(), assert.deepEqual(errors, [], "errors on the console"));
    return browser;
}

/** A page whose list of faults holds errors on the console, failed requests and requests to other hosts. */
export async function notedPage(context, home) {
    const page = await context.newPage();
    const faults = [];
    page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`script: ${error}`));
    // The picture of the tab is asked for last, so leaving a page may abort that request.
    const aborted = (request) => request.failure()?.errorText === "net::ERR_ABORTED";
    page.on("requestfailed", (request) => aborted(request) || faults.push(`failed: ${request.url()}`));
    // Whether the program knows the secret is asked without it.
    const ours = [home, new URL("/~proof/", home).href, "data:"];
    page.on("request", (request) => {
        if (!ours.some((start) => request.url().startsWith(start))) faults.push(`asked ${request.url()}`);
    });
    return { page, faults };
}

/** Has the system of the reader turn dark, which a page follows. */
export const darken = (page) => turn(page, "dark", "coal");

/** And turn light again. */
export const lighten = (page) => turn(page, "light", "light");

async function turn(page, colorScheme, theme) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html.${theme}`).waitFor();
    // One that is cancelled, since the page got another width, has ended, too.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
}
