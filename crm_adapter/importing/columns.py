"""Which column of a table is what of a client: guessed by the words above it and by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from crm_adapter.importing.sheets import Sheet
from crm_adapter.people import names

Source = Literal["google", "csv", "excel", "vcard"]

TARGETS = (
    *("name", "given", "middle", "prefix", "family", "initials", "birthday"),
    *("partner_name", "partner_given", "partner_prefix", "partner_family", "partner_birthday"),
    *("partner_email", "partner_phone", "company", "employer", "vat", "coc"),
    *("email", "email_label", "phone", "phone_label"),
    *("street", "house_number", "postcode", "city", "country", "number", "language", "tags", "note"),
)
"""What a column can be; beside these "field:<key>" for an own field, and "" for what is left alone."""
SEVERAL_TIMES = frozenset({"email", "email_label", "phone", "phone_label", "tags", "note", "house_number"})
"""What several columns can be at once."""

# Folded, without what is no letter; nl, en, fr and the words of the programs that people come from.
_WORDS: dict[str, str] = {
    "name": "naam volledigenaam klantnaam name fullname displayname clientname nom nomcomplet weergavenaam naamklant"
    " naamclient naamaanvrager fn klant client contact contactnaam contactname",
    "given": "voornaam voornamen roepnaam givenname firstname first prenom prenoms voornaamaanvrager firstnames",
    "middle": "tweedenaam additionalname middlename deuxiemeprenom",
    "prefix": "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels prefix infix familynameprefix lastnameprefix"
    " surnameprefix particule tussenv tv",
    "family": "achternaam familienaam familyname lastname surname last nomdefamille achternaamaanvrager geslachtsnaam"
    " patronyme",
    "initials": "voorletters initialen initials initiales",
    "birthday": "geboortedatum geborenop geboren verjaardag birthday birthdate dateofbirth dob born datedenaissance"
    " naissance nele anniversaire gebdatum geboortedatumaanvrager bday",
    "partner_name": "partner naampartner partnername conjoint partnernaam naammedeaanvrager",
    "partner_given": "voornaampartner partnervoornaam roepnaampartner partnerfirstname prenomconjoint"
    " voornaammedeaanvrager partnergivenname spousefirstname",
    "partner_prefix": "tussenvoegselpartner partnertussenvoegsel voorvoegselpartner",
    "partner_family": "achternaampartner partnerachternaam partnerlastname nomconjoint achternaammedeaanvrager"
    " spouselastname partnerfamilyname",
    "partner_birthday": "geboortedatumpartner partnergeboortedatum partnerbirthday datedenaissanceconjoint"
    " geboortedatummedeaanvrager partnerdateofbirth",
    "partner_email": "emailpartner partneremail emailconjoint emailadrespartner emailmedeaanvrager partneremailadres",
    "partner_phone": "telefoonpartner partnertelefoon mobielpartner partnermobiel partnerphone telephoneconjoint",
    "company": "bedrijf bedrijfsnaam onderneming firma company companyname entreprise societe raisonsociale"
    " organisatie organisation organization naambedrijf accountname",
    "vat": "btw btwnummer btwid btwnr vat vatnumber vatid tva numerotva notva",
    "coc": "kvk kvknummer kvknr coc chamberofcommerce cocnumber siren siret ondernemingsnummer kbo bce"
    " numerodentreprise handelsregister",
    "email": "email emailadres mail mailadres emailaddress courriel adresseemail adressemail adressecourriel"
    " emailprive emailwerk emailzakelijk emailadresprive emailadreswerk workemail homeemail emails emailaanvrager"
    " adresselectronique emailadresaanvrager emailaddresses electronischadres",
    "email_label": "emaillabels",
    "phone": "telefoon telefoonnummer tel telnr mobiel mobielnummer mobieletelefoon gsm gsmnummer phone phonenumber"
    " mobile mobilephone cell cellphone telephone portable numerodetelephone tel1 tel2 telefoon1 telefoon2"
    " telefoonprive telefoonwerk telefoonzakelijk telefoonmobiel telefoonvast vast vastetelefoon homephone workphone"
    " businessphone primaryphone otherphone mobiel1 mobiel2 telefoonaanvrager telephonefixe telephonemobile phone1"
    " phone2 homephone2 businessphone2 companymainphone fixe",
    "phone_label": "phonelabels",
    "street": "straat straatnaam adres adresregel adresregel1 street streetaddress address addressline1 address1 rue"
    " adresse adresse1 woonadres bezoekadres homestreet adresligne1 straatenhuisnummer straatenummer voie businessstreet",
    "house_number": "huisnummer huisnr housenumber toevoeging huisnummertoevoeging nummertoevoeging bus"
    " huisnrtoevoeging streetnumber numerorue huisletter nr",
    "postcode": "postcode pc postalcode zip zipcode codepostal cp homepostalcode postcodewoonadres businesspostalcode",
    "city": "plaats woonplaats stad gemeente plaatsnaam city town ville localite commune homecity vestigingsplaats"
    " residence businesscity",
    "country": "land landcode country countrycode pays homecountry homecountryregion countryregion codepays",
    "number": "klantnummer clientnummer relatienummer klantnr relatienr clientnr debiteurnummer customernumber"
    " clientnumber customerid clientid referentie reference numeroclient noclient relatiecode dossiernummer klantid"
    " externalid klantcode debiteurnr",
    "language": "taal taalcode voorkeurstaal language preferredlanguage langue",
    "tags": "tag tags label labels groep groepen categorie categorieen categories category group groups"
    " groupmembership etiquette etiquettes groupe groupes",
    "note": "notitie notities opmerking opmerkingen memo note notes comment comments remarks remark remarque"
    " remarques commentaire commentaires bijzonderheden toelichting",
}
_BY_WORD = {word: target for target, listed in _WORDS.items() for word in listed.split()}
# Each: what of a header, and what it is. Google's, before and since 2024; numbered columns of others.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), target)
    for pattern, target in (
        (r"e-?mail \d+ - value", "email"),
        (r"e-?mail \d+ - (label|type)", "email_label"),
        (r"phone \d+ - value", "phone"),
        (r"phone \d+ - (label|type)", "phone_label"),
        (r"address 1 - street", "street"),
        (r"address 1 - city", "city"),
        (r"address 1 - postal code", "postcode"),
        (r"address 1 - country", "country"),
        (r"(address|organization|relation|website|event|custom field|im|external id|jot|hobby|language) \d+ - .*", ""),
        (r"organi[sz]ation (title|department|name)|organization \d+ - name", ""),
        (r"(phonetic|yomi) .*|.* yomi|name (prefix|suffix)|file as|nickname|maiden name|short name|photo", ""),
        (r"e-?mail(adres| address)?[ _-]?\d+( address)?", "email"),
        (r"(telefoon|phone|mobiel|mobile|tel|gsm)[ _.-]?\d+", "phone"),
    )
)
_GOOGLE = frozenset(
    {"given name", "first name", "e-mail 1 - value", "phone 1 - value", "group membership", "name prefix"}
)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]{2,}")
_PHONE = re.compile(r"\+?[\d][\d ()./-]{7,20}")
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d{2}")
_POSTCODE = re.compile(r"\d{4} ?[A-Z]{2}", re.IGNORECASE)
_LOOKED_AT = 200


def is_google(header: Sequence[str]) -> bool:
    """Whether this is the header of Google's contacts, of either generation."""
    known = {one.strip().lower() for one in header}
    return "e-mail 1 - value" in known or (len(known & _GOOGLE) >= 2 and "labels" in known)


def guess(sheet: Sheet, fields: Mapping[str, str]) -> list[str]:
    """A target for each column, "" for what is left alone. `fields`: the office's own fields, label by key."""
    google, cards = is_google(sheet.header), sheet.kind == "vcard"
    own = {_bare(label): f"field:{key}" for key, label in fields.items()} | {
        _bare(key): f"field:{key}" for key in fields
    }
    found: list[str] = []
    for at, header in enumerate(sheet.header):
        target = _by_header(header, own, google=google or cards)
        if target is None:
            target = _by_content([row[at] for row in sheet.rows[:_LOOKED_AT] if row[at]], empty=not header)
        taken = target in found and target not in SEVERAL_TIMES
        found.append("" if taken else target)
    return _sensible(found, google=google or cards)


def _by_header(header: str, own: Mapping[str, str], *, google: bool) -> str | None:
    """None where the words say nothing."""
    text, bare = header.strip().lower(), _bare(header)
    if not bare:
        return None
    if bare in own:
        return own[bare]
    if google and text in ("organization name", "organization 1 - name", "organization"):
        return "employer"
    if google and text == "name":
        return "name"
    for pattern, target in _PATTERNS:
        if pattern.fullmatch(text):
            return target
    # An e-mail "of the partner" is the partner's.
    if (known := _BY_WORD.get(bare)) is not None:
        return known
    return _BY_WORD.get(re.sub(r"(1|aanvrager1|aanvrager|klant|client)$", "", bare) or bare)


def _by_content(values: Sequence[str], *, empty: bool) -> str:
    """What most of what stands there looks like; only where nothing stands above it may it be more than an address."""
    if not values:
        return ""

    def share(pattern: re.Pattern[str]) -> float:
        return sum(pattern.fullmatch(one) is not None for one in values) / len(values)

    if share(_EMAIL) > 0.7:
        return "email"
    if not empty:
        return ""
    if share(_DAY) > 0.7:
        return "birthday"
    if share(_POSTCODE) > 0.7:
        return "postcode"
    if share(_PHONE) > 0.7:
        return "phone"
    worded = sum(bool(re.fullmatch(r"[^\W\d_][^\d@]*( [^\d@]+)+", one)) for one in values) / len(values)
    return "name" if worded > 0.7 else ""


def _sensible(found: list[str], *, google: bool) -> list[str]:
    """A whole name beside its parts is told twice: the parts say more. Of a company that is alone, the name is its."""
    if "family" in found and "given" in found and "name" in found:
        found[found.index("name")] = "" if not google else "name"
    if "company" in found and "family" not in found and "name" in found and google:
        found[found.index("company")] = "employer"
    return found


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", names.fold(text))
