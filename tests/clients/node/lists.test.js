// dynamics-web-api reads lists: filters, pages, counts, changes, FetchXML.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { admin, asked, client, sent } = require("./served");

const api = client();
const plant = (names) => admin("POST", "seed", { rows: { account: names.map((name) => ({ name })) } });
const numbered = (count) => Array.from({ length: count }, (_, i) => `Account ${String(i).padStart(2, "0")}`);
const names = (found) => found.value.map((row) => row.name);
const accounts = { collection: "accounts", select: ["name"], orderBy: ["name"] };

test("filters, orders and tops are kept", async () => {
  await plant(["Adatum", "Contoso & Co", "O'Brien", "Zürich + 東京"]);
  const found = async (filter) => names(await api.retrieveMultiple({ ...accounts, filter }));

  assert.deepEqual(await found("name eq 'O''Brien'"), ["O'Brien"]);
  assert.deepEqual(await found("contains(name,'& c') or name eq 'Zürich + 東京'"), ["Contoso & Co", "Zürich + 東京"]);
  assert.deepEqual(
    await found('Microsoft.Dynamics.CRM.In(PropertyName=\'name\',PropertyValues=["Adatum","O\'Brien"])'),
    ["Adatum", "O'Brien"],
  );
  const last = await api.retrieveMultiple({ ...accounts, orderBy: ["name desc"], top: 1 });
  assert.deepEqual(names(last), ["Zürich + 東京"]);
});

test("pages are followed one by one", async () => {
  await plant(numbered(7));
  const request = { ...accounts, maxPageSize: 3, count: true };

  const first = await api.retrieveMultiple(request);
  const second = await api.retrieveMultiple(request, first.oDataNextLink);
  const third = await api.retrieveMultiple(request, second.oDataNextLink);

  assert.equal(first.oDataCount, 7);
  assert.deepEqual([first, second, third].flatMap(names), numbered(7));
  assert.equal(third.oDataNextLink, undefined);
  const preferences = (await asked()).map((entry) => sent(entry, "Prefer"));
  assert.deepEqual(new Set(preferences), new Set(["odata.maxpagesize=3"]));
});

test("retrieveAll follows pages to the end", async () => {
  await plant(numbered(11));

  const found = await api.retrieveAll({
    ...accounts,
    filter: "startswith(name,'Account') and name ne 'O''Brien'",
    maxPageSize: 4,
    includeAnnotations: "*",
  });

  assert.deepEqual(names(found), numbered(11));
  assert.equal((await asked()).length, 3);
});

test("expands are nested with their options", async () => {
  await api.create({
    collection: "accounts",
    data: {
      name: "Fabrikam",
      primarycontactid: { lastname: "Ito", Contact_Tasks: [{ subject: "Greet" }] },
      Account_Tasks: [{ subject: "Call" }, { subject: "Pay" }, { subject: "Write" }],
    },
  });

  const found = await api.retrieveMultiple({
    ...accounts,
    expand: [
      {
        property: "primarycontactid",
        select: ["lastname"],
        expand: [{ property: "Contact_Tasks", select: ["subject"] }],
      },
      {
        property: "Account_Tasks",
        select: ["subject"],
        filter: "subject ne 'Pay'",
        orderBy: ["subject desc"],
        top: 1,
      },
    ],
  });

  const [row] = found.value;
  assert.deepEqual(row.Account_Tasks.map((task) => task.subject), ["Write"]);
  assert.deepEqual(row.primarycontactid.Contact_Tasks.map((task) => task.subject), ["Greet"]);
});

test("counts come as numbers", async () => {
  await plant(numbered(6));

  assert.equal(await api.count({ collection: "accounts" }), 6);
  assert.equal(await api.count({ collection: "accounts", filter: "name ge 'Account 04'" }), 2);
  assert.equal(await api.countAll({ collection: "accounts", filter: "name ne 'Account 00'" }), 5);
  assert.equal(await api.count({ collection: "tasks" }), 0);
});

test("an address that is too long is sent as a batch", async () => {
  await plant(numbered(40));
  const filter = numbered(60).map((name) => `name eq '${name} – é'`).join(" or ");

  const found = await api.retrieveMultiple({ ...accounts, filter: `${filter} or name eq 'Account 07'` });

  assert.deepEqual(names(found), ["Account 07"]);
  const [entry] = await asked();
  assert.match(entry.target, /\$batch$/);
});

test("a refusal inside such a batch is an error like any other", async () => {
  const filter = numbered(150).map((name) => `colour eq '${name}'`).join(" or ");

  await assert.rejects(api.retrieveMultiple({ ...accounts, filter }), (error) => {
    const found = Array.isArray(error) ? error[0] : error;
    assert.equal(found.status, 400);
    assert.match(found.message, /colour/);
    return true;
  });
});

test("changes are tracked from link to link", async () => {
  const request = { collection: "contacts", select: ["lastname"] };
  const key = await api.create({ collection: "contacts", data: { lastname: "Ito" } });
  const gone = await api.create({ collection: "contacts", data: { lastname: "Moran" } });

  const first = await api.retrieveMultiple({ ...request, trackChanges: true });
  await api.update({ collection: "contacts", key, data: { lastname: "Sato" } });
  await api.deleteRecord({ collection: "contacts", key: gone });
  const second = await api.retrieveMultiple(request, first.oDataDeltaLink);
  const third = await api.retrieveMultiple(request, second.oDataDeltaLink);

  assert.equal(first.value.length, 2);
  const [changed, removed] = second.value;
  assert.deepEqual([changed.contactid, changed.lastname], [key, "Sato"]);
  assert.deepEqual([removed.id, removed.reason], [gone, "deleted"]);
  assert.equal(second.value.length, 2);
  assert.deepEqual(third.value, []);
  assert.ok(third.oDataDeltaLink);
});

test("changes of many rows come in pages, the link with the last", async () => {
  const rows = numbered(5).map((lastname) => ({ lastname }));
  await admin("POST", "seed", { rows: { contact: rows } });

  const found = await api.retrieveAll({
    collection: "contacts",
    select: ["lastname"],
    trackChanges: true,
    maxPageSize: 2,
  });

  assert.equal(found.value.length, 5);
  assert.ok(found.oDataDeltaLink);
});

test("changes of a table that has none are refused", async () => {
  const request = api.retrieveMultiple({ collection: "mailboxes", select: ["name"], trackChanges: true });

  await assert.rejects(request, { status: 400, code: "0x80072491" });
});

const fetchXml = (options = "") => `<fetch ${options}>
  <entity name="account">
    <attribute name="name"/>
    <order attribute="name"/>
    <filter><condition attribute="name" operator="like" value="Account %"/></filter>
    <link-entity name="contact" from="contactid" to="primarycontactid" alias="who" link-type="outer">
      <attribute name="lastname"/>
    </link-entity>
  </entity>
</fetch>`;

test("fetchAll goes on by its paging cookie", async () => {
  await plant([...numbered(7), "Other"]);

  const found = await api.fetchAll({
    collection: "accounts",
    fetchXml: fetchXml('count="3"'),
    includeAnnotations: "*",
  });

  assert.deepEqual(names(found), numbered(7));
  const pages = (await asked()).map((entry) => decodeURIComponent(entry.target).match(/page="(\d)"/)[1]);
  assert.deepEqual(pages, ["1", "2", "3"]);
});

test("fetch brings columns of a linked table under its alias", async () => {
  await api.create({
    collection: "accounts",
    data: { name: "Account 1", primarycontactid: { lastname: "Ito" } },
  });

  const found = await api.fetch({ collection: "accounts", fetchXml: fetchXml() });

  assert.equal(found.value[0].who_x002e_lastname, "Ito");
  assert.equal(found.value[0].who.lastname, "Ito");
  assert.equal(found.PagingInfo, undefined);
});

test("fetch with a mistake is an error", async () => {
  const wrong = fetchXml().replace('operator="like"', 'operator="resembles"');

  await assert.rejects(api.fetch({ collection: "accounts", fetchXml: wrong }), { status: 400 });
});

test("stored queries are run, and page by their cookie", async () => {
  await plant(numbered(5));
  const data = { name: "Ours", returnedtypecode: "account", querytype: 0, fetchxml: fetchXml() };
  const mine = await api.create({ collection: "userqueries", data });
  const theirs = await api.create({ collection: "savedqueries", data });

  for (const query of [`userQuery=${mine}`, `savedQuery=${theirs}`]) {
    const found = await api.retrieveAll({ collection: "accounts", queryParams: [query], maxPageSize: 2 });
    assert.deepEqual(names(found), numbered(5));
  }
});

test("rows are grouped by $apply", async () => {
  await plant(["Adatum", "Adatum", "Fabrikam"]);

  const found = await api.retrieveMultiple({
    collection: "accounts",
    apply: "groupby((name),aggregate($count as many))",
  });

  const many = Object.fromEntries(found.value.map((row) => [row.name, row.many]));
  assert.deepEqual(many, { Adatum: 2, Fabrikam: 1 });
});
