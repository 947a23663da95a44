"""Tables as `EntityMetadata` (section 11.2), as one organisation has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from fakes.dataverse.metadata import relationships
from fakes.dataverse.metadata.attributes import BASE as ATTRIBUTE
from fakes.dataverse.metadata.attributes import attributes
from fakes.dataverse.metadata.shared import (
    FOUNDED,
    VERSION,
    Definition,
    Link,
    Properties,
    is_custom,
    label,
    managed,
    metadata_id,
)
from fakes.dataverse.schema import Ownership, Table

if TYPE_CHECKING:
    from fakes.dataverse.customization import Customization

BASE: Final = "EntityMetadata"
KEY: Final = "EntityKeyMetadata"
_OWNERSHIP: Final = {
    Ownership.USER: "UserOwned",
    Ownership.ORGANIZATION: "OrganizationOwned",
    Ownership.BUSINESS: "BusinessOwned",
    Ownership.NONE: "None",
}
# The same for every table, as the platform has them for its own (inferred).
_CONSTANT: Final[Properties] = {
    "ActivityTypeMask": 0,
    "AutoRouteToOwnerQueue": False,
    "CanTriggerWorkflow": True,
    "EntityHelpUrlEnabled": False,
    "EntityHelpUrl": None,
    "IsDocumentManagementEnabled": False,
    "IsOneNoteIntegrationEnabled": False,
    "IsInteractionCentricEnabled": False,
    "IsKnowledgeManagementEnabled": False,
    "IsSLAEnabled": False,
    "IsBPFEntity": False,
    "AutoCreateAccessTeams": False,
    "IsChildEntity": False,
    "IsAvailableOffline": True,
    "IsAIRUpdated": False,
    "IconLargeName": None,
    "IconMediumName": None,
    "IconSmallName": None,
    "IconVectorName": None,
    "IsBusinessProcessEnabled": False,
    "SyncToExternalSearchIndex": False,
    "IsImportable": True,
    "IsManaged": True,
    "IsEnabledForCharts": True,
    "IsEnabledForTrace": False,
    "IsValidForAdvancedFind": True,
    "DaysSinceRecordLastModified": 0,
    "MobileOfflineFilters": "",
    "IsReadingPaneEnabled": True,
    "IsQuickCreateEnabled": False,
    "PrimaryImageAttribute": None,
    "RecurrenceBaseEntityLogicalName": None,
    "ReportViewName": None,
    "IntroducedVersion": VERSION,
    "IsStateModelAware": False,
    "EnforceStateTransitions": False,
    "ExternalName": None,
    "ExternalCollectionName": None,
    "EntityColor": "",
    "IsEnabledForExternalChannels": False,
    "IsPrivate": False,
    "UsesBusinessDataLabelTable": False,
    "IsLogicalEntity": False,
    "HasNotes": False,
    "HasActivities": False,
    "HasFeedback": False,
    "IsSolutionAware": False,
    "IsArchivalEnabled": False,
    "IsRetentionEnabled": False,
    "IsRetrieveAuditEnabled": False,
    "IsRetrieveMultipleAuditEnabled": False,
    "TableType": "Standard",
    "DataProviderId": None,
    "DataSourceId": None,
    "CreatedOn": FOUNDED,
    "ModifiedOn": FOUNDED,
}
_MANAGED: Final = {  # managed properties: name for people who restrict them, value
    "IsAuditEnabled": ("canmodifyauditsettings", False),
    "IsValidForQueue": ("canmodifyqueuesettings", False),
    "IsConnectionsEnabled": ("canmodifyconnectionsettings", False),
    "IsCustomizable": ("iscustomizable", True),
    "IsRenameable": ("isrenameable", True),
    "IsMappable": ("ismappable", True),
    "IsDuplicateDetectionEnabled": ("canmodifyduplicatedetectionsettings", True),
    "CanCreateAttributes": ("cancreateattributes", True),
    "CanCreateForms": ("cancreateforms", True),
    "CanCreateViews": ("cancreateviews", True),
    "CanCreateCharts": ("cancreatecharts", True),
    "CanBeRelatedEntityInRelationship": ("canberelatedentityinrelationship", True),
    "CanBePrimaryEntityInRelationship": ("canbeprimaryentityinrelationship", True),
    "CanBeInManyToMany": ("canbeinmanytomany", True),
    "CanBeInCustomEntityAssociation": ("canbeincustomentityassociation", True),
    "CanEnableSyncToExternalSearchIndex": (
        "canenablesynctoexternalsearchindex",
        True,
    ),
    "CanModifyAdditionalSettings": ("canmodifyadditionalsettings", True),
    "CanChangeHierarchicalRelationship": ("canchangehierarchicalrelationship", True),
    "CanChangeTrackingBeEnabled": ("canchangetrackingbeenabled", True),
    "IsMailMergeEnabled": ("canmodifymailmergesettings", False),
    "IsVisibleInMobile": ("canmodifymobilevisibility", False),
    "IsVisibleInMobileClient": ("canmodifymobileclientvisibility", True),
    "IsReadOnlyInMobileClient": ("canmodifymobileclientreadonly", False),
    "IsOfflineInMobileClient": ("canmodifymobileclientoffline", True),
}


def entities(
    tables: Mapping[str, Table], customization: Customization
) -> tuple[Definition, ...]:
    """Every table of the organisation, in the order of the schema."""
    return tuple(entity(tables, table, customization) for table in tables.values())


def entity(
    tables: Mapping[str, Table], table: Table, customization: Customization
) -> Definition:
    """The definition of one table; columns and relationships when asked for."""
    secured = customization.secured_of(table)
    return Definition(
        base=BASE,
        type=BASE,
        values=_values(table, customization),
        links={
            "Attributes": Link(ATTRIBUTE, lambda: attributes(table, secured)),
            "Keys": Link(KEY, lambda: _keys(table, customization)),
            "OneToManyRelationships": Link(
                relationships.ONE_TO_MANY,
                lambda: relationships.one_to_many(tables, table),
            ),
            "ManyToOneRelationships": Link(
                relationships.ONE_TO_MANY,
                lambda: relationships.many_to_one(tables, table),
            ),
            "ManyToManyRelationships": Link(
                relationships.MANY_TO_MANY,
                lambda: relationships.many_to_many(tables, table),
            ),
        },
    )


def _values(table: Table, customization: Customization) -> Properties:
    names = ("entity", table.name)
    many = f"{table.label}s"
    return {
        "MetadataId": metadata_id(*names),
        "HasChanged": None,
        **_CONSTANT,
        "Description": label("", *names, "description"),
        "DisplayName": label(table.label, *names),
        "DisplayCollectionName": label(many, *names, "collection"),
        "LogicalName": table.name,
        "SchemaName": table.schema_name,
        "LogicalCollectionName": table.entity_set,
        "CollectionSchemaName": many.replace(" ", ""),
        "EntitySetName": table.entity_set,
        "ObjectTypeCode": table.code,
        "OwnershipType": _OWNERSHIP[table.ownership],
        "PrimaryIdAttribute": table.key,
        "PrimaryNameAttribute": table.primary_name,
        "IsActivity": table.activity,
        "IsActivityParty": False,
        "IsCustomEntity": is_custom(table.name),
        "IsIntersect": bool(table.intersect),
        "IsOptimisticConcurrencyEnabled": table.concurrency,
        "ChangeTrackingEnabled": customization.tracks(table),
        **{
            name: managed(logical, value) for name, (logical, value) in _MANAGED.items()
        },
    }


def _keys(table: Table, customization: Customization) -> tuple[Definition, ...]:
    """The alternate keys of the table (section 3.3)."""
    return tuple(
        Definition(
            base=KEY,
            type=KEY,
            values={
                "MetadataId": metadata_id("key", table.name, name),
                "HasChanged": None,
                "DisplayName": label(name, "key", table.name, name),
                "LogicalName": name.lower(),
                "SchemaName": name,
                "EntityLogicalName": table.name,
                "KeyAttributes": list(columns),
                "IsCustomizable": managed("iscustomizable", value=True),
                "IsManaged": False,
                "IntroducedVersion": "1.0",
                "EntityKeyIndexStatus": "Active",
                "IsSynchronous": True,
                "IsExportKey": False,
                "IsSecondaryKey": False,
            },
        )
        for name, columns in customization.keys_of(table).items()
    )
