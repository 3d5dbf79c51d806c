"""Text: one saying in the two languages of the product, English and Chinese."""

from dataclasses import dataclass
from enum import Enum


class Language(Enum):
    """A language in which answers are given."""

    EN = "en"
    ZH = "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing said in English and in Chinese.

    >>> Text("consent", "同意")[Language.ZH]
    '同意'
    """

    en: str
    zh: str

    def __getitem__(self, language: Language) -> str:
        """Return the saying in one language."""
        return self.zh if language is Language.ZH else self.en

    def filled(self, **parts: "Text | str") -> "Text":
        """Return the saying with its named places filled, in each language.

        >>> Text("{who} agreed", "{who}已同意").filled(who=Text("the guardian", "监护人"))
        Text(en='the guardian agreed', zh='监护人已同意')
        """
        english = {name: part.en if isinstance(part, Text) else part for name, part in parts.items()}
        chinese = {name: part.zh if isinstance(part, Text) else part for name, part in parts.items()}
        return Text(self.en.format_map(english), self.zh.format_map(chinese))
