"""Words about the asking and the documents, not about the subject: their absence says nothing."""

from __future__ import annotations

from index.analysis import analyze

ABOUT_ASKING = frozenset(
    analyze(
        "quote quotes sentence verbatim paraphrase explain explained tell show list describe say"
        " says mention mentions word words please according document documents article wiki page"
        " paper papers footnote table passage read know anybody anyone anything anywhere somebody"
        " something thing kind exactly exact just really simple simply plain like example"
    )
)
