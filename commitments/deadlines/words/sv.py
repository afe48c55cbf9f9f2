"""Swedish."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

SWEDISH = Language(
    tag="sv",
    words={
        Kind.BY: ("senast; senast vid; senast i; inte senare än; ej senare än; vid; per; till senast; allra senast"),
        Kind.BEFORE: "före; innan",
        Kind.AFTER: "efter; tidigast; inte före",
        Kind.FROM: "från; från och med; fr.o.m; fr o m; fro m; sedan; med början",
        Kind.TO: "till; till och med; t.o.m; t o m; tom; fram till; fram till och med; intill",
        Kind.BETWEEN: "mellan",
        Kind.AND: "och; samt",
        Kind.OR: "eller",
        Kind.WITHIN: "inom; inom de; under de; om; inom loppet av; under",
        Kind.EVERY: "varje; vart; var",
        Kind.END: "den sista; sista dagen i; utgången av; slutet av; utgången; slut; slutet; utgång; ultimo",
        Kind.BEGIN: "början av; inledningen av; början på; ingången av; primo",
        Kind.EARLY: "tidigt; tidigt i; tidig; tidigt på; tidigt under",
        Kind.MID: "mitten av; medio; mitten på; halvårsskiftet",
        Kind.LATE: "sent; sent i; sen; sent på; mot slutet av; sent under",
        Kind.THIS_YEAR: "i år; under året; under innevarande år",
        Kind.THIS: "denna; detta; innevarande",
        Kind.NEXT: "nästa; kommande; närmaste; nästkommande",
        Kind.QUARTER: "kvartal; kvartalet; kv",
        Kind.HALF: "halvår; halvåret; halvan av; hälften av; halvan",
        Kind.THIRD: "tertial; tertialet",
        Kind.FISCAL: "budgetåret; budgetår; räkenskapsåret; räkenskapsår; fy",
        Kind.TURN: "årsskiftet; årsskifte",
        Kind.CONTINUOUS: (
            "löpande; kontinuerligt; kontinuerlig; fortlöpande; tills vidare; permanent; pågående; tillsvidare; "
            "stadigvarande"
        ),
        Kind.VAGUE: (
            "snart; så snart som möjligt; snarast; snarast möjligt; på sikt; på lång sikt; på kort sikt; "
            "skyndsamt; omgående; inom kort; vid behov; inom en nära framtid; de kommande åren; utan dröjsmål"
        ),
        Kind.APPROXIMATE: (
            "inte; ej; mer än; minst; flyttas från; flyttad från; omkring; cirka; ca; ungefär; runt; preliminärt; kring"
        ),
        Kind.ADOPTION: (
            "beslut; antagandet; antagande; publiceringen; publicering; offentliggörandet; beslutet; lanseringen; "
            "godkännandet"
        ),
        Kind.FORCE: "ikraftträdandet; ikraftträdande",
        Kind.DOCUMENT: "strategin; planen; handlingsplanen; lagen; av strategin; denna; programmet",
        Kind.OF: "för",
        Kind.FILLER: (
            "mandatperioden; planperioden; i; den; av; på; månad; under år; under perioden; perioden; under "
            "loppet av; det"
        ),
    },
    units={
        "day": "dag; dagar; dagarna",
        "week": "vecka; veckor; v",
        "month": "månad; månader; månaderna",
        "year": "år; året; åren; årets",
    },
    seasons={
        21: "våren; vår",
        22: "sommaren; sommar",
        23: "hösten; höst",
        24: "vintern; vinter",
    },
    ordinals={
        1: "första",
        2: "andra",
        3: "tredje",
        4: "fjärde",
        -1: "sista",
    },
    numbers={
        1: "en; ett",
        2: "två",
        3: "tre",
        4: "fyra",
        5: "fem",
        6: "sex",
        7: "sju",
        8: "åtta",
        9: "nio",
        10: "tio",
        11: "elva",
        12: "tolv",
        18: "arton",
        24: "tjugofyra",
    },
    frequencies={
        (1, "year"): "årligen; varje år; en gång per år; en gång om året; per år",
        (2, "year"): "halvårsvis; två gånger per år; två gånger om året; varje halvår",
        (3, "year"): "tertialvis; tre gånger per år",
        (4, "year"): "kvartalsvis; varje kvartal",
        (12, "year"): "månadsvis; varje månad; månatligen",
        (52, "year"): "veckovis; varje vecka",
        (-2, "year"): "vartannat år",
        (0, "year"): "regelbundet; återkommande",
    },
    suffixes="a; e",
    needs_number="tom; v; vår",
    first_roman=False,  # "i" is a preposition
)
