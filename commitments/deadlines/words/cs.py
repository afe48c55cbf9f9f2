"""Czech. CLDR gives months in the nominative and the genitive; the other cases stand here."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

CZECH = Language(
    tag="cs",
    words={
        Kind.BY: (
            "nejpozději; nejpozději do; nejpozději k; ne později než; k; ke; ke dni; k datu; termín; nejpozději v"
        ),
        Kind.BEFORE: "před; přede; dříve než",
        Kind.AFTER: "po; nejdříve; ne dříve než; nejdříve v",
        Kind.FROM: "od; ode; počínaje; s účinností od; ode dne",
        Kind.TO: "do; až; až do; do dne",
        Kind.BETWEEN: "mezi",
        Kind.AND: "a",
        Kind.OR: "nebo; či; anebo",
        Kind.WITHIN: "během; v průběhu; za; v; ve; do",
        Kind.EVERY: "jednou za; každý; každé; každého; každou; každým; každých",
        Kind.END: "konec; konce; koncem; konci; na konci; ke konci; závěr; závěru; závěrem",
        Kind.BEGIN: "počátek; počátkem; počátku; na počátku; začátek; začátkem; začátku; na začátku",
        Kind.EARLY: "brzy v; časně; časné",
        Kind.MID: "uprostřed; prostředek; v půli; půlka; půlky; půlce",
        Kind.LATE: "pozdní; pozdě",
        Kind.THIS_YEAR: "letos; letošní rok; letošním roce",
        Kind.THIS: "tohoto; letošní; letošního; letošním; tento; tomto",
        Kind.NEXT: (
            "příští; příštího; příštím; příštích; následujících; následujícího; následující; nejbližších; dalších"
        ),
        Kind.QUARTER: "čtvrtl; čtvrtletí; kvartál; kvartálu; kvartále; kvartálem; čtvrtletím",
        Kind.HALF: "pol; pololetí; polovina; poloviny; polovině; polovinu; polovinou; pololetím",
        Kind.THIRD: "třetina; třetině; tertial",
        Kind.FISCAL: (
            "rozpočtový rok; rozpočtového roku; rozpočtovém roce; fiskální rok; fiskálního roku; fiskálním roce; "
            "hospodářský rok; účetní období"
        ),
        Kind.TURN: "přelom; přelomu; přelomem",
        Kind.CONTINUOUS: (
            "průběžně; trvale; nepřetržitě; stále; kontinuálně; průběžný; průběžné; průběžná; trvalý; trvalé; "
            "soustavně; neustále; dlouhodobě"
        ),
        Kind.VAGUE: (
            "brzy; co nejdříve; bez zbytečného odkladu; bezodkladně; v blízké budoucnosti; neprodleně; ihned; v "
            "nejbližší době; podle potřeby; dle potřeby; v budoucnu; v dohledné době; v co nejkratší době; v "
            "nadcházejících letech"
        ),
        Kind.APPROXIMATE: (
            "více než; nejméně; alespoň; posunuto z; kolem; okolo; přibližně; asi; cca; zhruba; předběžně; orientačně"
        ),
        Kind.ADOPTION: "přijetí; schválení; zveřejnění; vyhlášení; vydání; podpisu; vyhlášené",
        Kind.FORCE: "nabytí účinnosti; účinnosti; vstupu v platnost; nabytí platnosti",
        Kind.DOCUMENT: "strategie; plánu; dokumentu; zákona; této; tohoto; akčního; usnesení",
        Kind.FILLER: "dne; dni; na; včetně; období; v období; měsíci; kalendářního; s; pondělí",
    },
    units={
        "day": "den; dny; dnů; dní; dnech",
        "week": "týden; týdny; týdnů; týdnu; týdne; týdnech",
        "month": "měsíc; měsíce; měsíců; měsících; měsíci",
        "year": "rok; roku; roce; rokem; roky; let; letech; r; léty",
    },
    seasons={
        21: "jaro; jara; jaře; jarem; jaru",
        22: "léto; léta; létě; létem; létu",
        23: "podzim; podzimu; podzimem",
        24: "zima; zimy; zimě; zimu; zimou",
    },
    months={
        1: "lednu; lednem",
        2: "únoru; únorem",
        3: "březnu; březnem",
        4: "dubnu; dubnem",
        5: "květnu; květnem",
        6: "červnu; červnem",
        7: "červenci; červencem",
        8: "srpnu; srpnem",
        9: "zářím",
        10: "říjnu; říjnem",
        11: "listopad; listopadem",
        12: "prosinci; prosincem",
    },
    ordinals={
        1: "první; prvním; prvního; prvé; prvém",
        2: "druhý; druhé; druhém; druhého; druhá",
        3: "třetí; třetím; třetího",
        4: "čtvrtý; čtvrté; čtvrtém; čtvrtého",
        -1: "poslední; posledním; posledního",
    },
    numbers={
        1: "jeden; jednoho; jedno",
        2: "dva; dvě; dvou; dvěma",
        3: "tři; tří; třech",
        4: "čtyři; čtyř; čtyřech",
        5: "pět; pěti",
        6: "šest; šesti",
        8: "osm; osmi",
        9: "devět; devíti",
        10: "deset; deseti",
        12: "dvanáct; dvanácti",
        18: "osmnáct; osmnácti",
        24: "dvacet čtyři; dvaceti čtyř",
    },
    frequencies={
        (1, "year"): "každoročně; ročně; jednou ročně; jednou za rok; každý rok",
        (2, "year"): "pololetně; dvakrát ročně; dvakrát za rok; každé pololetí; půlročně; každého půl roku",
        (4, "year"): "čtvrtletně; každé čtvrtletí; kvartálně; čtyřikrát ročně",
        (12, "year"): "měsíčně; každý měsíc",
        (52, "year"): "týdně; každý týden",
        (0, "year"): "pravidelně; periodicky",
    },
    never="dub; led; lis; pro; srp",
    until_is_by=True,
)
