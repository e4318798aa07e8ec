"""The words of our mails, in three languages with the same keys."""

from collections.abc import Mapping
from typing import Final

NL: Final[Mapping[str, str]] = {
    "your_adviser": "Uw adviseur",
    "question_phone": "Vraag? Bel {phone} of beantwoord deze mail.",
    "question": "Vraag? Beantwoord deze mail.",
    "invite_subject": "{inviter} nodigt u uit voor {office}",
    "invite_title": "Welkom bij {office}",
    "invite_hello": "Goedendag,",
    "invite_text": "{inviter} heeft een account voor u klaargezet in Samen. Daarmee ontmoet u klanten in de browser: "
    "samen kijken, praten en bestanden delen.",
    "invite_next": "Kies zelf uw naam en wachtwoord. De link werkt eenmaal, tot en met {until}.",
    "invite_button": "Account maken",
    "invite_foot": "Kent u {office} niet? Dan kunt u deze mail weggooien; er gebeurt niets.",
    "invited_as": "Uw rol",
    "role_admin": "Beheerder",
    "role_adviser": "Adviseur",
    "address": "E-mailadres",
    "reset_subject": "Nieuw wachtwoord voor {office}",
    "reset_title": "Kies een nieuw wachtwoord",
    "reset_hello": "Dag {name},",
    "reset_text": "U heeft gevraagd om een nieuw wachtwoord. De link werkt eenmaal, een uur lang. Daarna bent u op al uw "
    "apparaten uitgelogd en kunt u met het nieuwe wachtwoord inloggen.",
    "reset_button": "Nieuw wachtwoord kiezen",
    "reset_foot": "Heeft u dit niet gevraagd? Dan kunt u deze mail weggooien; uw wachtwoord blijft zoals het is.",
    "code_subject": "Uw gesprek met {adviser}",
    "code_title": "We kijken samen",
    "code_again_title": "Hier is uw code nog een keer",
    "code_hello": "Dag {name},",
    "code_hello_nameless": "Goedendag,",
    "code_text": "{adviser} van {office} wacht op u. Het gesprek is gewoon in uw browser. U hoeft niets te installeren.",
    "code_handy": "Handig",
    "code_handy_text": "Een laptop of pc met camera",
    "code_button": "Naar het gesprek",
    "code_box": "Of ga naar {host} en vul in:",
    "code_foot": "Deze code hoort bij uw gesprek. Houd hem voor uzelf.",
}

EN: Final[Mapping[str, str]] = {
    "your_adviser": "Your adviser",
    "question_phone": "A question? Call {phone} or answer this mail.",
    "question": "A question? Answer this mail.",
    "invite_subject": "{inviter} invites you to {office}",
    "invite_title": "Welcome to {office}",
    "invite_hello": "Hello,",
    "invite_text": "{inviter} has prepared an account for you in Samen. With it you meet clients in the browser: "
    "look together, talk and share files.",
    "invite_next": "Choose your own name and password. The link works once, until {until}.",
    "invite_button": "Make my account",
    "invite_foot": "You do not know {office}? Then throw this mail away; nothing will happen.",
    "invited_as": "Your role",
    "role_admin": "Administrator",
    "role_adviser": "Adviser",
    "address": "E-mail address",
    "reset_subject": "New password for {office}",
    "reset_title": "Choose a new password",
    "reset_hello": "Hello {name},",
    "reset_text": "You asked for a new password. The link works once, for one hour. Afterwards you are signed out on all "
    "your devices and can sign in with the new password.",
    "reset_button": "Choose a new password",
    "reset_foot": "You did not ask for this? Then throw this mail away; your password stays as it is.",
    "code_subject": "Your meeting with {adviser}",
    "code_title": "Let us look together",
    "code_again_title": "Here is your code once more",
    "code_hello": "Hello {name},",
    "code_hello_nameless": "Hello,",
    "code_text": "{adviser} of {office} is waiting for you. The meeting is simply in your browser. There is nothing to "
    "install.",
    "code_handy": "Handy",
    "code_handy_text": "A laptop or PC with a camera",
    "code_button": "To the meeting",
    "code_box": "Or go to {host} and fill in:",
    "code_foot": "This code belongs to your meeting. Keep it to yourself.",
}

FR: Final[Mapping[str, str]] = {
    "your_adviser": "Votre conseiller",
    "question_phone": "Une question ? Appelez le {phone} ou répondez à ce message.",
    "question": "Une question ? Répondez à ce message.",
    "invite_subject": "{inviter} vous invite chez {office}",
    "invite_title": "Bienvenue chez {office}",
    "invite_hello": "Bonjour,",
    "invite_text": "{inviter} vous a préparé un compte dans Samen. Vous y rencontrez vos clients dans le navigateur : "
    "regarder ensemble, parler et partager des fichiers.",
    "invite_next": "Choisissez vous-même votre nom et votre mot de passe. Le lien fonctionne une fois, jusqu’au {until}.",
    "invite_button": "Créer mon compte",
    "invite_foot": "Vous ne connaissez pas {office} ? Jetez ce message ; il ne se passera rien.",
    "invited_as": "Votre rôle",
    "role_admin": "Administrateur",
    "role_adviser": "Conseiller",
    "address": "Adresse e-mail",
    "reset_subject": "Nouveau mot de passe pour {office}",
    "reset_title": "Choisissez un nouveau mot de passe",
    "reset_hello": "Bonjour {name},",
    "reset_text": "Vous avez demandé un nouveau mot de passe. Le lien fonctionne une fois, pendant une heure. Ensuite, vous "
    "serez déconnecté de tous vos appareils et pourrez vous connecter avec le nouveau mot de passe.",
    "reset_button": "Choisir un nouveau mot de passe",
    "reset_foot": "Vous n’avez rien demandé ? Jetez ce message ; votre mot de passe reste le même.",
    "code_subject": "Votre entretien avec {adviser}",
    "code_title": "Regardons ensemble",
    "code_again_title": "Voici encore une fois votre code",
    "code_hello": "Bonjour {name},",
    "code_hello_nameless": "Bonjour,",
    "code_text": "{adviser} de {office} vous attend. L’entretien a lieu dans votre navigateur. Il n’y a rien à installer.",
    "code_handy": "Pratique",
    "code_handy_text": "Un ordinateur avec une caméra",
    "code_button": "Vers l’entretien",
    "code_box": "Ou allez sur {host} et saisissez :",
    "code_foot": "Ce code est celui de votre entretien. Gardez-le pour vous.",
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = {"nl": NL, "en": EN, "fr": FR}

_MONTHS: Final[Mapping[str, str]] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def day(language: str, number: int, month: int) -> str:
    """A day as people write it: 23 november."""
    return f"{number} {_MONTHS[language].split()[month - 1]}"
