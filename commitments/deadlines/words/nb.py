"""Norwegian: Bokmål, with what Nynorsk says otherwise."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

NORWEGIAN = Language(
    tag="nb",
    words={
        Kind.BY: (
            "innen; innan; senest; senest innen; seinast; seinast innan; ikke senere enn; ikkje seinare enn; "
            "frist; fristen er; ved; per; pr"
        ),
        Kind.BEFORE: "før; forut for",
        Kind.AFTER: "etter; tidligst; ikke før; ikkje før; tidlegast",
        Kind.FROM: "fra; frå; fra og med; frå og med; f.o.m; fom; siden; med virkning fra",
        Kind.TO: (
            "til; til og med; t.o.m; tom; frem til; fram til; inntil; til utgangen; og til; frem til og med; fram "
            "til og med; ut"
        ),
        Kind.BETWEEN: "mellom",
        Kind.AND: "og; samt",
        Kind.OR: "eller",
        Kind.WITHIN: "i løpet av; i løpet av de; om; over de; i laupet av; de; dei; innen de",
        Kind.EVERY: "hvert; hver; kvart; kvar",
        Kind.END: (
            "utgangen av; utgongen av; utløpet av; slutten av; utgangen; slutten; utgang; slutt; ultimo; enden av"
        ),
        Kind.BEGIN: "begynnelsen av; starten av; byrjinga av; i begynnelsen av; inngangen til; primo",
        Kind.EARLY: "tidlig; tidlig i; tidleg; tidleg i; tidlig på",
        Kind.MID: "halvårsskiftet; midten av; medio; midt i; midten; midt på",
        Kind.LATE: "sent; sent i; sen; seint; seint i; mot slutten av; sent på",
        Kind.THIS_YEAR: "i år; i løpet av året; i løpet av inneværende år; i laupet av året",
        Kind.THIS: "denne; dette; inneværende",
        Kind.NEXT: "neste; kommende; neste års; førstkommende",
        Kind.QUARTER: "kvartal; kvartalet; kv",
        Kind.HALF: "halvår; halvåret; halvdel; halvdelen av; halvdel av; halvdelen",
        Kind.THIRD: "tertial; tertialet",
        Kind.FISCAL: "budsjettåret; budsjettår; regnskapsåret; regnskapsår; rekneskapsåret; fy",
        Kind.TURN: "årsskiftet; årsskifte",
        Kind.CONTINUOUS: (
            "løpende; kontinuerlig; fortløpende; løpande; kontinuerleg; permanent; vedvarende; pågående; varig; "
            "til enhver tid"
        ),
        Kind.VAGUE: (
            "snart; så snart som mulig; så snart som råd; snarest; snarest mulig; på sikt; på lang sikt; på kort "
            "sikt; omgående; uten ugrunnet opphold; i nær fremtid; i nær framtid; i årene som kommer; ved behov; "
            "etter hvert; straks"
        ),
        Kind.APPROXIMATE: (
            "ikke; ikkje; mer enn; minst; flyttet fra; utsatt fra; rundt; ca; cirka; omtrent; omkring; om lag; "
            "anslagsvis; trolig; tentativt"
        ),
        Kind.ADOPTION: (
            "vedtakelsen; vedtak; vedtaket; publisering; publiseringen; offentliggjøring; offentliggjøringen; "
            "lansering; lanseringen; godkjenning; vedtakinga"
        ),
        Kind.FORCE: "ikrafttredelsen; ikrafttredelse; ikrafttreden; iverksettelse; ikraftsetting",
        Kind.DOCUMENT: "strategien; planen; handlingsplanen; loven; meldingen; denne; av strategien",
        Kind.OF: "for",
        Kind.FILLER: (
            "stortingsperioden; regjeringsperioden; planperioden; i; den; av; måned; måneden; perioden; i "
            "perioden; på; dato; ved utgangen; ca. kl; det"
        ),
    },
    units={
        "day": "dag; dager; dagar; døgn",
        "week": "uke; uker; veke; veker; uka; uken",
        "month": "måned; måneder; månader; månad; måneden; månedene; mnd; månadene",
        "year": "år; året; årene; årets; åra",
    },
    seasons={
        21: "våren; vår; vårens",
        22: "sommeren; sommer; sommaren; sumaren",
        23: "høsten; høst; hausten; haust",
        24: "vinteren; vinter",
    },
    ordinals={
        1: "første; fyrste",
        2: "andre; annet; annen",
        3: "tredje",
        4: "fjerde",
        -1: "siste",
    },
    numbers={
        1: "en; ett; én",
        2: "to",
        3: "tre",
        4: "fire",
        5: "fem",
        6: "seks",
        7: "sju; syv",
        8: "åtte",
        9: "ni",
        10: "ti",
        11: "elleve",
        12: "tolv",
        18: "atten",
        24: "tjuefire",
    },
    frequencies={
        (1, "year"): "årlig; årleg; én gang i året; en gang i året; hvert år; kvart år; per år",
        (2, "year"): "halvårlig; halvårleg; to ganger i året; to ganger årlig; to gonger i året; hvert halvår",
        (3, "year"): "tertialvis; tre ganger i året",
        (4, "year"): "kvartalsvis; kvartalsvist; hvert kvartal",
        (12, "year"): "månedlig; månadleg; hver måned",
        (52, "year"): "ukentlig; hver uke",
        (-2, "year"): "hvert annet år; annethvert år; hvert andre år; annakvart år",
        (0, "year"): "jevnlig; regelmessig; med jevne mellomrom",
    },
    needs_number="de; tom; ut; vår",
    first_roman=False,  # "i" is a preposition
)
