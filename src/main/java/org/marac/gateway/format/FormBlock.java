package org.marac.gateway.format;

import java.util.List;

/**
 * A part of a form: a table, or a paragraph as a table of one cell.
 *
 * @param place what it is called in answers, for example {@code table-2}
 * @param rows its cells
 */
record FormBlock(String place, List<List<String>> rows) {
    static FormBlock paragraph(int number, String text) {
        return new FormBlock("paragraph-" + number, List.of(List.of(text)));
    }

    /** What a cell says; empty where there is none. */
    String cell(int row, int column) {
        return row >= 0 && row < rows.size() && column < rows.get(row).size()
                ? rows.get(row).get(column)
                : "";
    }
}
