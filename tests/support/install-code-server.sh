#!/bin/sh
# Put a VS Code for the browser, and what drives a browser, into a folder: from the npm registry alone. Node 20, gcc, make.
# npm's own way does not work here: as root it wants --unsafe-perm, and ripgrep and node's headers come from elsewhere.
set -e
cd "$1"
export npm_config_nodedir=/usr npm_config_audit=false npm_config_fund=false
npm init -y >/dev/null
npm install --ignore-scripts code-server@4.100.3 puppeteer-core@24.43.1 # the last line of code-server that takes node 20
cd node_modules/code-server/lib/vscode
npm install --omit=dev --ignore-scripts
ln -sfn node_modules node_modules.asar
mkdir -p "$1/bin"
ln -sf "$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js" "$1/bin/node-gyp"
for each in @vscode/spdlog native-watchdog node-pty; do # node-pty compiles, and then complains
    PATH="$1/bin:$PATH" npm rebuild --foreground-scripts "$each" || true
done
cd ../../../argon2
npm rebuild || true
