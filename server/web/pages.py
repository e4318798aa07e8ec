"""The two pages that the server writes itself: nothing here, and no client built."""

import html

from aiohttp import web

_WORDS = {
    "nl": (
        "Deze pagina bestaat niet",
        "Controleer het adres, of begin opnieuw met uw sessiecode.",
        "Naar het begin",
    ),
    "en": ("This page does not exist", "Check the address, or start again with your session code.", "To the start"),
    "fr": (
        "Cette page n’existe pas",
        "Vérifiez l’adresse, ou recommencez avec votre code de session.",
        "Vers le début",
    ),
}

_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Samen</title><style>
body{{margin:0;min-height:100vh;display:flex;align-items:center;background:#F2F4EE;color:#15241E;
font:1.125rem/1.6 "Atkinson Hyperlegible Next",system-ui,sans-serif}}
main{{max-width:36rem;padding:2rem;margin:auto}}h1{{font-size:2rem;line-height:1.2;letter-spacing:-.02em}}
a{{color:#155C47;font-weight:650}}code{{background:#E8ECE3;border-radius:8px;padding:.1em .4em}}
@media(prefers-color-scheme:dark){{body{{background:#0D1512;color:#EAF2ED}}a{{color:#86BEA6}}code{{background:#223029}}}}
</style></head><body><main><h1>{title}</h1><p>{text}</p>{more}</main></body></html>
"""


def language_of(request: web.Request) -> str:
    """nl, en or fr: what the address asks for, else what the browser prefers, else Dutch."""
    asked = request.query.get("lang", "")
    if asked in _WORDS:
        return asked
    for part in request.headers.get("Accept-Language", "").split(","):
        short = part.split(";")[0].strip()[:2].lower()
        if short in _WORDS:
            return short
    return "nl"


def wants_page(request: web.Request) -> bool:
    """Whether a person is looking, rather than a program."""
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def wrong_page(request: web.Request) -> web.Response:
    language = language_of(request)
    title, text, link = _WORDS[language]
    more = f'<p><a href="/">{html.escape(link)}</a></p>'
    body = _PAGE.format(language=language, title=html.escape(title), text=html.escape(text), more=more)
    return web.Response(text=body, status=404, content_type="text/html", headers={"Cache-Control": "no-store"})


def unbuilt_page() -> web.Response:
    body = _PAGE.format(
        language="en",
        title="The web client is not built yet",
        text="The server runs, but it has no pages to show. Run <code>make run</code>, which builds them, "
        "or let <code>SAMEN_CLIENT</code> name the folder of a built client.",
        more="",
    )
    return web.Response(text=body, status=503, content_type="text/html", headers={"Cache-Control": "no-store"})
