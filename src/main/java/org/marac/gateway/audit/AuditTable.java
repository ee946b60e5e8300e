package org.marac.gateway.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Door;

/** How does an auditor read a list? A line for each result of an entry, as columns of text or as CSV (RFC 4180). */
public final class AuditTable {
    /** The columns. */
    public static final List<String> HEADINGS =
            List.of("index", "at", "event", "from", "to", "door", "result", "clauses", "reason", "case", "protocol");

    private static final int[] WIDTHS = {8, 30, 20, 28, 28, 6, 11, 14, 22, 34, 20};
    private static final String FORMULA = "=+-@\t\r";

    private AuditTable() {}

    /** The cells of an entry: one row for each of its lines. */
    public static List<List<String>> rows(Listed listed) {
        List<List<String>> rows = new ArrayList<>();
        for (Listed.Line line : listed.lines()) {
            rows.add(List.of(
                    Long.toString(listed.logged().position().index()),
                    listed.logged().entry().at().toString(),
                    listed.logged().entry().event(),
                    text(listed.from().map(AgencyId::value)),
                    text(line.recipient().map(AgencyId::value)),
                    text(listed.door().map(Door::code)),
                    line.result().word(),
                    line.clauses().stream().map(ClauseId::value).collect(Collectors.joining(" ")),
                    text(line.reason()),
                    text(listed.caseRef()),
                    text(listed.protocol().map(p -> p.id() + " v" + p.version()))));
        }
        return rows;
    }

    /** A row as columns of text; cells that are wider than their column keep their width. */
    public static String columns(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(String.format(Locale.ROOT, "%-" + WIDTHS[i] + "s ", row.get(i)));
        }
        return line.toString().stripTrailing();
    }

    /** A row as a line of CSV without its end. A cell that a spreadsheet would take for a formula is marked as text. */
    public static String csv(List<String> row) {
        return row.stream().map(AuditTable::cell).collect(Collectors.joining(","));
    }

    private static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    private static String text(Optional<String> value) {
        return value.orElse("");
    }
}
