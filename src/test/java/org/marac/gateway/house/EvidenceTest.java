package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every hazard has a control, and every scenario is played, by a test that bears its number; the tables for auditors name no
 * test that is not there.
 */
class EvidenceTest {
    private static final Path HAZARDS = Path.of("docs/auditors/hazards.md");
    private static final Path SCENARIOS = Path.of("docs/auditors/scenarios.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern ROW = Pattern.compile("\\| H([0-9]+) [^|]+\\|([^|]+)\\|([^|]+)\\|([^|]+)\\|");
    private static final Pattern PLAYED = Pattern.compile("\\| ([0-9]+) [^|]+\\|([^|]+)\\|([^|]+)\\|");
    private static final Pattern NAMED = Pattern.compile("`([A-Z][A-Za-z]+)\\.([A-Za-z0-9_]+)`");

    @Test
    void everyHazardHasAControlAndATestOfItsNumberThatIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<Integer> found = new ArrayList<>();
        for (String line : Files.readAllLines(HAZARDS)) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            int number = Integer.parseInt(row.group(1));
            found.add(number);
            assertThat(row.group(2)).as("the control of H%d", number).isNotBlank();
            assertThat(row.group(3)).as("where H%d is answered", number).isNotBlank();
            assertThat(tests(row.group(4), sources))
                    .as("tests of H%d with its number", number)
                    .anyMatch(method -> bears(method, "h" + number));
        }
        assertThat(found)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void everyScenarioIsPlayedByATestOfItsNumberThatIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<Integer> found = new ArrayList<>();
        for (String line : Files.readAllLines(SCENARIOS)) {
            Matcher row = PLAYED.matcher(line);
            if (row.matches()) {
                int number = Integer.parseInt(row.group(1));
                found.add(number);
                assertThat(tests(row.group(3), sources))
                        .as("tests of scenario %d with its number", number)
                        .anyMatch(method -> bears(method, "scenario0?" + number));
            }
        }
        assertThat(found).hasSize(19).isSorted();
    }

    private static List<String> tests(String cell, Map<String, String> sources) {
        List<String> methods = new ArrayList<>();
        for (Matcher named = NAMED.matcher(cell); named.find(); ) {
            String source = sources.getOrDefault(named.group(1), "");
            assertThat(source).as(named.group()).containsPattern("void " + named.group(2) + "\\(");
            methods.add(named.group(2));
        }
        return methods;
    }

    private static boolean bears(String method, String number) {
        return Pattern.compile("(^|_)" + number + "([A-Z_]|$)").matcher(method).find();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file : files.filter(f -> f.toString().matches(".*(Test|IT)\\.java"))
                    .toList()) {
                String name = file.getFileName().toString();
                sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
            }
        }
        return sources;
    }
}
