"""The controlled vocabularies that a catalogue points at: tables of the EU, publisher types of ADMS, media types."""

from kg.terms import PREFIXES

EU = "http://publications.europa.eu/resource/authority/"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
ADMS_KINDS = "http://purl.org/adms/publishertype/"
ADMS_KINDS_SCHEME = ADMS_KINDS + "1.0"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
PORTAL_ORGANISATIONS = "http://dataportal.se/organisation/"
NUTS = "http://data.europa.eu/nuts/"
SHA256 = PREFIXES["spdx"] + "checksumAlgorithm_sha256"

# EU authority tables, as the Publications Office keeps them.
THEMES = (
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN",
)  # fmt: skip
FREQUENCIES = (
    "10MIN", "12HRS", "15MIN", "1MIN", "30MIN", "5MIN", "ANNUAL", "ANNUAL_2", "ANNUAL_3", "AS_NEEDED", "BIDECENNIAL",
    "BIENNIAL", "BIHOURLY", "BIMONTHLY", "BIWEEKLY", "CONT", "DAILY", "DAILY_2", "DECENNIAL", "HOURLY", "IRREG",
    "MONTHLY", "MONTHLY_2", "MONTHLY_3", "NEVER", "NOT_PLANNED", "OTHER", "QUADRENNIAL", "QUARTERLY", "QUINQUENNIAL",
    "SEXENNIAL", "TRIDECENNIAL", "TRIENNIAL", "TRIHOURLY", "UNKNOWN", "UPDATE_CONT", "WEEKLY", "WEEKLY_2", "WEEKLY_3",
    "WEEKLY_5",
)  # fmt: skip
AVAILABILITIES = ("AVAILABLE", "EXPERIMENTAL", "STABLE", "TEMPORARY")

# The kinds of publishers that ADMS knows, in both languages.
PUBLISHER_KINDS: dict[str, tuple[str, str]] = {
    "Academia-ScientificOrganisation": ("Akademi eller vetenskaplig organisation", "Academia/Scientific organisation"),
    "Company": ("Företag", "Company"),
    "IndustryConsortium": ("Branschkonsortium", "Industry consortium"),
    "LocalAuthority": ("Lokal myndighet", "Local authority"),
    "NationalAuthority": ("Nationell myndighet", "National authority"),
    "NonGovernmentalOrganisation": ("Icke-statlig organisation", "Non-governmental organisation"),
    "NonProfitOrganisation": ("Ideell organisation", "Non-profit organisation"),
    "RegionalAuthority": ("Regional myndighet", "Regional authority"),
    "StandardisationBody": ("Standardiseringsorgan", "Standardisation body"),
    "SupraNationalAuthority": ("Överstatlig myndighet", "Supra-national authority"),
}


def eu(table: str, code: str) -> str:
    """Return the IRI of a code in one of the EU's authority tables, for instance `eu("language", "SWE")`."""
    return f"{EU}{table}/{code}"
