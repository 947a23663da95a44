// Microsoft's Graph client attaches files, and keeps contacts.
const assert = require("node:assert/strict");
const { test } = require("node:test");
const { FileUpload, LargeFileUploadTask } = require("@microsoft/microsoft-graph-client");
const { client, event, organiser } = require("./graph");

const graph = client();
const LARGE = Buffer.alloc(3_500_000, "fieldsync");

test("a small file is attached and read", async () => {
  const made = await graph.api(`${organiser}/events`).post(event("Visit"));
  const files = graph.api(`${organiser}/events/${made.id}/attachments`);
  const contentBytes = Buffer.from("\u0000plan").toString("base64");

  await files.post({ "@odata.type": "#microsoft.graph.fileAttachment", name: "plan.txt", contentBytes });

  const [file] = (await files.get()).value;
  assert.equal(file["@odata.type"], "#microsoft.graph.fileAttachment");
  assert.deepEqual([file.name, file.contentBytes], ["plan.txt", contentBytes]);
});

test("a large file is uploaded in pieces", async () => {
  const made = await graph.api(`${organiser}/events`).post(event("Visit"));
  const files = `${organiser}/events/${made.id}/attachments`;
  const AttachmentItem = { attachmentType: "file", name: "plan.bin", size: LARGE.length };
  const session = await LargeFileUploadTask.createUploadSession(graph, `${files}/createUploadSession`, { AttachmentItem });
  const pieces = [];
  const task = new LargeFileUploadTask(graph, new FileUpload(LARGE, "plan.bin", LARGE.length), session, {
    rangeSize: 327_680 * 4,
    uploadEventHandlers: { progress: (range) => pieces.push(range.minValue) },
  });

  const { location } = await task.upload();

  assert.deepEqual(pieces, [0, 1_310_720, 2_621_440]);
  const [file] = (await graph.api(files).get()).value;
  assert.ok(decodeURIComponent(location).includes(file.id), location);
  assert.ok(LARGE.equals(Buffer.from(file.contentBytes, "base64")));
});

test("an upload is cancelled", async () => {
  const made = await graph.api(`${organiser}/events`).post(event("Visit"));
  const files = `${organiser}/events/${made.id}/attachments`;
  const AttachmentItem = { attachmentType: "file", name: "plan.bin", size: LARGE.length };
  const session = await LargeFileUploadTask.createUploadSession(graph, `${files}/createUploadSession`, { AttachmentItem });
  const task = new LargeFileUploadTask(graph, new FileUpload(LARGE, "plan.bin", LARGE.length), session, {});

  const answer = await task.cancel();

  assert.equal(answer.status, 204);
  assert.deepEqual((await graph.api(files).get()).value, []);
});

test("contacts are made, found and followed", async () => {
  const contacts = () => graph.api(`${organiser}/contacts`);
  const made = await contacts().post({ givenName: "Zoë", surname: "Ito", businessPhones: ["+43 1"] });
  const first = await graph.api(`${organiser}/contactFolders/${made.parentFolderId}/contacts/delta`).get();
  await contacts().post({ givenName: "Anna" });
  await graph.api(`${organiser}/contacts/${made.id}`).patch({ surname: "Sato" });

  const second = await graph.api(first["@odata.deltaLink"]).get();
  const found = await contacts().filter("givenName eq 'Zoë'").get();

  assert.deepEqual(first.value.map((row) => row.surname), ["Ito"]);
  assert.deepEqual(second.value.map((row) => row.givenName).sort(), ["Anna", "Zoë"]);
  assert.deepEqual(found.value.map((row) => row.surname), ["Sato"]);
});
