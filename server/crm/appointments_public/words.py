"""Sentences that somebody agrees to. What is kept as proof is what stood there, so it is here and not in the client."""

from collections.abc import Mapping
from typing import Final

CONSENT: Final[Mapping[str, str]] = {
    "nl": "{office} mag mij af en toe een e-mail sturen met nieuws en tips. Ik kan mij altijd afmelden.",
    "en": "{office} may send me an e-mail with news and tips now and then. I can unsubscribe at any time.",
    "fr": "{office} peut m’envoyer de temps en temps un e-mail avec des nouvelles et des conseils. Je peux me "
    "désinscrire à tout moment.",
}


def consent(language: str, office: str) -> str:
    return CONSENT[language].format(office=office)
