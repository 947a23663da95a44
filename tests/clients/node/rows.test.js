// dynamics-web-api reads and writes single rows.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOBODY, asked, client, sent } = require("./served");

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const api = client();
const account = (data) => api.create({ collection: "accounts", data });
const read = (key, ...select) => api.retrieve({ collection: "accounts", key, select });
const refused = (status, code) => (error) => {
  assert.equal(error.status, status, error.message);
  if (code) assert.equal(error.code, code);
  assert.ok(error.message);
  return true;
};

test("create gives the id that the header names", async () => {
  const id = await account({ name: "Fabrikam" });

  assert.match(id, GUID);
  assert.equal((await read(id, "name")).name, "Fabrikam");
});

test("create gives the row when its representation is wanted", async () => {
  const row = await api.create({
    collection: "accounts",
    data: { name: "Fabrikam", revenue: 1500.5 },
    returnRepresentation: true,
    select: ["name", "revenue"],
    includeAnnotations: "*",
  });

  assert.match(row.accountid, GUID);
  assert.equal(row.name, "Fabrikam");
  assert.equal(row.revenue, 1500.5);
  assert.match(row.revenue_Formatted, /1,500\.50/);
  assert.match(row["@odata.etag"], /^W\/"\d+"$/);
});

test("what is not ASCII arrives as it was, escaped by the library", async () => {
  const name = "Zürich – 東京 – 🛠 \u007f";
  const id = await account({ name });

  const row = await read(id, "name");

  assert.equal(row.name, name);
  const [entry] = await asked();
  assert.match(entry.request.body.text, /\\u00fc/i);
  assert.match(sent(entry, "Content-Type"), /charset=utf-8/);
});

test("instants come as dates, whole seconds only", async () => {
  const id = await account({ name: "Fabrikam" });

  const row = await read(id, "createdon");

  assert.ok(row.createdon instanceof Date);
  assert.equal(row.createdon.toISOString(), "2026-03-02T08:00:00.000Z");
});

test("retrieve brings lookups with their names, and expands them", async () => {
  const contact = await api.create({ collection: "contacts", data: { firstname: "Rene", lastname: "Ito" } });
  const id = await account({ name: "Fabrikam", "primarycontactid@odata.bind": `contacts(${contact})` });

  const row = await api.retrieve({
    collection: "accounts",
    key: id,
    select: ["name", "_primarycontactid_value"],
    expand: [{ property: "primarycontactid", select: ["fullname"] }],
    includeAnnotations: "*",
  });

  assert.equal(row._primarycontactid_value, contact);
  assert.equal(row._primarycontactid_value_Formatted, "Rene Ito");
  assert.equal(row._primarycontactid_value_LogicalName, "contact");
  assert.equal(row._primarycontactid_value_NavigationProperty, "primarycontactid");
  assert.equal(row.primarycontactid.fullname, "Rene Ito");
});

test("retrieve gives only a reference, or what lies behind a lookup", async () => {
  const contact = await api.create({ collection: "contacts", data: { lastname: "Ito" } });
  const key = await account({ name: "Fabrikam", "primarycontactid@odata.bind": `/contacts(${contact})` });

  const reference = await api.retrieve({ collection: "accounts", key, select: ["primarycontactid/$ref"] });
  const behind = await api.retrieve({
    collection: "accounts",
    key,
    navigationProperty: "primarycontactid",
    select: ["lastname"],
  });

  assert.equal(reference.id, contact);
  assert.equal(reference.collection, "contacts");
  assert.equal(behind.lastname, "Ito");
});

test("retrieve of a missing row is an error with code and message", async () => {
  await assert.rejects(read(NOBODY, "name"), refused(404, "0x80040217"));
});

test("retrieve with the row's own version brings nothing", async () => {
  const id = await account({ name: "Fabrikam" });
  const row = await read(id, "name");

  const again = await api.retrieve({
    collection: "accounts",
    key: id,
    select: ["name"],
    ifnonematch: row["@odata.etag"],
  });

  assert.equal(again, undefined);
  assert.deepEqual((await asked()).map((entry) => entry.status), [204, 200, 304]);
});

test("update says true, and the representation when it is wanted", async () => {
  const key = await account({ name: "Old", telephone1: "1" });

  const plain = await api.update({ collection: "accounts", key, data: { name: "New" } });
  const row = await api.update({
    collection: "accounts",
    key,
    data: { telephone1: null },
    returnRepresentation: true,
    select: ["name", "telephone1"],
  });

  assert.equal(plain, true);
  assert.equal(row.name, "New");
  assert.equal(row.telephone1, null);
});

test("update never creates", async () => {
  const update = api.update({ collection: "accounts", key: NOBODY, data: { name: "Ghost" } });

  await assert.rejects(update, refused(404, "0x80040217"));
});

test("update with an old version is false, and an error when errors are wanted", async () => {
  const key = await account({ name: "Fabrikam" });
  const ifmatch = (await read(key, "name"))["@odata.etag"];
  const request = { collection: "accounts", key, ifmatch, data: { name: "First" } };

  assert.equal(await api.update(request), true);
  assert.equal(await api.update({ ...request, data: { name: "Second" } }), false);
  await assert.rejects(client({ propagateErrors: true }).update(request), refused(412, "0x80060882"));
  assert.equal((await read(key, "name")).name, "First");
});

test("a single property is set and emptied", async () => {
  const key = await account({ name: "Fabrikam" });

  await api.updateSingleProperty({ collection: "accounts", key, fieldValuePair: { telephone1: "42" } });
  const set = (await read(key, "telephone1")).telephone1;
  await api.deleteRecord({ collection: "accounts", key, property: "telephone1" });

  assert.equal(set, "42");
  assert.equal((await read(key, "telephone1")).telephone1, null);
  const methods = (await asked()).map((entry) => entry.method);
  assert.deepEqual(methods, ["POST", "PUT", "GET", "DELETE", "GET"]);
});

test("upsert creates under the given id, then updates", async () => {
  const request = { collection: "accounts", key: NOBODY };

  const created = await api.upsert({ ...request, data: { name: "Old" } });
  const row = await api.upsert({
    ...request,
    data: { name: "New" },
    returnRepresentation: true,
    select: ["name"],
  });

  assert.equal(created, NOBODY);
  assert.equal(row.name, "New");
});

test("upsert that may not update is null where there is a row", async () => {
  const key = await account({ name: "Kept" });
  const request = { collection: "accounts", key, data: { name: "Lost" }, ifnonematch: "*" };

  assert.equal(await api.upsert(request), null);
  await assert.rejects(client({ propagateErrors: true }).upsert(request), refused(412, "0x80040237"));
  assert.equal((await read(key, "name")).name, "Kept");
});

test("upsert that may not create is null where there is no row", async () => {
  const request = { collection: "accounts", key: NOBODY, data: { name: "Ghost" }, ifmatch: "*" };

  assert.equal(await api.upsert(request), null);
  await assert.rejects(read(NOBODY, "name"), refused(404));
});

test("alternate keys address rows, apostrophes and all", async () => {
  const key = "accountnumber='O''Brien %26 1'";

  await api.upsert({ collection: "accounts", key, data: { name: "Fabrikam" } });
  const row = await read(key, "name", "accountnumber");
  await api.update({ collection: "accounts", key, data: { name: "Changed" } });

  assert.equal(row.accountnumber, "O'Brien & 1");
  assert.equal((await read(row.accountid, "name")).name, "Changed");
  await assert.rejects(read("accountnumber='none'", "name"), refused(404, "0x80060891"));
});

test("keys of two columns address rows", async () => {
  const key = "emailaddress1='nina%40contoso.example',lastname='Ito'";

  const id = await api.upsert({ collection: "contacts", key, data: { firstname: "Nina" } });
  const row = await api.retrieve({ collection: "contacts", key, select: ["fullname"] });

  assert.equal(row.contactid, id);
  assert.equal(row.fullname, "Nina Ito");
});

test("delete says true once, and fails then", async () => {
  const key = await account({ name: "Fabrikam" });

  assert.equal(await api.deleteRecord({ collection: "accounts", key }), true);
  await assert.rejects(api.deleteRecord({ collection: "accounts", key }), refused(404, "0x80040217"));
});

test("delete with an old version is false", async () => {
  const key = await account({ name: "Fabrikam" });
  const ifmatch = (await read(key, "name"))["@odata.etag"];
  await api.update({ collection: "accounts", key, data: { name: "Changed" } });

  assert.equal(await api.deleteRecord({ collection: "accounts", key, ifmatch }), false);
  assert.equal((await read(key, "name")).name, "Changed");
});

test("rows are made together with their parts", async () => {
  const key = await account({
    name: "Fabrikam",
    primarycontactid: { lastname: "Ito" },
    Account_Tasks: [{ subject: "Call" }, { subject: "Write" }],
  });

  const row = await api.retrieve({
    collection: "accounts",
    key,
    select: ["name"],
    expand: [
      { property: "primarycontactid", select: ["lastname"] },
      { property: "Account_Tasks", select: ["subject"], orderBy: ["subject"] },
    ],
  });

  assert.equal(row.primarycontactid.lastname, "Ito");
  assert.deepEqual(row.Account_Tasks.map((task) => task.subject), ["Call", "Write"]);
});

test("refusals carry status, code and message", async () => {
  await assert.rejects(account({ name: "x".repeat(5000) }), refused(400, "0x80044331"));
  await assert.rejects(account({ colour: "red" }), refused(400, "0x80048d19"));
  await assert.rejects(
    account({ "PrimaryContactId@odata.bind": `/contacts(${NOBODY})` }),
    refused(400, "0x80048d19"),
  );
  await assert.rejects(api.create({ collection: "colours", data: {} }), refused(404));
});
