// The only place that makes Microsoft's Graph client, signed in.
const { Client } = require("@microsoft/microsoft-graph-client");
const { admin, asked, ready, sent, token } = require("./server");

const { hostname, origin } = new URL(ready.graph_url);
const [organiser, attendee] = ready.mailboxes.map((address) => `/users/${address}`);
const authProvider = { getAccessToken: () => token("https://graph.microsoft.com/.default") };

/** The library as its users configure it for a host that is not Microsoft's. */
const client = (config = {}) =>
  Client.initWithMiddleware({
    baseUrl: origin,
    customHosts: new Set([hostname]),
    authProvider,
    ...config,
  });

/** An hour of March 2026. */
const event = (subject, { day = 3, hour = 9, ...others } = {}) => {
  const at = (hour) => `2026-03-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00:00`;
  return {
    subject,
    start: { dateTime: at(hour), timeZone: "UTC" },
    end: { dateTime: at(hour + 1), timeZone: "UTC" },
    ...others,
  };
};

/** The next request of that kind is answered with a status. */
const refuse = (operation, status, effect = {}) =>
  admin("POST", "faults", {
    service: "exchange",
    operation,
    effect: { kind: "answer", status, ...effect },
  });

module.exports = { asked: () => asked("exchange"), attendee, client, event, organiser, ready, refuse, sent };
