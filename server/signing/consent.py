"""What a signer agrees to. Every text that was ever shown stays here: the logs refer to them by version."""

from collections.abc import Mapping
from typing import Final

CONSENT: Final = "2026-11"
"""The version that is shown now."""

_TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "2026-11": {
        "nl": "Ik heb dit document kunnen lezen en teken het elektronisch. Ik weet dat dit een gewone elektronische "
        "handtekening is, die na het tekenen wordt verzegeld tegen wijzigen. Mijn naam, e-mailadres, IP-adres, "
        "apparaat, handtekening en het tijdstip komen in een logboek, dat alle ondertekenaars krijgen.",
        "en": "I have been able to read this document and sign it electronically. I know that this is a simple "
        "electronic signature, which is sealed against changes after signing. My name, e-mail address, IP address, "
        "device, signature and the time go into a log, which all signers get.",
        "fr": "J’ai pu lire ce document et je le signe par voie électronique. Je sais qu’il s’agit d’une signature "
        "électronique simple, scellée contre toute modification après la signature. Mon nom, mon adresse e-mail, mon "
        "adresse IP, mon appareil, ma signature et l’heure figurent dans un journal que tous les signataires reçoivent.",
    },
}


def consent_text(language: str, version: str = CONSENT) -> str:
    """The text in this language. Raises KeyError for a version or a language that there never was."""
    return _TEXTS[version][language]


def consent_known(version: str) -> bool:
    """Whether this is the text that is shown now: who agreed to an older one has to see this one first."""
    return version == CONSENT
