"""Invented registry records, flat and nested, and generated ones. No such study exists."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

Record = dict[str, Any]

FLAT: Record = {
    "NCTId": "NCT90000001",
    "BriefTitle": "Larkspur Cells for Stiff Wings: the PENGUIN-1 Study",
    "OfficialTitle": "A Phase II, Randomized Study of Larkspur Cells in Stiff Wings",
    "BriefSummary": "Larkspur cells improved wings in mice.\n\nDo they in people, it asks.",
    "DetailedDescription": "OBJECTIVES:\n\n- To compare wings.\n2. To count adverse events.",
    "StudyType": "Interventional",
    "Phase": "Phase 2",
    "DesignAllocation": "Randomized",
    "DesignInterventionModel": "Parallel Assignment",
    "DesignMasking": "Double",
    "DesignPrimaryPurpose": "Treatment",
    "EnrollmentCount": "42",
    "EnrollmentType": "Actual",
    "OverallStatus": "Completed",
    "StartDate": "March 3, 2015",
    "CompletionDate": "July 2017",
    "Condition": ["Stiff Wing", "Old Feathers"],
    "InterventionName": ["Larkspur cells", "Saline"],
    "InterventionType": ["Biological", "Other"],
    "InterventionDescription": ["2 million cells per kg,\n\none", "Saline."],
    "ArmGroupLabel": ["Cells", "Control"],
    "ArmGroupDescription": ["Larkspur cells on day 1", "Saline on day 1"],
    "PrimaryOutcomeMeasure": "Change in wing span",
    "PrimaryOutcomeTimeFrame": "12 months",
    "SecondaryOutcomeMeasure": ["Flights per day", "Serious adverse events"],
    "EligibilityCriteria": (
        "Inclusion Criteria:\n\nWings that do not fold\nNo evidence of moulting\n\n"
        "Exclusion Criteria:\n\n1. Flightless birds"
    ),
    "MinimumAge": "18 Years",
    "MaximumAge": "80 Years",
    "LeadSponsorName": "Institute of Invented Birds",
    "LocationCountry": ["Iceland", "Iceland", "Norway"],
    "ReferenceCitation": ["Puffin A. Wings | a review. J Inv Birds. 2009;1:1-9."],
    "ReferencePMID": ["19000001"],
}

POSTED: Record = {
    **FLAT,
    "NCTId": "NCT90000002",
    "ResultsFirstPostDate": "May 5, 2018",
    "OutcomeMeasureTitle": ["Change in Wing Span", "Flights per Day"],
    "OutcomeMeasureTimeFrame": ["12 months", "6 months"],
    "OutcomeMeasurementValue": ["3.1", "0.2", "8", "7"],
    "SeriousEventTerm": ["Moult", "Moult", "Lost feather"],
    "LimitationsAndCaveatsDescription": "Few birds came back.",
}

NESTED: Record = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT90000003",
            "briefTitle": "Teasel Cells for Tired Hooves",
            "acronym": "TEASEL",
        },
        "statusModule": {
            "overallStatus": "ACTIVE_NOT_RECRUITING",
            "lastUpdatePostDateStruct": {"date": "2024-02-23", "type": "ACTUAL"},
            "startDateStruct": {"date": "2021-10", "type": "ACTUAL"},
            "completionDateStruct": {"date": "2026-11-24", "type": "ESTIMATED"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Hoof House", "class": "OTHER"}},
        "descriptionModule": {"briefSummary": "Teasel cells are tested at \\>5 sites."},
        "conditionsModule": {"conditions": ["Tired Hoof"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {
                "allocation": "NON_RANDOMIZED",
                "interventionModel": "SEQUENTIAL",
                "primaryPurpose": "TREATMENT",
                "maskingInfo": {"masking": "NONE"},
            },
            "enrollmentInfo": {"count": 24, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Low", "type": "EXPERIMENTAL", "description": "1 million cells"},
                {"label": "High", "type": "EXPERIMENTAL"},
            ],
            "interventions": [{"type": "BIOLOGICAL", "name": "Teasel cells"}],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Steps", "timeFrame": "1 year"}]},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Hoof older than 5 years",
            "sex": "ALL",
            "minimumAge": "5 Years",
        },
        "contactsLocationsModule": {"locations": [{"country": "Chile"}, {"city": "Lima"}]},
        "referencesModule": {"references": [{"pmid": "19000002", "citation": "Hoof B. Steps."}]},
    },
    "hasResults": False,
}

RESULTS_SECTION: Record = {
    "outcomeMeasuresModule": {
        "outcomeMeasures": [
            {
                "type": "PRIMARY",
                "title": "Steps per Day",
                "timeFrame": "1 year",
                "paramType": "MEAN",
                "unitOfMeasure": "steps",
                "groups": [{"id": "OG1", "title": "Low"}, {"id": "OG2", "title": "High"}],
                "denoms": [
                    {"units": "Hooves", "counts": [{"groupId": "OG1", "value": "48"}]},
                    {
                        "units": "Participants",
                        "counts": [
                            {"groupId": "OG1", "value": "12"},
                            {"groupId": "OG2", "value": "11"},
                        ],
                    },
                ],
                "classes": [
                    {
                        "title": "Front",
                        "categories": [
                            {
                                "measurements": [
                                    {"groupId": "OG1", "value": "10.5", "spread": "2.1"},
                                    {
                                        "groupId": "OG2",
                                        "value": "9",
                                        "lowerLimit": "7",
                                        "upperLimit": "11",
                                    },
                                ]
                            }
                        ],
                    }
                ],
                "analyses": [
                    {
                        "groupIds": ["OG1", "OG2"],
                        "paramType": "Mean difference",
                        "paramValue": "1.5",
                        "ciPctValue": "95",
                        "ciLowerLimit": "-0.2",
                        "ciUpperLimit": "3.2",
                        "pValue": "0.09",
                    }
                ],
            }
        ]
    },
    "adverseEventsModule": {
        "eventGroups": [{"id": "EG1", "title": "Low"}, {"id": "EG2", "title": "High"}],
        "seriousEvents": [
            {
                "term": "Lost shoe",
                "stats": [
                    {"groupId": "EG1", "numAffected": 1, "numAtRisk": 12},
                    {"groupId": "EG2", "numAffected": 0, "numAtRisk": 11},
                ],
            }
        ],
    },
    "moreInfoModule": {"limitationsAndCaveats": {"description": "Two horses were ponies."}},
}

NESTED_POSTED: Record = {
    **NESTED,
    "protocolSection": {
        **NESTED["protocolSection"],
        "identificationModule": {"nctId": "NCT90000004", "briefTitle": "Teasel Cells, Again"},
        "statusModule": {
            "overallStatus": "COMPLETED",
            "lastUpdatePostDateStruct": {"date": "2024-02-23"},
            "resultsFirstPostDateStruct": {"date": "2023-05-01"},
        },
        "designModule": {
            **NESTED["protocolSection"]["designModule"],
            "enrollmentInfo": {"count": 23, "type": "ACTUAL"},
        },
    },
    "resultsSection": RESULTS_SECTION,
    "hasResults": True,
}


def changed(record: Record = FLAT, **fields: object) -> Record:
    """Return a copy of a flat record with other fields; None takes a field out."""
    new = {**record, **fields}
    return {name: value for name, value in new.items() if value is not None}


def write_lines(folder: Path, *records: object, name: str = "trials.jsonl") -> Path:
    """Write records one a line; a text or bytes is written as it stands."""
    path = folder / name
    with path.open("wb") as file:
        for record in records:
            data = record if isinstance(record, (str, bytes)) else json.dumps(record)
            file.write(data if isinstance(data, bytes) else data.encode("utf-8"))
            file.write(b"\n")
    return path


_PHRASES = (
    "cells improved wings. They fly|in 12% (p=.02)\nNext line\r\nthird\u2028fourth\t\x00\x85 "
    "Inclusion Criteria:\n- item\n* item\n1. item\n-\n(2)\n NCT01234567 doi:10.1000/x.1 <b> [a] "
    "[^1] \ud83d \ufeff naïve 细胞 e.g. et al. Phase III **x** # | 5% \\| PMID: 12 – – ------"
).split(" ")
words = st.one_of(
    st.lists(st.sampled_from(_PHRASES), max_size=8).map(" ".join),
    st.text(max_size=30),
)
values = st.one_of(
    words,
    st.lists(st.one_of(words, st.none(), st.integers(), words), max_size=4),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)
numbers = st.from_regex(r"NCT9[0-9]{7}", fullmatch=True)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Return a flat record with a number: real terms, invented words and values of any type."""
    names = draw(st.lists(st.sampled_from(sorted(POSTED)), unique=True))
    made: Record = {name: draw(st.one_of(st.just(POSTED[name]), values)) for name in names}
    return {**made, "NCTId": draw(numbers)}


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def nested_records(draw: st.DrawFn) -> Record:
    """Return a nested record in which any part may be replaced by any value."""

    def broken(value: object, depth: int) -> object:
        if depth > 2 and draw(st.integers(0, 9)) == 0:
            return draw(json_values)
        if isinstance(value, dict):
            return {name: broken(one, depth + 1) for name, one in value.items()}
        if isinstance(value, list):
            return [broken(one, depth + 1) for one in value]
        return value

    made = broken(NESTED_POSTED, 0)
    assert isinstance(made, dict)
    return made
