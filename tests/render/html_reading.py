"""An HTML page read back by the standard library's parser: elements, their attributes, their text, what is not closed."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "link", "br"}


class Node:
    """An element: its name, its attributes, and what is in it, in order."""

    def __init__(self, name, attributes):
        self.name, self.attributes, self.children = name, dict(attributes), []

    def all(self, *names):
        """Give the elements below of these names, in the order of the page; every one without a name."""
        for child in self.children:
            if isinstance(child, Node):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    def classed(self, name):
        """Give the elements below of a class."""
        return [node for node in self.all() if name in (node.attributes.get("class") or "").split()]

    def at(self, name):
        """Give the element of an id, None where there is none."""
        return next((node for node in self.all() if node.attributes.get("id") == name), None)

    @property
    def text(self):
        """Give the text below, its blanks as single spaces."""
        parts = (child if isinstance(child, str) else child.text for child in self.children if not _hidden(child))
        return " ".join("".join(parts).split(" ")).strip()


def _hidden(child):
    return isinstance(child, Node) and (child.name in {"style", "title"} or child.attributes.get("aria-hidden"))


class Reader(HTMLParser):
    """A parser that wants every element closed, in its place."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("", ())
        self.open = [self.root]
        self.comments = []

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        node = Node(tag, attrs)
        assert len(node.attributes) == len(attrs), f"an attribute twice in {tag}"
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        """Take an element that is closed where it opens."""
        self.open[-1].children.append(Node(tag, attrs))

    def handle_endtag(self, tag):
        """Close an element: the last that is open."""
        assert self.open.pop().name == tag, f"{tag} is closed where it is not open"

    def handle_data(self, data):
        """Take text."""
        self.open[-1].children.append(data)

    def handle_comment(self, data):
        """Keep a comment: there should be none."""
        self.comments.append(data)


def read(text):
    """Give the tree of a page; what is not closed or is a comment fails."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert [node.name for node in reader.open] == [""]
    assert reader.comments == []
    return reader.root


def levels_of(root):
    """Give how many gaps of each level a report lists, and their codes in its order."""
    section = next(
        (each for each in root.all("section") if each.attributes.get("aria-labelledby") == "gaps"), Node("", ())
    )
    found = section.classed("finding")
    classes = [finding.attributes["class"].split()[1] for finding in found]
    return [classes.count(level) for level in ("blocking", "major", "minor")], [
        finding.classed("code")[0].text for finding in found
    ]
