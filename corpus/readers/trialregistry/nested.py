"""A record of the registry's interface, version 2, brought into the flat form of its exports.

The two hold the same elements under the same names; the interface nests them in modules.
Source: ClinicalTrials.gov, "Study Data Structure" of the data interface.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from corpus.readers.trialregistry.results import findings

_PLACES: Final[Mapping[str, str]] = {
    "NCTId": "identificationModule.nctId",
    "BriefTitle": "identificationModule.briefTitle",
    "OfficialTitle": "identificationModule.officialTitle",
    "Acronym": "identificationModule.acronym",
    "OverallStatus": "statusModule.overallStatus",
    "LastKnownStatus": "statusModule.lastKnownStatus",
    "WhyStopped": "statusModule.whyStopped",
    "StartDate": "statusModule.startDateStruct.date",
    "CompletionDate": "statusModule.completionDateStruct.date",
    "CompletionDateType": "statusModule.completionDateStruct.type",
    "LastUpdatePostDate": "statusModule.lastUpdatePostDateStruct.date",
    "StatusVerifiedDate": "statusModule.statusVerifiedDate",
    "ResultsFirstPostDate": "statusModule.resultsFirstPostDateStruct.date",
    "LeadSponsorName": "sponsorCollaboratorsModule.leadSponsor.name",
    "BriefSummary": "descriptionModule.briefSummary",
    "DetailedDescription": "descriptionModule.detailedDescription",
    "Condition": "conditionsModule.conditions",
    "StudyType": "designModule.studyType",
    "Phase": "designModule.phases",
    "DesignAllocation": "designModule.designInfo.allocation",
    "DesignInterventionModel": "designModule.designInfo.interventionModel",
    "DesignMasking": "designModule.designInfo.maskingInfo.masking",
    "DesignPrimaryPurpose": "designModule.designInfo.primaryPurpose",
    "EnrollmentCount": "designModule.enrollmentInfo.count",
    "EnrollmentType": "designModule.enrollmentInfo.type",
    "ArmGroupLabel": "armsInterventionsModule.armGroups.label",
    "ArmGroupDescription": "armsInterventionsModule.armGroups.description",
    "InterventionName": "armsInterventionsModule.interventions.name",
    "InterventionType": "armsInterventionsModule.interventions.type",
    "InterventionDescription": "armsInterventionsModule.interventions.description",
    "PrimaryOutcomeMeasure": "outcomesModule.primaryOutcomes.measure",
    "PrimaryOutcomeTimeFrame": "outcomesModule.primaryOutcomes.timeFrame",
    "SecondaryOutcomeMeasure": "outcomesModule.secondaryOutcomes.measure",
    "SecondaryOutcomeTimeFrame": "outcomesModule.secondaryOutcomes.timeFrame",
    "EligibilityCriteria": "eligibilityModule.eligibilityCriteria",
    "MinimumAge": "eligibilityModule.minimumAge",
    "MaximumAge": "eligibilityModule.maximumAge",
    "Gender": "eligibilityModule.sex",
    "LocationCountry": "contactsLocationsModule.locations.country",
    "ReferenceCitation": "referencesModule.references.citation",
    "ReferencePMID": "referencesModule.references.pmid",
}
_RESULTS: Final[Mapping[str, str]] = {
    "OutcomeMeasureTitle": "outcomeMeasuresModule.outcomeMeasures.title",
    "OutcomeMeasureTimeFrame": "outcomeMeasuresModule.outcomeMeasures.timeFrame",
    "SeriousEventTerm": "adverseEventsModule.seriousEvents.term",
    "LimitationsAndCaveatsDescription": "moreInfoModule.limitationsAndCaveats.description",
}
_TERMS: Final = frozenset(
    "StudyType DesignAllocation DesignInterventionModel DesignMasking DesignPrimaryPurpose"
    " EnrollmentType CompletionDateType InterventionType Gender".split()
)
"""Elements whose values are constants ("SINGLE_GROUP") and read better as words."""
_MARKED: Final = frozenset({"BriefSummary", "DetailedDescription", "EligibilityCriteria"})
"""Elements that the interface gives as Markdown, with a backslash before marks that are none."""
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]<>()#+.!~^&=|-])")
_MODELS: Final = frozenset({"PARALLEL", "SINGLE_GROUP", "CROSSOVER", "FACTORIAL", "SEQUENTIAL"})
POSTED: Final = "PostedFinding"
"""Name under which the lines of posted results are put; no flat export has it."""
FLAT_FIELDS: Final = frozenset({*_PLACES, *_RESULTS, POSTED})
"""Names of the flat elements that are read."""


def is_nested(record: Mapping[str, Any]) -> bool:
    """Tell whether a record is nested in sections, as the registry's interface gives it."""
    return "protocolSection" in record


def flattened(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the flat fields of a nested record; a module of the wrong type gives none."""
    flat: dict[str, Any] = {}
    for key, places in (("protocolSection", _PLACES), ("resultsSection", _RESULTS)):
        for name, place in places.items():
            value = _at(record.get(key), place.split("."))
            if value not in (None, [], ""):
                flat[name] = _plain(name, value)
    if posted := findings(record.get("resultsSection")):
        flat[POSTED] = posted
    return flat


def _at(value: object, path: list[str]) -> object:
    """Return what lies under `path`; from a list, one value for each of its objects."""
    for place, name in enumerate(path):
        if isinstance(value, list):
            found = [_at(one, path[place:]) for one in value]
            return found if any(one is not None for one in found) else None
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def _plain(name: str, value: object) -> object:
    if name in _TERMS:
        return _worded(name, value)
    if name in _MARKED and isinstance(value, str):
        return _ESCAPED.sub(r"\1", value)
    return value


def _worded(name: str, value: object) -> object:
    if isinstance(value, list):
        return [_worded(name, one) for one in value]
    if not isinstance(value, str) or not value.isupper():
        return value
    if value in ("NA", "NONE"):
        return {"NA": "N/A", "NONE": "None (Open Label)" if name == "DesignMasking" else "None"}[
            value
        ]
    if value == "ESTIMATED":
        return "Anticipated"
    words = value.replace("NON_", "NON-").replace("_", " ").title()
    return f"{words} Assignment" if value in _MODELS else words
