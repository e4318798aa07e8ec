"""The mail that says that a webhook was switched off."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from server.mail.page import Letter, Page, Sender, letter, one_line
from server.mail.words import day

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "subject": "De webhook {name} staat uit",
        "title": "Een webhook staat uit",
        "hello": "Dag {name},",
        "failed": "Sinds {since} lukt het niet om berichten bij dit adres te bezorgen. Daarom hebben we de webhook "
        "uitgezet.",
        "gone": "Dit adres antwoordde dat het niet meer bestaat (410). Daarom hebben we de webhook uitgezet.",
        "kept": "Wat er intussen met documenten gebeurt, bewaren we dertig dagen. Zet u de webhook weer aan, dan sturen "
        "we dat alsnog, op volgorde.",
        "webhook": "Webhook",
        "address": "Adres",
        "button": "Webhook bekijken",
        "foot": "U krijgt deze mail omdat u beheerder bent van {office}.",
    },
    "en": {
        "subject": "The webhook {name} is off",
        "title": "A webhook is off",
        "hello": "Hello {name},",
        "failed": "Since {since} messages could not be delivered to this address. That is why we switched the webhook "
        "off.",
        "gone": "This address answered that it no longer exists (410). That is why we switched the webhook off.",
        "kept": "What happens to documents meanwhile is kept for thirty days. Once you switch the webhook on again, we "
        "send it after all, in its order.",
        "webhook": "Webhook",
        "address": "Address",
        "button": "Look at the webhook",
        "foot": "You get this mail because you are an administrator of {office}.",
    },
    "fr": {
        "subject": "Le webhook {name} est désactivé",
        "title": "Un webhook est désactivé",
        "hello": "Bonjour {name},",
        "failed": "Depuis le {since}, les messages n’arrivent plus à cette adresse. Nous avons donc désactivé le "
        "webhook.",
        "gone": "Cette adresse a répondu qu’elle n’existe plus (410). Nous avons donc désactivé le webhook.",
        "kept": "Ce qui arrive entre-temps aux documents est gardé trente jours. Dès que vous réactivez le webhook, "
        "nous l’envoyons, dans l’ordre.",
        "webhook": "Webhook",
        "address": "Adresse",
        "button": "Voir le webhook",
        "foot": "Vous recevez ce message parce que vous êtes administrateur chez {office}.",
    },
}


def webhook_off(
    office: Sender,
    language: str,
    *,
    email: str,
    name: str,
    webhook: str,
    url: str,
    since: datetime,
    gone: bool,
    link: str,
) -> Letter:
    """To an administrator: `webhook` (its name) is off; `gone` when the address itself said so."""
    words = WORDS[language]
    shown = one_line(webhook, 120)
    why = words["gone"] if gone else words["failed"].format(since=day(language, since.day, since.month))
    page = Page(
        title=words["title"],
        hello=words["hello"].format(name=one_line(name, 120)),
        paragraphs=(why, words["kept"]),
        rows=((words["webhook"], shown), (words["address"], one_line(url, 200))),
        button=(words["button"], link),
        foot=(words["foot"].format(office=office.name),),
    )
    subject = words["subject"].format(name=shown)
    return letter("webhook_off", office, language, email, name, "", subject, page, secret=False)
