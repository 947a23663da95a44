// dynamics-web-api sends $batch.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOBODY, admin, client } = require("./served");

const api = client();
const all = async (collection = "accounts", column = "name") => {
  const found = await api.retrieveMultiple({ collection, select: [column], orderBy: [column] });
  return found.value.map((row) => row[column]);
};

test("operations of a change set are answered in order", async () => {
  const key = await api.create({ collection: "accounts", data: { name: "Old" } });
  const gone = await api.create({ collection: "accounts", data: { name: "Gone" } });

  api.startBatch();
  api.create({ collection: "accounts", data: { name: "Zürich" } });
  api.create({ collection: "accounts", data: { name: "Shown" }, returnRepresentation: true });
  api.update({ collection: "accounts", key, data: { name: "New" } });
  api.upsert({ collection: "accounts", key: NOBODY, data: { name: "Upserted" } });
  api.deleteRecord({ collection: "accounts", key: gone });
  const [id, shown, updated, upserted, deleted] = await api.executeBatch();

  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(shown.name, "Shown");
  assert.equal(updated, true);
  assert.equal(upserted, NOBODY);
  assert.equal(deleted, true);
  assert.deepEqual(await all(), ["New", "Shown", "Upserted", "Zürich"]);
});

test("reads stand beside change sets", async () => {
  await api.create({ collection: "accounts", data: { name: "First" } });

  api.startBatch();
  api.retrieveMultiple({
    collection: "accounts",
    select: ["name"],
    filter: "name eq 'First' or name eq 'Zürich'",
    orderBy: ["name desc"],
  });
  api.create({ collection: "accounts", data: { name: "Second" } });
  api.count({ collection: "accounts" });
  api.callFunction("WhoAmI");
  const [rows, id, count, who] = await api.executeBatch();

  assert.deepEqual(rows.value.map((row) => row.name), ["First"]);
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(count, 2);
  assert.match(who.UserId, /^[0-9a-f-]{36}$/);
});

test("later requests refer to earlier ones by Content-ID", async () => {
  api.startBatch();
  api.create({ collection: "contacts", data: { lastname: "Ito" }, contentId: "who" });
  api.create({
    collection: "accounts",
    data: { name: "Fabrikam", "primarycontactid@odata.bind": "$who" },
    contentId: "1",
  });
  api.create({ collection: "tasks", data: { subject: "Call" }, contentId: "2" });
  api.associate({ contentId: "$1", relationshipName: "Account_Tasks", relatedKey: "$2" });
  api.update({ contentId: "$1", data: { telephone1: "42" } });
  const [, key] = await api.executeBatch();

  const row = await api.retrieve({
    collection: "accounts",
    key,
    select: ["name", "telephone1"],
    expand: [
      { property: "primarycontactid", select: ["lastname"] },
      { property: "Account_Tasks", select: ["subject"] },
    ],
  });
  assert.equal(row.primarycontactid.lastname, "Ito");
  assert.equal(row.Account_Tasks[0].subject, "Call");
  assert.equal(row.telephone1, "42");
});

test("a request goes to what an earlier one has made", async () => {
  api.startBatch();
  api.create({ collection: "accounts", data: { name: "Fabrikam" }, contentId: "1" });
  api.create({ collection: "Account_Tasks", data: { subject: "Call" }, contentId: "$1" });
  await api.executeBatch();

  assert.deepEqual(await all("tasks", "subject"), ["Call"]);
  const found = await api.retrieveMultiple({
    collection: "accounts",
    select: ["name"],
    expand: [{ property: "Account_Tasks", select: ["subject"] }],
  });
  assert.equal(found.value[0].Account_Tasks.length, 1);
});

test("a change set is undone as a whole, with the error of one", async () => {
  api.startBatch();
  api.create({ collection: "accounts", data: { name: "Undone" } });
  api.update({ collection: "accounts", key: NOBODY, data: { name: "Ghost" } });

  await assert.rejects(api.executeBatch(), (errors) => {
    assert.deepEqual(errors.map((error) => error.status), [404]);
    assert.equal(errors[0].error.code, "0x80040217");
    return true;
  });
  assert.deepEqual(await all(), []);
});

test("a batch that is none is one error", async () => {
  await admin("POST", "seed", { customization: { limits: { requests: 0 } } });

  api.startBatch();
  api.create({ collection: "accounts", data: { name: "Late" } });

  await assert.rejects(api.executeBatch(), { status: 429, code: "0x80072322" });
});

test("requests outside change sets stand for themselves", async () => {
  const alone = { collection: "accounts", inChangeSet: false };

  api.startBatch();
  api.create({ ...alone, data: { name: "First" } });
  api.update({ ...alone, key: NOBODY, data: { name: "Ghost" } });
  api.create({ ...alone, data: { name: "Last" } });
  const [first, failed, last] = await api.executeBatch({ continueOnError: true });

  assert.match(first, /^[0-9a-f-]{36}$/);
  assert.equal(failed.status, 404);
  assert.equal(failed.error.code, "0x80040217");
  assert.match(last, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await all(), ["First", "Last"]);
});

test("a batch ends with its first error unless it shall go on", async () => {
  const alone = { collection: "accounts", inChangeSet: false };

  api.startBatch();
  api.create({ ...alone, data: { name: "First" } });
  api.update({ ...alone, key: NOBODY, data: { name: "Ghost" } });
  api.create({ ...alone, data: { name: "Never" } });

  await assert.rejects(api.executeBatch(), (answers) => {
    assert.match(answers[0], /^[0-9a-f-]{36}$/);
    assert.deepEqual([answers.length, answers[1].status], [2, 404]);
    return true;
  });
  assert.deepEqual(await all(), ["First"]);
});
