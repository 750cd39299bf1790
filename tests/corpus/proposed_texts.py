"""Invented abstracts, one of each design, for the tests of proposals: no trial here is real."""

from __future__ import annotations

from typing import Final

TRIAL: Final = """Corvane cell infusion for knee osteoarthritis: a randomised controlled trial
BACKGROUND: Small studies of mesenchymal stromal cells in knee osteoarthritis gave mixed results.
METHODS: In the double-blind BRACKEN-KNEE trial we randomly assigned 212 patients at nine hospitals
to one injection of Corvane cells or placebo. The primary outcome was the change in pain score at
12 months, analysed by intention to treat. RESULTS: Of 212 patients, 198 completed follow-up. Mean
pain fell by 14.2 points in the Corvane group and 12.9 points in the placebo group (difference 1.3,
95% CI -2.1 to 4.7, p=0.45). Serious adverse events occurred in 6 and 7 patients. CONCLUSIONS: In
patients with knee osteoarthritis Corvane cells did not reduce pain more than placebo."""

HORSES: Final = """Corvane cells for tendon injury in racing horses: a randomised controlled trial
A randomised, placebo-controlled, double-blind trial was performed in 28 racing horses with acute
tendon lesions. Horses were randomly assigned to one injection of allogeneic stem cells or saline.
Horses were examined by ultrasound every month and followed for two racing seasons. At 12 months
the cross-sectional area of the lesion was smaller in treated horses than in control horses
(p = 0.03). Treated horses returned to racing more often (10 of 14 horses) than control horses (5
of 14). No adverse events were seen in the animals. The treatment reduced re-injury in horses with
tendon lesions, and a larger trial in horses is warranted."""

MICE: Final = """Stromal cells reduce lung injury in a mouse model of sepsis
Sepsis causes acute lung injury. We tested whether mesenchymal stromal cells protect the lung in a
mouse model. C57BL/6 mice underwent cecal ligation and puncture and received 1 million cells or
saline by tail vein after 6 hours. Treated mice survived longer than control mice (p < 0.01). Lungs
of treated mice showed less oedema and fewer neutrophils, and levels of TNF-alpha in lavage were
lower than in wild-type mice given saline. Knockout mice lacking the receptor were not protected.
These results show that the cells reduce lung injury in septic mice in vivo."""

ANIMAL_REVIEW: Final = """Stromal cells after spinal cord injury in animals: a systematic review and
meta-analysis of animal studies
BACKGROUND: Many experiments in animals have tested stromal cells after spinal cord injury. METHODS:
We searched PubMed and Embase for controlled studies in rats, mice and dogs. Two reviewers extracted
data; effect sizes were pooled with a random-effects model. RESULTS: 43 studies in 1,180 animals
were included. Locomotor scores of treated rats were higher than those of control rats (mean
difference 1.1, 95% CI 0.8 to 1.4), with high heterogeneity (I2 = 81%). Few studies reported
randomisation or blinding of animals. CONCLUSIONS: Cells improved locomotion in rodents with spinal
cord injury; risk of bias in the animal studies was high."""

LAB: Final = """Hypoxia changes the secretion of growth factors by cultured stromal cells
We studied how oxygen changes the secretome of stromal cells in vitro. Human cells were isolated,
cultured to passage 4 and kept at 1% or 21% oxygen for 48 hours. Expression of VEGF and HGF mRNA was
measured by real-time PCR and proteins by western blot. Hypoxia increased phosphorylation of Akt and
the secretion of VEGF into the conditioned medium. Knockdown of HIF-1alpha by siRNA abolished the
effect, and the conditioned medium increased tube formation by endothelial cells. We show that
HIF-1alpha controls the secretion of growth factors by cultured cells through the Akt pathway."""

REVIEW: Final = """Mesenchymal stromal cells in regenerative medicine: promises and challenges
Mesenchymal stromal cells have attracted great interest over the past two decades. Their ability to
modulate immunity and to release trophic factors makes them attractive for many diseases. In this
review we discuss the current understanding of their biology, summarise recent advances in their
manufacture, and highlight the challenges that remain, including heterogeneity, potency assays and
regulation. We also outline how extracellular vesicles may offer an alternative to cells. A better
understanding of these mechanisms is needed, and emerging concepts are discussed together with
future directions for the field."""

PROTOCOL: Final = """Corvane cells for heart failure: study protocol for a randomised trial
BACKGROUND: Whether stromal cells help people with heart failure is unknown. The aim of this study
is to evaluate the safety and efficacy of Corvane cells. METHODS: 120 patients with heart failure
will be recruited at six hospitals and will be randomised to receive cells or placebo. They will be
followed for 12 months. The primary outcome will be the change in ejection fraction at 6 months;
secondary outcomes will include quality of life and adverse events, which will be assessed by an
independent committee. DISCUSSION: The trial will show whether a larger trial is to be planned.
Recruitment is expected to start next year."""

COHORT: Final = """Smoking and hip fracture in older women: a prospective cohort study
OBJECTIVE: To examine the association between smoking and hip fracture. DESIGN: Prospective
population-based cohort study. PARTICIPANTS: 18,204 women aged 60 years and older who answered a
questionnaire at baseline. MAIN OUTCOME MEASURES: Incidence of hip fracture from hospital registers.
RESULTS: During a median follow-up of 11 years 1,032 women had a hip fracture. After adjustment for
age, body mass index and physical activity current smokers had a higher risk than women who never
smoked (hazard ratio 1.41, 95% CI 1.20 to 1.66). CONCLUSIONS: Smoking was associated with hip
fracture in older women. Residual confounding cannot be excluded in this observational study."""

TOOL: Final = """CellAtlasR: an open-source R package for browsing single-cell data
SUMMARY: CellAtlasR is an R package for the visualisation and integration of large single-cell data
sets. The software implements fast algorithms for clustering and search, and offers a user-friendly
graphical interface and a web server. Users can import common file formats and export results to
other tools. We describe its architecture and compare its speed with that of existing software.
AVAILABILITY AND IMPLEMENTATION: CellAtlasR is freely available under an open-source licence at
http://example.org/cellatlasr; it runs on Linux, Windows and Mac OS and is documented online."""

EVERY: Final = {
    "human_randomised_trial": TRIAL,
    "animal_study": MICE,
    "animal_systematic_review": ANIMAL_REVIEW,
    "lab": LAB,
    "narrative_review": REVIEW,
    "protocol": PROTOCOL,
    "human_observational": COHORT,
    "other": TOOL,
}
