package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marac.gateway.audit.Result;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.wiring.GatewaySettings;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The documents speak of what is there: settings, refusals, commands, words, and files that exist. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path QUEUE = Path.of("docs/agency-it/queue.md");
    private static final Path FHIR = Path.of("docs/agency-it/fhir.md");
    private static final Path AUDITORS = Path.of("docs/auditors/README.md");
    private static final Path OPERATORS = Path.of("docs/operators/README.md");

    private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(gateway\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern SHELL = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern EXAMPLE = Pattern.compile("# example: [a-z]+(-[a-z]+)*");
    private static final Pattern SYMBOLS = Pattern.compile("[^\\p{L}\\p{N} _-]");

    @Test
    void theOperatorsTableHoldsEverySettingWithItsDefaultAndNoOther() {
        Map<String, String> documented = new TreeMap<>();
        SETTING.matcher(text(OPERATORS))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
        Map<String, String> settings = new TreeMap<>();
        collect("gateway", GatewaySettings.class, settings);
        assertThat(documented).isEqualTo(settings);
    }

    @Test
    void everyRefusalIsExplainedToThoseWhoGetIt() {
        String queue = text(QUEUE);
        assertThat(RefusalCode.values()).allSatisfy(code -> assertThat(queue).contains("\n| `" + code.code() + "` | "));
        String fhir = text(FHIR);
        assertThat(RefusalCode.values())
                .allSatisfy(code -> assertThat(queue + fhir).contains("`" + code.code() + "`"));
    }

    @Test
    void everyContentTypeAndObligationIsExplained() {
        String queue = text(QUEUE);
        assertThat(MediaType.values()).allSatisfy(type -> assertThat(queue).contains("`" + type.code() + "`"));
        assertThat(Obligation.values())
                .allSatisfy(obligation -> assertThat(queue).contains("`" + obligation.name() + "`"));
    }

    @Test
    void auditorsAreToldEveryOutcomeTheyCanAskFor() {
        String auditors = text(AUDITORS);
        assertThat(Result.values()).allSatisfy(result -> assertThat(auditors).contains("`" + result.word() + "`"));
    }

    @Test
    void theReadmeNamesTheTwoCommandsAndTheProfiles() {
        assertThat(text(README))
                .contains("`mvn spring-boot:run`", "`mvn verify`", "-Pbenchmark", "-Pcampaign", ".ci/run");
    }

    @Test
    void theReadmeSaysEarlyWhatTheGatewayDoesNotDo() {
        assertThat(text(README).lines().limit(40)).contains("## What it does not do");
    }

    @Test
    void theReadmeExplainsTheWordsOfTheHouse() {
        String glossary = text(README).split("\n## Glossary\n")[1];
        assertThat(List.of(
                        "agency",
                        "protocol",
                        "signatory",
                        "signature",
                        "clause",
                        "message",
                        "arrival",
                        "door",
                        "purpose",
                        "lawful basis",
                        "data category",
                        "disclosure",
                        "obligation",
                        "refusal",
                        "hold",
                        "failure",
                        "audit log",
                        "entry",
                        "checkpoint",
                        "receipt",
                        "record"))
                .allSatisfy(word -> assertThat(glossary).contains("\n| " + word + " | "));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Path document : documents()) {
            for (MatchResult link : LINK.matcher(text(document)).results().toList()) {
                if (!leadsSomewhere(document, link.group(1))) {
                    broken.add(document + " -> " + link.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyExampleOfTheReadmeAndTheHandbooksHasANameOfItsOwn() {
        for (Path document : List.of(README, QUEUE, AUDITORS, OPERATORS)) {
            List<String> names = SHELL.matcher(text(document))
                    .results()
                    .map(block -> block.group(1).lines().findFirst().orElse(""))
                    .toList();
            assertThat(names).as(document.toString()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(names).allSatisfy(name -> assertThat(name).matches(EXAMPLE));
        }
    }

    @Test
    void everyDecisionIsListed() {
        Path records = Path.of("docs/decisions");
        String index = text(records.resolve("README.md"));
        assertThat(documents().stream()
                        .filter(document -> document.startsWith(records))
                        .map(document -> document.getFileName().toString())
                        .filter(name -> !name.equals("README.md")))
                .hasSizeGreaterThanOrEqualTo(11)
                .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
    }

    private static void collect(String prefix, Class<?> settings, Map<String, String> to) {
        Constructor<?> constructor = settings.getDeclaredConstructors()[0];
        for (Parameter parameter : constructor.getParameters()) {
            String key = prefix + "." + kebab(parameter.getName());
            if (parameter.getType().isRecord()) {
                collect(key, parameter.getType(), to);
            } else {
                DefaultValue value = parameter.getAnnotation(DefaultValue.class);
                to.put(key, value == null ? "" : String.join(",", value.value()));
            }
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static boolean leadsSomewhere(Path document, String target) {
        if (target.startsWith("https://") || target.startsWith("http://")) {
            return true;
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty()
                ? document
                : document.resolveSibling(parts[0]).normalize();
        if (!Files.isRegularFile(file)) {
            return false;
        }
        return parts.length == 1 || anchors(file).contains(parts[1]);
    }

    /** Headings as they are linked to: lower case, no punctuation, hyphens for spaces. */
    private static List<String> anchors(Path file) {
        return text(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", ""))
                .map(heading -> SYMBOLS.matcher(heading.toLowerCase(Locale.ROOT)))
                .map((Matcher heading) -> heading.replaceAll("").replace(' ', '-'))
                .toList();
    }

    private static List<Path> documents() {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Arrays.stream(new Path[] {
                                README, Path.of("certs-example/README.md"), Path.of("protocol-config/README.md")
                            }),
                            docs.filter(path -> path.toString().endsWith(".md")))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
