package org.marac.gateway.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marac.gateway.model.Refused;

/** Makes rows of a table's cells: the first row that is not empty is the header, and gives every cell below it its name. */
final class SheetRows {
    private static final int MOST_COLUMNS = 500;
    private static final int LONGEST_ROW = 1_000_000;
    private static final int MOST_ROWS = 1_100_000;

    private final Splitter.Each each;
    private final List<String> header = new ArrayList<>();
    private int last;

    SheetRows(Splitter.Each each) {
        this.each = each;
    }

    /**
     * Takes the next row.
     *
     * @param number as a spreadsheet numbers it
     * @throws Refused also where it does not come after the one before it: by their numbers rows are answered, and are
     *     known to be done where a file is gone on with
     */
    void row(int number, List<String> cells) throws Refused, IOException {
        if (number <= last) {
            throw Refusals.unreadable("rows-not-in-order");
        }
        last = number;
        int length = cells.stream().mapToInt(String::length).sum();
        if (cells.size() > MOST_COLUMNS || length > LONGEST_ROW || number > MOST_ROWS) {
            throw Refusals.unreadable("table-too-large");
        }
        if (cells.stream().allMatch(cell -> Cell.plain(cell).isEmpty())) {
            return;
        }
        if (header.isEmpty()) {
            header(cells);
            return;
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.max(header.size(), cells.size()); i++) {
            String cell = i < cells.size() ? cells.get(i) : "";
            if (i < header.size()) {
                named.put(header.get(i), cell);
            } else if (!Cell.plain(cell).isEmpty()) {
                // Under no header: whatever it is, it is not lost in silence.
                named.put(RowJson.key("", i + 1, named), cell);
            }
        }
        each.row(number, RowJson.write(named));
    }

    private void header(List<String> cells) {
        int end = cells.size();
        while (Cell.plain(cells.get(end - 1)).isEmpty()) {
            end--;
        }
        Map<String, String> taken = new LinkedHashMap<>();
        for (int i = 0; i < end; i++) {
            String key = RowJson.key(cells.get(i), i + 1, taken);
            taken.put(key, "");
            header.add(key);
        }
    }

    /** Whether there was anything at all. */
    boolean isEmpty() {
        return header.isEmpty();
    }
}
