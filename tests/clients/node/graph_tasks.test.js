// Microsoft's Graph client keeps tasks, and sends mail.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { PageIterator } = require("@microsoft/microsoft-graph-client");
const { client, organiser } = require("./graph");

const graph = client();

test("tasks are made, completed and paged", async () => {
  const [list] = (await graph.api(`${organiser}/todo/lists`).get()).value.filter(
    (one) => one.wellknownListName === "defaultList",
  );
  const tasks = `${organiser}/todo/lists/${list.id}/tasks`;
  for (const title of ["A", "B", "C"]) await graph.api(tasks).post({ title });
  const [task] = (await graph.api(tasks).filter("title eq 'B'").get()).value;

  const done = await graph.api(`${tasks}/${task.id}`).patch({ status: "completed" });
  const met = [];
  await new PageIterator(graph, await graph.api(tasks).top(2).get(), (row) => met.push(row.title)).iterate();

  assert.equal(done.status, "completed");
  assert.match(done.completedDateTime.dateTime, /^2026-03-02T00:00:00/);
  assert.deepEqual(met.sort(), ["A", "B", "C"]);
});

test("a message is sent as an action", async () => {
  const [, , address] = organiser.split("/");
  const toRecipients = [{ emailAddress: { address } }];

  await graph.api(`${organiser}/sendMail`).post({ message: { subject: "Parts", toRecipients } });

  const [arrived] = (await graph.api(`${organiser}/mailFolders/inbox/messages`).get()).value;
  assert.equal(arrived.subject, "Parts");
  const moved = await graph.api(`${organiser}/messages/${arrived.id}/move`).post({ destinationId: "archive" });
  assert.notEqual(moved.id, arrived.id);
});
