import { type Browser, chromium, type Page } from "@playwright/test";
import { findBrowser } from "../browser.ts";

export interface Visit {
  readonly page: Page;
  /** Console errors, uncaught exceptions and answers ≥ 400 so far, in words; what a test provokes it takes out. */
  readonly complaints: string[];
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser();
  if (!executablePath) throw new Error("There is no Chrome or Chromium: run npm test, which gets one.");
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's sandbox needs a user other than root; the pages are our own.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Opens a page that notes all that goes wrong in it. */
export async function openVisit(browser: Browser, address: string): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: address });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.setDefaultTimeout(30_000);
  return { page, complaints };
}
