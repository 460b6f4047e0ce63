"""The French fables: a first small grammar, to be followed by the whole one."""

from conteur.corpus.fables.notation import word

LEXICONS = {
    "names": [word(nom=name) for name in ("Rose", "Lise", "Nina", "Jules", "Hugo", "Tom", "Oscar", "Gaston")],
    "kinds": [word(un=kind) for kind in ("un renard", "un lapin", "un ours", "une souris")],
}

RULES = """
tale
  - Il était une fois {kind:kinds.un} qui vivait au bord de la rivière avec {hero:names.nom}. Chaque (matin|soir),
    {hero.nom} (chantait|dansait|racontait une histoire). Un jour, {friend:names.nom} frappa à la porte, et {hero.nom}
    (sourit|éclata de rire).
"""
