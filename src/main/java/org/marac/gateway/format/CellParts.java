package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several things in one cell, as "Name and Date of Birth". What has a form of its own is found by it, exactly once; what is
 * left is the one thing that has none. Where that is not certain, nothing is read.
 */
final class CellParts {
    private static final String DAY =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}|[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}";
    private static final Map<RowKind, Pattern> FORMS = Map.of(
            RowKind.DATE, Pattern.compile("(?<![0-9])(?:" + DAY + ")(?![0-9])"),
            RowKind.PHONE, Pattern.compile("(?<![0-9])(?:\\+44|0)[0-9 ()-]{8,14}[0-9](?![0-9])"),
            RowKind.PHONES, Pattern.compile("(?<![0-9])(?:\\+44|0)[0-9 ()-]{8,14}[0-9](?![0-9])"),
            RowKind.NHS, Pattern.compile("(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])"));
    private static final Pattern EMAIL = Pattern.compile("[^\\s@,;/]+@[^\\s@,;/]+\\.[^\\s@,;/]+");
    /** What stands between two things, and what introduces one. */
    private static final Pattern EDGE = Pattern.compile(
            "(?i)^[\\s,;/|:(-]+|[\\s,;/|:)-]+$|[\\s,;(-]*\\b(d\\.?o\\.?b\\.?|born|date of birth|tel(ephone)?|phone|mobile|mob|email|e-mail)\\b[\\s.:;-]*$");

    private static final Pattern BETWEEN = Pattern.compile("\\s*(?:[,;\\n|]| - | / )\\s*");

    /** Characters: longer than any few things that somebody writes beside each other, and soon gone through. */
    private static final int LONGEST = 1_000;

    private CellParts() {}

    /** What the cell says of each field, in their order. */
    static List<Cell> of(Cell cell, List<RowField> fields) throws Damaged {
        if (fields.size() == 1) {
            return List.of(cell);
        }
        if (cell.text().length() > LONGEST) {
            throw new Damaged("cannot-be-told-apart");
        }
        List<Cell> parts = new ArrayList<>();
        String rest = cell.text();
        List<Integer> plain = new ArrayList<>();
        for (RowField field : fields) {
            Pattern form = form(field);
            if (form == null) {
                plain.add(parts.size());
                parts.add(cell);
                continue;
            }
            Matcher found = form.matcher(rest);
            if (!found.find()) {
                parts.add(Cell.of(cell.label(), ""));
                continue;
            }
            parts.add(Cell.of(cell.label(), found.group()));
            String before = rest.substring(0, found.start());
            String after = rest.substring(found.end());
            if (form.matcher(after).find()) {
                throw new Damaged("cannot-be-told-apart");
            }
            rest = trimmed(before)
                    + (trimmed(before).isEmpty() || trimmed(after).isEmpty() ? "" : ", ")
                    + trimmed(after);
        }
        words(cell, rest, plain, parts);
        return parts;
    }

    private static void words(Cell cell, String rest, List<Integer> plain, List<Cell> parts) throws Damaged {
        String[] words = plain.size() < 2 ? new String[] {trimmed(rest)} : BETWEEN.split(trimmed(rest));
        if (plain.isEmpty() ? !trimmed(rest).isEmpty() : words.length != plain.size()) {
            throw new Damaged("cannot-be-told-apart");
        }
        for (int i = 0; i < plain.size(); i++) {
            parts.set(plain.get(i), Cell.of(cell.label(), words[i]));
        }
    }

    private static @org.jspecify.annotations.Nullable Pattern form(RowField field) {
        return field.pointer().endsWith("/email") ? EMAIL : FORMS.get(field.kind());
    }

    private static String trimmed(String text) {
        String before;
        String now = text;
        do {
            before = now;
            now = EDGE.matcher(now).replaceAll("");
        } while (!now.equals(before));
        return now;
    }
}
