// Type in a VS Code in the browser as a person does, and print as JSON what is seen; pictures go to a folder.
// node vscode.mjs MODULES CHROMIUM ADDRESS WORKSPACE PICTURES
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, chromium, address, workspace, pictures] = process.argv.slice(2);
const found = createRequire(path.join(modules, "here.js")).resolve("puppeteer-core");
const { default: puppeteer } = await import(pathToFileURL(found));
const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"], headless: true });
const page = await browser.newPage();
await page.setViewport({ width: 1000, height: 600 });
const seen = {};
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const file = (name) => path.join(workspace, "data/2022/tianhe", name);

async function wait(look, what, milliseconds = 20000, argument = undefined) {
  const started = Date.now();
  try {
    await page.waitForFunction(look, { polling: 20, timeout: milliseconds }, argument);
  } catch {
    await picture("failed");
    throw new Error(`not seen: ${what}`);
  }
  return Date.now() - started;
}

async function picture(name) {
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
}

async function shown(name, milliseconds) {
  await wait((tab) => [...document.querySelectorAll(".tab.active .label-name")].some((each) => each.textContent === tab), name, milliseconds, name);
  await wait(() => document.querySelectorAll(".view-line").length > 3, "lines");
  await page.click(".view-lines", { offset: { x: 300, y: 20 } });
}

async function pick(name) {
  const row = await page.evaluateHandle((text) => [...document.querySelectorAll(".explorer-folders-view .monaco-list-row")].find((each) => each.textContent.trim().startsWith(text)), name);
  await row.click();
  await shown(name, 8000);
}

async function open(name) {
  const target = `vscode-remote://${new URL(address).host}${file(name)}`;
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify([["openFile", target]]) });
  await page.goto(`${address}/?${query}`, { waitUntil: "domcontentloaded" });
  await shown(name, 40000);
}

async function keys(...held) {
  for (const key of held.slice(0, -1)) await page.keyboard.down(key);
  await page.keyboard.press(held.at(-1));
  for (const key of held.slice(0, -1).reverse()) await page.keyboard.up(key);
}

async function go(line, column) {
  await keys("Control", "g");
  await wait(() => document.querySelector(".quick-input-widget input"), "go to line");
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press("Enter");
  await pause(250);
}

async function save(name) {
  const before = fs.readFileSync(file(name), "utf8");
  await keys("Control", "s");
  // VS Code empties the file before it writes: only a text that is read twice is the one saved.
  let last = before;
  for (let tries = 0; tries < 400; tries++) {
    const now = fs.readFileSync(file(name), "utf8");
    if (now && now !== before && now === last) return now;
    last = now;
    await pause(25);
  }
  throw new Error(`not saved: ${name}`);
}

async function take(words, name = "") {
  await keys("Control", ".");
  await wait((text) => [...document.querySelectorAll(".action-widget .action")].some((each) => each.textContent.includes(text)), words, 8000, words);
  await pause(150);
  if (name) await picture(name);
  const all = await page.$$eval(".action-widget .monaco-list-row.action", (rows) => rows.map((row) => row.textContent));
  const row = await page.evaluateHandle((text) => [...document.querySelectorAll(".action-widget .monaco-list-row.action")].find((each) => each.textContent.includes(text)), words);
  await row.click();
  await pause(300);
  return all;
}

const place = (name, words) => {
  const lines = fs.readFileSync(file(name), "utf8").split("\n");
  const line = lines.findIndex((each) => each.includes(words));
  return [line + 1, lines[line].indexOf(words) + 1];
};

try {
  await open("actuals.yaml");
  seen.first = await wait(() => document.querySelector(".squiggly-error"), "first squiggle", 40000);
  const [line, column] = place("actuals.yaml", "实际支出：");
  await go(line, column + 4);
  seen.actions = await take("改成：实际支出", "quickfix");
  await wait(() => !document.querySelector(".squiggly-error"), "cured");
  seen.cured = (await save("actuals.yaml")).split("\n")[line - 1];

  const quick = [];
  for (let time = 0; time < 5; time++) {
    await go(line, 100);
    await page.keyboard.type("一");
    quick.push(await wait(() => document.querySelector(".squiggly-error, .squiggly-warning"), "squiggle after a key", 5000));
    await page.keyboard.press("Backspace");
    await wait(() => !document.querySelector(".squiggly-error"), "gone again", 5000);
  }
  seen.quick = quick;

  await go(...place("actuals.yaml", "组织开展党政主要负责人述法活动:"));
  await keys("Control", "k");
  await keys("Control", "i");
  await wait(() => [...document.querySelectorAll(".monaco-hover")].some((each) => each.textContent.includes("目标")), "hover");
  seen.hover = await page.evaluate(() => [...document.querySelectorAll(".monaco-hover")].map((each) => each.textContent).join());
  await picture("hover");
  await page.keyboard.press("Escape");

  await go(...place("actuals.yaml", "超过24名"));
  await take("确实无误");
  seen.explained = (await save("actuals.yaml")).split("说明情况:")[1] ?? "";
  await picture("explained");

  await go(...place("actuals.yaml", "开展市法治街道培育项目数量（个）:"));
  await page.keyboard.press("F12");
  await wait(() => [...document.querySelectorAll(".tab.active .label-name")].some((each) => each.textContent === "targets.yaml"), "F12", 8000);
  seen.defined = true;

  await pick("narrative.yaml");
  const text = fs.readFileSync(file("narrative.yaml"), "utf8").trimEnd().split("\n");
  await go(text.length, 1000);
  await page.keyboard.type("{{", { delay: 60 });
  await wait(() => document.querySelectorAll(".suggest-widget.visible .monaco-list-row").length > 3, "names of quotes", 8000);
  await page.keyboard.type("实际支出", { delay: 60 });
  await pause(400);
  seen.quotes = await page.$$eval(".suggest-widget.visible .monaco-list-row", (rows) => rows.map((row) => row.textContent));
  await picture("quotes");
  await page.keyboard.press("Enter");
  await pause(300);
  seen.quoted = (await save("narrative.yaml")).trimEnd().split("\n").at(-1).slice(-20);

  await keys("Control", "Shift", "m");
  await pause(1200);
  await picture("problems");
} finally {
  console.log(JSON.stringify(seen));
  await browser.close();
}
