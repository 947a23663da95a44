// The contract between fieldsync and this implementation, version 1: server, validation, sessions. Nothing here synchronises.
import http from 'node:http';
import { CYCLE_MS, Sync } from './sync.mjs';

const IMPLEMENTATION = {
  name: 'Node example',
  version: '1.0.0',
  vendor: 'fieldsync',
  contract: 1,
  profiles: ['bookings'],
  clock: 'virtual',
  exchange: ['graph'],
  optional: ['signals', 'diagnostics', 'delete'],
  parallel_sessions: 64,
  durable: false,
};

// Tracking makes appointments at most, and those are not ours: heard, and nothing to do (BKG-007).
const SIGNALS = ['tracked', 'untracked'];

class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

const isText = (value) => typeof value === 'string' && value !== '';
const isAddress = (value) => isText(value) && /^https?:\/\/\S+$/.test(value);
const isTime = (value) =>
  isText(value) && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) && !Number.isNaN(Date.parse(value));
const optional = (check) => (value) => value === undefined || check(value);

const ADVANCE = { to: isTime };
const SIGNAL = { kind: isText, at: isTime, mailbox: optional(isText) };
const SESSION = {
  now: isTime,
  resume: optional((value) => typeof value === 'boolean'),
  dataverse: { base_url: isAddress, api_version: (value) => /^\d+\.\d+$/.test(value) },
  exchange: { graph_url: (value) => isAddress(value) && value.endsWith('/v1.0') },
  identity: {
    authority: isAddress,
    token_url: isAddress,
    tenant_id: isText,
    client_id: isText,
    client_secret: isText,
    scope_dataverse: isText,
    scope_exchange: isText,
    ca_pem: optional(isText),
  },
  seed: (value) => Number.isInteger(value) && value >= 0,
};

/** Throws 422 with the path of the first member that breaks the shape; unknown members are welcome. */
function demand(shape, value, path = 'the body') {
  if (typeof shape === 'function') {
    if (!shape(value)) throw new Problem(422, `${path} is not as the contract says.`);
    return;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new Problem(422, `${path} is no object.`);
  for (const [name, part] of Object.entries(shape)) demand(part, value[name], `${path}.${name}`);
}

const sessions = new Map();

function known(id) {
  if (!sessions.has(id)) throw new Problem(404, `There is no session ${id}; PUT /v1/sessions/${id} first.`);
  return sessions.get(id);
}

const progress = ({ now, next }, problems = []) => ({ now, next_wake: new Date(next).toISOString(), problems });

function put(id, body) {
  demand(SESSION, body);
  if (body.resume) throw new Problem(404, `Nothing is stored of session ${id}: this implementation is not durable.`);
  sessions.get(id)?.sync.close();
  const session = { now: body.now, next: Date.parse(body.now), sync: new Sync(body) }; // The first cycle is due at once.
  sessions.set(id, session);
  return [201, progress(session)];
}

async function advance(id, body) {
  const session = known(id);
  demand(ADVANCE, body);
  const to = Date.parse(body.to);
  if (to < Date.parse(session.now))
    throw new Problem(422, `${body.to} lies before ${session.now}; time never turns back.`);
  const problems = [];
  for (; session.next <= to; session.next += CYCLE_MS) problems.push(...(await session.sync.cycle(session.next)));
  session.now = body.to;
  return [200, progress(session, problems)];
}

function signal(id, body) {
  known(id);
  demand(SIGNAL, body);
  if (!SIGNALS.includes(body.kind)) throw new Problem(501, `The signal ${body.kind} is not known here.`);
  return [204];
}

function forget(id) {
  known(id).sync.close();
  sessions.delete(id);
  return [204];
}

const ROUTES = {
  'GET /v1/implementation': () => [200, IMPLEMENTATION],
  'PUT /v1/sessions/:id': put,
  'POST /v1/sessions/:id/advance': advance,
  'POST /v1/sessions/:id/signals': signal,
  'GET /v1/sessions/:id': (id) => [200, known(id).sync.describe()],
  'DELETE /v1/sessions/:id': forget,
};

async function parsed(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === 'GET' || request.method === 'DELETE') return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new Problem(400, 'The body is no JSON.');
  }
}

async function answer(request) {
  const [, id] = /^\/v1\/sessions\/([^/]+)/.exec(request.url) ?? [];
  const route = ROUTES[`${request.method} ${id ? request.url.replace(`/${id}`, '/:id') : request.url}`];
  if (!route) throw new Problem(404, `There is no call ${request.method} ${request.url}.`);
  return route(id, await parsed(request));
}

/** What a failed call answers (RFC 9457); what is no Problem is a bug of ours. */
function refusal(error) {
  if (!(error instanceof Problem)) console.error(error);
  const status = error instanceof Problem ? error.status : 500;
  return [status, { title: http.STATUS_CODES[status], status, detail: error.message }];
}

const server = http.createServer(async (request, response) => {
  const [status, body] = await answer(request).catch(refusal);
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, body && { 'Content-Type': type }).end(body && JSON.stringify(body));
});
server.listen(Number(process.env.FIELDSYNC_PORT ?? 9000), '127.0.0.1');
