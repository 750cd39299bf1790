"""Proposed designs: what they say, when they keep silent, and what they may never lift."""

from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.proposals import CAP, DESIGNS, HUMAN, TIER_OF_DESIGN, capped, propose_design
from corpus.proposals.cues import find_cues
from corpus.proposals.features import MAX_CHARACTERS, features
from corpus.proposals.model import Costs, ModelError, bucket, read_model, shipped_model
from corpus.proposals.propose import cheapest
from corpus.vocabulary import TIERS, tier
from tests.corpus import proposed_texts
from tests.shared import shared_path
from training.sources import abstract_text, read_abstracts, read_labels
from training.split import part_of
from training.substitute import as_animals
from training.weak import weak_label

COSTS = Costs(wrong=1.0, raised=20.0, early=5.0, silent=0.3)
_LARGEST_FILE = 600 * 1024
_SLOWEST = 0.005


@pytest.mark.parametrize(("design", "text"), proposed_texts.EVERY.items())
def test_a_plain_abstract_gets_its_design_or_none(design: str, text: str) -> None:
    proposal = propose_design(text)
    if proposal is None:
        assert design in HUMAN, "only a claim about people is dear enough to keep silent here"
    else:
        assert proposal.design == design


def test_a_controlled_trial_in_horses_is_an_animal_study() -> None:
    proposal = propose_design(proposed_texts.HORSES)
    assert proposal is not None
    assert proposal.design == "animal_study"


def test_a_trial_keeps_its_words_and_becomes_an_animal_study_in_pigs() -> None:
    pigs = proposed_texts.TRIAL.replace("patients", "pigs").replace("Corvane group", "treated pigs")
    proposal = propose_design(pigs)
    assert proposal is None or proposal.design not in HUMAN


def test_a_proposal_says_that_it_is_one_and_shows_words_of_the_text() -> None:
    proposal = propose_design(proposed_texts.MICE)
    assert proposal is not None
    assert proposal.basis.startswith("proposed from the text: animal study (99%)")
    assert proposal.words
    folded = " ".join(proposed_texts.MICE.lower().split())
    assert all(word in folded for word in proposal.words)
    assert 0.7 <= proposal.probability <= 1.0


def test_no_design_gives_a_tier_above_the_cap() -> None:
    assert set(TIER_OF_DESIGN) == set(DESIGNS)
    for name in TIER_OF_DESIGN.values():
        assert tier(name).rank >= tier(CAP).rank


@pytest.mark.parametrize("name", TIERS)
def test_capped_never_lifts_and_never_strengthens(name: str) -> None:
    assert tier(capped(name)).rank == max(tier(name).rank, tier(CAP).rank)


def test_a_review_that_names_no_trials_is_worth_no_more_than_observation() -> None:
    review = proposed_texts.ANIMAL_REVIEW
    people = review.replace("animals", "women").replace("animal", "cohort").replace("rats", "women")
    people = people.replace("rats, mice and dogs", "women").replace("rodents", "women")
    proposal = propose_design(people)
    if proposal is not None and proposal.design == "human_systematic_review":
        assert proposal.tier == "human_observational"


@pytest.mark.parametrize(
    "text", ["", " ", "Mice.", "A randomised trial in 40 patients.", "\n" * 99]
)
def test_nothing_is_proposed_for_what_is_no_abstract(text: str) -> None:
    assert propose_design(text) is None


def test_words_without_sense_propose_nothing_about_people() -> None:
    proposal = propose_design("lorem ipsum dolor sit amet " * 40)
    assert proposal is None or proposal.design not in HUMAN


@given(st.text(max_size=400))
def test_any_text_gives_a_proposal_or_none(text: str) -> None:
    chances = shipped_model().probabilities(features(text))
    assert sum(chances) == pytest.approx(1.0)
    proposal = propose_design(text)
    assert proposal is None or proposal.design in DESIGNS


def _chances(**given: float) -> list[float]:
    return [given.get(design, 0.0) for design in DESIGNS]


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        (_chances(lab=0.75, animal_study=0.25), "lab"),
        (_chances(lab=0.65, animal_study=0.35), None),
        (_chances(human_observational=0.75, human_randomised_trial=0.25), "human_observational"),
        (_chances(human_observational=0.98, lab=0.02), None),
        (_chances(human_observational=0.99, lab=0.01), "human_observational"),
        (_chances(human_randomised_trial=0.95, protocol=0.05), "human_randomised_trial"),
        (_chances(human_randomised_trial=0.93, protocol=0.07), None),
        (_chances(lab=0.75, human_randomised_trial=0.25), "lab"),
    ],
)
def test_a_proposal_is_made_where_it_costs_less_than_silence(
    chances: list[float], expected: str | None
) -> None:
    assert cheapest(chances, COSTS) == expected


def test_the_shipped_costs_are_those_that_are_documented() -> None:
    assert shipped_model().costs == COSTS


def test_a_mouse_s_cells_are_not_a_mouse() -> None:
    text = "we cultured mouse embryonic fibroblasts, rat hepatocytes and human cells"
    assert "animals" not in find_cues("", text)
    assert find_cues("", text)["cells"].count >= 2
    assert find_cues("", "mice and a rat were treated")["animals"].count == 2


def test_the_subject_of_the_library_is_no_feature() -> None:
    plain = "Patients received an infusion and were followed for a year in this cohort."
    named = plain.replace("an infusion", "an infusion of mesenchymal stem cells (MSCs)")
    keys = {one.key for one in features(named)}
    assert not any("mesenchymal" in key or "msc" in key for key in keys)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    head = proposed_texts.MICE + " word" * MAX_CHARACTERS
    assert features(head) == features(head + proposed_texts.COHORT * 50)


def test_a_proposal_takes_less_than_five_milliseconds() -> None:
    texts = [*proposed_texts.EVERY.values()] * 5
    propose_design(texts[0])
    started = time.process_time()
    for text in texts:
        propose_design(text)
    assert (time.process_time() - started) / len(texts) < _SLOWEST


def test_the_file_of_weights_is_small_and_holds_no_text() -> None:
    path = files("corpus").joinpath("data", "design_model.json")
    content = path.read_bytes()
    assert len(content) <= _LARGEST_FILE
    data = json.loads(content)
    assert all(key.partition(":")[0] in {"c", "ct", "s"} for key in data["named"])


def test_buckets_are_the_same_everywhere() -> None:
    assert bucket("w:randomly assigned", 1 << 14) == 1219
    assert 0 <= bucket("w:\ud800", 1 << 14) < 1 << 14


def test_a_model_of_other_designs_is_refused() -> None:
    data = json.loads(files("corpus").joinpath("data", "design_model.json").read_text("utf-8"))
    with pytest.raises(ModelError, match="train it again"):
        read_model({**data, "designs": ["lab"]})
    with pytest.raises(ModelError, match="do not fill"):
        read_model({**data, "words": data["words"][:1]})


def test_labels_stand_in_the_part_of_their_id_and_once() -> None:
    labels = read_labels()
    assert len({label.id for label in labels}) == len(labels)
    for label in labels:
        assert label.design in DESIGNS
        assert label.also in {"", *DESIGNS} - {label.design}
        assert label.part == ("article" if label.id.startswith("PMC") else part_of(label.id))
    assert sum(label.part == "test" for label in labels) >= 150
    assert sum(label.part != "article" for label in labels) >= 300


def test_weak_labels_follow_what_an_abstract_says_of_itself() -> None:
    title, _, text = proposed_texts.TRIAL.partition("\n")
    assert weak_label(title, text) == "human_randomised_trial"
    title, _, text = proposed_texts.COHORT.partition("\n")
    assert weak_label(title, text) == "human_observational"
    assert weak_label("", "") == ""


def test_people_turn_into_animals_one_kind_at_a_time() -> None:
    text = "Patients and women: each patient in two randomised controlled trials"
    assert as_animals(text, 0) == "rats and rats: each rat in two experimental studies"
    assert as_animals(text, 1) == "mice and mice: each mouse in two experimental studies"


def test_no_animal_lab_or_opinion_text_is_called_human() -> None:
    """Over the labelled test abstracts: at most one in a hundred may be, none is."""
    abstracts = read_abstracts(shared_path("bench/scifact/corpus.jsonl"))
    raised = [
        label.id
        for label in read_labels()
        if label.part == "test"
        and label.design not in HUMAN
        and (said := propose_design(abstract_text(abstracts[label.id])))
        and said.design in HUMAN
    ]
    assert raised == []


def test_most_proposals_are_right() -> None:
    abstracts = read_abstracts(shared_path("bench/scifact/corpus.jsonl"))
    made = [
        said.design == label.design
        for label in read_labels()
        if label.part == "test" and (said := propose_design(abstract_text(abstracts[label.id])))
    ]
    assert len(made) >= 150
    assert sum(made) / len(made) >= 0.88
