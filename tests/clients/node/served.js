// The only place that makes dynamics-web-api's client, signed in.
const { DynamicsWebApi } = require("dynamics-web-api");
const { admin, asked, ready, sent, token } = require("./server");

const NOBODY = "00000000-0000-4000-8000-000000000009";

/** The library as its users configure it. */
const client = (config = {}) =>
  new DynamicsWebApi({
    serverUrl: ready.dataverse_url,
    dataApi: { version: "9.2" },
    onTokenRefresh: () => token(`${ready.dataverse_url}/.default`),
    ...config,
  });

module.exports = { NOBODY, admin, asked: () => asked("dataverse"), client, ready, sent };
