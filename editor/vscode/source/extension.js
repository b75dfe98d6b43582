// Start the project's own language server with the project's own Python, or say in Chinese what is missing.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");
const { LanguageClient, RevealOutputChannelOn } = require("vscode-languageclient/node");

const SECTION = "绩效";
const WINDOWS = process.platform === "win32";
const OTHERS = ["validate", "completion", "hover"];
let client;

function project() {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return folders.find((folder) => fs.existsSync(path.join(folder, "build.py")) && fs.existsSync(path.join(folder, "selfeval")));
}

function python(folder) {
  const chosen = vscode.workspace.getConfiguration(SECTION).get("解释器");
  const own = path.join(folder, ".venv", ...(WINDOWS ? ["Scripts", "python.exe"] : ["bin", "python"]));
  return [chosen, own].find((each) => each && fs.existsSync(each));
}

function run(folder, ...args) {
  const terminal = vscode.window.createTerminal({ name: "绩效", cwd: folder, env: { PYTHONUTF8: "1" } });
  terminal.show();
  terminal.sendText(args.join(" "));
}

async function ask(folder) {
  const bundled = fs.existsSync(path.join(folder, "start.bat"));
  const command = bundled ? (WINDOWS ? ".\\start.bat help" : "sh start.sh help") : WINDOWS
    ? "python -m venv .venv; .venv\\Scripts\\python -m pip install --require-hashes -r requirements.lock" : "make .venv/ready";
  const said = `边写边查还用不了：没有找到项目的 Python（.venv）。先在终端里运行：${command}；装好以后，在命令面板里选“绩效: 重新启动”。`;
  const answer = await vscode.window.showWarningMessage(said, "在终端里运行", "复制命令");
  if (answer === "在终端里运行") run(folder, command);
  if (answer === "复制命令") await vscode.env.clipboard.writeText(command);
}

// Two servers would mark every slip twice, once in English.
async function quietOther() {
  if (!vscode.extensions.getExtension("redhat.vscode-yaml")) return;
  const yaml = vscode.workspace.getConfiguration("yaml");
  for (const name of OTHERS.filter((each) => yaml.get(each) !== false)) {
    await yaml.update(name, false, vscode.ConfigurationTarget.Workspace);
  }
}

function settings() {
  const found = vscode.workspace.getConfiguration(SECTION);
  return { 检查时机: found.get("检查时机"), 显示数字: found.get("显示数字") };
}

async function start() {
  const folder = project();
  if (!folder) return;
  const command = python(folder);
  if (!command) return ask(folder);
  await quietOther();
  client = new LanguageClient("selfeval", "绩效", {
    command,
    args: [path.join(folder, "build.py"), "lsp"],
    options: { cwd: folder, env: { ...process.env, PYTHONUTF8: "1" } },
  }, {
    documentSelector: [{ scheme: "file", pattern: "**/data/*/*/**/*.{yaml,yml}" }],
    initializationOptions: settings(),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    synchronize: { configurationSection: SECTION },
  });
  try {
    await client.start();
  } catch (error) {
    client = undefined;
    const answer = await vscode.window.showErrorMessage(`边写边查没有启动：${error.message ?? error}`, "看看程序怎么说");
    if (answer) run(folder, `"${command}"`, "build.py", "check");
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

function activate(context) {
  const task = (...args) => () => {
    const folder = project();
    const command = folder && python(folder);
    if (command) run(folder, `${WINDOWS ? "& " : ""}"${command}"`, "build.py", ...args);
    else if (folder) ask(folder);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand("selfeval.check", task("check")),
    vscode.commands.registerCommand("selfeval.build", task("build")),
    vscode.commands.registerCommand("selfeval.look", task("serve", "--browser")),
    vscode.commands.registerCommand("selfeval.restart", async () => { await stop(); await start(); }),
  );
  return start();
}

module.exports = { activate, deactivate: stop };
