// Lets VS Code's own half of the protocol speak with the server: see check.sh.
//
//     node editor.cjs READERS PROGRAM FOLDER
//
// FOLDER is a copy of the fixture `layer-dependency`. The client's library writes and reads the messages;
// the edits of an action are made by the one with which servers and clients keep documents.
"use strict";

const { strict: assert } = require("node:assert");
const { spawn } = require("node:child_process");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const [readers, program, folder] = process.argv.slice(2);
const from = createRequire(join(readers, "index.js"));
const protocol = from("vscode-languageserver-protocol/node");
const { TextDocument } = from("vscode-languageserver-textdocument");

const RULE = "hexagonal/layer-dependency";
const root = pathToFileURL(folder).href;
const uri = `${root}/crates/application/src/lib.rs`;
const text = readFileSync(join(folder, "crates/application/src/lib.rs"), "utf8");

const server = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
const ended = new Promise((resolve) => server.on("exit", resolve));
const connection = protocol.createProtocolConnection(
  new protocol.StreamMessageReader(server.stdout),
  new protocol.StreamMessageWriter(server.stdin),
);
connection.onError(([error]) => { throw error; });
let registered = [];
connection.onRequest(protocol.RegistrationRequest.type, (params) => {
  registered = params.registrations.map((registration) => registration.method);
});
let shown = [];
let look = () => {};
connection.onNotification(protocol.PublishDiagnosticsNotification.type, (params) => {
  if (params.uri === uri) {
    shown = params.diagnostics;
    look();
  }
});
const until = (holds) => new Promise((resolve) => {
  look = () => { if (holds()) resolve(); };
  look();
});
const found = () => shown.find((diagnostic) => diagnostic.code === RULE);

async function speak() {
  connection.listen();
  const { capabilities } = await connection.sendRequest(protocol.InitializeRequest.type, {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "shop" }],
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  assert.equal(capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(protocol.InitializedNotification.type, {});
  let document = TextDocument.create(uri, "rust", 1, `// 🦀\n${text}`);
  await connection.sendNotification(protocol.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "rust", version: 1, text: document.getText() },
  });
  await until(() => found()?.range.start.line === 4);
  assert.deepEqual(registered, ["workspace/didChangeWatchedFiles"]);
  assert.equal(document.getText(found().range), "shop_persistence::PgOrders");

  const at = { textDocument: { uri }, position: found().range.start };
  const hover = await connection.sendRequest(protocol.HoverRequest.type, at);
  assert.match(hover.contents.value, /## How to fix/);
  const end = await connection.sendRequest(protocol.DefinitionRequest.type, at);
  assert.equal(end.uri, `${root}/crates/persistence/src/lib.rs`);

  const actions = await connection.sendRequest(protocol.CodeActionRequest.type, {
    textDocument: { uri }, range: found().range, context: { diagnostics: [found()] },
  });
  const action = actions.find((each) => each.title.startsWith(`Allow \`${RULE}\` here`));
  document = TextDocument.create(uri, "rust", 2, TextDocument.applyEdits(document, action.edit.changes[uri]));
  await connection.sendNotification(protocol.DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version: 2 }, contentChanges: [{ text: document.getText() }],
  });
  await until(() => shown.length === 0);

  await connection.sendRequest(protocol.ShutdownRequest.type);
  await connection.sendNotification(protocol.ExitNotification.type);
  assert.equal(await ended, 0);
  console.log("VS Code's client and the server understand each other");
}

speak().catch((error) => {
  console.error(error);
  server.kill();
  process.exit(1);
});
