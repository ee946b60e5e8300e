package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.marac.gateway.model.Bytes;

/**
 * Segments as they are written, in the encoding characters everyone uses. Whatever stands in the data, it neither ends a field nor a
 * segment: delimiters and control characters become escape sequences (HL7 v2.5.1, section 2.7).
 */
final class Hl7Lines {
    private static final Map<Character, String> ESCAPES =
            Map.of('|', "\\F\\", '^', "\\S\\", '&', "\\T\\", '~', "\\R\\", '\\', "\\E\\");
    private static final String NEW_LINE = "\\.br\\";

    private final List<String> lines = new ArrayList<>();
    private int observations;
    private int notes;

    /** A segment of fields that are already escaped; what is empty at its end is left out. */
    void segment(String name, String... fields) {
        List<String> all = new ArrayList<>(List.of(name));
        all.addAll(List.of(fields));
        while (all.get(all.size() - 1).isEmpty()) {
            all.remove(all.size() - 1);
        }
        lines.add(String.join("|", all));
    }

    /** An observation of our own about one of several people. */
    void observe(String type, String code, String group, String value) {
        String coded = component(code, words(code), Hl7Codes.SYSTEM);
        observation(type, coded, group, value);
    }

    /** An observation of our own, where there is something to say. */
    void observe(String type, String code, Optional<String> value) {
        value.ifPresent(v -> observe(type, code, "", v));
    }

    /** The answer to a question of a checklist. */
    void answer(String concept, String value) {
        observation("CE", component(concept, "", Hl7Codes.QUESTIONS), "", value);
    }

    private void observation(String type, String coded, String group, String value) {
        segment("OBX", Integer.toString(++observations), type, coded, group, value, "", "", "", "", "", "F");
        notes = 0;
    }

    /** A note to what came last. */
    void note(String text) {
        segment("NTE", Integer.toString(++notes), "", prose(text));
    }

    /** For people who read an engine's screen. */
    private static String words(String code) {
        return code.toLowerCase(Locale.ROOT).replace('-', ' ');
    }

    /** Components of which each is escaped. */
    static String component(String... parts) {
        List<String> all = new ArrayList<>();
        for (String part : parts) {
            all.add(text(part));
        }
        while (!all.isEmpty() && all.get(all.size() - 1).isEmpty()) {
            all.remove(all.size() - 1);
        }
        return String.join("^", all);
    }

    /** Repetitions, each already escaped. */
    static String repeated(List<String> values) {
        return String.join("~", values);
    }

    /** In one line. */
    static String text(String plain) {
        return escaped(plain.replaceAll("\\R", " "));
    }

    /** With its lines, as HL7 writes them in a formatted text. */
    static String prose(String plain) {
        return plain.lines().map(Hl7Lines::escaped).collect(Collectors.joining(NEW_LINE));
    }

    private static String escaped(String plain) {
        StringBuilder escaped = new StringBuilder(plain.length());
        for (char c : plain.toCharArray()) {
            if (ESCAPES.containsKey(c)) {
                escaped.append(ESCAPES.get(c));
            } else if (Character.isISOControl(c)) {
                escaped.append(String.format(Locale.ROOT, "\\X%02X\\", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** In UTF-8, each segment ended by CR. */
    Bytes bytes() {
        return Bytes.utf8(String.join("\r", lines) + "\r");
    }
}
