"""Values for a look at a template, where no client or appointment was chosen."""

import json
from collections.abc import Mapping
from typing import Final

_LINK: Final = "https://samen.example"
_ALL: Final[Mapping[str, str]] = {
    "client_full_name": "Jan en Els Vermeulen",
    "client_name": "Jan en Els Vermeulen",
    "client_email": "post@vermeulen.example",
    "client_phone": "030 555 01 77",
    "schermdelen_href": f"{_LINK}/482917356",
    "schermdelen_link": f"{_LINK}/482917356",
    "appointment_code": "482 917 356",
    "appointment_place": "",
    "appointment_link": f"{_LINK}/appointment/voorbeeld",
    "move_link": f"{_LINK}/appointment/voorbeeld",
    "cancel_link": f"{_LINK}/appointment/voorbeeld",
    "calendar_link": f"{_LINK}/appointment/voorbeeld",
    "review_link": f"{_LINK}/appointment/voorbeeld",
    "adviser_link": f"{_LINK}/adviser/agenda",
    "document_link": f"{_LINK}/shared/voorbeeld",
    "document_names": "Adviesrapport.pdf",
    "request_link": f"{_LINK}/request/voorbeeld",
    "portal_link": _LINK,
    "review_stars": "5",
}


def _of(words: Mapping[str, str], times: tuple[str, ...]) -> Mapping[str, str]:
    options = [{"label": label, "link": f"{_LINK}/appointment/voorbeeld"} for label in times]
    return {**_ALL, **words, "appointment_options": json.dumps(options, ensure_ascii=False)}


SAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "nl": _of(
        {
            "client_first_name": "Jan en Els",
            "appointment_title": "Adviesgesprek",
            "appointment_service": "Adviesgesprek",
            "appointment_date": "maandag 23 november",
            "appointment_time": "10.30 uur",
            "appointment_duration": "1 uur",
            "appointment_description": "We kijken naar uw hypotheek.",
            "cancel_reason": "Er kwam iets tussen",
            "cancelled_by": "cliënt",
            "counter_text": "Liever in de middag.",
            "summary_text": "We spraken over uw hypotheek en uw pensioen.",
            "review_text": "Fijn gesprek.",
            "message_text": "Ik laat u graag zien wat een hogere rente voor u betekent.",
            "request_what": "Loonstrook",
            "request_due": "1 december",
            "request_subject": "Wilt u ons uw loonstrook sturen?",
            "request_text": "Voor uw aanvraag hebben wij uw laatste loonstrook nodig.",
        },
        ("Maandag 23 november, 10.30 uur", "Dinsdag 24 november, 14.00 uur"),
    ),
    "en": _of(
        {
            "client_first_name": "Jan and Els",
            "appointment_title": "Advice",
            "appointment_service": "Advice",
            "appointment_date": "Monday 23 November",
            "appointment_time": "10:30",
            "appointment_duration": "1 hour",
            "appointment_description": "We look at your mortgage.",
            "cancel_reason": "Something came up",
            "cancelled_by": "client",
            "counter_text": "Rather in the afternoon.",
            "summary_text": "We talked about your mortgage and your pension.",
            "review_text": "A good talk.",
            "message_text": "I would like to show you what a higher interest rate means for you.",
            "request_what": "Payslip",
            "request_due": "1 December",
            "request_subject": "Would you send us your payslip?",
            "request_text": "For your application we need your last payslip.",
        },
        ("Monday 23 November, 10:30", "Tuesday 24 November, 14:00"),
    ),
    "fr": _of(
        {
            "client_first_name": "Jan et Els",
            "appointment_title": "Conseil",
            "appointment_service": "Conseil",
            "appointment_date": "lundi 23 novembre",
            "appointment_time": "10 h 30",
            "appointment_duration": "1 heure",
            "appointment_description": "Nous regardons votre hypothèque.",
            "cancel_reason": "Un imprévu",
            "cancelled_by": "client",
            "counter_text": "Plutôt l’après-midi.",
            "summary_text": "Nous avons parlé de votre hypothèque et de votre pension.",
            "review_text": "Un bon entretien.",
            "message_text": "Je vous montre volontiers ce qu’un taux plus élevé signifie pour vous.",
            "request_what": "Fiche de paie",
            "request_due": "1er décembre",
            "request_subject": "Pouvez-vous nous envoyer votre fiche de paie ?",
            "request_text": "Pour votre demande, il nous faut votre dernière fiche de paie.",
        },
        ("Lundi 23 novembre, 10 h 30", "Mardi 24 novembre, 14 h 00"),
    ),
}
