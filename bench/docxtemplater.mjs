// Render every view of a JSON file as docxtemplater's documentation says; print the milliseconds a document takes.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, template, views, output] = process.argv.slice(2);
const require = createRequire(`${folder}/`);
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");
const data = JSON.parse(readFileSync(views, "utf8"));
const parser = (tag) => ({
  get: (scope) => (tag === "." ? scope : tag.split(".").reduce((found, key) => found?.[key], scope)),
});

const start = performance.now();
data.forEach((view, number) => {
  const document = new Docxtemplater(new PizZip(readFileSync(template)), {
    paragraphLoop: true,
    linebreaks: true,
    parser,
  });
  document.render(view);
  writeFileSync(`${output}/${number}.docx`, document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" }));
});
console.log((performance.now() - start) / data.length);
