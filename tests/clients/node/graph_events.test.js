// Microsoft's Graph client writes, reads, pages and follows events.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { GraphError, PageIterator } = require("@microsoft/microsoft-graph-client");
const { asked, attendee, client, event, organiser, ready, refuse, sent } = require("./graph");

const KEY = "String {00020329-0000-0000-c000-000000000046} Name fieldsyncRecord";
const IMMUTABLE = ["Prefer", 'IdType="ImmutableId"'];
const graph = client();
const events = (of = organiser) => graph.api(`${of}/events`);
const one = (id, of = organiser) => graph.api(`${of}/events/${id}`);
const refused = (statusCode, code) => (error) => {
  assert.ok(error instanceof GraphError);
  assert.equal(error.statusCode, statusCode, error.message);
  assert.equal(error.code, code);
  assert.ok(error.message);
  return true;
};
const view = () =>
  graph
    .api(`${organiser}/calendarView/delta`)
    .query({ startDateTime: "2026-03-01T00:00:00Z", endDateTime: "2026-04-01T00:00:00Z" });

/** Every row from this page on, and the link at the end. */
async function walked(page, headers = {}) {
  const rows = [];
  const iterator = new PageIterator(graph, page, (row) => rows.push(row), { headers });
  await iterator.iterate();
  assert.ok(iterator.isComplete());
  return [rows, iterator.getDeltaLink()];
}

test("an event is made and read", async () => {
  const made = await events().post(event("Besuch für Zoë", { categories: ["Red"] }));
  const read = await one(made.id).get();

  assert.equal(read.subject, "Besuch für Zoë");
  assert.deepEqual(read.categories, ["Red"]);
  assert.equal(read["@odata.etag"], made["@odata.etag"]);
  assert.deepEqual(read.start, { dateTime: "2026-03-03T09:00:00.0000000", timeZone: "UTC" });
});

test("a meeting reaches the attendee, whose answer reaches the organiser", async () => {
  const [, address] = ready.mailboxes;
  const attendees = [{ type: "required", emailAddress: { address } }];
  const made = await events().post(event("Kick-off", { attendees }));
  const [copy] = (await events(attendee).get()).value;

  await graph.api(`${attendee}/events/${copy.id}/decline`).post({ comment: "Ill", sendResponse: true });

  assert.equal(copy.iCalUId, made.iCalUId);
  const [invited] = (await one(made.id).get()).attendees;
  assert.equal(invited.status.response, "declined");
  assert.deepEqual((await events(attendee).get()).value, []);
});

test("an event is changed on a condition", async () => {
  const made = await events().post(event("First"));
  const stale = made["@odata.etag"];
  const changed = await one(made.id).header("If-Match", stale).patch({ subject: "Second" });

  const again = one(made.id).header("If-Match", stale).patch({ subject: "Third" });

  await assert.rejects(again, refused(412, "ErrorIrresolvableConflict"));
  assert.equal(changed.subject, "Second");
  assert.equal((await one(made.id).get()).subject, "Second");
});

test("a deleted event is gone", async () => {
  const made = await events().post(event("Short"));
  const answer = await one(made.id).delete();

  assert.equal(answer, undefined);
  await assert.rejects(one(made.id).get(), refused(404, "ErrorItemNotFound"));
});

test("lists are filtered, ordered and selected", async () => {
  for (const [subject, day] of [["Visit A", 3], ["Call", 4], ["Visit B", 5]])
    await events().post(event(subject, { day }));

  const found = await events()
    .filter("startswith(subject,'Visit') and start/dateTime ge '2026-03-03T00:00:00'")
    .orderby("start/dateTime desc")
    .select(["subject", "start"])
    .top(5)
    .get();

  assert.deepEqual(found.value.map((row) => row.subject), ["Visit B", "Visit A"]);
  assert.deepEqual(Object.keys(found.value[0]).sort(), ["@odata.etag", "id", "start", "subject"]);
});

test("events are counted, inside a list and alone", async () => {
  await events().post(event("First"));

  assert.equal((await events().count().top(1).get())["@odata.count"], 1);
  assert.equal(await graph.api(`${organiser}/events/$count`).get(), "1");
});

test("an apostrophe is found when it is doubled", async () => {
  await events().post(event("Zoë's visit"));

  const found = await events().filter("subject eq 'Zoë''s visit'").get();

  assert.equal(found.value.length, 1);
});

test("an extended property is found again", async () => {
  const singleValueExtendedProperties = [{ id: KEY, value: "WO-17" }];
  await events().post(event("Keyed", { singleValueExtendedProperties }));
  await events().post(event("Other"));

  const found = await events()
    .filter(`singleValueExtendedProperties/Any(ep: ep/id eq '${KEY}' and ep/value eq 'WO-17')`)
    .expand(`singleValueExtendedProperties($filter=id eq '${KEY}')`)
    .get();

  assert.deepEqual(found.value.map((row) => row.subject), ["Keyed"]);
  assert.deepEqual(found.value[0].singleValueExtendedProperties, [{ id: KEY, value: "WO-17" }]);
});

test("options in lower case are understood", async () => {
  await events().post(event("Inside"));

  const found = await graph
    .api(`${organiser}/calendarview?startdatetime=2026-03-03T00:00:00Z&enddatetime=2026-03-04T00:00:00Z`)
    .header("Prefer", 'outlook.timezone="Tokyo Standard Time"')
    .get();

  assert.equal(found.value[0].start.dateTime, "2026-03-03T18:00:00.0000000");
});

test("the page iterator meets every event once", async () => {
  for (let hour = 0; hour < 5; hour++) await events().post(event(`No ${hour}`, { hour }));

  const [rows] = await walked(await events().top(2).get());

  assert.deepEqual(rows.map((row) => row.subject).sort(), ["No 0", "No 1", "No 2", "No 3", "No 4"]);
});

test("a delta is followed to its link and on", async () => {
  const made = [];
  for (let hour = 0; hour < 3; hour++) made.push(await events().post(event(`No ${hour}`, { hour })));
  const headers = { Prefer: "odata.maxpagesize=2" };
  const [first, link] = await walked(await view().headers(headers).get(), headers);
  await one(made[0].id).patch({ subject: "New" });
  await one(made[1].id).delete();

  const [second, next] = await walked(await graph.api(link).get());
  const [third] = await walked(await graph.api(next).get());

  assert.equal(first.length, 3);
  const byId = Object.fromEntries(second.map((row) => [row.id, row]));
  assert.deepEqual(Object.keys(byId).sort(), [made[0].id, made[1].id].sort());
  assert.equal(byId[made[0].id].subject, "New");
  assert.deepEqual(byId[made[1].id]["@removed"], { reason: "deleted" });
  assert.deepEqual(third, []);
});

test("an expired delta link is an error", async () => {
  const [, link] = await walked(await view().get());
  await refuse("calendarView.delta", 410, { code: "SyncStateNotFound" });

  await assert.rejects(graph.api(link).get(), refused(410, "SyncStateNotFound"));
});

test("an immutable id is answered and accepted", async () => {
  const made = await events().post(event("First"));
  const [row] = (await events().header(...IMMUTABLE).get()).value;

  assert.notEqual(row.id, made.id);
  assert.equal((await one(row.id).get()).id, made.id);
});

test("an error carries the ids of its request", async () => {
  const error = await graph.api("/users/nobody@contoso.example/events").get().catch((error) => error);
  const [entry] = await asked();

  assert.ok(refused(404, "ErrorInvalidUser")(error));
  assert.equal(error.requestId, error.headers.get("request-id"));
  assert.equal(error.headers.get("client-request-id"), sent(entry, "client-request-id"));
  assert.equal(error.date.getUTCFullYear(), 2026);
  assert.equal(JSON.parse(error.body).code, "ErrorInvalidUser");
});

test("the client asks again when it may", async () => {
  await refuse("event.list", 429, { retry_after_s: 1 });
  await refuse("event.create", 503, { retry_after_s: 1 });

  const [found, made] = await Promise.all([events(attendee).get(), events().post(event("First"))]);

  assert.deepEqual(found.value, []);
  assert.equal(made.subject, "First");
  const entries = await asked();
  assert.deepEqual(entries.map((entry) => entry.status).sort(), [200, 201, 429, 503]);
  assert.equal(entries.filter((entry) => sent(entry, "retry-attempt") === "1").length, 2);
});

test("the client says what it is, and sends its token", async () => {
  await events().get();
  const [entry] = await asked();

  assert.match(sent(entry, "sdkversion"), /^graph-js\/3/);
  assert.ok(sent(entry, "authorization"));
});

test("to a host that it does not know the client sends no token", async () => {
  const stranger = client({ customHosts: undefined });

  await assert.rejects(stranger.api(`${organiser}/events`).get(), refused(401, "InvalidAuthenticationToken"));
});

test("me is nobody for an application", async () => {
  await assert.rejects(graph.api("/me/events").get(), refused(400, "BadRequest"));
});
