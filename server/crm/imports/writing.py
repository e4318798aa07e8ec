"""Tables for spreadsheets: no cell of them is ever run as a formula."""

import csv
import io
from collections.abc import Sequence

_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """A cell that a spreadsheet takes for text: an apostrophe stands before what would be a formula."""
    return f"'{text}" if text.startswith(_BEGINS) else text


def csv_line(cells: Sequence[str], delimiter: str = ";") -> bytes:
    """One line in UTF-8. With semicolons, as Excel here expects."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerow([harmless(one) for one in cells])
    return out.getvalue().encode("utf-8", "replace")


def wrong_words(language: str) -> dict[str, str]:
    """Why a row was not brought, by code, in the words of a language; and what is said around it in a file of such rows."""
    return _WORDS.get(language, _WORDS["en"])


_WORDS: dict[str, dict[str, str]] = {
    "nl": {
        "file": "fouten",
        "line": "Regel",
        "why": "Waarom niet",
        "name_missing": "De naam ontbreekt",
        "email_wrong": "Dit is geen e-mailadres",
        "phone_wrong": "Dit is geen telefoonnummer",
        "bsn_found": "Hier staat een burgerservicenummer",
        "birthday_wrong": "De geboortedatum klopt niet",
        "text_wrong": "Een tekst is te lang of bevat tekens die niet kunnen",
        "field_wrong": "Een eigen veld past niet bij wat er staat",
        "field_unknown": "Een eigen veld bestaat niet meer",
        "time_zone_wrong": "De tijdzone bestaat niet",
        "too_many": "Meer dan één cliënt kan hebben",
        "person_unknown": "Een adres hoort bij niemand",
        "client_unknown": "De dubbele cliënt is er niet meer",
    },
    "en": {
        "file": "errors",
        "line": "Line",
        "why": "Why not",
        "name_missing": "The name is missing",
        "email_wrong": "This is not an e-mail address",
        "phone_wrong": "This is not a phone number",
        "bsn_found": "This holds a citizen service number (BSN)",
        "birthday_wrong": "The birthday is not right",
        "text_wrong": "A text is too long or holds signs that cannot be kept",
        "field_wrong": "What stands there does not fit an own field",
        "field_unknown": "An own field is no longer there",
        "time_zone_wrong": "There is no such time zone",
        "too_many": "More than one client can have",
        "person_unknown": "An address belongs to nobody",
        "client_unknown": "The client it looked like is gone",
    },
    "fr": {
        "file": "erreurs",
        "line": "Ligne",
        "why": "Pourquoi pas",
        "name_missing": "Le nom manque",
        "email_wrong": "Ce n’est pas une adresse e-mail",
        "phone_wrong": "Ce n’est pas un numéro de téléphone",
        "bsn_found": "Un numéro de service citoyen (BSN) s’y trouve",
        "birthday_wrong": "La date de naissance n’est pas correcte",
        "text_wrong": "Un texte est trop long ou contient des signes impossibles",
        "field_wrong": "Ce qui est écrit ne convient pas à un champ propre",
        "field_unknown": "Un champ propre n’existe plus",
        "time_zone_wrong": "Ce fuseau horaire n’existe pas",
        "too_many": "Plus qu’un client ne peut avoir",
        "person_unknown": "Une adresse n’appartient à personne",
        "client_unknown": "Le client en double n’est plus là",
    },
}
