"""Lithuanian. CLDR gives months in the nominative and the genitive; the other cases stand here."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

LITHUANIAN = Language(
    tag="lt",
    words={
        Kind.BY: (
            "ne vėliau kaip; ne vėliau kaip iki; ne vėliau nei; ne vėliau negu; vėliausiai; vėliausiai iki; terminas"
        ),
        Kind.BEFORE: "prieš; anksčiau nei; anksčiau kaip",
        Kind.AFTER: "po; ne anksčiau kaip; ne anksčiau nei; praėjus; vėliau nei",
        Kind.FROM: "nuo; pradedant",
        Kind.TO: "iki",
        Kind.BETWEEN: "tarp",
        Kind.AND: "ir; bei",
        Kind.OR: "arba; ar",
        Kind.WITHIN: "per; bėgyje; laikotarpiu",
        Kind.EVERY: "kartą per; vieną kartą per; kas; kiekvienais; kiekvieną; kiekvienų",
        Kind.END: "pabaigos; pabaiga; pabaigoje; pabaigą; pabaigai; galo; gale",
        Kind.BEGIN: "pradžios; pradžia; pradžioje; pradžią",
        Kind.EARLY: "anksti; ankstyvą; ankstyvas",
        Kind.MID: "vidurio; viduryje; vidurys; vidurį",
        Kind.LATE: "vėlyvą; vėlyvas; vėlai",
        Kind.THIS_YEAR: "šiemet",
        Kind.THIS: "šių; šiais; šį; einamųjų; einamaisiais",
        Kind.NEXT: "kitų; kitais; kitą; kitus; artimiausius; artimiausių; ateinančius; ateinančių; kitąmet",
        Kind.QUARTER: "ketvirtis; ketvirčio; ketvirtį; ketvirtyje; ketvirčiui; ketv; ketvirčių; ketvirčiu",
        Kind.HALF: ("pusm; pusmetis; pusmečio; pusmetį; pusmetyje; pusmečiui; pusmečiu; pusė; pusės; pusę; pusėje"),
        Kind.FISCAL: (
            "biudžetiniai metai; biudžetiniais metais; biudžetinių metų; finansiniai metai; finansiniais metais; "
            "finansinių metų"
        ),
        Kind.TURN: "metų sandūroje; metų sandūra",
        Kind.CONTINUOUS: (
            "nuolat; nuolatos; nuolatinis; nuolatinė; tęstinai; tęstinis; tęstinė; nepertraukiamai; "
            "neterminuotai; visą laiką; vykdoma nuolat; nuolatinai"
        ),
        Kind.VAGUE: (
            "greitai; netrukus; kuo greičiau; artimiausiu metu; nedelsiant; nedelsdamas; pagal poreikį; ateityje; "
            "artimiausioje ateityje; ilgainiui; prireikus; kuo skubiau"
        ),
        Kind.APPROXIMATE: (
            "ne; daugiau nei; daugiau kaip; mažiausiai; bent; nukelta iš; apie; maždaug; apytiksliai; "
            "preliminariai; orientaciškai"
        ),
        Kind.ADOPTION: (
            "priėmimo; patvirtinimo; paskelbimo; priėmimo dienos; patvirtinimo dienos; paskelbimo dienos; "
            "pasirašymo; pasirašymo dienos"
        ),
        Kind.FORCE: "įsigaliojimo; įsigaliojimo dienos",
        Kind.DOCUMENT: "strategijos; plano; programos; dokumento; nutarimo; įstatymo; šio; šios",
        Kind.FILLER: "imtinai; įskaitytinai; laikotarpis; laikotarpiu; tik; bus; kalendorinių",
    },
    units={
        "day": "d; diena; dienos; dieną; dienų; dienas; dienai",
        "week": "savaitė; savaitės; savaitę; savaičių; savaites",
        "month": "mėn; men; mėnuo; mėnesio; mėnesį; mėnesių; mėnesius; mėnesyje; mėnesiai",
        "year": "m; metai; metų; metus; metais; metams",
    },
    seasons={
        21: "pavasaris; pavasario; pavasarį; pavasariui; pavasariu",
        22: "vasara; vasaros; vasarą; vasarai",
        23: "ruduo; rudens; rudenį; rudeniui",
        24: "žiema; žiemos; žiemą; žiemai",
    },
    months={
        1: "sausį; sausyje; sausiui; sausiu",
        2: "vasarį; vasaryje; vasariui; vasariu",
        3: "kovą; kove; kovui; kovu",
        4: "balandį; balandyje; balandžiui; balandžiu",
        5: "gegužę; gegužėje; gegužei; gegužis; gegužio",
        6: "birželį; birželyje; birželiui; birželiu",
        7: "liepą; liepoje; liepai",
        8: "rugpjūtį; rugpjūtyje; rugpjūčiui; rugpjūčiu",
        9: "rugsėjį; rugsėjyje; rugsėjui; rugsėju",
        10: "spalį; spalyje; spaliui; spaliu",
        11: "lapkritį; lapkrityje; lapkričiui; lapkričiu",
        12: "gruodį; gruodyje; gruodžiui; gruodžiu",
    },
    ordinals={
        1: (
            "pirmas; pirmasis; pirmąjį; pirmojo; pirmo; pirmoji; pirmąją; pirmosios; pirmoje; pirmajame; "
            "pirmojoje; pirmą"
        ),
        2: (
            "antras; antrasis; antrąjį; antrojo; antro; antroji; antrąją; antrosios; antroje; antrajame; "
            "antrojoje; antrą"
        ),
        3: "trečias; trečiasis; trečiąjį; trečiojo; trečio; trečiajame; trečią",
        4: "ketvirtas; ketvirtasis; ketvirtąjį; ketvirtojo; ketvirto; ketvirtajame; ketvirtą",
        -1: "paskutinis; paskutinį; paskutinio; paskutiniame; paskutinysis; paskutinįjį",
    },
    numbers={
        1: "vienas; vieną; vienerius; vienų; vienerių",
        2: "du; dvejus; dvejų; dviejų; dvi",
        3: "tris; trejus; trejų; trijų",
        4: "keturis; ketverius; keturių",
        5: "penkis; penkerius; penkių; penkerių",
        6: "šešis; šešerius; šešių",
        9: "devynis; devynių",
        10: "dešimt",
        12: "dvylika; dvylikos",
        18: "aštuoniolika",
    },
    frequencies={
        (1, "year"): "kasmet; kiekvienais metais; kartą per metus; vieną kartą per metus; kas metai; kas metus",
        (2, "year"): "du kartus per metus; dukart per metus; kas pusmetį; kas pusę metų",
        (3, "year"): "tris kartus per metus",
        (4, "year"): "kas ketvirtį; kiekvieną ketvirtį; keturis kartus per metus",
        (12, "year"): "kas mėnesį; kiekvieną mėnesį",
        (52, "year"): "kas savaitę; kiekvieną savaitę",
        (0, "year"): "periodiškai; reguliariai",
    },
    suffixes=("aisiais; ajame; asis; iais; ieji; io; is; oji; ojo; ojoje; os; osios; uosius; ąją; ąjį; ų; ųjų"),
    until_is_by=True,
)
