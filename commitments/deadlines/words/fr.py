"""French, of France and of Canada."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

FRENCH = Language(
    tag="fr",
    words={
        Kind.BY: (
            "d'ici; d'ici à; d'ici le; d'ici la; d'ici au; d'ici à la; au plus tard; au plus tard le; au plus "
            "tard en; au plus tard au; pas plus tard que; à l'horizon; échéance; d'ici les; au plus tard à; d'ici "
            "aux"
        ),
        Kind.BEFORE: "avant; avant le; avant la",
        Kind.AFTER: (
            "après; après le; suivant; à compter du; à compter de; pas avant; au plus tôt; qui suivent; au-delà "
            "de; suivants"
        ),
        Kind.FROM: "à partir de; à partir du; depuis; dès; dès le; à partir d'",
        Kind.TO: "à; au; jusqu'à; jusqu'en; jusqu'au; jusqu'à la; aux; et jusqu'à; jusque",
        Kind.BETWEEN: "entre; entre le",
        Kind.AND: "et; ainsi que; ainsi qu'; puis",
        Kind.OR: "ou",
        Kind.WITHIN: (
            "dans un délai d'; en moins de; dans; dans les; dans un délai de; au cours des; en; sous; dans le "
            "délai de; au cours de; au cours du; au cours de la; durant les"
        ),
        Kind.OF: "pour; de; d'; du; des; de la",
        Kind.EVERY: "chaque; tous les; toutes les",
        Kind.END: "fin; la fin de; fin de; la fin du; la fin; fin du; la fin d'; fin d'",
        Kind.BEGIN: "début; début de; le début de; au début de; début du; le début",
        Kind.EARLY: "tôt en",
        Kind.MID: "mi; milieu; le milieu de; milieu de; à la mi",
        Kind.LATE: "vers la fin de; tard en; vers la fin du",
        Kind.THIS: "cette; cet; ce; en cours d'; courante",
        Kind.NEXT: "prochain; prochaine; prochaines; prochains",
        Kind.QUARTER: "trimestre; trimestres",
        Kind.HALF: "semestre; moitié; moitié de; moitié du; semestres",
        Kind.THIRD: "quadrimestre",
        Kind.FISCAL: (
            "exercice; l'exercice; exercice financier; l'exercice financier; année financière; l'année "
            "financière; exercice budgétaire; l'exercice budgétaire; année budgétaire; af"
        ),
        Kind.CONTINUOUS: (
            "permanent; permanente; permanents; en continu; continu; continue; continuellement; en permanence; en "
            "cours; de façon continue; de manière continue; sur une base continue"
        ),
        Kind.VAGUE: (
            "bientôt; dès que possible; prochainement; à déterminer; à terme; sans délai; immédiatement; dans les "
            "meilleurs délais; à court terme; à moyen terme; à long terme; en temps opportun; sous peu; dans un "
            "avenir proche; au besoin; incessamment; en temps voulu"
        ),
        Kind.APPROXIMATE: (
            "pas; plus de; au moins; reporté de; repoussé de; vers; environ; aux alentours de; autour de; "
            "approximativement; à confirmer; si possible; sous réserve"
        ),
        Kind.ADOPTION: (
            "adoption; l'adoption; publication; la publication; signature; la signature; approbation; "
            "l'approbation; lancement; le lancement"
        ),
        Kind.FORCE: "entrée en vigueur; l'entrée en vigueur; sanction royale",
        Kind.DOCUMENT: "stratégie; plan; loi; déclaration; document; présent; présente; cette; du plan; politique",
        Kind.ARTICLE: "le; la; les; l'",
        Kind.FILLER: (
            "tout au long de; au long de; au mois de; du mois de; courant; au cours de l'année; au cours de; "
            "inclus; période; la période; midi; minuit; les années"
        ),
    },
    units={
        "day": "jour; jours",
        "week": "semaine; semaines",
        "month": "mois",
        "year": "an; ans; année; années; l'année; l'an",
    },
    seasons={
        21: "printemps; le printemps; au printemps",
        22: "été; l'été; en été; cet été",
        23: "automne; l'automne",
        24: "hiver; l'hiver",
    },
    months={
        9: "sept.",
    },
    ordinals={
        1: "premier; première; 1er; 1re",
        2: "deuxième; second; seconde",
        3: "troisième",
        4: "quatrième",
        -1: "dernier; dernière",
    },
    numbers={
        1: "un; une",
        2: "deux",
        3: "trois",
        4: "quatre",
        5: "cinq",
        6: "six",
        7: "sept",
        8: "huit",
        9: "neuf",
        10: "dix",
        11: "onze",
        12: "douze",
        15: "quinze",
        18: "dix-huit",
        24: "vingt-quatre",
        30: "trente",
    },
    frequencies={
        (1, "year"): (
            "chaque année; annuellement; tous les ans; une fois par an; une fois par année; par an; sur une base "
            "annuelle; par année"
        ),
        (2, "year"): (
            "deux fois par an; deux fois par année; semestriellement; tous les semestres; chaque semestre; deux "
            "fois l'an"
        ),
        (3, "year"): "trois fois par an; trois fois par année",
        (4, "year"): "trimestriellement; chaque trimestre; tous les trimestres",
        (12, "year"): "mensuellement; chaque mois; tous les mois",
        (52, "year"): "chaque semaine; hebdomadairement",
        (0, "year"): "périodiquement; régulièrement",
    },
    suffixes="e; eme; er; nd; nde; re; ème; ère",
    quarter_letters="q; t",
    half_letters="h; s",
    needs_number="été",
    never="sept",
)
