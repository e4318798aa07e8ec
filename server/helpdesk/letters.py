"""The mail by which an administrator hears that a colleague asks something."""

from collections.abc import Mapping
from typing import Final

from server.mail.page import Letter, Page, Sender, letter
from server.web import Member

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": {
        "subject": "Vraag van {name}",
        "title": "Een vraag van {name}",
        "hello": "Dag {name},",
        "text": "Uw collega vraagt in Samen:",
        "button": "Antwoorden",
        "after": "Antwoord in het hulpvenster, rechts onderaan de pagina. Dan staat het antwoord waar de vraag staat.",
        "foot": "U krijgt deze mail omdat u beheerder bent van {office}.",
    },
    "en": {
        "subject": "A question from {name}",
        "title": "A question from {name}",
        "hello": "Hello {name},",
        "text": "Your colleague asks in Samen:",
        "button": "Answer",
        "after": "Answer in the help window, at the bottom right of the page. Then the answer is where the question is.",
        "foot": "You get this mail because you are an administrator of {office}.",
    },
    "fr": {
        "subject": "Une question de {name}",
        "title": "Une question de {name}",
        "hello": "Bonjour {name},",
        "text": "Votre collègue demande dans Samen :",
        "button": "Répondre",
        "after": "Répondez dans la fenêtre d’aide, en bas à droite de la page : la réponse sera là où est la question.",
        "foot": "Vous recevez ce message parce que vous êtes administrateur chez {office}.",
    },
}


def question(office: Sender, language: str, *, to: tuple[str, str], asker: Member, text: str, link: str) -> Letter:
    """`to`: address and name of the administrator."""
    words, (email, name) = WORDS[language], to
    page = Page(
        title=words["title"].format(name=asker.name),
        hello=words["hello"].format(name=name),
        paragraphs=(words["text"],),
        rows=(),
        button=(words["button"], link),
        foot=(words["foot"].format(office=office.name),),
        person=(asker.name, office.name),
        quote=text,
        after=(words["after"],),
    )
    subject = words["subject"].format(name=asker.name)
    return letter("help_question", office, language, email, name, asker.email, subject, page, secret=False)
