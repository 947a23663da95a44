"""The tables of this fake against section 9 of the fact sheet."""

from __future__ import annotations

import pytest

from fakes.dataverse.schema import ELSEWHERE, TABLES, Navigation

# Section 9.0; codes of Field Service's own tables differ by organisation.
OVERVIEW = """
mailbox mailboxes mailboxid name 9606
emailserverprofile emailserverprofiles emailserverprofileid name 9605
organization organizations organizationid name 1019
usersettings usersettingscollection systemuserid - 150
systemuser systemusers systemuserid fullname 8
account accounts accountid name 1
contact contacts contactid fullname 2
appointment appointments activityid subject 4201
recurringappointmentmaster recurringappointmentmasters activityid subject 4251
task tasks activityid subject 4212
activityparty activityparties activitypartyid partyidname 135
activitymimeattachment activitymimeattachments activitymimeattachmentid filename 1001
savedquery savedqueries savedqueryid name 1039
userquery userqueries userqueryid name 4230
syncerror syncerrors syncerrorid name 9869
tracelog tracelogs tracelogid text 8050
exchangesyncidmapping exchangesyncidmappings exchangesyncidmappingid - 4120
syncattributemapping syncattributemappings syncattributemappingid - 1401
fieldsecurityprofile fieldsecurityprofiles fieldsecurityprofileid name 1200
fieldpermission fieldpermissions fieldpermissionid - 1201
principalobjectaccess principalobjectaccessset principalobjectaccessid - 11
bookableresourcebooking bookableresourcebookings bookableresourcebookingid name 1145
bookableresource bookableresources bookableresourceid name 1150
bookingstatus bookingstatuses bookingstatusid name 1152
msdyn_workorder msdyn_workorders msdyn_workorderid msdyn_name 10540
msdyn_workordertype msdyn_workordertypes msdyn_workordertypeid msdyn_name 10547
msdyn_priority msdyn_priorities msdyn_priorityid msdyn_name 10386
msdyn_incidenttype msdyn_incidenttypes msdyn_incidenttypeid msdyn_name 10502
""".strip().splitlines()


@pytest.mark.parametrize("line", OVERVIEW)
def test_a_table_has_the_names_of_the_overview(line: str) -> None:
    """Section 9.0: set names are not plain plurals (trap 38)."""
    name, entity_set, key, primary, code = line.split()

    table = TABLES[name]

    assert (table.entity_set, table.key) == (entity_set, key)
    assert table.primary_name == (None if primary == "-" else primary)
    assert table.code == int(code)


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("mailbox", "actdeliverymethod", range(3)),
        ("mailbox", "incomingemaildeliverymethod", range(4)),
        ("emailserverprofile", "incomingcredentialretrieval", range(8)),
        ("activityparty", "participationtypemask", range(1, 14)),
        ("syncerror", "errortype", range(4)),
        ("syncattributemapping", "syncdirection", range(4)),
        ("recurringappointmentmaster", "recurrencepatterntype", range(4)),
        ("recurringappointmentmaster", "monthofyear", range(13)),
        ("recurringappointmentmaster", "instance", range(1, 6)),
        ("bookingstatus", "msdyn_fieldservicestatus", range(690970000, 690970006)),
        ("msdyn_workorder", "msdyn_systemstatus", range(690970000, 690970006)),
        ("bookableresource", "resourcetype", range(1, 9)),
        ("fieldpermission", "canreadunmasked", (0, 1, 3)),
    ],
)
def test_a_choice_has_the_values_of_the_sheet(
    table: str, column: str, values: range
) -> None:
    """Sections 9.1 to 9.8."""
    assert list(TABLES[table].columns[column].options) == list(values)


def test_statuses_differ_between_kinds_of_activity() -> None:
    """Section 9.5: task 5 is Completed, appointment 5 is Busy (trap 27)."""
    states = TABLES["appointment"].states

    assert {code: tuple(one.status) for code, one in states.items()} == {
        0: (1, 2),
        1: (3,),
        2: (4,),
        3: (5, 6),
    }
    assert TABLES["recurringappointmentmaster"].states == states
    assert {code: tuple(one.status) for code, one in TABLES["task"].states.items()} == {
        0: (2, 3, 4, 7),
        1: (5,),
        2: (6,),
    }


@pytest.mark.parametrize(
    ("table", "collection", "target", "column"),
    [
        ("account", "Account_Tasks", "task", "regardingobjectid"),
        ("account", "Account_Appointments", "appointment", "regardingobjectid"),
        ("contact", "Contact_Tasks", "task", "regardingobjectid"),
        ("contact", "Contact_Appointments", "appointment", "regardingobjectid"),
        (
            *("appointment", "appointment_activity_parties"),
            *("activityparty", "activityid"),
        ),
        ("task", "task_activity_parties", "activityparty", "activityid"),
        (
            *("appointment", "appointment_activity_mime_attachment"),
            *("activitymimeattachment", "objectid"),
        ),
        ("appointment", "Appointment_SyncErrors", "syncerror", "regardingobjectid"),
        (
            *("recurringappointmentmaster", "recurringappointmentmaster_appointment"),
            *("appointment", "seriesid"),
        ),
        (
            *("bookableresource", "bookableresource_bookableresourcebooking_Resource"),
            *("bookableresourcebooking", "resource"),
        ),
        (
            *(
                "msdyn_workorder",
                "msdyn_msdyn_workorder_bookableresourcebooking_WorkOrder",
            ),
            *("bookableresourcebooking", "msdyn_workorder"),
        ),
        ("bookableresource", *("userid", "systemuser", "userid")),
        ("mailbox", *("regardingobjectid_queue", "queue", "regardingobjectid")),
        ("activityparty", *("partyid_contact", "contact", "partyid")),
        ("task", *("ownerid_task", "systemuser", "ownerid")),
        ("task", *("createdby_task", "systemuser", "createdby")),
    ],
)
def test_a_navigation_property_leads_where_the_sheet_says(
    table: str, collection: str, target: str, column: str
) -> None:
    """Sections 9.1, 9.5, 9.8: names with their case."""
    link = TABLES[table].navigations[collection]

    assert (link.target, link.column) == (target, column)


def test_a_property_for_one_target_takes_rows_of_that_target_alone() -> None:
    """Only owners are of two tables."""
    several = {
        (table.name, link.name): link.targets
        for table in TABLES.values()
        for link in table.navigations.values()
        if len(link.targets) > 1
    }

    assert set(several.values()) == {("systemuser", "team")}
    assert all(name.startswith("ownerid") for _, name in several)


def test_every_partner_names_its_partner() -> None:
    """Both ends of every relationship, wherever the other end is a table here."""

    def back(name: str, link: Navigation) -> None:
        other = TABLES[link.target].navigations[link.partner]
        assert other.partner == link.name, (name, link)
        assert other.target == name, (name, link)

    for table in TABLES.values():
        for link in table.navigations.values():
            if link.partner:
                back(table.name, link)


def test_relationships_have_names_of_their_own() -> None:
    """Schema names are unique in an organisation, but for the two ends."""
    names = [
        (link.relationship, column.name)
        for table in TABLES.values()
        for column in table.columns.values()
        for link in table.navigations.values()
        if link.column == column.name
        if not link.collection
        if not (table.activity and link.name == f"{column.name}_{table.name}")
    ]

    assert len({name for name, _ in names}) == len(names)


def test_tables_of_the_real_service_that_are_missing_are_not_also_here() -> None:
    assert not set(ELSEWHERE) & set(TABLES)
    sets = {table.entity_set for table in TABLES.values()}
    assert not sets & {one.entity_set for one in ELSEWHERE.values()}


@pytest.mark.parametrize(
    ("table", "column", "spelt"),
    [
        ("contact", "emailaddress1", "EMailAddress1"),
        ("bookableresourcebooking", "bookingstatus", "BookingStatus"),
        ("msdyn_workorder", "msdyn_serviceaccount", "msdyn_ServiceAccount"),
        ("mailbox", "actstatus", "ACTStatus"),
    ],
)
def test_columns_are_spelt_as_metadata_do(table: str, column: str, spelt: str) -> None:
    assert TABLES[table].columns[column].schema_name == spelt
