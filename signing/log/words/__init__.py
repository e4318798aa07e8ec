"""What a log says, in the languages of the product. nl.py is the source of the keys."""

from signing.log.words import en, fr, nl
from signing.wording import Wording


class Words(Wording):
    """One language of a log."""

    __slots__ = ()
    CATALOGUES = {"nl": nl.WORDS, "en": en.WORDS, "fr": fr.WORDS}
