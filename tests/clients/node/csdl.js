// Reads CSDL XML from standard input and writes it as CSDL JSON; stops at the first error.
const { readFileSync } = require("node:fs");
const { xml2json } = require("odata-csdl");

const messages = [];
const json = xml2json(readFileSync(0, "utf-8"), { strict: true, messages });
process.stdout.write(JSON.stringify({ json, messages }));
