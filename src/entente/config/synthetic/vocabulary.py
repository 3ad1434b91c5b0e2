"""Words for an invented year, in both languages. No real person, no real event."""

INVENTED_EN, INVENTED_FR = "(invented)", "(fictif)"

FIRST = (
    *("Alex", "Andrée", "Camille", "Charlie", "Claude", "Dominique", "Élie", "Emery", "Frédérique", "Gabriel", "Jamie"),
    *("Jocelyn", "Jordan", "Kim", "Lou", "Maxime", "Morgan", "Noa", "Pascale", "Robin", "Sacha", "Sam", "Val", "Yaël"),
)
LAST = (
    *("Ashby", "Beaumont", "Carrick", "Delorme", "Eastman", "Fontaine", "Greaves", "Harcourt", "Imbeault", "Jolicoeur"),
    *(
        "Kendrick",
        "Lavigne",
        "Marchbank",
        "Northcott",
        "Ouellet",
        "Pemberton",
        "Quimper",
        "Ravenel",
        "Sauvé",
        "Winslow",
    ),
)

TOPICS = (
    ("risk profiles for container traffic", "les profils de risque du trafic de conteneurs"),
    ("advance passenger information", "l’information préalable sur les voyageurs"),
    ("mutual recognition of trusted traders", "la reconnaissance mutuelle des négociants dignes de confiance"),
    ("precursor chemicals", "les précurseurs chimiques"),
    ("origin of goods", "l’origine des marchandises"),
    ("low-value shipments", "les expéditions de faible valeur"),
    ("travel documents for removals", "les titres de voyage pour les renvois"),
    ("detector dog training", "la formation des chiens détecteurs"),
    ("document fraud", "la fraude documentaire"),
    ("single window data", "les données du guichet unique"),
    ("customs valuation", "l’évaluation en douane"),
    ("wildlife trafficking", "le trafic d’espèces sauvages"),
    ("non-intrusive inspection images", "les images d’inspection non intrusive"),
    ("integrity of staff", "l’intégrité du personnel"),
    ("coordinated border management", "la gestion coordonnée des frontières"),
    ("preclearance sites", "les lieux de précontrôle"),
)
ASKS = (
    ("Send our experience with {}", "Transmettre notre expérience concernant {}"),
    ("Name a contact point for {}", "Nommer un point de contact pour {}"),
    ("Comment on the draft guide to {}", "Commenter le projet de guide sur {}"),
    ("Share figures on {}", "Communiquer des chiffres sur {}"),
    ("Host a workshop on {}", "Tenir un atelier sur {}"),
    ("Second an expert on {}", "Détacher un spécialiste de {}"),
    ("Report on the pilot on {}", "Rendre compte du projet pilote sur {}"),
)
ITEMS = (
    ("State of work on {}", "État des travaux sur {}"),
    ("Proposal on {}", "Proposition sur {}"),
    ("Exchange of views on {}", "Échange de vues sur {}"),
    ("Next steps on {}", "Prochaines étapes sur {}"),
)
CITIES = (
    ("BE", "Brussels", "Bruxelles", "Europe/Brussels"),
    ("BE", "Brussels", "Bruxelles", "Europe/Brussels"),
    ("CH", "Geneva", "Genève", "Europe/Zurich"),
    ("GB", "London", "Londres", "Europe/London"),
    ("US", "Washington", "Washington", "America/New_York"),
    ("MX", "Mexico City", "Mexico", "America/Mexico_City"),
    ("AU", "Canberra", "Canberra", "Australia/Sydney"),
    ("NZ", "Wellington", "Wellington", "Pacific/Auckland"),
    ("JP", "Tokyo", "Tokyo", "Asia/Tokyo"),
    ("FR", "Paris", "Paris", "Europe/Paris"),
    ("KR", "Seoul", "Séoul", "Asia/Seoul"),
    ("CA", "Ottawa", "Ottawa", "America/Toronto"),
)
SKIPS = (
    "The agenda holds nothing that we lead or oppose.",
    "L’ordre du jour ne touche aucun objectif ; la documentation suffit.",
    "Covered by the delegation of another department, which will share its notes.",
)
CALLS = (
    ("Delegation on {}", "Délégation sur {}"),
    ("Study visit on {}", "Visite d’étude sur {}"),
    ("Technical visit on {}", "Visite technique sur {}"),
)
MADE = (
    ("Joint assessment of {}", "Évaluation conjointe sur {}"),
    ("Common guide to {}", "Guide commun sur {}"),
    ("Shared indicators on {}", "Indicateurs partagés sur {}"),
)
INPUTS = (
    ("Figures of the last two years", "Chiffres des deux dernières années"),
    ("A case from the field", "Un cas vécu sur le terrain"),
    ("Comments on the draft", "Commentaires sur le projet"),
    ("A chapter on legal grounds", "Un chapitre sur les fondements juridiques"),
)
SEATS = (
    ("chair", "Chair of {}", "Présidence : {}"),
    ("vice_chair", "Vice-chair of {}", "Vice-présidence : {}"),
)
DAY_EN = "We set out where we stand on {} and asked for a common timetable."
DAY_FR = "Nous avons exposé notre situation concernant {} et demandé un échéancier commun."
TRADES = (
    ("Customs Service", "Service des douanes"),
    ("Border Guard", "Garde-frontière"),
    ("Immigration Department", "Département de l’immigration"),
    ("Revenue Authority", "Administration fiscale"),
)
