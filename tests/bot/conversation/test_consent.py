"""Consent: what is agreed to, in every language, under one version."""

from hashlib import sha256

from bot.conversation.registration import CONSENT_VERSION
from messages.reading import SHIPPED, ContentFiles
from messages.texts import load_texts


def test_a_changed_consent_has_a_new_version():
    """It is the same in every language: who changes one translates it, gives it a new version, and writes it here."""
    entries = load_texts(ContentFiles(SHIPPED)).entries
    written = {
        language: sha256(texts["consent"].source.encode()).hexdigest()[:12] for language, texts in entries.items()
    }

    assert (CONSENT_VERSION, written) == ("2026-11-24.2", {"en": "db082ee54c3a", "es": "1aa839c90281"})
