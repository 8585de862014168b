"""What the reference tables lack or get wrong about names, each table with its reason."""

GOTLAND = "0980"  # one organisation is both the municipality and the region

# Kosovo has no code in ISO 3166-1; XK is the one that the European Union and CLDR use.
BESIDE_ISO = ("XK",)

# What CLDR has beside the countries of ISO 3166-1: outlying islands, unions, and codes for tests.
NOT_COUNTRIES = ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")

# Codes of three letters that a country had under another name or before it became one.
FORMER_COUNTRIES = ("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR")

# CLDR's names that nobody writes, in Swedish and in English.
COUNTRY_NAMES = {
    "HK": ("Hongkong", "Hong Kong"),
    "MM": ("Myanmar", "Myanmar"),
    "MO": ("Macao", "Macao"),
    "CD": ("Kongo-Kinshasa", "Congo-Kinshasa"),
    "CG": ("Kongo-Brazzaville", "Congo-Brazzaville"),
    "PS": ("Palestina", "Palestine"),
    "UM": ("USA:s yttre öar", "United States Minor Outlying Islands"),
    "VI": ("Amerikanska Jungfruöarna", "United States Virgin Islands"),
}

# Other names in use, in Swedish and in English; EL and UK are the codes of the European Union for GR and GB.
COUNTRIES_ALSO = {
    "AE": (("UAE",), ("UAE",)),
    "AX": (("Ålandsöarna",), ("Åland",)),
    "BA": (("Bosnien-Hercegovina", "Bosnien"), ("Bosnia-Herzegovina", "Bosnia")),
    "BY": (("Vitryssland",), ("Byelorussia",)),
    "CD": (("Demokratiska republiken Kongo",), ("Democratic Republic of the Congo", "DR Congo")),
    "CG": (("Republiken Kongo",), ("Republic of the Congo",)),
    "CI": ((), ("Ivory Coast",)),
    "CN": (("Folkrepubliken Kina",), ("People's Republic of China",)),
    "CV": ((), ("Cabo Verde",)),
    "CZ": (("Tjeckiska republiken",), ("Czech Republic",)),
    "FK": ((), ("Malvinas",)),
    "FO": ((), ("Faroes",)),
    "GB": (
        ("UK", "Förenade kungariket", "Förenade konungariket"),
        ("UK", "Great Britain", "United Kingdom of Great Britain and Northern Ireland"),
    ),
    "GR": (("EL",), ("EL", "Hellas")),
    "IE": (("Republiken Irland",), ("Republic of Ireland",)),
    "IR": (("Islamiska republiken Iran",), ("Islamic Republic of Iran",)),
    "KP": (("Folkdemokratiska republiken Korea",), ("Democratic People's Republic of Korea",)),
    "KR": (("Republiken Korea",), ("Republic of Korea",)),
    "LA": ((), ("Lao People's Democratic Republic",)),
    "MD": (("Moldova", "Republiken Moldavien"), ("Republic of Moldova",)),
    "MK": (("Makedonien",), ("Macedonia", "Republic of North Macedonia")),
    "MM": (("Burma",), ("Burma",)),
    "NL": (("Holland",), ("Holland", "The Netherlands")),
    "PS": (("Palestinska territorierna", "Staten Palestina"), ("Palestinian Territories", "State of Palestine")),
    "RU": (("Ryska federationen",), ("Russian Federation",)),
    "SK": (("Slovakiska republiken",), ("Slovak Republic",)),
    "SY": ((), ("Syrian Arab Republic",)),
    "SZ": (("Swaziland",), ("Swaziland",)),
    "TL": (("Timor-Leste",), ("East Timor",)),
    "TR": ((), ("Turkey",)),
    "TZ": ((), ("United Republic of Tanzania",)),
    "US": (("Förenta staterna", "Amerikas förenta stater"), ("USA", "United States of America")),
    "VA": (("Heliga stolen",), ("Holy See",)),
    "VN": ((), ("Viet Nam",)),
    "XK": (("Republiken Kosovo",), ("Republic of Kosovo",)),
}

# What programmes and funds call a region otherwise than Eurostat does.
NUTS_ALSO = {"SE21": ("Småland och Öarna",)}

# Eurostat labels the regions in Swedish only; these are the names that English texts use.
ENGLISH_NUTS = {
    "SE1": "East Sweden",
    "SE2": "South Sweden",
    "SE3": "North Sweden",
    "SE11": "Stockholm",
    "SE12": "East Middle Sweden",
    "SE21": "Småland and the islands",
    "SE22": "South Sweden",
    "SE23": "West Sweden",
    "SE31": "North Middle Sweden",
    "SE32": "Middle Norrland",
    "SE33": "Upper Norrland",
}

ENGLISH_MUNICIPALITIES = {"1480": "Gothenburg"}

# The table adds -s to every name that takes a genitive; these five authorities write their names otherwise.
AUTHORITY_NAMES = {
    "0880": "Kalmar kommun",
    "1421": "Orust kommun",
    "2080": "Falu kommun",
    "2513": "Överkalix kommun",
    "2514": "Kalix kommun",
}

# The fourteen municipalities that call themselves a town (stad) outside legal texts.
TOWNS = (
    "0180", "0183", "0184", "0186", "0187", "1280", "1282",
    "1283", "1480", "1481", "1488", "1490", "1980", "2583",
)  # fmt: skip

# Renamed on 1 January 2008: the place and the authority under their former names.
FORMER_MUNICIPALITIES = {"2023": ("Malung", "Malungs kommun")}

EVERYDAY_REGIONS = {"Västra Götalandsregionen": ("VGR",)}

# Damage that many rows share: doubled spaces, missing hyphens and spaces, abbreviated words, misspellings,
# and the second names of courts, which the table cuts off at 48 characters.
REPAIRS = (
    (r"\s+", " "),
    (r"(?i)(\w)-(och) ", r"\1- \2 "),
    (r" & ", " OCH "),
    (r" F ", " FÖR "),
    (r" (OCH|O) (MARK|MIGRATION|PATENT).*$", ""),
    (r"^HYRES OCH ARRENDENÄMND?EN", "HYRES- OCH ARRENDENÄMNDEN"),
    (r"^Svergies", "Sveriges"),
    (r"^Sveriges Ambassad", "Sveriges ambassad"),
    (r"FN-Representation", "FN-representation"),
)

# Words that keep their capitals where a name in capitals is written in Swedish case.
PROPER_WORDS = {
    word.casefold(): word
    for word in (
        "AP", "ESF", "FAO", "ILO",
        "Afrikainstitutet", "Barsebäck", "Bernadotteakademin", "Blekinge", "Borås", "Dalarna", "Falun",
        "Gotland", "Gävle", "Göteborg", "Hallwylska", "Halmstad", "Härnösand", "Jönköping", "Kalmar",
        "Karlstad", "Kristianstad", "Linköping", "Luleå", "Lund", "Malmö", "Skoklosters", "Skåne", "Skövde",
        "Stiftelsen", "Stockholm", "Studsvik", "Sundsvall", "Umeå", "Uppsala", "Väst", "Västerås", "Växjö",
    )
}  # fmt: skip

# Names that no rule gets right: cut off, misspelt, wrong in case, or with an abbreviation tacked on.
SPELLINGS = {
    "DELEGATION MOT SEGREGATION": "Delegationen mot segregation",
    "HOVRÄTTEN FÖR NEDRE NORRLAND": "Hovrätten för Nedre Norrland",
    "HOVRÄTTEN FÖR VÄSTRA SVERIGE": "Hovrätten för Västra Sverige",
    "HOVRÄTTEN FÖR ÖVRE NORRLAND": "Hovrätten för Övre Norrland",
    "INSPEKTIONEN FÖR ARBETSLÖSHETSFÖRSÄKRING": "Inspektionen för arbetslöshetsförsäkringen",
    "INTERNATIONELLA PROGRAMKONTORET FÖR UTBILDNINGS-": ("Internationella programkontoret för utbildningsområdet"),
    "KUNGLIGA KONSTHÖGSKOLAN": "Kungliga Konsthögskolan",
    "KUNGLIGA MUSIKHÖGSKOLAN": "Kungliga Musikhögskolan",
    "KUNGLIGA TEKNISKA HÖGSKOLAN": "Kungliga Tekniska högskolan",
    "NÄMNDEN MOT DISKRIMINERIN": "Nämnden mot diskriminering",
    "Nämnden mot Diskriminering": "Nämnden mot diskriminering",
    "Rättshjälpnämnden": "Rättshjälpsnämnden",
    "STATENS LJUD OCH BILDARKIV": "Statens ljud- och bildarkiv",
    "Styrelsen För Samefonden": "Styrelsen för Samefonden",
    "Sveriges ambassad Athen": "Sveriges ambassad Aten",
    "Sveriges ambassad Santigao": "Sveriges ambassad Santiago",
    "TOTALFÖRSVARETS FORSKNINGSINSTITUT, FOI": "Totalförsvarets forskningsinstitut",
    "Tandvårds- och läkemedelsförmånsverket, TLV": "Tandvårds- och läkemedelsförmånsverket",
    "VERKET FÖR NÄRINGSLIVSUTVECKLING, NUTEK": "Verket för näringslivsutveckling",
}

# What everybody calls them, the agencies themselves first of all: names in daily use, not from the table.
EVERYDAY_AGENCIES = {
    "Allmänna reklamationsnämnden": "ARN",
    "Arbetsförmedlingen": "AF",
    "Brottsförebyggande rådet": "Brå",
    "Centrala studiestödsnämnden": "CSN",
    "Delegationen mot segregation": "Delmos",
    "Ekonomistyrningsverket": "ESV",
    "Forskningsrådet för hälsa, arbetsliv och välfärd": "Forte",
    "Forskningsrådet för miljö, areella näringar och samhällsbyggande": "Formas",
    "Försvarets materielverk": "FMV",
    "Försvarets radioanstalt": "FRA",
    "Försäkringskassan": "FK",
    "Havs- och vattenmyndigheten": "HaV",
    "Inspektionen för arbetslöshetsförsäkringen": "IAF",
    "Inspektionen för socialförsäkringen": "ISF",
    "Inspektionen för strategiska produkter": "ISP",
    "Institutet för arbetsmarknads- och utbildningspolitisk utvärdering": "IFAU",
    "Institutet för tillväxtpolitiska studier": "ITPS",
    "Justitiekanslern": "JK",
    "Kronofogdemyndigheten": "Kronofogden",
    "Kungliga Tekniska högskolan": "KTH",
    "Kungliga biblioteket": "KB",
    "Myndigheten för delaktighet": "MFD",
    "Myndigheten för digital förvaltning": "Digg",
    "Myndigheten för samhällsskydd och beredskap": "MSB",
    "Myndigheten för tillväxtpolitiska utvärderingar och analyser": "Tillväxtanalys",
    "Myndigheten för ungdoms- och civilsamhällesfrågor": "MUCF",
    "Myndigheten för vård- och omsorgsanalys": "Vårdanalys",
    "Myndigheten för yrkeshögskolan": "MYH;YH-myndigheten",
    "Patent- och registreringsverket": "PRV",
    "Post- och telestyrelsen": "PTS",
    "Riksantikvarieämbetet": "RAÄ",
    "Riksdagens ombudsmän": "JO;Justitieombudsmannen",
    "Riksgäldskontoret": "Riksgälden",
    "Specialpedagogiska skolmyndigheten": "SPSM",
    "Statens beredning för medicinsk och social utvärdering": "SBU",
    "Statens energimyndighet": "Energimyndigheten",
    "Statens fastighetsverk": "SFV",
    "Statens geotekniska institut": "SGI",
    "Statens haverikommission": "Haverikommissionen;SHK",
    "Statens institutionsstyrelse": "SiS",
    "Statens jordbruksverk": "Jordbruksverket",
    "Statens kulturråd": "Kulturrådet",
    "Statens musikverk": "Musikverket",
    "Statens skolverk": "Skolverket",
    "Statens tjänstepensionsverk": "SPV",
    "Statens veterinärmedicinska anstalt": "SVA",
    "Statens väg- och transportforskningsinstitut": "VTI",
    "Statistiska centralbyrån": "SCB",
    "Strålsäkerhetsmyndigheten": "SSM",
    "Styrelsen för ackreditering och teknisk kontroll": "Swedac",
    "Svenska ESF-rådet": "ESF-rådet;Rådet för Europeiska socialfonden i Sverige",
    "Sveriges geologiska undersökning": "SGU",
    "Sveriges lantbruksuniversitet": "SLU",
    "Sveriges meteorologiska och hydrologiska institut": "SMHI",
    "Sveriges riksbank": "Riksbanken",
    "Säkerhetspolisen": "Säpo",
    "Tandvårds- och läkemedelsförmånsverket": "TLV",
    "Totalförsvarets forskningsinstitut": "FOI",
    "Verket för förvaltningsutveckling": "Verva",
    "Verket för innovationssystem": "Vinnova",
    "Verket för näringslivsutveckling": "Nutek",
}

# Official English names where the table has none, a misspelt one, or one of an earlier name (the empty one).
ENGLISH_AGENCIES = {
    "Arbetsförmedlingen": "Swedish Public Employment Service",
    "Försäkringskassan": "Swedish Social Insurance Agency",
    "Migrationsverket": "Swedish Migration Agency",
    "Myndigheten för kulturanalys": "Swedish Agency for Cultural Policy Analysis",
    "Myndigheten för ungdoms- och civilsamhällesfrågor": "Swedish Agency for Youth and Civil Society",
    "Myndigheten för yrkeshögskolan": "Swedish National Agency for Higher Vocational Education",
    "Statens centrum för arkitektur och design": "",
    "Statens skolinspektion": "Swedish Schools Inspectorate",
    "Statens skolverk": "Swedish National Agency for Education",
    "Svenska ESF-rådet": "Swedish ESF Council",
    "Tillväxtverket": "Swedish Agency for Economic and Regional Growth",
}

# Which of the table's other names the agencies no longer use.
FORMER_AGENCIES = (
    "Arkitekturmuseet",
    "Datainspektionen",
    "Dialekt- och ortnamnsarkiven samt Svenskt visarkiv",
    "Gymnastiska centralinstitutet",
    "Nämnden för statligt stöd till trossamfund",
    "Språk- och folkminnesinstitutet",
    "Talboks- och punktskriftsbiblioteket",
)

# Authorities older than the year in the table, which is when they got a number or a place in a register.
DOUBTFUL_STARTS = (
    "Alkoholsortimentsnämnden",
    "Arvfondsdelegationen",
    "Domstolsverket",
    "Forskarskattenämnden",
    "ILO-kommittén",
    "Krigsförsäkringsnämnden",
    "Notarienämnden",
    "Nämnden för styrelserepresentationsfrågor",
    "Rättshjälpsnämnden",
    "Skatterättsnämnden",
    "Skiljenämnden i vissa trygghetsfrågor",
    "Skolväsendets överklagandenämnd",
    "Statens ansvarsnämnd",
    "Statens nämnd för arbetstagares uppfinningar",
    "Statens skaderegleringsnämnd",
    "Statens tjänstepensions- och grupplivnämnd",
    "Överklagandenämnden för nämndemannauppdrag",
)

# A number that many rows carry is that of the one authority named here: the courts borrow it.
SHARED_NUMBERS = {"202100-2742": "Domstolsverket"}
