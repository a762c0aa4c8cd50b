// Lets Mermaid, Graphviz and a parser of XML read pictures: see pictures.sh.
//
//     node pictures.mjs READERS FILE…     each file ends in .mermaid, .dot or .svg
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [readers, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${readers}/`));
const { JSDOM } = require("jsdom");

// Graphviz looks for a page as it starts, and Mermaid wants one around it.
const viz = await require("@viz-js/viz").instance();
const page = new JSDOM("<!doctype html><body></body>");
globalThis.window = page.window;
globalThis.document = page.window.document;
globalThis.Element = page.window.Element;

const { default: mermaid } = await import(pathToFileURL(require.resolve("mermaid")).href);

const count = (text, pattern) => (text.match(pattern) ?? []).length;

const readings = {
  async mermaid(text) {
    await mermaid.parse(text);
    // Its parser takes any length; its drawing does not.
    if ([...text].length > 50000) throw new Error("longer than Mermaid draws");
    const edges = count(text, /^ {2}n\d+ -\.?->/gm);
    if (edges > 500) throw new Error(`${edges} edges`);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    const read = db.getEdges().length;
    if (read !== edges) throw new Error(`${read} edges are read of ${edges}`);
  },
  async dot(text) {
    const { status, output, errors } = viz.render(text, { format: "json0" });
    if (status !== "success") throw new Error(JSON.stringify(errors));
    const read = JSON.parse(output).edges?.length ?? 0;
    const edges = count(text, /^ {2}n\d+ -> n\d+ \[/gm);
    if (read !== edges) throw new Error(`${read} edges are read of ${edges}`);
  },
  async svg(text) {
    const parser = new page.window.DOMParser();
    const svg = parser.parseFromString(text, "image/svg+xml");
    if (svg.querySelector("parsererror")) throw new Error(svg.documentElement.textContent);
    if (svg.querySelector("script, foreignObject, a, image, use")) throw new Error("not a picture only");
    for (const element of svg.querySelectorAll("*")) {
      for (const { name } of element.attributes) {
        if (name.startsWith("on") || name.includes("href")) throw new Error(name);
      }
    }
    const ids = [...svg.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) throw new Error("ids repeat");
  },
};

for (const file of files) {
  const format = file.slice(file.lastIndexOf(".") + 1);
  try {
    await readings[format](readFileSync(file, "utf8"));
  } catch (error) {
    console.error(`${file}: ${error.message ?? error}`);
    process.exitCode = 1;
  }
}
if (!process.exitCode) console.log(`${files.length} pictures are read`);
