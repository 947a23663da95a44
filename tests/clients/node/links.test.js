// dynamics-web-api links rows, calls messages, acts for others, asks for metadata.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { NOBODY, admin, asked, client, ready, sent } = require("./served");

const api = client();
const create = (collection, data) => api.create({ collection, data });
const tasks = async (key) => {
  const row = await api.retrieve({
    collection: "accounts",
    key,
    select: ["name"],
    expand: [{ property: "Account_Tasks", select: ["subject"], orderBy: ["subject"] }],
  });
  return row.Account_Tasks.map((task) => task.subject);
};

test("rows of a collection are associated and disassociated", async () => {
  const primaryKey = await create("accounts", { name: "Fabrikam" });
  const relatedKey = await create("tasks", { subject: "Call" });
  const request = { collection: "accounts", primaryKey, relationshipName: "Account_Tasks", relatedKey };

  await api.associate({ ...request, relatedCollection: "tasks" });
  const linked = await tasks(primaryKey);
  await api.disassociate(request);

  assert.deepEqual(linked, ["Call"]);
  assert.deepEqual(await tasks(primaryKey), []);
});

test("many to many, too", async () => {
  const { BusinessUnitId } = await api.callFunction("WhoAmI");
  const unit = { "businessunitid@odata.bind": `businessunits(${BusinessUnitId})` };
  const team = await create("teams", { name: "Crew", ...unit });
  const request = {
    collection: "teams",
    primaryKey: team,
    relationshipName: "teammembership_association",
    relatedKey: ready.users[0],
  };
  const members = async () => {
    const found = await api.retrieve({
      collection: "teams",
      key: team,
      navigationProperty: "teammembership_association",
      select: ["fullname"],
    });
    return found.value.map((row) => row.systemuserid);
  };

  await api.associate({ ...request, relatedCollection: "systemusers" });
  const linked = await members();
  await api.disassociate(request);

  assert.deepEqual(linked, [ready.users[0]]);
  assert.deepEqual(await members(), []);
});

test("a lookup is set and emptied", async () => {
  const primaryKey = await create("accounts", { name: "Fabrikam" });
  const relatedKey = await create("contacts", { lastname: "Ito" });
  const request = { collection: "accounts", primaryKey, navigationProperty: "primarycontactid" };
  const value = async () => {
    const row = await api.retrieve({ collection: "accounts", key: primaryKey, select: ["_primarycontactid_value"] });
    return row._primarycontactid_value;
  };

  await api.associateSingleValued({ ...request, relatedCollection: "contacts", relatedKey });
  const linked = await value();
  await api.disassociateSingleValued(request);

  assert.equal(linked, relatedKey);
  assert.equal(await value(), null);
});

test("a link to a row that is not there is an error", async () => {
  const primaryKey = await create("accounts", { name: "Fabrikam" });

  const linked = api.associate({
    collection: "accounts",
    primaryKey,
    relationshipName: "Account_Tasks",
    relatedCollection: "tasks",
    relatedKey: NOBODY,
  });

  await assert.rejects(linked, { status: 404, code: "0x80040217" });
});

test("functions are called with and without parameters", async () => {
  const who = await api.callFunction("WhoAmI");
  const version = await api.callFunction({ name: "RetrieveVersion" });
  await create("accounts", { name: "Fabrikam" });
  const total = await api.callFunction({
    name: "RetrieveTotalRecordCount",
    parameters: { EntityNames: ["account"] },
  });

  assert.match(who.UserId, /^[0-9a-f-]{36}$/);
  assert.match(version.Version, /^9\.2\./);
  assert.deepEqual(total.EntityRecordCountCollection.Keys, ["account"]);
});

test("rows are shared by actions, rights asked for by a bound function", async () => {
  const weak = await admin("POST", "seed", {
    roles: [{ name: "Basic", privileges: { prvReadAccount: "basic", prvReadContact: "basic" } }],
    users: [{ name: "Weak Example", email: "weak@contoso.example", roles: ["Basic"] }],
  });
  const accountid = await create("accounts", { name: "Fabrikam" });
  const Target = { accountid, "@odata.type": "Microsoft.Dynamics.CRM.account" };
  const Principal = { systemuserid: weak.users[0], "@odata.type": "Microsoft.Dynamics.CRM.systemuser" };
  const rights = async () => {
    const found = await api.callFunction({
      collection: "systemusers",
      key: weak.users[0],
      name: "Microsoft.Dynamics.CRM.RetrievePrincipalAccess",
      parameters: { Target: { "@odata.id": `accounts(${accountid})` } },
    });
    return found.AccessRights;
  };

  const before = await rights();
  await api.callAction({
    actionName: "GrantAccess",
    action: { Target, PrincipalAccess: { Principal, AccessMask: "ReadAccess" } },
  });
  const granted = await rights();
  await api.callAction({ actionName: "RevokeAccess", action: { Target, Revokee: Principal } });

  assert.equal(before, "None");
  assert.equal(granted, "ReadAccess");
  assert.equal(await rights(), "None");
});

test("bound actions of a collection are called", async () => {
  const found = await api.callAction({
    collection: "accounts",
    actionName: "Microsoft.Dynamics.CRM.CreateMultiple",
    action: { Targets: [{ "@odata.type": "Microsoft.Dynamics.CRM.account", name: "Fabrikam" }] },
  });

  assert.equal(found.Ids.length, 1);
});

test("a message that the fake does not have is refused clearly", async () => {
  const call = api.callAction({ actionName: "CalculateRollupField", action: {} });

  await assert.rejects(call, (error) => {
    assert.equal(error.status, 501);
    assert.match(error.message, /CalculateRollupField/);
    return true;
  });
});

test("APIs beside the Web API are refused clearly", async () => {
  await assert.rejects(api.search("Fabrikam"), { status: 501, code: "0x80040219" });
  await assert.rejects(api.getBackgroundOperationStatus(NOBODY), { status: 501 });
});

test("another user is impersonated, by either header", async () => {
  const [user] = ready.users;
  const row = await api.retrieve({
    collection: "systemusers",
    key: user,
    select: ["azureactivedirectoryobjectid"],
  });

  const legacy = await client({ impersonate: user }).callFunction("WhoAmI");
  const preferred = await client({ impersonateAAD: row.azureactivedirectoryobjectid }).callFunction("WhoAmI");
  const id = await client({ impersonate: user }).create({ collection: "accounts", data: { name: "Theirs" } });

  assert.equal(legacy.UserId, user);
  assert.equal(preferred.UserId, user);
  const made = await api.retrieve({
    collection: "accounts",
    key: id,
    select: ["_createdby_value", "_createdonbehalfby_value", "_ownerid_value"],
  });
  assert.equal(made._createdby_value, user);
  assert.equal(made._ownerid_value, user);
  assert.equal(made._createdonbehalfby_value, (await api.callFunction("WhoAmI")).UserId);
});

test("whoever acts for a weak user has the weak user's rights", async () => {
  const weak = await admin("POST", "seed", {
    roles: [{ name: "Basic", privileges: { prvReadContact: "basic" } }],
    users: [{ name: "Weak Example", email: "weak@contoso.example", roles: ["Basic"] }],
  });
  const impersonate = weak.users[0];

  const written = api.create({ collection: "accounts", data: { name: "Theirs" }, impersonate });

  await assert.rejects(written, { status: 403, code: "0x80040220" });
  await assert.rejects(api.callFunction({ name: "WhoAmI", impersonate: NOBODY }), { status: 403 });
});

test("throttling is an error with its waiting time", async () => {
  await create("accounts", { name: "Warm" });
  await admin("POST", "seed", { customization: { limits: { requests: 0 } } });

  await assert.rejects(api.count({ collection: "accounts" }), (error) => {
    assert.equal(error.status, 429);
    assert.equal(error.code, "0x80072322");
    assert.ok(Number(error.headers["retry-after"]) > 0);
    return true;
  });
});

test("a request without a token is refused, not answered", async () => {
  const anonymous = client({ onTokenRefresh: null });

  await assert.rejects(anonymous.callFunction("WhoAmI"), { status: 401 });
});

test("logical names are turned into sets by the metadata", async () => {
  const named = client({ useEntityNames: true });
  const contact = await named.create({ collection: "contact", data: { lastname: "Ito" } });

  const key = await named.create({
    collection: "bookableresource",
    data: { name: "Rene", resourcetype: 2, "ContactId@odata.bind": `contact(${contact})` },
  });

  const found = await named.retrieveMultiple({ collection: "bookingstatus", select: ["name"] });
  assert.match(key, /^[0-9a-f-]{36}$/);
  assert.ok(Array.isArray(found.value));
  const [first, ...others] = await asked();
  assert.match(first.target, /EntityDefinitions\?\$select=EntitySetName,LogicalName/);
  assert.equal(sent(first, "Cache-Control"), "no-cache");
  assert.ok(others.every((entry) => !entry.target.includes("EntityDefinitions")));
});

test("definitions are read: tables, columns, relationships, CSDL", async () => {
  const tables = await api.retrieveEntities({
    select: ["LogicalName", "EntitySetName"],
    filter: "LogicalName eq 'contact'",
  });
  const table = await api.retrieveEntity({ key: "LogicalName='contact'", select: ["LogicalName"] });
  const column = await api.retrieveAttribute({
    entityKey: "LogicalName='contact'",
    attributeKey: "LogicalName='gendercode'",
    castType: "Microsoft.Dynamics.CRM.PicklistAttributeMetadata",
    select: ["LogicalName"],
    expand: [{ property: "OptionSet", select: ["Options"] }],
  });
  const relationship = await api.retrieveRelationship({ key: "SchemaName='Contact_Tasks'" });
  const csdl = await api.retrieveCsdlMetadata();

  assert.equal(tables.value[0].EntitySetName, "contacts");
  assert.equal(table.LogicalName, "contact");
  assert.deepEqual(column.OptionSet.Options.map((option) => option.Value), [1, 2]);
  assert.equal(relationship.SchemaName, "Contact_Tasks");
  assert.match(csdl, /<edmx:Edmx .*Version="4\.0"/);
});
