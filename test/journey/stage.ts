import type { Browser } from "@playwright/test";
import { afterAll, beforeAll } from "vitest";
import { makeDataFolder } from "../launcher/temporary-folder.ts";
import { type Product, startProduct } from "../product.ts";
import { openBrowser, openVisit, type Visit } from "./browser.ts";

/** What a file of tests plays on; its fields are there once the first test begins. */
export interface Stage {
  readonly product: Product;
  readonly visit: Visit;
  /** A folder for the files that are dropped on pages. */
  readonly files: string;
}

/** Starts the product on an empty atlas before the tests of the file, opens a page on it, and ends both after them. */
export function setStage({ demo = false }: { demo?: boolean } = {}): Stage {
  const stage = {} as { -readonly [Field in keyof Stage]: Stage[Field] };
  const folders: Awaited<ReturnType<typeof makeDataFolder>>[] = [];
  let browser: Browser | undefined;

  beforeAll(async () => {
    const data = await makeDataFolder();
    folders.push(data);
    const files = await makeDataFolder();
    folders.push(files);
    stage.files = files.path;
    browser = await openBrowser();
    stage.product = await startProduct({ dataFolder: data.path, demo });
    stage.visit = await openVisit(browser, stage.product.address);
  });

  afterAll(async () => {
    await browser?.close();
    await stage.product?.stop();
    for (const folder of folders) await folder[Symbol.asyncDispose]();
  });

  return stage;
}
