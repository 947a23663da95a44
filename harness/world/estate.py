"""What every organisation with Field Service has: statuses, profile, roles, views."""

from __future__ import annotations

from typing import Final

from faker import Faker

from fakes import Tenant
from fakes.dataverse.rights import Depth

CANCELED: Final = 690970005
_STATUSES: Final = (  # name, bookingstatus.status, msdyn_fieldservicestatus (9.8)
    ("Scheduled", 2, 690970000),
    ("Traveling", 2, 690970001),
    ("On Break", 2, 690970002),
    ("In Progress", 2, 690970003),
    ("Completed", 2, 690970004),
    ("Canceled", 3, CANCELED),
)
READY_MAILBOX: Final = {  # spec/README.md, "Ready mailbox in fixtures"
    "emailrouteraccessapproval": 1,
    "isemailaddressapprovedbyo365admin": True,
    "actdeliverymethod": 1,
    "incomingemaildeliverymethod": 2,
    "outgoingemaildeliverymethod": 2,
    "enabledforact": True,
    "enabledforincomingemail": True,
    "enabledforoutgoingemail": True,
    "actstatus": 1,
    "incomingemailstatus": 1,
    "outgoingemailstatus": 1,
    "mailboxstatus": 1,
    "isactsyncorgflagset": True,
    "orgmarkedasprimaryforexchangesync": True,
}
_SERVER_PROFILE: Final = {
    "name": "Microsoft Exchange Online",
    "servertype": 3,
    "incomingauthenticationprotocol": 4,
    "outgoingauthenticationprotocol": 4,
    "incomingcredentialretrieval": 2,
    "outgoingcredentialretrieval": 2,
    "incomingserverlocation": "https://outlook.office365.com/EWS/Exchange.asmx",
    "outgoingserverlocation": "https://outlook.office365.com/EWS/Exchange.asmx",
    "useautodiscover": False,
    "usedefaulttenantid": True,
    "lastauthorizationstatus": 1,
    "lasttestvalidationstatus": 1,
    "lasttestexecutionstatus": 1,
}
_READABLE: Final = (  # what a technician's role may read in the own business unit
    "bookableresourcebooking",
    "bookableresource",
    "bookingstatus",
    "msdyn_workorder",
    "msdyn_workordertype",
    "msdyn_priority",
    "msdyn_incidenttype",
    "account",
    "contact",
    "activity",
)
_FACTS_FAKER: Final = Faker("en_GB")


class Estate:
    """The rows that scenarios build upon. People and places come from Faker."""

    def __init__(self, tenant: Tenant, *, seed: int) -> None:
        self._dataverse = tenant.dataverse
        _FACTS_FAKER.seed_instance(seed)
        self._faker = _FACTS_FAKER
        dataverse = self._dataverse
        dataverse.update(
            "organization",
            dataverse.organization_id,
            {"isresourcebookingexchangesyncenabled": True},
        )
        self.statuses = {
            name: dataverse.create(
                "bookingstatus",
                {"name": name, "status": status, "msdyn_fieldservicestatus": field},
            )
            for name, status, field in _STATUSES
        }
        self.server_profile = dataverse.create("emailserverprofile", _SERVER_PROFILE)
        self.technician_role = dataverse.add_role(
            "Field Service - Resource",
            {f"prvRead{table}": Depth.LOCAL for table in _READABLE}
            | {f"prvWrite{table}": Depth.BASIC for table in _READABLE},
        )
        self.dispatcher = dataverse.add_user(
            name=self.person("dispatcher"),
            email="dispatcher@fabrikam.example",
            roles=(dataverse.system_administrator,),
        )
        elsewhere = dataverse.add_business_unit("Another region")
        self.outsider = dataverse.add_user(
            name=self.person("outsider"),
            email="somebody.else@fabrikam.example",
            business_unit=elsewhere,
            roles=(dataverse.system_administrator,),
        )
        self.booking_view = dataverse.create(
            "savedquery",
            {
                "name": "Bookings that synchronise with Outlook",
                "returnedtypecode": "bookableresourcebooking",
                "querytype": 256,
                "fetchxml": booking_view(past_days=7, future_days=14),
                "isdefault": True,
            },
        )

    def person(self, part: str) -> str:
        """A person's name; `part` only says for whom."""
        del part
        return str(self._faker.name())

    def place(self) -> str:
        """A street and a town."""
        return f"{self._faker.street_address()}, {self._faker.city()}".replace(
            "\n", " "
        )

    def company(self) -> str:
        """A company's name."""
        return str(self._faker.company())

    def add_appointment_filter(self, user_id: str) -> str:
        """The user's own filter for appointments, as new users get it."""
        return self._dataverse.create(
            "userquery",
            {
                "name": "My appointments",
                "returnedtypecode": "appointment",
                "querytype": 256,
                "fetchxml": (
                    '<fetch version="1.0"><entity name="appointment"><filter>'
                    '<condition attribute="ownerid" operator="eq-userid"/>'
                    "</filter></entity></fetch>"
                ),
                "ownerid": ("systemuser", user_id),
            },
        )


def booking_view(*, past_days: int, future_days: int) -> str:
    """The FetchXML of the system view that selects bookings (BKG-056)."""
    return (
        '<fetch version="1.0"><entity name="bookableresourcebooking"><filter>'
        '<condition attribute="msdyn_workorder" operator="not-null"/>'
        '<filter type="or"><condition attribute="starttime" operator="last-x-days" '
        f'value="{past_days}"/><condition attribute="starttime" '
        f'operator="next-x-days" value="{future_days}"/></filter>'
        "</filter></entity></fetch>"
    )
