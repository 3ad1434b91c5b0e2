"""What the three tests of the routing look at. Words come in both languages: they are kept as evidence."""

from dataclasses import dataclass, field

Pair = dict[str, str]  # {"en": …, "fr": …}


@dataclass(frozen=True, slots=True)
class TopicFacts:
    """One topic: its title, the branches it concerns, and what in the edition in effect it serves."""

    title: Pair
    branches: tuple[Pair, ...] = ()
    serves: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """``rank`` is the highest of the delegation and ``office`` who holds it.

    ``standing`` is how the edition names the partner; empty when it does not.
    """

    rank: str = ""
    office: Pair = field(default_factory=dict)
    rank_words: Pair = field(default_factory=dict)
    topics: tuple[TopicFacts, ...] = ()
    standing: Pair = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether the tests can be made: somebody comes, and it is known what about."""
        return bool(self.rank and self.topics)
