package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.Hl7Examples;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/** A disclosure as HL7 v2: nothing of it lost, nothing of it a delimiter, nothing in it that was not disclosed. */
class Hl7OutTest {
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final Bytes SEALED = Bytes.utf8("sealed bytes, which are any bytes | ^ ~ \\ & \r\n");
    /** What only a disclosure says; a referral to us has no place for it. */
    private static final List<String> OF_DISCLOSURES =
            List.of("SEALED", "ORIGINATOR", "PURPOSE", "CLAUSE", "DUTY", "KEEP-OUT-OF-RECORD-OF", "EXPIRES");

    @ParameterizedTest
    @ValueSource(strings = {"hospital-referral.hl7", "police-referral.json", "hospital-referral.fhir.json"})
    void whatIsToldIsWhatWasSaid(String example) throws Exception {
        // Read once and told: from then on nothing changes any more, what HL7 has no place for stands in notes.
        Message said = again(read(example));
        assertThat(FORMATS.write(again(said))).isEqualTo(FORMATS.write(said));
        ObjectNode before = tree(FORMATS.write(read(example)));
        ObjectNode after = tree(FORMATS.write(said));
        for (String property : List.of("consent", "criteria", "talk", "exclusions", "safeContact", "referrer")) {
            assertThat(withoutWindows(after, property)).as(property).isEqualTo(withoutWindows(before, property));
        }
        for (String property : List.of("name", "birthDate", "nhsNumber", "address", "safeAddress", "telephones")) {
            assertThat(after.at("/victim/" + property)).as(property).isEqualTo(before.at("/victim/" + property));
            assertThat(after.at("/allegedPerpetrators/0/person/" + property))
                    .as("alleged perpetrator: " + property)
                    .isEqualTo(before.at("/allegedPerpetrators/0/person/" + property));
        }
    }

    private static JsonNode withoutWindows(JsonNode all, String property) {
        JsonNode node = all.path(property).deepCopy();
        if (node instanceof ObjectNode object) {
            object.remove("windows");
        }
        return node;
    }

    @Test
    void whatHl7HasNoPlaceForStandsInANote() throws Exception {
        ObjectNode view = tree(FORMATS.write(read("police-referral.json")));
        ((ObjectNode) view.get("victim")).putArray("alternativeBirthDates").add("1990-01-02");
        assertThat(clear(view)).contains("NTE|1||victim alternativeBirthDates 1: 1990-01-02");
    }

    @Test
    void whatIsNotInTheViewIsNotInTheMessage() throws Exception {
        ObjectNode view = tree(FORMATS.write(read("police-referral.json")));
        ObjectNode victim = (ObjectNode) view.get("victim");
        String family = victim.at("/name/family").asText();
        victim.removeAll();
        view.remove(List.of("safeContact", "narrative", "talk", "exclusions", "children", "referrer"));
        assertThat(clear(view)).doesNotContain(family);
        assertThat(line(clear(view), "PID|")).isEqualTo("PID|1||" + Hl7Out.id(SEALED) + "^^^MARAC");
    }

    @Test
    void theAllegedPerpetratorIsNobodysNextOfKinAndTheSafeAddressNobodysAddress() throws Exception {
        String message = clear(tree(FORMATS.write(read("hospital-referral.hl7"))));
        assertThat(message.lines()).noneMatch(line -> line.startsWith("NK1"));
        assertThat(line(message, "PID|")).contains("Larkfold Close").doesNotContain("Tarn Walk", "Colthorpe");
        assertThat(line(message, "OBX|").isEmpty()).isFalse();
        assertThat(message)
                .containsPattern("OBX\\|\\d+\\|XAD\\|SAFE-ADDRESS\\^[^|]*\\|\\|Willowmere House\\^3 Tarn Walk");
    }

    @Test
    void withoutTheChannelsAgreementItSaysOnlyWhatAnEngineNeeds() throws Exception {
        String message = FORMATS.hl7(envelope(FORMATS.write(read("police-referral.json"))), SEALED, false)
                .text();
        assertThat(message.lines().map(line -> line.substring(0, 3)).distinct())
                .containsExactly("MSH", "RF1", "PRD", "PID", "OBR", "OBX");
        assertThat(line(message, "PID|")).isEqualTo("PID|1||" + Hl7Out.id(SEALED) + "^^^MARAC||^^^^^^S");
        assertThat(codes(message))
                .containsOnly(
                        "MARKING",
                        "ORIGINATOR",
                        "PURPOSE",
                        "CLAUSE",
                        "DUTY",
                        "KEEP-OUT-OF-RECORD-OF",
                        "EXPIRES",
                        "SEALED");
    }

    @Test
    void theSealedDisclosureIsInItWholeAndItsDigestNamesTheMessage() throws Exception {
        String message = clear(tree(FORMATS.write(read("police-referral.json"))));
        Hl7Segment obx = Hl7Segments.of(message).all("OBX").stream()
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(obx.part(3, 1)).contains("SEALED");
        assertThat(Base64.getDecoder().decode(obx.part(5, 5).orElseThrow())).isEqualTo(SEALED.toArray());
        assertThat(line(message, "MSH|").split("\\|")[9])
                .isEqualTo(SEALED.digest().hex().substring(0, 20).toUpperCase(Locale.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b^c&d~e\\f",
                "OBX|1|TX|REASON^^99MARAC||forged",
                "one line\rOBX|9|CE|CONSENT^^99MARAC||given",
                "first\nsecond\r\nthird",
                "\\.br\\ and \\X0D\\ are not commands here",
                "Siân Ó Néill, Zoë, 李, 𝒜",
                "a bell \u0007 and a tab \t",
            })
    void whatStandsInTheDataNeitherEndsAFieldNorASegment(String hostile) throws Exception {
        ObjectNode view = tree(FORMATS.write(read("police-referral.json")));
        ((ObjectNode) view.get("narrative")).put("reason", hostile);
        ((ObjectNode) view.at("/victim/name")).put("family", hostile);
        String harmless = clear(tree(FORMATS.write(read("police-referral.json"))));
        String message = clear(view);

        assertThat(message.lines().map(line -> line.substring(0, 4)).toList())
                .isEqualTo(harmless.lines().map(line -> line.substring(0, 4)).toList());
        assertThat(message.chars()).noneMatch(c -> c < 0x20 && c != '\r');
        String reason = message.lines()
                .filter(line -> code(line).equals("REASON"))
                .findFirst()
                .orElse("");
        assertThat(meant(reason.split("\\|")[5])).isEqualTo(hostile.replaceAll("\\R", "\n"));
        assertThat(meant(line(message, "PID|").split("\\|")[5].split("[~^]")[0]))
                .isEqualTo(hostile.replaceAll("\\R", " "));
    }

    /** What an escaped text means (HL7 v2.5.1, section 2.7), each sequence read once. */
    private static String meant(String escaped) {
        Map<String, String> sequences =
                Map.of("F", "|", "S", "^", "T", "&", "R", "~", "E", "\\", ".br", "\n", "X07", "\u0007", "X09", "\t");
        return Pattern.compile("\\\\([^\\\\]*)\\\\")
                .matcher(escaped)
                .replaceAll(found -> Matcher.quoteReplacement(sequences.getOrDefault(found.group(1), "?")));
    }

    @Test
    void aWithdrawalNamesWhatItWithdraws() throws Exception {
        ObjectNode view = JSON.createObjectNode();
        view.put("kind", "CORRECTION").put("version", 1).put("corrects", "the-first");
        view.putObject("header")
                .put("id", "the-second")
                .put("sender", "wenbury-police")
                .put("purpose", "REFERRAL");
        view.putObject("withdrawal").put("reason", "WRONG_PERSON");
        String message = clear(view);
        assertThat(line(message, "MSH|")).contains("|REF^I14^REF_I12|");
        assertThat(line(message, "RF1|").split("\\|")[6]).isEqualTo("the-first^wenbury-police");
        assertThat(message).contains("|CE|WITHDRAWAL^withdrawal^99MARAC||wrong-person|");
    }

    @Test
    void whatAnAgencyKnowsIsADocument() throws Exception {
        String message = clear(tree(FORMATS.write(read("idva-information.json"))));
        assertThat(line(message, "MSH|")).contains("|MDM^T02^MDM_T02|");
        assertThat(message.lines().map(line -> line.substring(0, 3)).distinct())
                .startsWith("MSH", "EVN", "PID", "PD1", "PV1", "TXA", "OBX");
        assertThat(line(message, "TXA|")).startsWith("TXA|1|MARAC|TX|").endsWith("|AU|V");
    }

    @Test
    void whatTheGatewayTellsAnswersTheReferralAndSaysNoMoreThanWhich() {
        Envelope notice = new Envelope(
                new MessageId("notice-1"),
                Examples.SELF,
                List.of(HOSPITAL),
                Instant.parse("2026-11-21T20:00:00Z"),
                MediaType.NOTICE,
                Bytes.utf8("{\"notice\":\"message.undelivered\",\"message\":\"WDH-17\",\"to\":\"haven-idva\"}"),
                Optional.empty(),
                Optional.empty());
        String message = FORMATS.hl7(notice, SEALED, true).text();
        assertThat(message.lines().map(line -> line.substring(0, 3)))
                .containsExactly("MSH", "RF1", "PRD", "PID", "OBR", "OBX");
        assertThat(line(message, "MSH|")).contains("|RRI^I12^RRI_I12|");
        assertThat(line(message, "RF1|").split("\\|")[6]).isEqualTo("WDH-17^wenbury-hospital");
        assertThat(message).doesNotContain("haven-idva");
    }

    @Test
    void whatIsNoViewIsAFaultOfOurs() {
        assertThatThrownBy(() -> FORMATS.hl7(envelope(Bytes.utf8("not json")), SEALED, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Message read(String example) throws Refused {
        if (example.endsWith(".hl7")) {
            return FORMATS.understand(Examples.plain(Hl7Examples.referral(), MediaType.HL7), HOSPITAL, Examples.SELF);
        }
        MediaType type = example.endsWith(".fhir.json") ? MediaType.FHIR_JSON : MediaType.CANONICAL;
        AgencyId sender =
                example.startsWith("police") ? Examples.POLICE : example.startsWith("idva") ? Examples.IDVA : HOSPITAL;
        return FORMATS.understand(Examples.plain(Examples.text(example), type), sender, Examples.SELF);
    }

    /** Told by us, and read as if somebody had told us. */
    private static Message again(Message said) throws Exception {
        String told = clear(tree(FORMATS.write(said)))
                .lines()
                .filter(line -> !OF_DISCLOSURES.contains(code(line)))
                .map(line -> line + "\r")
                .collect(Collectors.joining());
        return FORMATS.understand(
                Examples.plain(told, MediaType.HL7), said.header().sender(), HOSPITAL);
    }

    private static String clear(ObjectNode view) {
        return FORMATS.hl7(envelope(Bytes.utf8(view.toString())), SEALED, true).text();
    }

    private static Envelope envelope(Bytes view) {
        return new Envelope(
                new MessageId(Examples.ID),
                Examples.SELF,
                List.of(HOSPITAL),
                Instant.parse("2026-11-21T20:00:00Z"),
                MediaType.CANONICAL.code(),
                view,
                Optional.empty(),
                Optional.of(new Envelope.Handling(
                        Examples.POLICE,
                        "OFFICIAL-SENSITIVE",
                        Optional.empty(),
                        Purpose.REFERRAL,
                        List.of(new ClauseId("C1.1")),
                        List.of(Obligation.NOREUSE),
                        List.of(),
                        List.of(Role.ALLEGED_PERPETRATOR),
                        Optional.of(Instant.parse("2026-11-28T20:00:00Z")))));
    }

    private static ObjectNode tree(Bytes json) throws Exception {
        return (ObjectNode) JSON.readTree(json.text());
    }

    private static String line(String message, String beginning) {
        return message.lines()
                .filter(line -> line.startsWith(beginning))
                .findFirst()
                .orElse("");
    }

    private static String code(String line) {
        return line.startsWith("OBX|") ? line.split("\\|")[3].split("\\^")[0] : "";
    }

    private static List<String> codes(String message) {
        return message.lines()
                .filter(line -> line.startsWith("OBX|"))
                .map(Hl7OutTest::code)
                .distinct()
                .toList();
    }
}
