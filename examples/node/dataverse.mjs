// The only place that knows tables and columns of Dataverse. Nothing here ever writes: bookings travel one way (BKG-003 to BKG-005).
import { Service } from './http.mjs';

const BOOKING =
  '$select=name,starttime,endtime,msdyn_worklocation,msdyn_latitude,msdyn_longitude,_resource_value,_msdyn_workorder_value' +
  '&$expand=BookingStatus($select=status,msdyn_fieldservicestatus)';

const ADDRESS = ['address1', 'address2', 'address3', 'postalcode', 'city', 'stateorprovince', 'country'];
const LOOKUPS = ['priority', 'workordertype', 'primaryincidenttype', 'serviceaccount'];
const WORK_ORDER =
  `$select=msdyn_name,msdyn_workordersummary,${ADDRESS.map((name) => `msdyn_${name}`)},${LOOKUPS.map((name) => `_msdyn_${name}_value`)}` +
  '&$expand=msdyn_ServiceAccount($select=_primarycontactid_value)';

// "One active server profile, tested and enabled, approved, server-side synchronization": section 2 of the tables, S0 "Set up".
const READY =
  'statecode eq 0 and actdeliverymethod eq 1 and enabledforact eq true and actstatus eq 1 and emailrouteraccessapproval eq 1';
const SERVER_TO_SERVER = 2;

const CANCELED = 690970005;
const SCHEDULING_CANCELED = 3;

const FORMATTED = 'OData.Community.Display.V1.FormattedValue';

export class Dataverse {
  constructor({ dataverse, identity }, clock) {
    const root = `${dataverse.base_url}/api/data/v${dataverse.api_version}`;
    this.service = new Service({ root, scope: identity.scope_dataverse, identity, clock });
  }

  /** The organisation's switches that bear on bookings; an absent element means its default. */
  async settings() {
    const path = 'organizations?$select=isresourcebookingexchangesyncenabled,orgdborgsettings';
    const [organization] = await this.#list(path);
    const isOn = (name, byDefault) => {
      const text = new RegExp(`<${name}>\\s*(\\w+)\\s*</${name}>`, 'i').exec(organization.orgdborgsettings ?? '');
      return text ? text[1].toLowerCase() === 'true' : byDefault;
    };
    return {
      bookings: organization.isresourcebookingexchangesyncenabled,
      distinct: isOn('DistinctPhysicalAndLogicalDeletesForExchangeSync', false),
      propagate: isOn('SSSPropagateAppointmentCancellationsToExchange', false),
      categories: isOn('TrackCategorizedItems', true),
    };
  }

  /** Everybody with a ready mailbox, and as which resources they can be booked (BKG-017, BKG-110 to BKG-114). */
  async technicians() {
    const profile = 'emailserverprofile($select=statecode,incomingcredentialretrieval)';
    const mailboxes = await this.#list(
      `mailboxes?$select=emailaddress,_regardingobjectid_value&$filter=${READY}&$expand=${profile}`,
    );
    const resources = await this.#list(
      'bookableresources?$select=_userid_value&$filter=resourcetype eq 3 and statecode eq 0',
    );
    return mailboxes
      .filter(
        ({ emailserverprofile: used }) =>
          used?.statecode === 0 && used.incomingcredentialretrieval === SERVER_TO_SERVER,
      )
      .map((row) => ({
        user: row._regardingobjectid_value,
        mailbox: row.emailaddress,
        resources: resources
          .filter((resource) => resource._userid_value === row._regardingobjectid_value)
          .map((resource) => resource.bookableresourceid),
      }))
      .filter(({ user, resources: own }) => user && own.length);
  }

  /** The work-order bookings of a technician from an instant on that the technician may read, by id. */
  async bookings({ user, resources }, from) {
    const own = resources.map((id) => `_resource_value eq ${id}`).join(' or ');
    const filter = `(${own}) and _msdyn_workorder_value ne null and starttime ge ${from}`;
    const rows = await this.#list(`bookableresourcebookings?${BOOKING}&$filter=${filter}`, user);
    return new Map(rows.map((row) => [row.bookableresourcebookingid, row]));
  }

  /** One booking as the technician sees it: the row, 'deleted', or 'hidden' where it exists out of sight. */
  async booking(id, user) {
    try {
      return await this.#get(`bookableresourcebookings(${id})?${BOOKING}`, user);
    } catch (error) {
      if (error.status === 404) return 'deleted';
      if (error.status === 403) return 'hidden';
      throw error;
    }
  }

  /** What the entry tells about a work order as it is now; what is empty is undefined (BKG-037). */
  async workOrder(id, user) {
    const row = await this.#get(`msdyn_workorders(${id})?${WORK_ORDER}`, user);
    const named = (from, column) => from?.[`${column}@${FORMATTED}`];
    return {
      number: row.msdyn_name,
      location: ADDRESS.map((name) => row[`msdyn_${name}`])
        .filter(Boolean)
        .join(', '),
      priority: named(row, '_msdyn_priority_value'),
      type: named(row, '_msdyn_workordertype_value'),
      incident: named(row, '_msdyn_primaryincidenttype_value'),
      summary: row.msdyn_workordersummary,
      account: named(row, '_msdyn_serviceaccount_value'),
      contact: named(row.msdyn_ServiceAccount, '_primarycontactid_value'),
    };
  }

  /** Acts with the rights of the user, where one is named, so that nobody learns of what they may not read. */
  #get(path, user) {
    const headers = {
      'OData-Version': '4.0',
      'OData-MaxVersion': '4.0',
      Prefer: `odata.include-annotations="${FORMATTED}"`,
    };
    if (user) headers.MSCRMCallerID = user;
    return this.service.call('GET', path, { headers });
  }

  async #list(path, user) {
    const rows = [];
    for (let next = path; next;) {
      const page = await this.#get(next, user);
      rows.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return rows;
  }
}

/** By status columns: names are localised, and customers add their own. */
export const isCanceled = ({ BookingStatus: status }) =>
  status?.msdyn_fieldservicestatus === CANCELED || status?.status === SCHEDULING_CANCELED;
