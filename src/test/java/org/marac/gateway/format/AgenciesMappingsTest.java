package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.CorpusTable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/** The mappings that are shipped, over the files the courts and the police wrote. */
class AgenciesMappingsTest {
    private static final Path INPUTS = Path.of("../shared/inputs");
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId CHILDREN = new AgencyId("wenbury-childrens-services");
    private static final AgencyId SELF = new AgencyId("wenbury-marac");
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));

    private static Message read(Path file, MediaType type, AgencyId sender) throws IOException, Refused {
        return FORMATS.understand(
                new Opened(
                        Bytes.of(Files.readAllBytes(file)), type, Assurance.SIGNED, Optional.empty(), Optional.empty()),
                sender,
                SELF);
    }

    private static String outcome(Path file, MediaType type, AgencyId sender) throws IOException {
        try {
            Information said = (Information) read(file, type, sender);
            return "information, %d items".formatted(said.items().size());
        } catch (Refused e) {
            return e.refusal().code().code() + " "
                    + e.refusal().reason().orElse("")
                    + e.refusal().position().map(place -> " at " + place).orElse("");
        }
    }

    private static List<Path> corpus(String folder, String ending) throws IOException {
        Path corpus = INPUTS.resolve(folder);
        assumeTrue(Files.isDirectory(corpus), "The files of " + folder + " are not here");
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static void check(
            String folder, String ending, MediaType type, AgencyId sender, Map<String, String> expected)
            throws IOException {
        CorpusTable table = new CorpusTable(folder);
        for (Path file : corpus(folder, ending)) {
            String name = file.getFileName().toString();
            table.add(name, expected.getOrDefault(name, "not expected here"), outcome(file, type, sender));
        }
        table.check();
    }

    @Test
    void everyCourtResultIsMappedOrRefusedWithAReason() throws IOException {
        check(
                "cjs-bichard7",
                ".xml",
                MediaType.XML,
                POLICE,
                Map.ofEntries(
                        Map.entry("AnnotatedHO1-with-exceptions.xml", "unreadable not-xml"),
                        Map.entry("AnnotatedHO1-with-leds-fields.xml", "unreadable not-xml"),
                        Map.entry("AnnotatedHO1-with-pnc-errors.xml", "unreadable not-xml"),
                        Map.entry("AnnotatedHO1.xml", "unreadable not-xml"),
                        Map.entry("AnnotatedHO2.xml", "unreadable not-xml"),
                        Map.entry("input-message-001-bail-qualifiers.xml", "information, 3 items"),
                        Map.entry("input-message-001-sine-die.xml", "information, 7 items"),
                        Map.entry("input-message-001-variations.xml", "information, 21 items"),
                        Map.entry("input-message-001.xml", "information, 7 items"),
                        Map.entry("input-message-003.xml", "information, 8 items"),
                        Map.entry("input-message-010b.xml", "information, 3 items"),
                        Map.entry("input-message-089.xml", "information, 5 items"),
                        Map.entry("input-message-no-offences.xml", "unsupported no-offences"),
                        Map.entry("input-message-no-results.xml", "information, 6 items"),
                        Map.entry("input-message-routedata-001.xml", "information, 7 items"),
                        Map.entry("input-message-routedata-double-entities.xml", "information, 7 items"),
                        Map.entry("input-message-routedata-entities.xml", "information, 7 items"),
                        Map.entry("input-message-routedata-invalid-001.xml", "unreadable not-xml"),
                        Map.entry("input-message-routedata-invalid-002.xml", "information, 7 items")));
    }

    @Test
    void everyApplicationToTheFamilyCourtIsReadOrRefusedWithAReason() throws IOException {
        check(
                "hmcts-fl401",
                ".json",
                MediaType.JSON,
                CHILDREN,
                Map.ofEntries(
                        Map.entry("FL401-case-data.json", "information, 3 items"),
                        Map.entry("FL401_CourtNav_Draft_CaseDetails.json", "unreadable not-json"),
                        Map.entry("FL401_Dummy_Draft_CaseDetails.json", "information, 5 items"),
                        Map.entry("FL401_Dummy_Draft_admin_CaseDetails.json", "information, 5 items"),
                        Map.entry("FL401_Dummy_Gatekeeping_CaseDetails.json", "information, 5 items"),
                        Map.entry("FL401_Dummy_Gatekeeping_CaseDetails_V2.json", "information, 5 items"),
                        Map.entry("call-back-controller-fl401-add-case-number.json", "unsupported not-an-fl401"),
                        Map.entry("call-back-controller-fl401-case-data.json", "unsupported application-withdrawn"),
                        Map.entry(
                                "call-back-controller-fl401-gatekeeping-case-data.json",
                                "unsupported application-withdrawn"),
                        Map.entry("fl401-add-case-number.json", "unsupported no-applicant"),
                        Map.entry("fl401-resubmit-application.json", "unsupported not-an-fl401"),
                        Map.entry(
                                "fl401-service-of-application-personal-service-ca.json",
                                "invalid missing-property at /header/created"),
                        Map.entry(
                                "fl401-service-of-application-personal-service-lr.json",
                                "invalid missing-property at /header/created"),
                        Map.entry(
                                "fl401-submit-application-controller-generate-doc-submit.json",
                                "unsupported no-applicant"),
                        Map.entry("fl401-submit-application-controller-validation.json", "unsupported no-applicant"),
                        Map.entry("soa-fl401-cafcass-cymru-send-email-request.json", "unsupported no-applicant")));
    }

    @Test
    void aCourtResultSaysWhatTheCourtDecidedOfTheDefendantAndNothingOfTheVictim() throws Exception {
        Path file = corpus("cjs-bichard7", "input-message-routedata-double-entities.xml")
                .get(0);

        Information said = (Information) read(file, MediaType.XML, POLICE);

        assertThat(said.header().id().value()).isEqualTo("cid-test-001");
        assertThat(said.header().created()).isEqualTo("2013-12-01T10:57:17.043Z");
        assertThat(said.victim().name()).isEmpty();
        assertThat(said.allegedPerpetrators()).singleElement().satisfies(person -> {
            assertThat(person.name().flatMap(Person.Name::family)).contains("SEXOFFENCE");
            assertThat(person.birthDate().map(Object::toString)).contains("1948-11-11");
        });
        assertThat(said.items())
                .allSatisfy(item -> {
                    assertThat(item.category()).isEqualTo(DataCategory.CRIMINAL_OFFENCE);
                    assertThat(item.subject()).isEqualTo(Role.ALLEGED_PERPETRATOR);
                })
                .extracting(Information.Item::text)
                .as("an entity within the escaped document means itself")
                .anyMatch(text -> text.contains("Something < 240 grams"))
                .anyMatch(text -> text.contains("Elephant & Castle"))
                .anyMatch(text -> text.contains("emailed to <test@test.com>"));
    }

    @Test
    void whatTheApplicantAskedTheCourtToKeepIsMarkedSoAndStandsNowhereElse() throws Exception {
        Path file = corpus("hmcts-fl401", "FL401-case-data.json").get(0);
        String asked = Files.readString(file)
                .replace("\"isAddressConfidential\": \"No\"", "\"isAddressConfidential\": \"Yes\"");

        Information said = (Information) FORMATS.understand(
                new Opened(Bytes.utf8(asked), MediaType.JSON, Assurance.SIGNED, Optional.empty(), Optional.empty()),
                CHILDREN,
                SELF);

        assertThat(said.header().labels()).contains(Label.R, Label.SDV);
        assertThat(said.victim().address()).isEmpty();
        assertThat(said.items().stream()
                        .filter(item -> item.category() == DataCategory.COURT_RESTRICTED)
                        .map(Information.Item::text))
                .containsExactly("17 Lorne Road, Leicester, le2 1yh");
        assertThat(said.items().stream()
                        .filter(item -> item.category() != DataCategory.COURT_RESTRICTED)
                        .toList()
                        .toString())
                .doesNotContain("Lorne", "1yh");
        assertThat(said.children()).isEmpty();
    }

    @Test
    void theFilesThatAskForConfidentialityAreLabelled() throws Exception {
        for (Path file : corpus("hmcts-fl401", "Details.json")) {
            if (file.toString().contains("CourtNav")) {
                continue;
            }
            Information said = (Information) read(file, MediaType.JSON, CHILDREN);
            assertThat(said.header().labels()).as(file.toString()).contains(Label.R);
            assertThat(said.victim().telephones()).as(file.toString()).isEmpty();
            assertThat(said.victim().email()).as(file.toString()).isEmpty();
        }
    }

    /** Patterns that look for the last word would try every place in it. */
    @Test
    void aNameOfAMillionLettersIsRefusedAtOnce() throws Exception {
        Path file = corpus("hmcts-fl401", "FL401_Dummy_Draft_CaseDetails.json").get(0);
        String hostile = Files.readString(file).replace("Joe Doe", "J" + "a".repeat(1_000_000) + " " + " b".repeat(10));

        assertThatThrownBy(() -> FORMATS.understand(
                        new Opened(
                                Bytes.utf8(hostile),
                                MediaType.JSON,
                                Assurance.SIGNED,
                                Optional.empty(),
                                Optional.empty()),
                        CHILDREN,
                        SELF))
                .isInstanceOfSatisfying(
                        Refused.class, e -> assertThat(e.refusal().toString()).contains("too-long", "/children/0"));
    }
}
