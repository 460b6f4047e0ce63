"""The words of the English fables: to add one, add it to its list; `english.py` says in which forms it is used."""

from conteur.corpus.fables.grammar import Word
from conteur.corpus.fables.notation import word


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _nouns(nouns: str, tags: str = "") -> list[Word]:
    return [word(tags, word=noun, a=_with_article(noun), the=f"the {noun}") for noun in nouns.split(", ")]


_PRONOUNS = {
    "f": {"he": "she", "him": "her", "his": "her"},
    "m": {"he": "he", "him": "him", "his": "his"},
}


def _names(gender: str, names: str) -> list[Word]:
    return [word(gender=gender, name=name, **_PRONOUNS[gender]) for name in names.split()]


def _creatures(gender: str, nouns: str, tags: str = "") -> list[Word]:
    """Creatures without a name of their own: the old owl, the little wren."""
    return [word(tags, gender, word=noun, a=_with_article(noun), **_PRONOUNS[gender]) for noun in nouns.split()]


def _looks(adjectives: str) -> list[Word]:
    return [word(word=adjective, a=_with_article(adjective)) for adjective in adjectives.split()]


def _places(**near: str) -> list[Word]:
    """Places by their noun; `near` is how one is or lives there."""
    return [word(the=f"the {noun.replace('_', ' ')}", near=where) for noun, where in near.items()]


NAMES = [
    *_names("f", "Rosa Lily Nora Ruby Maya Ella Daisy Clara Molly Poppy Zoe Ivy Mina Tilly Luna Hazel"),
    *_names("f", "Pearl Greta Anna Bella Cora Dora Emma Flora Lucy Martha Olive Sally Vera"),
    *_names("m", "Milo Tom Max Oscar Finn Leo Sam Hugo Ben Otto Felix Jack Toby Theo Noah Bruno"),
    *_names("m", "Archie Ned Alfred Basil Casper Dan Eric Henry Jim Luke Martin Peter Walter"),
]

# What a kind cannot be afraid of: water if it swims, heights if it climbs, the dark if it is up at night.
KINDS = [
    *_nouns("fox, rabbit, mouse, bear, pig, lamb, dog, donkey, pony"),
    *_nouns("squirrel, cat, goat", "climbs"),
    *_nouns("beaver, otter", "swims"),
    *_nouns("badger, mole, hedgehog, wolf", "night"),
]

ELDERS = [*_creatures("f", "owl stork tortoise swan goose"), *_creatures("m", "crow heron toad raven")]

CRAWLERS = [  # who needs a bridge to get across
    *_creatures("f", "snail ant", "tiny"),
    *_creatures("m", "caterpillar spider", "tiny"),
    *_creatures("f", "shrew"),
    *_creatures("m", "lizard dormouse"),
]
SMALL_ONES = [
    *CRAWLERS,
    *_creatures("f", "ladybird moth", "flies tiny"),
    *_creatures("m", "beetle", "flies tiny"),
    *_creatures("f", "wren swallow", "flies"),
    *_creatures("m", "robin sparrow", "flies"),
]

LOOKS = _looks("red blue green yellow purple orange white striped spotted old")

NESTS = _nouns("hat, basket, scarf, blanket, umbrella, teapot, drum, mitten, boot, bag")  # one can sleep in these
FRAGILE = _nouns("vase, teacup, mirror, music box, clock, plate, jug, snow globe")
INSTRUMENTS = _nouns("drum, trumpet, fiddle, tuba, double bass, accordion, trombone, horn")
THINGS = [*NESTS, *_nouns("kite, bell, whistle, flute, lantern, ball, ribbon, cushion, bowl, book")]

PLACES = _places(
    river="by the river",
    lake="by the lake",
    pond="beside the pond",
    mill="behind the mill",
    forest="at the edge of the forest",
    hill="at the foot of the hill",
    orchard="next to the orchard",
    meadow="at the end of the meadow",
    lighthouse="near the lighthouse",
    old_well="beside the old well",
    big_oak="under the big oak",
    garden_wall="behind the garden wall",
    crossroads="at the crossroads",
    waterfall="near the waterfall",
    beach="by the beach",
    church="behind the church",
)

FOODS = [
    word(a=f"{measure} of {food}", the=f"the {measure.split()[-1]}", food=food)
    for measure, food in (
        ("a big pot", "honey"),
        ("a basket", "apples"),
        ("a jar", "plum jam"),
        ("a sack", "nuts"),
        ("a bag", "dried figs"),
        ("a box", "ginger biscuits"),
        ("a tray", "warm buns"),
        ("a tub", "butter toffee"),
    )
]

PLANTS = [
    word(word=plant, a=_with_article(plant), fruits=fruits)
    for plant, fruits in (
        ("pear tree", "pears"),
        ("cherry tree", "cherries"),
        ("apple tree", "apples"),
        ("plum tree", "plums"),
        ("hazel bush", "hazelnuts"),
        ("raspberry bush", "raspberries"),
        ("fig tree", "figs"),
    )
]

DARK = [word("dark", of="the dark")]
WATER = [word("water", of="deep water")]
HEIGHTS = [word("heights", of="high places")]
THUNDER = [word("thunder", of="thunder")]

LEXICONS = {
    "names": NAMES,
    "kinds": KINDS,
    "elders": ELDERS,
    "crawlers": CRAWLERS,
    "small_ones": SMALL_ONES,
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
