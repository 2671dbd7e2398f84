// use-page.mjs MODULES BROWSER PAGE...: uses exported HTML pages as a reader would and says what does not work.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, browserPath, ...pages] = process.argv.slice(2);
const { chromium } = createRequire(modules + "/")("playwright-core");
const quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const browser = await chromium.launch({ executablePath: browserPath, args: quiet });

const problems = [];
let checks = 0;
function check(page, condition, what) {
  ++checks;
  if (!condition) problems.push(`${page.split("/").pop()}: ${what}`);
}

async function open(file, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("console", (message) => check(file, message.type() !== "error", `console: ${message.text()}`));
  page.on("pageerror", (error) => check(file, false, `error: ${error.message}`));
  page.on("request", (request) =>
    check(file, /^(file|data):/.test(request.url()) && (!request.url().startsWith("file:") || request.url() === pathToFileURL(file).href),
      `asks for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  return page;
}
const range = (page) => page.evaluate(() => ({ ...window.coroscope.view.view }));
const text = (page, id) => page.locator("#" + id).innerText();

async function use(file) {
  const page = await open(file, { viewport: { width: 1280, height: 900 } });
  check(file, (await text(page, "title")).length > 0, "has no title");
  const steps = await page.evaluate(() => window.coroscope.data.steps.length);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  check(file, width <= 1280, `is ${width} px wide`);
  if (steps === 0) {
    check(file, (await text(page, "explain")).length > 0, "does not say that nothing happened");
    return page.context().close();
  }
  // Steps, with keys and with buttons.
  await page.keyboard.press("ArrowRight");
  const first = await text(page, "explain");
  check(file, (await text(page, "step")).startsWith("1 /"), "the right arrow does not go to step 1");
  await page.keyboard.press("ArrowRight");
  check(file, (await text(page, "step")).startsWith("2 /"), "the right arrow does not step on");
  check(file, first.length > 5 && (await text(page, "explain")) !== first, "a step does not change the sentence");
  await page.locator("#back").click();
  check(file, (await text(page, "explain")) === first, "the way back does not give the same sentence");
  await page.keyboard.press("End");
  check(file, (await text(page, "step")).startsWith(`${steps} /`), "End does not go to the last step");
  check(file, (await page.locator("pre .here").count()) <= 1, "more than one line is marked");
  // Zoom: button, wheel, fit.
  const all = await range(page);
  await page.locator("#in").click();
  const zoomed = await range(page);
  check(file, zoomed.last - zoomed.first < all.last - all.first, "the button does not zoom in");
  await page.locator("#fit").click();
  const fit = await range(page);
  check(file, fit.first === all.first && fit.last === all.last, "fit does not show all");
  const box = await page.locator("#canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 60);
  await page.mouse.wheel(0, -400);
  await page.waitForFunction((length) => window.coroscope.view.view.last - window.coroscope.view.view.first < length, fit.last - fit.first);
  await page.keyboard.press("0");
  // Point at the longest bar of a task: it says what it is; a click keeps it.
  const at = await page.evaluate(() => {
    const { view, data } = window.coroscope;
    const bar = data.spans.filter((span) => span.d).sort((a, b) => b.x[1] - b.x[0] - (a.x[1] - a.x[0]))[0];
    return [view.x((bar.x[0] + bar.x[1]) / 2), (bar.y[0] + bar.y[1]) / 2, bar.w[0]];
  });
  await page.mouse.move(box.x + at[0], box.y + at[1]);
  check(file, await page.locator("#tooltip").isVisible(), "pointing shows no tooltip");
  check(file, (await text(page, "tooltip")).includes(at[2]), "the tooltip is about something else");
  await page.mouse.click(box.x + at[0], box.y + at[1]);
  check(file, (await text(page, "pinned")).includes(at[2]), "a click does not keep the bar");
  for (const [id, list] of [["findings", "findings"], ["log", "log"]]) {
    const count = await page.evaluate((name) => window.coroscope.data[name].length, list);
    if (count > 0) {
      await page.keyboard.press("Escape");
      await page.locator(`#${id} button`).last().click();
      check(file, /^\d/.test(await text(page, "step")), `a click on the ${list} does not go there`);
    }
  }
  // Themes are different, and the choice is kept.
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await page.locator("#theme").click();
  check(file, (await ground()) !== before, "the theme does not change");
  const unnamed = await page.locator("button").evaluateAll((all) => all.filter((each) => !(each.textContent.trim() || each.getAttribute("aria-label"))).length);
  check(file, unnamed === 0, `${unnamed} buttons have no name`);
  await page.context().close();
}

// The page says itself that it may not use the network; the browser must hold it to that.
async function tryNetwork(file) {
  const context = await browser.newContext();
  const page = await context.newPage();
  let asked = false;
  page.on("request", (request) => { asked ||= request.url().startsWith("http"); });
  await page.goto(pathToFileURL(file).href);
  const refused = await page.evaluate(() => fetch("http://127.0.0.1:9/").then(() => false, () => true));
  check(file, refused && !asked, "may use the network");
  await context.close();
}

async function usePhone(file) {
  const page = await open(file, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  check(file, width <= 360, `is ${width} px wide on a phone`);
  await page.context().close();
}

for (const file of pages) {
  await use(file);
  await usePhone(file);
}
await tryNetwork(pages[0]);
await browser.close();
for (const problem of problems) console.error("check-html: " + problem);
console.log(`check-html: ${pages.length} pages used, ${checks - problems.length} checks passed, ${problems.length} failed`);
process.exit(problems.length > 0 ? 1 : 0);
