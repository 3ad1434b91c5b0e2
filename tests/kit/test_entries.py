"""A table of a template, labelled for a phone."""

from entente.kit.entries import labelled

HEAD = '<thead><tr><th scope="col">What</th><th class="number"><a href="#">How &amp;\n much</a></th></tr></thead>'
TABLE = f'<table>{HEAD}<tbody><tr><th scope="row">One</th><td class="number">1</td></tr></tbody></table>'


def test_cells_bear_their_headings_and_parts_their_roles():
    drawn = labelled(TABLE)

    assert drawn.startswith('<table role="table" class="entries"><thead role="rowgroup"><tr role="row">')
    assert drawn.count('role="columnheader"') == 2
    assert '<th role="rowheader" scope="row">One</th>' in drawn
    assert '<td role="cell" data-label="How &amp; much" class="number">1</td>' in drawn


def test_the_first_cell_of_a_row_is_its_name_and_bears_none():
    drawn = labelled(TABLE.replace('<th scope="row">One</th>', "<td>One</td>"))

    assert '<td role="cell">One</td>' in drawn


def test_a_table_that_is_read_across_is_left_as_it_is():
    for table in (TABLE.replace("<td ", '<td colspan="2" '), TABLE.replace("</tbody>", "</tbody><tfoot></tfoot>")):
        assert labelled(table) == table
