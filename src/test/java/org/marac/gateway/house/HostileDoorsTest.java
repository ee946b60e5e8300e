package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of every door the page for integrators says what becomes of every kind of hostile input, and names a test that is there. */
class HostileDoorsTest {
    private static final Path PAGE = Path.of("docs/agency-it/hostile-input.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final List<String> DOORS = List.of(
            "Queue, AMQP 1.0",
            "Queue, CORE",
            "Queue, STOMP",
            "FHIR",
            "REST",
            "XML",
            "HL7 v2 over MLLP",
            "CSV and XLSX over SFTP",
            "Word and Excel forms over SFTP",
            "Secure mail");
    private static final List<String> ITEMS = List.of(
            "too large",
            "cut short",
            "slow",
            "wrong character set",
            "entities",
            "bombs",
            "paths in names",
            "half sent, then gone",
            "garbage between",
            "gone before the answer",
            "too many");
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z0-9]+)\\.([a-z][A-Za-z0-9_]+)`");

    @Test
    void noDoorLeavesAnItemOut() throws IOException {
        Map<String, List<String>> items = new LinkedHashMap<>();
        rows().forEach((door, rows) ->
                items.put(door, rows.stream().map(row -> row.group(1)).toList()));

        assertThat(items.keySet()).containsExactlyElementsOf(DOORS);
        assertThat(items.values()).allSatisfy(of -> assertThat(of).containsExactlyElementsOf(ITEMS));
    }

    @Test
    void everyItemHasATestThatIsThereOrAReason() throws IOException {
        Map<String, String> sources = sources();
        rows().forEach((door, rows) -> rows.forEach(row -> {
            List<String> tests = new ArrayList<>();
            for (Matcher named = NAMED.matcher(row.group(3)); named.find(); ) {
                assertThat(sources.getOrDefault(named.group(1), ""))
                        .as("%s, %s: %s", door, row.group(1), named.group())
                        .containsPattern("void " + named.group(2) + "\\(");
                tests.add(named.group(2));
            }
            boolean reason = row.group(2).matches("does not happen: .{10,}");
            assertThat(tests.isEmpty()).as("%s, %s", door, row.group(1)).isEqualTo(reason);
        }));
    }

    @Test
    void theTestsInTheTextAreThereToo() throws IOException {
        Map<String, String> sources = sources();
        for (Matcher named = NAMED.matcher(Files.readString(PAGE)); named.find(); ) {
            assertThat(sources.getOrDefault(named.group(1), ""))
                    .as(named.group())
                    .containsPattern("void " + named.group(2) + "\\(");
        }
    }

    /** By door. */
    private static Map<String, List<Matcher>> rows() throws IOException {
        Map<String, List<Matcher>> rows = new LinkedHashMap<>();
        List<Matcher> last = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("## ") && DOORS.contains(line.substring(3))) {
                last = new ArrayList<>();
                rows.put(line.substring(3), last);
            } else if (row.matches() && !row.group(1).equals("item")) {
                last.add(row);
            }
        }
        return rows;
    }

    /** By the class's own name; of two of one name, both. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(f -> f.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                String name = file.getFileName().toString();
                sources.merge(
                        name.substring(0, name.length() - ".java".length()), Files.readString(file), String::concat);
            }
        }
        return sources;
    }
}
