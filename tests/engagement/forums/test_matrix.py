from entente.engagement.forums.queries import matrix
from entente.foundation.people.roles import Marking
from entente.kit.table import Ask

from . import factories


def ask(person):
    return Ask(person, "2026-11-22")


def test_observers_are_told_from_members(db, reader):
    edition, forum = factories.edition(), factories.body("wco")
    factories.priority(edition, forum)
    for key, role in (("au", "member"), ("nz", "observer")):
        who = factories.partner(key)
        factories.standing(edition, who)
        factories.membership(forum, who, role=role)

    found = matrix.matrix(ask(reader))

    assert [(cell.is_member, cell.word) for line in found.lines for cell in line.cells] == [
        (True, "member"),
        (False, "observer"),
    ]


def test_what_a_reader_is_not_cleared_for_is_in_no_cell_and_no_sum(db, reader, desk_officer):
    edition = factories.edition()
    open_forum, closed = factories.body("wco"), factories.body("cell", marking=Marking.PROTECTED_B)
    known, hidden = factories.partner("au"), factories.partner("xx", marking=Marking.PROTECTED_A)
    for who in (known, hidden):
        factories.standing(edition, who)
        for forum in (open_forum, closed):
            factories.membership(forum, who)

    seen = [matrix.matrix(ask(person)) for person in (reader, desk_officer)]

    assert [(found.total, len(found.lines), len(found.forums)) for found in seen] == [(1, 1, 1), (4, 2, 2)]
