"""What several processes remember together: conversations, in the memory of the one above them.

The questions of a conversation decide how the next one is read, so every process must know them,
and they are personal: they are kept in memory alone, never in a file.
"""

from __future__ import annotations

import threading
from multiprocessing.managers import BaseManager, Server
from typing import cast

from rag.conversation import Conversations

_NAME = "conversations"


class _Memory(BaseManager):
    """Gives other processes of this service what is registered, over a Unix socket."""


def share_conversations() -> str:
    """Keep conversations in this process for its children; return where they reach them."""
    held = Conversations()
    _Memory.register(_NAME, callable=lambda: held)
    server: Server = _Memory().get_server()  # in a folder that its owner alone may enter
    threading.Thread(target=server.serve_forever, name="refdesk-memory", daemon=True).start()
    return str(server.address)


def shared_conversations(address: str) -> Conversations:
    """Return the conversations that a parent process keeps; it knows its children by a secret."""
    _Memory.register(_NAME)
    memory = _Memory(address=address)
    memory.connect()
    # A proxy with the methods of what it stands for.
    return cast("Conversations", getattr(memory, _NAME)())
