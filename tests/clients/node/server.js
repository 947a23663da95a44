// The only place that knows the server: sign-in, administration, what it was asked.
const assert = require("node:assert/strict");
const { beforeEach } = require("node:test");

const ready = JSON.parse(process.env.FIELDSYNC_READY);
const tokens = new Map();

/** A token for a scope, asked for once. */
function token(scope) {
  if (!tokens.has(scope)) tokens.set(scope, signIn(scope));
  return tokens.get(scope);
}

async function signIn(scope) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: ready.client_id,
    client_secret: ready.client_secret,
    scope,
  });
  const answer = await fetch(ready.token_url, { method: "POST", body });
  assert.equal(answer.status, 200);
  return (await answer.json()).access_token;
}

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

/** Every request to a service since the test began. */
const asked = async (service) =>
  (await admin("GET", "journal?limit=1000")).entries.filter((one) => one.service === service);

/** The value of a header of a request in the journal. */
const sent = (entry, name) =>
  entry.request.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

beforeEach(async () => {
  await admin("POST", "reset", {});
  await admin("DELETE", "journal");
});

module.exports = { admin, asked, ready, sent, token };
