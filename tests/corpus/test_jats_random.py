"""Whatever tree a JATS file holds, it is read without a fault and its spans hold."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.readers.jats.reader import read_jats
from corpus.records import Document, Kind
from corpus.source import ArticleError
from tests.corpus.jats_pages import jats, read_text
from tests.corpus.proofs import prove_document, proved

WORDS = st.text(
    alphabet=st.sampled_from("ab Z9.,;:|[]()-–*_<>&\"'\u00a0\u2003\u200b⁶é\n"), max_size=12
).map(escape)
TAGS = (
    "p sec title list list-item def-list def-item term def table-wrap label caption table thead"
    " tbody tr td th fig fn fn-group table-wrap-foot sup sub italic bold disp-formula math mfrac mi"
    " alternatives tex-math boxed-text disp-quote graphic supplementary-material app ref-list ref"
    " mixed-citation article-title source year break ext-link named-content abstract unknown"
).split()
LINKS = st.builds(
    lambda kind, targets, words: (
        f'<xref ref-type="{kind}" rid="{" ".join(targets)}">{words}</xref>'
    ),
    st.sampled_from(("bibr", "fig", "table-fn", "fn", "")),
    st.lists(st.sampled_from(("B1", "B2", "B9", "none", "")), max_size=3),
    st.one_of(WORDS, st.sampled_from(("1", "2-5", "1,2", "[3]", "Okafor 2001"))),
)
SPANS = st.sampled_from(("", ' colspan="2"', ' rowspan="3"', ' colspan="x" rowspan="-1"'))


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, span, parts: f"<{tag}{span}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        SPANS,
        st.lists(inner, max_size=4),
    )


TREES = st.recursive(st.one_of(WORDS, LINKS), element, max_leaves=25)


@settings(max_examples=300, deadline=None)
@given(body=st.lists(TREES, max_size=4), abstract=TREES, title=WORDS)
@example(
    body=['<title><xref ref-type="bibr" rid="B1">;</xref></title>'], abstract="", title="Fever"
)
@example(body=['<title><xref ref-type="bibr" rid="B1">;</xref></title>'], abstract="", title="")
def test_any_tree_is_read_and_its_spans_hold(body: list[str], abstract: str, title: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = jats(f"<sec>{''.join(body)}</sec>", abstract=abstract, title=title)
        document = read_text(text, Path(folder))
        again = read_text(text, Path(folder))
    assert document == again
    prove_document(document)
    for block in document.blocks:
        words = block.span.quote(document.source)
        assert words == words.strip()
        assert "\n" not in words
    if document.blocks:
        proved(document)
    for marker in document.markers:
        assert any(b.span.covers(marker.span) for b in document.blocks)
        assert not any(b.kind is Kind.HEADING and b.span == marker.span for b in document.blocks)


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0, 3_000), junk=st.binary(max_size=8))
def test_any_damage_is_refused_or_read(cut: int, junk: bytes) -> None:
    whole = jats("<sec><title>Results</title><p>Fever fell [<xref rid='B1'>1</xref>].</p></sec>")
    data = whole.encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cut.nxml"
        path.write_bytes(data[:cut] + junk + data[cut + len(junk) :])
        documents = _read_or_refused(path)
    for document in documents:
        prove_document(document)


def _read_or_refused(path: Path) -> list[Document]:
    """Return the documents of a file, none where it is refused with its problem."""
    documents: list[Document] = []
    with suppress(ArticleError):
        documents += read_jats(path)
    return documents
