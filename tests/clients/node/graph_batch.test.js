// Microsoft's Graph client puts batches together and takes them apart.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { BatchRequestContent, BatchResponseContent } = require("@microsoft/microsoft-graph-client");
const { client, event, organiser, refuse } = require("./graph");

const graph = client();

/** A step of a batch; Node's Request wants a host, which the library cuts off again. */
const step = (id, method, path, { body, headers, dependsOn } = {}) => ({
  id,
  dependsOn,
  request: new Request(`https://graph.microsoft.com${path}`, {
    method,
    headers: { ...(body && { "Content-Type": "application/json" }), ...headers },
    body: body && JSON.stringify(body),
  }),
});

async function answered(...steps) {
  const content = await new BatchRequestContent(steps).getContent();
  return new BatchResponseContent(await graph.api("/$batch").post(content));
}

const statuses = (answers, ...ids) => ids.map((id) => answers.getResponseById(id).status);

test("answers are found by the ids of their requests", async () => {
  const made = await graph.api(`${organiser}/events`).post(event("First"));

  const answers = await answered(
    step("new", "POST", `${organiser}/events`, { body: event("Second") }),
    step("list", "GET", `${organiser}/events?$select=subject&$filter=subject eq 'First'`),
    step("gone", "DELETE", `${organiser}/events/${made.id}`, { headers: { "If-Match": made["@odata.etag"] } }),
    step("none", "GET", `/users/nobody@contoso.example/events`),
  );

  assert.deepEqual(statuses(answers, "new", "list", "gone", "none"), [201, 200, 204, 404]);
  assert.equal((await answers.getResponseById("new").json()).subject, "Second");
  assert.equal((await answers.getResponseById("none").json()).error.code, "ErrorInvalidUser");
});

test("steps in a row wait for each other", async () => {
  const answers = await answered(
    step("1", "POST", `${organiser}/events`, { body: event("First") }),
    step("2", "GET", `${organiser}/events`, { dependsOn: ["1"] }),
  );

  const listed = await answers.getResponseById("2").json();
  assert.deepEqual(listed.value.map((row) => row.subject), ["First"]);
});

test("what depends on a failure fails", async () => {
  await refuse("event.create", 429, { retry_after_s: 5 });

  const answers = await answered(
    step("1", "POST", `${organiser}/events`, { body: event("First") }),
    step("2", "GET", `${organiser}/events`, { dependsOn: ["1"] }),
  );

  assert.deepEqual(statuses(answers, "1", "2"), [429, 424]);
  assert.equal(answers.getResponseById("1").headers.get("retry-after"), "5");
});
