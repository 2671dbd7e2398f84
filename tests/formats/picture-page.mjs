// picture-page.mjs MODULES BROWSER PAGE PNG: an exported HTML page as a reader sees it, at its last step.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, browserPath, file, output] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const page = await browser.newPage({ viewport: { width: 1000, height: 1000 }, colorScheme: "light" });
await page.goto(pathToFileURL(file).href);
await page.keyboard.press("End");
await page.screenshot({ path: output });
await browser.close();
