"""The drafting model as the settings want it, with the checks that its drafts must pass."""

from __future__ import annotations

import logging

from api.settings import Settings, SettingsError
from index.embedding.encoder import Encoder
from rag.generation.verify.entailment import entailment_for
from rag.generation.writer import Writer
from rag.hooks import Writes

_log = logging.getLogger("refdesk.generation")


def writer_of(settings: Settings, encoder: Encoder) -> Writes | None:
    """Return what words answers, or None where no model is configured.

    Raises:
        SettingsError: A model is configured and the packages to reach it are not installed.
    """
    if not settings.generate_base_url:
        return None
    try:
        from rag.generation.client import ChatClient, Endpoint
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"generate_base_url needs {error.name}: install refdesk[generate]"
        ) from None
    endpoint = Endpoint(
        base_url=settings.generate_base_url,
        model=settings.generate_model,
        key=settings.generate_key.get_secret_value(),
        timeout_s=float(settings.generate_timeout),
        requests_per_hour=settings.generate_requests,
        tokens_per_day=settings.generate_tokens,
    )
    learned = entailment_for(encoder)
    if learned is None:
        _log.warning("the entailment head is not of this encoder: exact checks alone")
    return Writer(ChatClient(endpoint), learned.holds if learned else None)
