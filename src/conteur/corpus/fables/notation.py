"""How a grammar is written down: rules in plain text, words in lexicons.

    greeting
      - {hero:names.name} <waved> (cheerfully|sadly).
      3- if hero.shy: {hero.name} hid behind the door, and nobody saw anything of {hero.him} but the tip of one
        ear.

A rule is a name at the margin and its alternatives, each after a dash, over as many lines as it needs; a number before
the dash is its weight (1 if there is none), `if VARIABLE.TAG and not VARIABLE.TAG:` after it says when it is open. In
an alternative stand

    <rule>                   one of the alternatives of that rule
    (one|two|)               one of these, equally likely; an empty one prints nothing
    {hero:names.a}           draw a word from the lexicon `names`, call it `hero`, print its form `a`
    {hero:names~kind.a}      the same, but of the gender of `kind`
    {hero.the}               print another form of it; {hero.The} with a capital
    {colour.~thing}          print the form named by the gender of `thing`: {colour:colours.~thing} draws it so
    ¶                        a new paragraph

Mistakes raise ValueError with the rule that holds them.
"""

import re
from collections.abc import Mapping, Sequence

from conteur.corpus.fables.grammar import Alternative, Choice, Condition, Draw, Node, Slot, Text, Word

_ALTERNATIVE = re.compile(r"(?P<weight>\d*)- (?:if (?P<conditions>[^:]*): )?(?P<template>.*)", re.DOTALL)
_CONDITION = re.compile(r"(?P<no>not )?(?P<variable>\w+)\.(?P<tag>\w+)")
_TOKEN = re.compile(r"\{[^{}]*\}|<\w+>|[(|)]|[^{}<>(|)]+")
_SLOT = re.compile(
    r"\{(?P<variable>\w+)(?::(?P<lexicon>\w+)(?:~(?P<gender>\w+))?)?\.(?:~(?P<agrees>\w+)|(?P<form>\w+))\}"
)


def word(tags: str = "", gender: str = "", **forms: str) -> Word:
    """Make a word; each form is also there with a capital: `the` gives `The`."""
    capitals = {name.capitalize(): form[:1].upper() + form[1:] for name, form in forms.items()}
    return Word({**capitals, **forms}, frozenset(tags.split()), gender)


def parse_grammar(rules: str, lexicons: Mapping[str, Sequence[Word]], start: str = "tale") -> Choice:
    """Read `rules`, and return the rule called `start`, which has to reach all the others."""
    texts = _split_rules(rules)
    for name, words in lexicons.items():
        _refuse_equal([str(sorted(one.forms.items())) for one in words], f"lexicon {name}")
    builder = _Builder(texts, lexicons)
    grammar = builder.rule(start)
    if unused := sorted(set(texts) - set(builder.built)):
        raise ValueError(f"rule {unused[0]} is never used")
    return grammar


def _split_rules(text: str) -> dict[str, list[str]]:
    """Cut the text into the alternatives of each rule."""
    rules: dict[str, list[str]] = {}
    alternatives: list[str] | None = None
    for line in filter(str.strip, text.splitlines()):
        stripped = line.strip()
        if line == line.lstrip():
            if stripped in rules:
                raise ValueError(f"rule {stripped} is there twice")
            alternatives = rules[stripped] = []
        elif alternatives is None:
            raise ValueError(f"no rule begins before: {stripped}")
        elif _ALTERNATIVE.fullmatch(stripped):
            alternatives.append(stripped)
        elif alternatives:
            alternatives[-1] += " " + stripped
        else:
            raise ValueError(f"an alternative begins with a dash, not: {stripped}")
    return rules


def _refuse_equal(alternatives: list[str], where: str) -> None:
    """Two equal alternatives would make every text that takes one of them ambiguous."""
    for one in alternatives:
        if alternatives.count(one) > 1:
            raise ValueError(f"{where}: two alternatives are equal: {one}")


class _Builder:
    """Builds each rule once, with the rules that it names."""

    def __init__(self, rules: dict[str, list[str]], lexicons: Mapping[str, Sequence[Word]]) -> None:
        self._rules = rules
        self._lexicons = lexicons
        self.built: dict[str, Choice | None] = {}
        self._words: dict[str, dict[str, Sequence[Word]]] = {}  # variable -> the lexicons it is drawn from
        for variable, lexicon in re.findall(r"\{(\w+):(\w+)", str(rules)):
            self._words.setdefault(variable, {})[lexicon] = lexicons.get(lexicon, ())

    def rule(self, name: str) -> Choice:
        if name not in self._rules:
            raise ValueError(f"there is no rule {name}")
        if name not in self.built:
            self.built[name] = None  # being built: whoever asks for it now is part of it
            parts = [_ALTERNATIVE.fullmatch(one) for one in self._rules[name]]
            if not parts:
                raise ValueError(f"rule {name} has no alternatives")
            _refuse_equal([one["template"] for one in parts], f"rule {name}")
            self.built[name] = Choice(tuple(self._alternative(one, name) for one in parts))
        if (built := self.built[name]) is None:
            raise ValueError(f"rule {name} leads back to itself")
        return built

    def _alternative(self, parts: re.Match[str], rule: str) -> Alternative:
        conditions = []
        for asked in parts["conditions"].split(" and ") if parts["conditions"] else []:
            if not (found := _CONDITION.fullmatch(asked)):
                raise ValueError(f"rule {rule}: not a condition: {asked}")
            conditions.append(Condition(found["variable"], found["tag"], found["no"] is None))
        tokens = _TOKEN.findall(parts["template"])
        if "".join(tokens) != parts["template"]:
            raise ValueError(f"rule {rule}: a stray bracket in: {parts['template']}")
        body = self._body(tokens, rule)
        if tokens:
            raise ValueError(f"rule {rule}: a stray {tokens[0]} in: {parts['template']}")
        return Alternative(body, int(parts["weight"] or 1), tuple(conditions))

    def _body(self, tokens: list[str], rule: str) -> tuple[Node, ...]:
        """Consume `tokens` up to the next `|` or `)`."""
        nodes: list[Node] = []
        while tokens and tokens[0] not in "|)":
            token = tokens.pop(0)
            if token == "(":
                nodes.append(self._inline_choice(tokens, rule))
            elif token[0] == "<":
                nodes.append(self.rule(token[1:-1]))
            elif token[0] == "{":
                nodes.append(self._slot(token, rule))
            else:
                nodes.append(Text(token.replace("¶", "\n\n")))
        return tuple(nodes)

    def _inline_choice(self, tokens: list[str], rule: str) -> Choice:
        """Consume `tokens` up to the `)` that closes the choice."""
        templates, bodies = [], []
        while not templates or tokens[:1] == ["|"]:
            if templates:
                del tokens[0]
            before = tokens.copy()
            bodies.append(self._body(tokens, rule))
            templates.append("".join(before[: len(before) - len(tokens)]))
        if not tokens:
            raise ValueError(f"rule {rule}: a bracket is not closed")
        del tokens[0]
        _refuse_equal(templates, f"rule {rule}")
        return Choice(tuple(Alternative(body) for body in bodies))

    def _slot(self, token: str, rule: str) -> Node:
        parts = _SLOT.fullmatch(token)
        if not parts:
            raise ValueError(f"rule {rule}: cannot read {token}")
        variable, lexicon = parts["variable"], parts["lexicon"]
        if lexicon and lexicon not in self._lexicons:
            raise ValueError(f"rule {rule}: {token}: there is no lexicon {lexicon}")
        if variable not in self._words:
            raise ValueError(f"rule {rule}: {token}: {variable} is never drawn")
        needed = {parts["form"]} if parts["form"] else {"m", "f"}
        for name, words in self._words[variable].items():
            for one in words:
                if missing := needed - set(one.forms):
                    raise ValueError(f"rule {rule}: {token}: a word of {name} has no form {missing}: {one.forms}")
        slot = Slot(variable, parts["form"] or "", parts["agrees"] or "")
        return Draw(slot, tuple(self._lexicons[lexicon]), parts["gender"] or "") if lexicon else slot
