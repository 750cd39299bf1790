"""GET /v1/tiers, /v1/caveats, /v1/disclaimers: the words that readers are shown."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.convert import caveats_out, disclaimer_out, tier_out
from api.library_schemas import CaveatsOut, DisclaimersOut, TierEntryOut, TiersOut
from api.reply import reply
from corpus.vocabulary import CAVEATS, CAVEATS_VERSION, TIERS, TIERS_VERSION
from rag.disclaimers import all_disclaimers, disclaimer_for

router = APIRouter(prefix="/v1", tags=["vocabularies"], dependencies=[needs(Scope.LIBRARY)])


@router.get("/tiers", response_model=TiersOut, summary="The evidence tiers")
def tiers() -> Response:
    """List the tiers with label and plain explanation, strongest kind of source first."""
    entries = [
        TierEntryOut(
            **tier_out(tier).model_dump(), outcome_evidence=tier.outcome_evidence, human=tier.human
        )
        for tier in sorted(TIERS.values(), key=lambda tier: tier.rank)
    ]
    disclaimer = disclaimer_out(disclaimer_for(None))
    return reply(TiersOut(disclaimer=disclaimer, version=TIERS_VERSION, tiers=entries))


@router.get("/caveats", response_model=CaveatsOut, summary="The caveats")
def caveats() -> Response:
    """List the caveats that readers are shown."""
    public = [caveat for caveat in CAVEATS.values() if caveat.public]
    return reply(
        CaveatsOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            version=CAVEATS_VERSION,
            caveats=caveats_out(public),
        )
    )


@router.get("/disclaimers", response_model=DisclaimersOut, summary="The disclaimers")
def disclaimers() -> Response:
    """List every released disclaimer, old versions included."""
    return reply(
        DisclaimersOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            disclaimers=[disclaimer_out(entry) for entry in all_disclaimers()],
        )
    )
