// The page follows what is saved: the main part is replaced in place; scroll, focus and opened parts stay.
"use strict";

const status = document.getElementById("status");
let asked = 0;

function say(text) {
  if (status) status.textContent = text;
}

function find(name, value) {
  return [...document.querySelectorAll(`[${name}]`)].find((each) => each.getAttribute(name) === value);
}

function anchor() {
  for (const each of document.querySelectorAll("main [data-key], main h1, main h2, main p, main table, main tr, main li")) {
    const box = each.getBoundingClientRect();
    if (box.bottom > 0 && box.height > 0) {
      const key = each.getAttribute("data-key");
      return { key, text: key ? "" : each.textContent, tag: each.tagName, top: box.top };
    }
  }
  return null;
}

function settle(before, y) {
  if (y === 0) return;
  const there = before && (before.key ? find("data-key", before.key)
    : [...document.querySelectorAll(`main ${before.tag}`)].find((each) => each.textContent === before.text));
  const top = there ? window.scrollY + there.getBoundingClientRect().top - before.top : y;
  window.scrollTo({ top, behavior: "instant" });
}

async function refresh() {
  const mine = ++asked;
  try {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    if (!answer.ok) throw new Error(answer.status);
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    const main = document.querySelector("main");
    const opened = new Map([...main.querySelectorAll("details")].map((each) => [each.dataset.key, each.open]));
    const active = document.activeElement;
    const focus = active && main.contains(active) ? ["data-copy", "id", "aria-label"].map((name) => [name, active.getAttribute(name)]).find(([, value]) => value) : null;
    const held = anchor();
    const y = window.scrollY;
    for (const each of made.querySelectorAll("main details")) {
      if (opened.has(each.dataset.key)) each.open = opened.get(each.dataset.key);
    }
    main.replaceChildren(...made.querySelector("main").childNodes);
    document.title = made.title;
    if (focus) find(...focus)?.focus({ preventScroll: true });
    settle(held, y);
    const said = document.getElementById("said");
    say(`${new Date().toLocaleTimeString("zh-CN")} 已更新：${said ? said.textContent : ""}`);
  } catch {
    say("这一页现在取不到：部门的文件夹可能改了名，或者程序已经停了");
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const shown = button.parentElement.querySelector("pre");
  try {
    await navigator.clipboard.writeText(shown.textContent);
    button.textContent = "已复制";
    say("已复制");
  } catch {
    getSelection().selectAllChildren(shown);
    button.textContent = "已选中，按 Ctrl+C";
    say("已选中，按 Ctrl+C 复制");
  }
  setTimeout(() => { button.textContent = "复制"; }, 2000);
});

if (status) {
  const news = new EventSource(status.dataset.news);
  let lost = false;
  say("保存文件以后，这里自动更新");
  news.onmessage = refresh;
  news.onopen = () => { if (lost) refresh(); lost = false; };
  news.onerror = () => { lost = true; say("连不上程序，正在再试；那个黑色窗口关了的，重新打开一次"); };
}
