"""The page of coloured texts."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from conteur.comparison import draw_vocabularies, draw_words, write_page
from conteur.comparison.compare import Cut


class Page(HTMLParser):
    """Collects the text of every row of tokens, and every address that the page would load."""

    def __init__(self):
        super().__init__()
        self.texts, self.addresses, self.ids = [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.addresses += [value for name, value in attributes.items() if name in ("src", "href")]
        if attributes.get("class") == "text":
            self.texts.append("")
        self.ids += [attributes["title"]] if "title" in attributes else []

    def handle_data(self, data):
        if self.texts:
            self.texts[-1] += data


def read(results, path) -> Page:
    write_page(results, path)
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_every_text_stands_on_the_page_for_every_tokenizer(results, tmp_path):
    page = read(results, tmp_path / "page.html")
    assert sum("The fox costs $5, not $6." in text for text in page.texts) >= len(results)
    assert len(page.texts) == sum(len(result.cuts) for result in results)
    assert page.ids[: len(results[0].cuts[0].ids)] == list(map(str, results[0].cuts[0].ids))


def test_the_page_loads_nothing(results, tmp_path):
    assert read(results, tmp_path / "page.html").addresses == []
    assert not re.search(r"https?:|@import|url\(", (tmp_path / "page.html").read_text(encoding="utf-8"))


def test_mark_up_in_a_text_is_text(results, tmp_path):
    odd = Cut("<b>", ("<script>", "&amp;", "\n", "\\xe2", '"'), (1, 2, 3, 4, 5))
    page = read([replace(results[0], cuts=(odd,))], tmp_path / "page.html")
    assert page.texts[0].startswith('<script>&amp;\u23ce\n\\xe2"')


@pytest.mark.parametrize("write", [draw_words, draw_vocabularies])
def test_the_other_pictures_are_the_same_every_time_and_show_the_results(write, results, tmp_path):
    write(results, tmp_path / "one")
    write(results, tmp_path / "two")
    odd = {
        "longest": ("日本\x00$x$" * 20,),
        "by_length": results[3].by_length | {"3": 9.0},
        "overlap": results[5].overlap,
    }
    write([*results[:3], *(replace(result, **odd) for result in results[3:])], tmp_path / "three")
    pictures = [(tmp_path / f"{name}.png").read_bytes() for name in ("one", "two", "three")]
    assert pictures[0] == pictures[1] != pictures[2]
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
