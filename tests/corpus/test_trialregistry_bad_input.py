"""Bad registry files: a problem with file and line, and every other record still read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

import corpus.readers
from corpus.library import read_library
from corpus.passages import Budget
from corpus.readers.trialregistry.fields import MOST_CHARACTERS
from corpus.readers.trialregistry.input import read_lines
from corpus.readers.trialregistry.reader import read_registry
from corpus.records import Document, Problem
from corpus.source import ArticleError
from tests.corpus.proofs import proved
from tests.corpus.registry_records import (
    FLAT,
    NESTED,
    POSTED,
    Record,
    changed,
    nested_records,
    records,
    write_lines,
)

OTHER = changed(NCTId="NCT90000009")
checked = settings(
    derandomize=True,
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def told(documents: list[Document]) -> list[tuple[int, str, bool]]:
    return [(p.line, p.code, p.fatal) for document in documents for p in document.problems]


def numbers(documents: list[Document]) -> list[str]:
    return [document.own.key for document in documents if document.own]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{not json", "not-json"),
        ('{"NCTId": "NCT90000001"} {"more": 1}', "not-json"),
        ('{"NCTId": ' + "9" * 5000 + "}", "not-json"),
        ("[" * 100_000, "not-json"),
        ('{"a":' * 200_000, "not-json"),
        ('{"NCTId": "NCT90000001", "x": ' + "[" * 900 + "]" * 900 + "}", ""),
        ("[1, 2]", "not-a-record"),
        ('"text"', "not-a-record"),
        ("null", "not-a-record"),
        ("5", "not-a-record"),
        ("{}", "missing-identifier"),
        ('{"protocolSection": null}', "missing-identifier"),
        ('{"protocolSection": {"identificationModule": 3}}', "missing-identifier"),
        ('{"NCTId": null}', "missing-identifier"),
        ('{"NCTId": {"a": 1}}', "missing-identifier"),
        ('{"NCTId": "NCT9000001"}', "malformed-identifier"),
        ('{"NCTId": "NCT900000011"}', "malformed-identifier"),
        ('{"NCTId": "ISRCTN90000001"}', "malformed-identifier"),
        (b'{"NCTId": "NCT9000000\xe9"}', "not-utf-8"),
        (b"\x89PNG\r", "not-utf-8"),
    ],
)
def test_a_bad_line_stops_no_other(tmp_path: Path, line: str | bytes, code: str) -> None:
    path = write_lines(tmp_path, POSTED, line, "", OTHER)
    documents = list(read_registry(path))
    fatal = [p for document in documents for p in document.problems if p.fatal]
    assert [(p.path, p.line, p.code) for p in fatal] == ([(str(path), 2, code)] if code else [])
    assert [key for key in numbers(documents) if key != "NCT90000001"] == [
        "NCT90000002",
        "NCT90000009",
    ]
    assert all(len(problem.message) > 15 for problem in fatal)


def test_a_file_cut_off_in_its_last_record(tmp_path: Path) -> None:
    path = tmp_path / "trials.jsonl"
    whole = json.dumps(FLAT).encode() + b"\n"
    path.write_bytes(whole + json.dumps(OTHER).encode()[:300])
    documents = list(read_registry(path))
    assert numbers(documents) == ["NCT90000001"]
    assert told(documents) == [(2, "truncated-record", True)]
    path.write_bytes(b"\xef\xbb\xbf" + whole + json.dumps(OTHER).encode())
    assert numbers(list(read_registry(path))) == ["NCT90000001", "NCT90000009"]


def test_a_line_over_the_limit_is_passed_over_unread(tmp_path: Path) -> None:
    path = write_lines(tmp_path, {"NCTId": "NCT90000001"}, "x" * 5000, {"NCTId": "NCT90000009"})
    first, second, third = read_lines(path, max_bytes=100)
    assert isinstance(second, Problem)
    assert (second.line, second.code, second.fatal) == (2, "too-large", True)
    assert not isinstance(first, Problem)
    assert not isinstance(third, Problem)
    assert (first.line, third.line) == (1, 3)


@pytest.mark.parametrize(
    ("text", "read", "expected"),
    [
        ("[]", 0, None),
        (json.dumps([FLAT, 5, OTHER]), 2, (1, "not-a-record")),
        (f"[{json.dumps(FLAT)},\n{json.dumps(OTHER)[:99]}", 1, (2, "truncated-record")),
        (f"[{json.dumps(FLAT)},\n{{broken}}, {json.dumps(OTHER)}]", 1, (2, "not-json")),
        (f"[{json.dumps(FLAT)}\n{json.dumps(OTHER)}]", 1, (2, "not-json")),
        (f"[{json.dumps(FLAT)},", 1, (1, "truncated-record")),
        (f"[{json.dumps(FLAT)}]\n[]", 1, (1, "not-json")),
        (f"{json.dumps(FLAT)}\n{json.dumps(OTHER)}", 1, (1, "not-json")),
        ("{", 0, (1, "truncated-record")),
        ("{]", 0, (1, "not-json")),
        ("[" * 100_000, 0, (1, "not-json")),
        ('{"studies": 5}', 0, (1, "missing-identifier")),
        ('{"studies": [{}]}', 0, (1, "missing-identifier")),
    ],
)
def test_bad_json_files(
    tmp_path: Path, text: str, read: int, expected: tuple[int, str] | None
) -> None:
    path = tmp_path / "trials.json"
    path.write_text(text, encoding="utf-8")
    if expected is None:
        with pytest.raises(ArticleError, match="no registry record"):
            list(read_registry(path))
        return
    documents = list(read_registry(path))
    assert len(numbers(documents)) == read
    assert told(documents) == [(*expected, True)]


def test_what_holds_no_record_or_is_no_file_is_refused(tmp_path: Path) -> None:
    for data in (b"", b"\n \n", b'{"as-of": "2022-10"}\n'):
        path = tmp_path / "trials.jsonl"
        path.write_bytes(data)
        with pytest.raises(ArticleError, match="no registry record"):
            list(read_registry(path))
    for name in ("gone.jsonl", "gone.json"):
        with pytest.raises(ArticleError) as caught:
            list(read_registry(tmp_path / name))
        assert caught.value.problem.code == "unreadable"


def test_the_same_record_twice_and_two_records_of_one_number(tmp_path: Path) -> None:
    again = dict(reversed(FLAT.items()))
    documents = list(read_registry(write_lines(tmp_path, FLAT, OTHER, again)))
    assert numbers(documents) == ["NCT90000001", "NCT90000009"]
    assert told(documents) == [(3, "repeated-record", False)]
    other = changed(NCTId="nct-90000001", OverallStatus="Recruiting")
    documents = list(read_registry(write_lines(tmp_path, FLAT, other, OTHER)))
    assert numbers(documents) == ["NCT90000001", "NCT90000009"]
    assert told(documents) == [(2, "duplicate-record", True)]
    assert "line 1" in documents[1].problems[0].message


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"CompletionDate": "July 2014"}, "before it starts"),
        ({"StatusVerifiedDate": "2017-01"}, "as of 2017-01, and completion"),
        ({"ResultsFirstPostDate": "May 2010"}, "before the study starts"),
        ({"ResultsFirstPostDate": "May 2019", "OverallStatus": "Not yet recruiting",
          "EnrollmentType": "Anticipated"}, "results are posted and the status is Not yet"),
        ({"OverallStatus": "Withdrawn"}, "42 are enrolled"),
        ({"EnrollmentCount": "0"}, "nobody is enrolled"),
        ({"EnrollmentType": "Anticipated"}, "still the planned one"),
        ({"EnrollmentType": "ESTIMATED"}, "still the planned one"),
        ({"OverallStatus": "Not yet recruiting"}, "said to be the actual one"),
        ({"DesignAllocation": "N/A"}, "N/A and the model is Parallel"),
        ({"DesignInterventionModel": "Single Group Assignment"}, "the model is Single Group"),
        ({"ArmGroupLabel": "Cells", "ArmGroupDescription": "x"}, "there is one arm"),
        ({"StudyType": "Observational", "DesignAllocation": None}, "and has a phase (2)"),
        ({"StudyType": "Expanded Access", "Phase": None}, "has an allocation (Randomized)"),
        ({"Phase": ["Phase 1", "Phase 3"], "OfficialTitle": None}, "do not follow each other"),
        ({"Phase": "Phase 3"}, "the title says 2"),
        ({"MinimumAge": "30 Months", "MaximumAge": "2 Years"}, "above the highest"),
    ],
)  # fmt: skip
def test_a_record_that_contradicts_itself_is_read_and_told(
    tmp_path: Path, fields: Record, words: str
) -> None:
    (document,) = read_registry(write_lines(tmp_path, changed(**fields)))
    (problem,) = document.problems
    assert (problem.line, problem.code, problem.fatal) == (1, "contradictory-record", False)
    assert words in problem.message
    assert problem.message.startswith("NCT90000001: ")
    assert document.own is not None


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"BriefTitle": None, "OfficialTitle": None}, "missing-field", "no title"),
        ({"OverallStatus": None}, "missing-field", "OverallStatus is missing"),
        ({"StudyType": None}, "missing-field", "StudyType is missing"),
        ({"StudyType": "Divination"}, "unknown-value", "'Divination'"),
        ({"Phase": "Phase 9"}, "unknown-value", "'Phase 9'"),
        ({"DesignAllocation": "By lot"}, "unknown-value", "'By lot'"),
        ({"EnrollmentCount": "many"}, "wrong-type", "'many', which is no whole"),
        ({"EnrollmentCount": 42.5}, "wrong-type", "'42.5'"),
        ({"EnrollmentCount": -3}, "absurd-number", "-3; taken as not stated"),
        ({"EnrollmentCount": "99999999"}, "absurd-number", "99,999,999"),
        ({"EnrollmentCount": True}, "wrong-type", "true or false"),
        ({"StartDate": "when the birds return"}, "wrong-type", "no date"),
        ({"Condition": {"name": "Stiff Wing"}}, "wrong-type", "an object"),
        ({"Condition": ["Stiff Wing", ["Old"]]}, "wrong-type", "a list"),
        ({"LeadSponsorName": ["One", "Two"]}, "wrong-type", "2 values"),
        ({"BriefSummary": "word " * 30_000}, "too-long", "150,000 characters"),
        ({"Condition": ["wing"] * 3000}, "too-long", "3,000 values"),
        ({"BriefSummary": "half \ud83d of it"}, "not-utf-8", "half a character"),
        ({"Plumage": "grey"}, "unknown-field", "'Plumage'"),
        ({"PostedFinding": ["Wings cured"]}, "unknown-field", "'PostedFinding'"),
    ],
)
def test_missing_unknown_and_wrong_fields(
    tmp_path: Path, fields: Record, code: str, words: str
) -> None:
    (document,) = read_registry(write_lines(tmp_path, changed(**fields)))
    (problem,) = document.problems
    assert (problem.line, problem.code, problem.fatal) == (1, code, False)
    assert words in problem.message
    assert document.own is not None
    assert "Wings cured" not in document.source
    assert len(document.source) < MOST_CHARACTERS + 5_000
    document.source.encode("utf-8")


def test_an_unknown_field_is_told_once_in_a_file(tmp_path: Path) -> None:
    lines = [changed(NCTId=f"NCT9000000{i}", Plumage="grey", Song="low") for i in range(5)]
    documents = list(read_registry(write_lines(tmp_path, *lines)))
    assert told(documents) == [(1, "unknown-field", False)] * 2


def test_the_library_reads_every_good_record_and_keeps_the_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readers = {**corpus.readers.READERS, ".jsonl": read_registry}
    monkeypatch.setattr(corpus.readers, "READERS", readers)
    path = write_lines(tmp_path, FLAT, "{", NESTED, "[]", OTHER, FLAT)
    library = read_library([path], Budget())
    assert [article.slug for article in library.articles] == [
        "nct90000001", "nct90000003", "nct90000009"
    ]  # fmt: skip
    assert [(p.line, p.code) for p in library.failed] == [(2, "not-json"), (4, "not-a-record")]
    assert [p.code for p in library.problems if not p.fatal] == ["repeated-record"]
    assert {article.own for article in library.articles} <= set(library.references)


@checked
@given(records())
@example({"NCTId": "NCT90000001"})
@example({"NCTId": "NCT90000001", "BriefTitle": "\ud800\x00\u2028", "Phase": [None, True, {}]})
@example({"NCTId": "NCT90000001", "EligibilityCriteria": "Exclusion:\n-\n- \n--\n1.\nExclusion"})
def test_any_flat_record_reads_with_exact_spans(
    tmp_path_factory: pytest.TempPathFactory, record: Record
) -> None:
    path = write_lines(tmp_path_factory.mktemp("registry"), record)
    (document,) = read_registry(path)
    assert document.own is not None
    assert document.own.key == record["NCTId"]
    document.source.encode("utf-8")
    proved(document)


@checked
@given(nested_records())
def test_any_nested_record_reads_or_is_refused(
    tmp_path_factory: pytest.TempPathFactory, record: Record
) -> None:
    path = write_lines(tmp_path_factory.mktemp("registry"), record)
    (document,) = read_registry(path)
    if document.own is None:
        assert [problem.fatal for problem in document.problems].count(True) == 1
    else:
        proved(document)


@checked
@given(records(), records())
def test_a_record_is_read_the_same_alone_and_among_others(
    tmp_path_factory: pytest.TempPathFactory, first: Record, second: Record
) -> None:
    folder = tmp_path_factory.mktemp("registry")
    second = {**second, "NCTId": "NCT80000000"}
    *_, among = read_registry(write_lines(folder, first, second))
    (alone,) = read_registry(write_lines(folder, second))
    assert (among.source, among.blocks, among.own) == (alone.source, alone.blocks, alone.own)
