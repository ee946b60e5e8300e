package org.marac.gateway.format;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that columns and labels may stand for, and the labels that stand for them everywhere
 * ({@code row-fields.yaml}).
 */
final class RowFields {
    private static final String TABLE = "row-fields.yaml";
    /** {@code child2.name} is of the second child. */
    private static final Pattern NUMBERED = Pattern.compile("(child|perpetrator)([1-9][0-9]?)\\.(.+)");

    static final RowFields SHIPPED = new RowFields();

    private final Map<String, RowField> fields = new HashMap<>();
    private final Map<String, List<RowField>> labels = new HashMap<>();

    /** A line of the table. */
    private record Line(String name, Optional<String> path, Optional<String> as, List<String> headers) {
        Line {
            headers = headers == null ? List.of() : List.copyOf(headers);
        }
    }

    private RowFields() {
        List<Line> lines = lines();
        for (Line line : lines) {
            line.path()
                    .ifPresent(path -> fields.put(
                            line.name(),
                            new RowField(
                                    line.name(),
                                    path,
                                    RowKind.of(line.as().orElseThrow()).orElseThrow())));
        }
        for (Line line : lines) {
            List<RowField> meant = named(line.name()).orElseThrow();
            for (String header : line.headers()) {
                if (labels.put(label(header), meant) != null) {
                    throw new IllegalStateException("Two fields have the label " + header);
                }
            }
        }
    }

    /** The fields of a name; of several joined by plus signs, those whose values stand in one cell. */
    Optional<List<RowField>> named(String names) {
        List<RowField> found = new ArrayList<>();
        String owner = "";
        for (String part : names.split("\\+")) {
            String name = part.strip();
            String whole = name.contains(".") || owner.isEmpty() ? name : owner + name;
            Optional<RowField> field = one(whole).or(() -> one(whole + ".full"));
            if (field.isEmpty()) {
                return Optional.empty();
            }
            found.add(field.get());
            owner = whole.substring(0, whole.indexOf('.') + 1);
        }
        return Optional.of(List.copyOf(found));
    }

    private Optional<RowField> one(String name) {
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            return Optional.ofNullable(fields.get(name));
        }
        int index = Integer.parseInt(numbered.group(2)) - 1;
        return Optional.ofNullable(fields.get(numbered.group(1) + "." + numbered.group(3)))
                .filter(first -> first.pointer().contains("/0"))
                .map(first -> new RowField(name, first.pointer().replaceFirst("/0", "/" + index), first.kind()));
    }

    /** What a label stands for everywhere; empty where it stands for nothing, or for too much. */
    Optional<List<RowField>> labelled(String label) {
        return Optional.ofNullable(labels.get(label(label)));
    }

    /** A label as it is compared. */
    static String label(String printed) {
        String plain = Cell.plain(printed).replace('\u2019', '\'').toLowerCase(Locale.ROOT);
        return plain.replaceAll("\\s+", " ").replaceAll("[\\s:?*]+$", "");
    }

    private static List<Line> lines() {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory())
                .registerModule(new com.fasterxml.jackson.datatype.jdk8.Jdk8Module());
        try (InputStream in = Objects.requireNonNull(RowFields.class.getResourceAsStream(TABLE), TABLE)) {
            return yaml.readValue(in, new TypeReference<List<Line>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("The table of columns cannot be read", e);
        }
    }
}
