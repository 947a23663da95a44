// The only place that speaks HTTP to the two services: tokens, JSON, trust in the session's certificate authority.
import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';

const TIMEOUT_MS = 30_000;
const TOKEN_MARGIN_MS = 5 * 60_000;

/** A service refused a request; `status` and `code` are its own. */
export class Refusal extends Error {
  constructor(method, url, status, error) {
    super(`${method} ${url.pathname}: ${status} ${error?.code ?? ''} ${error?.message ?? ''}`.trim());
    this.status = status;
    this.code = error?.code || `http-${status}`;
  }
}

/** Sends one request and returns status and body; the body is undefined unless it is JSON. */
async function exchange(url, { method, headers, body, agent }) {
  const response = await new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? https.request : http.request;
    const request = send(url, { method, headers, agent, signal: AbortSignal.timeout(TIMEOUT_MS) }, resolve);
    request.on('error', reject).end(body);
  });
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  const isJson = /\bjson\b/.test(response.headers['content-type'] ?? '');
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: response.statusCode, body: isJson && text ? JSON.parse(text) : undefined };
}

/** One service as this session's application sees it. `clock` gives the session's time in milliseconds. */
export class Service {
  #token;

  constructor({ root, scope, identity, clock }) {
    Object.assign(this, { root, scope, identity, clock });
    const tls = { ca: identity.ca_pem && [...rootCertificates, identity.ca_pem] };
    this.agents = {
      'http:': new http.Agent({ keepAlive: true }),
      'https:': new https.Agent({ keepAlive: true, ...tls }),
    };
  }

  /** The parsed answer of the service; throws a Refusal where it is no success. */
  async call(method, path, { headers = {}, body } = {}) {
    if (this.isClosed) throw new Error('The session is over.');
    const url = new URL(path, `${this.root}/`);
    let answer = await this.#authorised(method, url, headers, body);
    if (answer.status === 401) {
      this.#token = undefined; // Expired or revoked before its time: one new token, one more attempt.
      answer = await this.#authorised(method, url, headers, body);
    }
    if (answer.status >= 300) throw new Refusal(method, url, answer.status, answer.body?.error);
    return answer.body;
  }

  /** Falls silent: open requests end, and no other follows. */
  close() {
    this.isClosed = true;
    for (const agent of Object.values(this.agents)) agent.destroy();
  }

  async #authorised(method, url, headers, body) {
    const all = { Accept: 'application/json', Authorization: `Bearer ${await this.#bearer()}`, ...headers };
    if (body) all['Content-Type'] = 'application/json';
    return this.#send(url, method, all, body && JSON.stringify(body));
  }

  async #bearer() {
    if (!this.#token || this.#token.until <= this.clock()) {
      const { token_url, client_id, client_secret } = this.identity;
      const form = { grant_type: 'client_credentials', client_id, client_secret, scope: this.scope };
      const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
      const url = new URL(token_url);
      const { status, body } = await this.#send(url, 'POST', headers, new URLSearchParams(form).toString());
      if (!body?.access_token) throw new Refusal('POST', url, status, { code: body?.error });
      this.#token = {
        value: body.access_token,
        until: this.clock() + body.expires_in * 1000 - TOKEN_MARGIN_MS,
      };
    }
    return this.#token.value;
  }

  #send(url, method, headers, body) {
    return exchange(url, { method, headers, body, agent: this.agents[url.protocol] });
  }
}
