// The only place that knows the server: dynamics-web-api signed in, and administration.
const assert = require("node:assert/strict");
const { beforeEach } = require("node:test");
const { DynamicsWebApi } = require("dynamics-web-api");

const ready = JSON.parse(process.env.FIELDSYNC_READY);
const NOBODY = "00000000-0000-4000-8000-000000000009";
let signedIn;

/** A token for Dataverse, asked for once. */
const token = () => (signedIn ??= signIn());

async function signIn() {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ready.client_id,
    client_secret: ready.client_secret,
    scope: `${ready.dataverse_url}/.default`,
  });
  const answer = await fetch(ready.token_url, { method: "POST", body });
  assert.equal(answer.status, 200);
  return (await answer.json()).access_token;
}

/** The library as its users configure it. */
const client = (config = {}) =>
  new DynamicsWebApi({
    serverUrl: ready.dataverse_url,
    dataApi: { version: "9.2" },
    onTokenRefresh: token,
    ...config,
  });

/** What the administration API answers. */
async function admin(method, path, body) {
  const answer = await fetch(`${ready.admin_url}/${path}`, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return text && JSON.parse(text);
}

/** Every request to Dataverse since the test began. */
const asked = async () =>
  (await admin("GET", "journal?limit=1000")).entries.filter((one) => one.service === "dataverse");

/** The value of a header of a request in the journal. */
const sent = (entry, name) =>
  entry.request.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

beforeEach(async () => {
  await admin("POST", "reset", {});
  await admin("DELETE", "journal");
});

module.exports = { NOBODY, admin, asked, client, ready, sent };
