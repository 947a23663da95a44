// Synchronisation of bookings: `decide` says what is due for one booking in one mailbox, `Sync` reads, asks it and does it.
import { randomUUID } from 'node:crypto';
import { Dataverse, isCanceled } from './dataverse.mjs';
import { Graph } from './graph.mjs';

export const CYCLE_MS = 15 * 60_000; // CAD-001
const DAY_MS = 24 * 60 * 60_000;
const PAST_MS = 7 * DAY_MS; // BKG-038, BKG-040; nothing can configure the window (BKG-056)
const FUTURE_MS = 14 * DAY_MS; // BKG-039, BKG-042

/** What moves an entry: hours and place of the booking. No other column, and nothing of the work order (BKG-058 to BKG-073). */
const trigger = (row) =>
  JSON.stringify([row.starttime, row.endtime, row.msdyn_worklocation, row.msdyn_latitude, row.msdyn_longitude]);

/** The action that is due for a booking ('deleted', 'hidden' or its row) and its link, if there is one. */
export function decide(row, link, { now, resources, settings }) {
  if (row === 'deleted') return link ? 'end' : 'none'; // BKG-096, BKG-106
  const startsAt = Date.parse(row.starttime);
  const isInView =
    row !== 'hidden' && // BKG-100, BKG-101
    resources.includes(row._resource_value) && // BKG-082 to BKG-085
    row._msdyn_workorder_value && // BKG-013, BKG-015
    startsAt <= now + FUTURE_MS; // BKG-043, BKG-054
  if (!isInView) return link ? (settings.distinct ? 'unlink' : 'end') : 'none';
  const hasAged = startsAt < now - PAST_MS;
  if (!link?.event) return hasAged || isCanceled(row) ? 'none' : 'create'; // BKG-041
  if (link.isReleased) return 'none'; // BKG-080
  if (hasAged && Date.parse(link.start) < now - PAST_MS) return 'none'; // BKG-052, BKG-053
  if (settings.propagate && isCanceled(row) && !link.isCanceled) return 'cancel'; // BKG-087 to BKG-093
  return trigger(row) === link.trigger ? 'none' : 'update'; // BKG-020, BKG-078
}

/** What the entry says: everything from Dataverse, as it is now (BKG-025 to BKG-036, BKG-069, BKG-070). */
function content(row, order) {
  const facts = {
    'Work order': order.number,
    Date: row.starttime.slice(0, 10),
    Location: order.location,
    Priority: order.priority,
    'Work order type': order.type,
    'Primary incident type': order.incident,
    Summary: order.summary,
    Account: order.account,
    'Primary contact': order.contact,
  };
  const lines = Object.entries(facts)
    .filter(([, text]) => text)
    .map(([name, text]) => `${name}: ${text}`);
  return {
    subject: `${row.name} (${order.number})`,
    start: { dateTime: row.starttime.replace('Z', ''), timeZone: 'UTC' }, // BKG-119
    end: { dateTime: row.endtime.replace('Z', ''), timeZone: 'UTC' },
    location: { displayName: order.location },
    importance: 'normal', // BKG-029, BKG-118
    body: { contentType: 'text', content: lines.join('\n') },
  };
}

export class Sync {
  #links = new Map(); // By user, by booking: {event, category, trigger, start, transactionId, isReleased, isCanceled}
  #now;

  constructor(session) {
    this.#now = Date.parse(session.now);
    const clock = () => this.#now;
    this.dataverse = new Dataverse(session, clock);
    this.graph = new Graph(session, clock);
  }

  /** Both sides agree, as far as the problems that are returned allow; those are tried again in the next cycle (CAD-015). */
  async cycle(now) {
    this.#now = now;
    const problems = [];
    await attempt(problems, {}, async () => {
      const settings = await this.dataverse.settings();
      if (!settings.bookings) return;
      for (const technician of await this.dataverse.technicians()) {
        const { mailbox } = technician;
        await attempt(problems, { mailbox }, () => this.#visit(technician, settings, problems));
      }
    });
    return problems;
  }

  /** For diagnostics: who has which entries. */
  describe() {
    return { links: Object.fromEntries([...this.#links].map(([user, links]) => [user, Object.fromEntries(links)])) };
  }

  close() {
    this.dataverse.service.close();
    this.graph.service.close();
  }

  async #visit(technician, settings, problems) {
    const { user, mailbox, resources } = technician;
    if (!this.#links.has(user)) this.#links.set(user, new Map());
    const links = this.#links.get(user);
    const from = new Date(this.#now - PAST_MS).toISOString();
    const rows = await this.dataverse.bookings(technician, from);
    for (const id of new Set([...rows.keys(), ...links.keys()])) {
      await attempt(problems, { mailbox, record: id }, async () => {
        const row = rows.get(id) ?? (await this.dataverse.booking(id, user));
        const action = decide(row, links.get(id), { now: this.#now, resources, settings });
        await this.#act(action, { id, row, links, user, mailbox, settings });
      });
    }
  }

  async #act(action, place) {
    const { id, row, links } = place;
    if (action === 'create') await this.#create(place);
    if (action === 'update') await this.#update(place);
    if (action === 'end' && !(await this.#remove(place))) await this.#unlink(place); // BKG-102
    if (action === 'unlink') await this.#unlink(place); // BKG-083, BKG-100
    if (action === 'cancel') await this.#remove(place);
    if (links.has(id) && row.BookingStatus) links.get(id).isCanceled = isCanceled(row); // BKG-093, BKG-094
  }

  async #create({ id, row, links, user, mailbox, settings }) {
    const order = await this.dataverse.workOrder(row._msdyn_workorder_value, user);
    const category = settings.categories ? await this.graph.category(mailbox) : undefined;
    // The link comes first: when an answer is lost, the next cycle repeats the same transaction and makes no second entry.
    const link = links.get(id) ?? { transactionId: randomUUID(), trigger: trigger(row), start: row.starttime };
    links.set(id, link);
    const { transactionId } = link;
    const categories = category ? [category] : [];
    link.event = await this.graph.create(mailbox, { ...content(row, order), categories, transactionId });
    link.category = category;
  }

  async #update(place) {
    const { id, row, links, user, mailbox } = place;
    const link = links.get(id);
    const entry = await this.graph.entry(mailbox, link.event);
    if (!entry) {
      links.delete(id); // The technician has deleted it; a new hour or place is worth a new entry (BKG-006).
      return this.#create(place);
    }
    if (!isTracked(entry, link)) {
      link.isReleased = true;
      return undefined;
    }
    const order = await this.dataverse.workOrder(row._msdyn_workorder_value, user);
    await this.graph.update(mailbox, link.event, content(row, order));
    return Object.assign(link, { trigger: trigger(row), start: row.starttime });
  }

  /** Whether entry and link are gone: only if it is tracked, the technician's own and still to come (BKG-096 to BKG-099). */
  async #remove({ id, links, mailbox }) {
    const link = links.get(id);
    const entry = link.event && (await this.graph.entry(mailbox, link.event));
    const mayGo = entry && isTracked(entry, link) && entry.isOrganizer && entry.startsAt > this.#now;
    if (entry && !mayGo) return false;
    if (entry) await this.graph.remove(mailbox, link.event);
    links.delete(id); // BKG-107
    return true;
  }

  /** The entry stays, without its category, and nothing reaches it any more (BKG-102). */
  async #unlink({ id, links, mailbox }) {
    const link = links.get(id);
    const entry = link.event && (await this.graph.entry(mailbox, link.event));
    if (entry?.categories.includes(link.category)) {
      const categories = entry.categories.filter((name) => name !== link.category);
      await this.graph.update(mailbox, link.event, { categories });
    }
    links.delete(id);
  }
}

const isTracked = (entry, link) => !link.category || entry.categories.includes(link.category);

/** Does it; what fails becomes a problem, and stops nobody else (BKG-017). */
async function attempt(problems, about, action) {
  try {
    await action();
  } catch (error) {
    problems.push({ code: String(error.code ?? error.name), message: error.message, ...about });
  }
}
