// Chromium, and a page in it that notes whatever goes wrong.

import { chromium } from "playwright-core";

/** Starts the system's own Chromium. */
export function launch() {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];
    return chromium.launch({ executablePath: process.env.CHROMIUM, args });
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
    page.on("request", (request) => {
        if (!request.url().startsWith(home) && !request.url().startsWith("data:")) faults.push(`asked ${request.url()}`);
    });
    return { page, faults };
}
