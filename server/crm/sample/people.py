"""Who the clients of the sample office are. Every name, number and address is invented."""

from datetime import datetime

from server.crm.ports import ClientDraft, ConsentGiven, ContactDraft, PersonDraft

CONSENT = "Ik wil op de hoogte blijven van acties van Lindelaan Advies."


def clients(adviser_id: str, now: datetime) -> list[ClientDraft]:
    """In the order in which the days of the sample name them."""

    def yes(given: bool) -> ConsentGiven:
        return ConsentGiven("marketing", "email", given, CONSENT, "form", now)

    def person(
        given: str, prefix: str, family: str, city: str, email: str, *tags: str, phone: str = "", birthday: str = ""
    ) -> ClientDraft:
        contacts = [ContactDraft("email", email, person="1")]
        if phone:
            contacts.append(ContactDraft("phone", phone, person="1"))
        return ClientDraft(
            people=(PersonDraft(given, prefix, family, ref="1", birthday=birthday),),
            contacts=tuple(contacts),
            city=city,
            tags=tags,
            adviser_id=adviser_id,
        )

    vermeulen = ClientDraft(
        kind="household",
        people=(
            PersonDraft("Jan", "", "Vermeulen", ref="1", birthday="1954-05-02"),
            PersonDraft("Els", "", "Vermeulen", ref="2", role="partner", birthday="1956-09-17"),
        ),
        contacts=(
            ContactDraft("email", "post@vermeulen.example"),
            ContactDraft("phone", "030 555 01 77"),
            ContactDraft("phone", "06 55550171", label="Jan", person="1"),
        ),
        number="10482",
        street="Beukenhof 8",
        postcode="3721 AB",
        city="Bilthoven",
        country="NL",
        tags=("Hypotheek", "Met pensioen", "Jaargesprek"),
        fields={"interest": "Oversluiten"},
        adviser_id=adviser_id,
        consent=yes(True),
    )
    terlouw = ClientDraft(
        kind="company",
        name="Bakkerij Terlouw",
        people=(PersonDraft("Wim", "", "Terlouw", ref="1", role="contact"),),
        contacts=(ContactDraft("email", "wim@terlouw.example", person="1"), ContactDraft("phone", "0346 555 012")),
        street="Voorstraat 12",
        postcode="3601 XY",
        city="Maarssen",
        country="NL",
        tags=("Zakelijk", "Verzekering"),
        fields={"interest": "Verzuim"},
        adviser_id=adviser_id,
        consent=yes(False),
    )
    postma = ClientDraft(
        kind="household",
        people=(
            PersonDraft("Henk", "", "Postma", ref="1", birthday="1961-03-30"),
            PersonDraft("Ria", "", "Postma", ref="2", role="partner", birthday="1963-12-08"),
        ),
        contacts=(ContactDraft("email", "henkenria@postma.example"),),
        city="Houten",
        tags=("Pensioen",),
        adviser_id=adviser_id,
        consent=yes(True),
    )
    return [
        vermeulen,
        person("Fatima", "el", "Idrissi", "Nieuwegein", "fatima@elidrissi.example", "Starter", phone="06 55550123"),
        terlouw,
        person("Tom", "van der", "Wal", "Houten", "tom@vanderwal.example", "Hypotheek"),
        postma,
        person("Sanne", "", "Kok", "Utrecht", "sanne.kok@post.example", "Starter", birthday="1994-11-26"),
        person("David", "", "Mulder", "Zeist", "david@mulder.example", "Starter"),
        person("Noor", "", "Willems", "De Bilt", "noor@willems.example", "Pensioen"),
        person("Lies", "", "Bouman", "Utrecht", "lies.bouman@post.example", "Verzekering", phone="030 555 01 90"),
        person("Thi Mai", "", "Nguyen", "Vleuten", "mai@nguyen.example", "Hypotheek"),
        person("Kees", "de", "Groot", "Bunnik", "kees@degroot.example", "Zakelijk"),
        person("Amélie", "", "Dubois", "Maastricht", "amelie@dubois.example", "Verzekering"),
    ]
