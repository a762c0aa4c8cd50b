// Opens reports in a browser as a person would: see check.sh.
//
//     node check.mjs READERS BROWSER SHOP HOSTILE LARGE
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const [readers, browserPath, shop, hostile, large] = process.argv.slice(2);
const { chromium } = createRequire(pathToFileURL(`${readers}/`))("playwright-core");

// Bytes of a page, and milliseconds until it can be used.
const LARGEST = 5_000_000;
const SLOWEST = 2_000;

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});

// Opens a page on which nothing may go wrong, and from which nothing may be asked for.
async function open(file, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== pathToFileURL(file).href) wrong.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, wrong, context };
}

async function done({ wrong, context }) {
  assert.deepEqual(wrong, []);
  await context.close();
}

const visible = (page) => page.locator(".finding:visible").count();

async function filters() {
  const opened = await open(shop);
  const { page } = opened;
  const all = await visible(page);
  assert.ok(all > 10, `${all} findings`);
  await page.keyboard.press("/");
  await page.keyboard.type("hang forever");
  const found = await visible(page);
  assert.ok(found > 0 && found < all);
  assert.equal(await page.locator("#shown").textContent(), `${found} of ${all}`);
  for (const message of await page.locator(".finding:visible .message").allTextContents()) {
    assert.match(message, /hang forever/);
  }
  await page.fill("#search", "no such thing");
  assert.equal(await visible(page), 0);
  assert.ok(await page.locator("#none").isVisible());
  await page.fill("#search", "");
  await page.selectOption("[data-filter=severity]", "warning");
  const warnings = await visible(page);
  assert.equal(await page.locator(".finding.error:visible").count(), 0);
  await page.selectOption("[data-filter=service]", "orders");
  const own = await visible(page);
  assert.ok(own > 0 && own < warnings);
  await page.selectOption("[data-filter=rule]", "security/unauthenticated-endpoint");
  assert.ok((await visible(page)) <= own);
  await done(opened);
}

/** Clicks an arrow where nothing lies over it. */
async function click(page, arrow) {
  await arrow.scrollIntoViewIfNeeded();
  const at = await arrow.evaluate((path) => {
    const steps = Array.from({ length: 39 }, (_, step) => ((step + 1) / 40) * path.getTotalLength());
    const points = steps.map((step) => path.getPointAtLength(step).matrixTransform(path.getScreenCTM()));
    const free = points.find(({ x, y }) => document.elementFromPoint(x, y)?.closest(".arrow") === path.closest(".arrow"));
    return free && { x: free.x, y: free.y };
  });
  assert.ok(at, "the arrow can be clicked");
  await page.mouse.click(at.x, at.y);
}

async function maps() {
  const opened = await open(shop);
  const { page } = opened;
  assert.equal(await page.locator(".map:visible").count(), 1);
  // The code that makes an arrow, and the finding that speaks of it.
  await click(page, page.locator("#map-system .arrow.bad .hit").first());
  const beside = page.locator("#beside");
  assert.ok(await beside.isVisible());
  assert.ok((await beside.locator("pre").count()) > 0);
  await beside.locator(".of-finding a").first().click();
  const folded = page.locator(".finding[open]");
  assert.equal(await folded.count(), 1);
  assert.ok(await folded.locator("pre mark").first().isVisible());
  assert.ok(!(await beside.isVisible()));
  // From a service to its inside.
  await page.locator("#map-system .node.service").first().click();
  assert.match(await page.locator(".map:visible h3").textContent(), /^Service /);
  await page.selectOption("#map", "map-system");
  assert.equal(await page.locator(".map:visible h3").textContent(), "System");
  const before = await page.locator("#map-system svg").getAttribute("viewBox");
  await page.click("[data-zoom=in]");
  assert.notEqual(await page.locator("#map-system svg").getAttribute("viewBox"), before);
  await page.click("[data-zoom=fit]");
  assert.equal(await page.locator("#map-system svg").getAttribute("viewBox"), before);
  const names = await page.locator("#map option").evaluateAll((all) => all.map((one) => one.value));
  let [arrows, bad] = [0, 0];
  for (const name of names) {
    await page.selectOption("#map", name);
    arrows += await page.locator(".map:visible .arrow:visible").count();
    await page.check("#only-bad");
    bad += await page.locator(".map:visible .arrow:visible").count();
    await page.uncheck("#only-bad");
  }
  assert.ok(bad > 0 && bad < arrows);
  await done(opened);
}

async function tables() {
  const opened = await open(shop);
  const { page } = opened;
  await page.locator(".matrix td.unknown").first().click();
  assert.match(await page.locator("#beside").textContent(), /unknown: /);
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#beside").isVisible()));
  const table = page.locator("table.sortable").first();
  const column = async () =>
    (await table.locator("tbody tr td:nth-child(3)").allTextContents()).map(Number);
  await table.locator("thead th:nth-child(3) button").click();
  const falling = await column();
  assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
  await table.locator("thead th:nth-child(3) button").click();
  const rising = await column();
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  await done(opened);
}

async function withoutScript() {
  const opened = await open(shop, { javaScriptEnabled: false });
  const { page } = opened;
  assert.ok((await page.locator(".map:visible").count()) > 1);
  assert.equal(await page.locator(".filters:visible").count(), 0);
  await page.locator(".finding summary").first().click();
  assert.ok(await page.locator(".finding[open] pre").first().isVisible());
  await page.goto(`${pathToFileURL(shop).href}#map-system`);
  assert.ok(await page.locator("#map-system").isVisible());
  await done(opened);
}

async function hostileNames() {
  const opened = await open(hostile);
  const { page } = opened;
  const seen = await page.evaluate(() => ({
    owned: typeof globalThis.owned,
    scripts: document.querySelectorAll("script").length,
    handlers: [...document.querySelectorAll("*")].flatMap((element) =>
      [...element.attributes].map(({ name }) => name).filter((name) => name.startsWith("on"))),
    links: [...document.querySelectorAll("[href]")]
      .map((element) => element.getAttribute("href"))
      .filter((href) => !href.startsWith("#")),
    loaded: document.querySelectorAll("img, iframe, object, embed, link, base, form[action]").length,
    text: document.body.textContent.includes("<script>owned=1"),
  }));
  assert.deepEqual(seen, {
    owned: "undefined", scripts: 1, handlers: [], links: [], loaded: 0, text: true,
  });
  await done(opened);
}

async function dark() {
  const colour = async (colorScheme) => {
    const opened = await open(shop, { colorScheme });
    const colour = await opened.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await done(opened);
    return colour;
  };
  assert.notEqual(await colour("light"), await colour("dark"));
}

async function size(file) {
  const bytes = statSync(file).size;
  assert.ok(bytes < LARGEST, `${file} has ${bytes} bytes`);
  // The machine may be busy with something else, so the best of several times counts.
  let ready = Infinity;
  for (let time = 0; time < 5 && ready >= SLOWEST / 2; time += 1) {
    const opened = await open(file);
    const { loadEventEnd } = JSON.parse(
      await opened.page.evaluate(() => JSON.stringify(performance.getEntriesByType("navigation")[0])),
    );
    ready = Math.min(ready, loadEventEnd);
    await done(opened);
  }
  assert.ok(ready < SLOWEST, `${file} takes ${ready} ms`);
  return `${(bytes / 1e6).toFixed(1)} MB in ${Math.round(ready)} ms`;
}

try {
  for (const test of [filters, maps, tables, withoutScript, hostileNames, dark]) {
    await test();
    console.log(`${test.name}: ok`);
  }
  console.log(`the largest page: ${await size(large)}`);
} finally {
  await browser.close();
}
