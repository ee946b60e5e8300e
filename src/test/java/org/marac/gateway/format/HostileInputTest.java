package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Files that nobody in this project wrote, as bodies of messages: each is refused in words of our own, and none is a failure. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileInputTest {
    private static final Path INPUTS = Path.of("../shared/inputs");
    private static final Pattern FHIR_POSITION = Pattern.compile(
            "(Bundle|MessageHeader|ServiceRequest|Patient|RelatedPerson|QuestionnaireResponse|Observation|Consent|Communication)"
                    + "(\\.[a-zA-Z-]+)*");
    private static final Set<RefusalCode> OURS =
            EnumSet.of(RefusalCode.UNREADABLE, RefusalCode.INVALID, RefusalCode.UNSUPPORTED, RefusalCode.NOT_FOR_US);

    private final Formats formats = new Formats(new Mappings(Path.of("routes", "mappings")));
    private final Set<String> names = names();

    @Test
    void everyJsonParsingCaseIsRefusedAsCanonicalAndAsFhir() throws IOException {
        List<Path> files = files("json-testsuite/test_parsing", ".json");
        assertThat(files).hasSizeGreaterThan(300);
        for (Path file : files) {
            for (MediaType type : List.of(MediaType.CANONICAL, MediaType.FHIR_JSON, MediaType.FHIR_XML)) {
                refusedInOurOwnWords(file, type);
            }
        }
    }

    @Test
    void whatIsNotJsonIsUnreadable() throws IOException {
        for (Path file : files("json-testsuite/test_parsing", ".json")) {
            if (file.getFileName().toString().startsWith("n_")) {
                assertThat(refusedInOurOwnWords(file, MediaType.CANONICAL))
                        .as(file.toString())
                        .isEqualTo(RefusalCode.UNREADABLE);
            }
        }
    }

    @Test
    void everyFhirTestCaseIsRefused() throws IOException {
        List<Path> files = new ArrayList<>(files("fhir-test-cases", ".json"));
        files.addAll(files("fhir-test-cases", ".xml"));
        assertThat(files).hasSizeGreaterThan(90);
        for (Path file : files) {
            refusedInOurOwnWords(file, MediaType.FHIR_JSON);
            refusedInOurOwnWords(file, MediaType.FHIR_XML);
        }
    }

    @Test
    void theRequestsOfTheBookingAndReferralStandardAreParsedAndFoundUnsupported() throws IOException {
        List<Path> files = files("nhs-bars-api-1.4.0/process_message/request", ".json");
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            String request = Files.readString(file);
            assertThat(understand(Bytes.utf8(request), MediaType.FHIR_JSON))
                    .as(file.getFileName().toString())
                    .isIn(Optional.of(RefusalCode.UNSUPPORTED), Optional.of(RefusalCode.NOT_FOR_US));
            String forUs = request.replaceAll(
                    "\"https?://fhir\\.nhs\\.uk/Id/dos-service-id\\|111111111\"",
                    "\"https://marac.example/Id/agency|wenbury-marac\"");
            assertThat(understand(Bytes.utf8(forUs), MediaType.FHIR_JSON))
                    .as(file.getFileName().toString())
                    .contains(RefusalCode.UNSUPPORTED);
        }
    }

    private RefusalCode refusedInOurOwnWords(Path file, MediaType type) throws IOException {
        Optional<RefusalCode> refusal = understand(Bytes.of(Files.readAllBytes(file)), type);
        assertThat(refusal).as("%s as %s", file, type).isPresent();
        return refusal.orElseThrow();
    }

    /** How it was refused; every other exception fails the test. */
    private Optional<RefusalCode> understand(Bytes bytes, MediaType type) {
        Opened opened = new Opened(bytes, type, Assurance.CHANNEL, Optional.empty(), Optional.empty());
        try {
            formats.understand(opened, Examples.HOSPITAL, Examples.SELF);
            return Optional.empty();
        } catch (Refused refused) {
            assertThat(OURS).contains(refused.refusal().code());
            assertThat(refused.getCause()).isNull();
            refused.refusal().position().ifPresent(this::madeOfOurNames);
            return Optional.of(refused.refusal().code());
        }
    }

    private void madeOfOurNames(String position) {
        if (position.startsWith("/")) {
            assertThat(Arrays.stream(position.split("/")).filter(s -> !s.isEmpty()))
                    .allMatch(s -> names.contains(s) || s.chars().allMatch(Character::isDigit));
        } else {
            assertThat(position).matches(FHIR_POSITION);
        }
    }

    private Set<String> names() {
        Set<String> all = new TreeSet<>();
        formats.labels().all().keySet().forEach(place -> all.addAll(List.of(place.split("/"))));
        return all;
    }

    private static List<Path> files(String folder, String suffix) throws IOException {
        Path at = INPUTS.resolve(folder);
        assumeThat(at).as("the corpus of foreign files lies beside the project").isDirectory();
        try (Stream<Path> paths = Files.walk(at)) {
            return paths.filter(Files::isRegularFile)
                    .filter(p -> p.toString().toLowerCase(Locale.ROOT).endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
