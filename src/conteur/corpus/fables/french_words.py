"""The words of the French fables: to add one, add it to its list; `french.py` says in which forms it is used.

The forms are named after the masculine: `{thing.le}` prints "le chapeau", "la botte" or "l'écharpe", `{thing.du}` "du
chapeau", "de la botte" or "de l'écharpe", and `{hero.e}` the e of a feminine, as in "perdu{hero.e}".
"""

from conteur.corpus.fables.grammar import Word
from conteur.corpus.fables.notation import word

_VOWELS = "aâeéèêiîoôœu"
_MUTE_H = ("hirondelle", "herbe")  # all other h of the lists are aspirated: le hibou, du hérisson

_AGREEMENT = {
    "m": {
        "il": "il",
        "e": "",
        "pron": "le",
        "fier": "fier",
        "premier": "le premier",
        "nouvel_ami": "un nouvel ami",
        "bon_ami": "un bon ami",
        "meilleur_ami": "son meilleur ami",
    },
    "f": {
        "il": "elle",
        "e": "e",
        "pron": "la",
        "fier": "fière",
        "premier": "la première",
        "nouvel_ami": "une nouvelle amie",
        "bon_ami": "une bonne amie",
        "meilleur_ami": "sa meilleure amie",
    },
}


def _elides(text: str) -> bool:
    return text[0].lower() in _VOWELS or text.startswith(_MUTE_H)


def _noun_forms(noun: str, gender: str) -> dict[str, str]:
    """Put the articles and possessives before a noun, or before an adjective and a noun."""
    forms = {"mot": noun}
    if gender == "m":
        forms |= {"un": f"un {noun}", "le": f"le {noun}", "du": f"du {noun}", "au": f"au {noun}"}
        forms |= {"mon": f"mon {noun}", "son": f"son {noun}"}
    else:
        forms |= {"un": f"une {noun}", "le": f"la {noun}", "du": f"de la {noun}", "au": f"à la {noun}"}
        forms |= {"mon": f"ma {noun}", "son": f"sa {noun}"}
    if _elides(noun):
        forms |= {"le": f"l'{noun}", "du": f"de l'{noun}", "au": f"à l'{noun}"}
        forms |= {"mon": f"mon {noun}", "son": f"son {noun}"}
    return forms


def _nouns(gender: str, nouns: str, tags: str = "") -> list[Word]:
    """Make words of the nouns; the forms `un_petit` and `le_petit` have the adjective before the noun."""
    words = []
    for noun in nouns.split(", "):
        small = _noun_forms(f"petit {noun}" if gender == "m" else f"petite {noun}", gender)
        forms = {**_noun_forms(noun, gender), "un_petit": small["un"], "le_petit": small["le"]}
        words.append(word(tags, gender, **forms, **_AGREEMENT[gender]))
    return words


def _names(gender: str, names: str) -> list[Word]:
    return [
        word(
            gender,  # also a tag, for what depends on the gender of two: ils or elles
            gender,
            nom=name,
            de=f"d'{name}" if _elides(name) else f"de {name}",
            que=f"qu'{name}" if _elides(name) else f"que {name}",
            **_AGREEMENT[gender],
        )
        for name in names.split()
    ]


def _adjectives(*pairs: str) -> list[Word]:
    """Make words with the forms m and f of "bleu bleue", or of "rouge" for both."""
    return [word(m=pair.split()[0], f=pair.split()[-1]) for pair in pairs]


def _place(gender: str, noun: str, near: str) -> Word:
    return word(gender=gender, pres=near, **_noun_forms(noun, gender))


NAMES = [
    *_names("f", "Rose Lise Nina Zoé Lucie Clara Margot Jeanne Lola Suzon Manon Léa Chloé Juliette"),
    *_names("f", "Mathilde Alice Emma Inès Élise Agathe Anna Nora Flora Céline Lucette Marie Rosalie Sophie"),
    *_names("m", "Jules Tom Basile Marcel Gaston Léon Nino Félix Simon Martin Louis Paul Victor Bruno"),
    *_names("m", "Lucas Oscar Arthur Émile Octave Achille Alfred Benoît Colin Denis Luc Max Pierre Théo"),
]

# De quoi une espèce ne peut pas avoir peur : l'eau si elle nage, le vide si elle grimpe, le noir si elle vit la nuit.
KINDS = [
    *_nouns("m", "renard, lapin, ours, cochon, agneau, chien, âne, poney"),
    *_nouns("f", "souris, marmotte, brebis, ourse, ânesse, renarde"),
    *_nouns("m", "écureuil, chat", "climbs"),
    *_nouns("f", "chèvre", "climbs"),
    *_nouns("m", "castor", "swims"),
    *_nouns("f", "loutre", "swims"),
    *_nouns("m", "blaireau, hérisson, loup", "night"),
    *_nouns("f", "taupe, belette", "night"),
]

ELDERS = [
    *_nouns("f", "vieille chouette, vieille cigogne, vieille tortue, vieille oie, vieille corneille"),
    *_nouns("m", "vieux corbeau, vieux héron, vieux crapaud, vieux cygne, vieux hibou"),
]

CRAWLERS = [  # qui a besoin d'un pont pour traverser
    *_nouns("f", "fourmi, chenille, araignée", "tiny"),
    *_nouns("m", "escargot, grillon", "tiny"),
    *_nouns("f", "musaraigne"),
    *_nouns("m", "lézard, loir"),
]
SMALL_ONES = [
    *CRAWLERS,
    *_nouns("f", "coccinelle, libellule", "flies tiny"),
    *_nouns("m", "scarabée, papillon", "flies tiny"),
    *_nouns("f", "mésange", "flies"),
    *_nouns("m", "moineau, rouge-gorge", "flies"),
]

TRAITS = _adjectives(
    "curieux curieuse",
    "poli polie",
    "joyeux joyeuse",
    "rêveur rêveuse",
    "gourmand gourmande",
    "bavard bavarde",
    "doux douce",
    "étourdi étourdie",
    "têtu têtue",
    "serviable",
)

LOOKS = _adjectives(
    "rouge",
    "bleu bleue",
    "vert verte",
    "jaune",
    "orange",
    "blanc blanche",
    "gris grise",
    "violet violette",
    "rayé rayée",
    "doré dorée",
)

NESTS = [  # on peut dormir dedans
    *_nouns("m", "chapeau, panier, parapluie, tambour, bonnet, sac"),
    *_nouns("f", "écharpe, couverture, théière, moufle, botte"),
]
THINGS = [
    *NESTS,
    *_nouns("m", "cerf-volant, sifflet, ballon, ruban, coussin, bol, livre"),
    *_nouns("f", "clochette, flûte, lanterne, toupie"),
]
FRAGILE = [*_nouns("m", "vase, miroir, pichet"), *_nouns("f", "tasse, boîte à musique, pendule, assiette, lampe")]
INSTRUMENTS = [
    *_nouns("m", "tambour, violon, tuba, accordéon, trombone"),
    *_nouns("f", "trompette, contrebasse, clarinette"),
]

PLACES = [
    _place("f", "rivière", "au bord de la rivière"),
    _place("m", "lac", "au bord du lac"),
    _place("m", "étang", "au bord de l'étang"),
    _place("m", "moulin", "derrière le moulin"),
    _place("f", "forêt", "à l'orée de la forêt"),
    _place("f", "colline", "au pied de la colline"),
    _place("m", "verger", "à côté du verger"),
    _place("m", "pré", "au bout du pré"),
    _place("m", "phare", "près du phare"),
    _place("m", "vieux puits", "à côté du vieux puits"),
    _place("m", "grand chêne", "sous le grand chêne"),
    _place("m", "potager", "derrière le potager"),
    _place("m", "carrefour", "près du carrefour"),
    _place("f", "cascade", "près de la cascade"),
    _place("f", "plage", "près de la plage"),
    _place("f", "église", "derrière l'église"),
]

FOODS = [
    word(un=full, le=holder, mets=food)
    for full, holder, food in (
        ("un gros pot de miel", "le pot", "le miel"),
        ("un panier de pommes", "le panier", "les pommes"),
        ("un bocal de confiture", "le bocal", "la confiture"),
        ("un sac de noix", "le sac", "les noix"),
        ("un sachet de figues sèches", "le sachet", "les figues"),
        ("une boîte de biscuits", "la boîte", "les biscuits"),
        ("une corbeille de brioches", "la corbeille", "les brioches"),
        ("une meule de fromage", "la meule", "le fromage"),
    )
]

PLANTS = [
    word(un=f"un {plant}", fruits=fruits)
    for plant, fruits in (
        ("poirier", "poires"),
        ("cerisier", "cerises"),
        ("fraisier", "fraises"),
        ("pommier", "pommes"),
        ("noisetier", "noisettes"),
        ("prunier", "prunes"),
        ("framboisier", "framboises"),
    )
]

DARK = [word("dark", de="du noir", le="le noir")]
WATER = [word("water", de="de l'eau profonde", le="l'eau profonde")]
HEIGHTS = [word("heights", de="du vide", le="le vide")]
THUNDER = [word("thunder", de="du tonnerre", le="le tonnerre")]

LEXICONS = {
    "names": NAMES,
    "kinds": KINDS,
    "elders": ELDERS,
    "crawlers": CRAWLERS,
    "small_ones": SMALL_ONES,
    "traits": TRAITS,
    "looks": LOOKS,
    "nests": NESTS,
    "things": THINGS,
    "fragile": FRAGILE,
    "instruments": INSTRUMENTS,
    "places": PLACES,
    "foods": FOODS,
    "plants": PLANTS,
    "dark": DARK,
    "water": WATER,
    "heights": HEIGHTS,
    "thunder": THUNDER,
}
