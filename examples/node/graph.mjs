// The only place that knows Microsoft Graph: the entries of one default calendar, and the tracked category.
import { Service } from './http.mjs';

const TRACKED = /^Tracked to Dynamics( 365)?$/i; // Both spellings name one category (C-04).

export class Graph {
  constructor({ exchange, identity }, clock) {
    this.service = new Service({ root: exchange.graph_url, scope: identity.scope_exchange, identity, clock });
  }

  /** What decides about an entry's fate, or undefined where the technician has deleted it. */
  async entry(mailbox, id) {
    const path = `${events(mailbox)}/${encodeURIComponent(id)}?$select=start,categories,isOrganizer`;
    const event = await unlessGone(this.service.call('GET', path));
    return event && { ...event, startsAt: Date.parse(`${event.start.dateTime.slice(0, 19)}Z`) };
  }

  /** The id of the new entry in the default calendar; the same `transactionId` never makes a second one. */
  async create(mailbox, content) {
    const { id } = await this.service.call('POST', events(mailbox), { body: content });
    return id;
  }

  async update(mailbox, id, content) {
    await this.service.call('PATCH', `${events(mailbox)}/${encodeURIComponent(id)}`, { body: content });
  }

  /** The entry is gone; Exchange tells whoever was invited (BKG-090), and nobody else (BKG-091). */
  async remove(mailbox, id) {
    await unlessGone(this.service.call('DELETE', `${events(mailbox)}/${encodeURIComponent(id)}`));
  }

  /** The name of the mailbox's tracked category, which exists afterwards (BKG-024). */
  async category(mailbox) {
    const path = `users/${encodeURIComponent(mailbox)}/outlook/masterCategories`;
    const { value } = await this.service.call('GET', path);
    const existing = value.find(({ displayName }) => TRACKED.test(displayName));
    const body = { displayName: 'Tracked to Dynamics 365', color: 'preset4' };
    return (existing ?? (await this.service.call('POST', path, { body }))).displayName;
  }
}

const events = (mailbox) => `users/${encodeURIComponent(mailbox)}/calendar/events`;

async function unlessGone(call) {
  try {
    return await call;
  } catch (error) {
    if (error.status !== 404) throw error;
    return undefined;
  }
}
