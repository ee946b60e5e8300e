package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Documents;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

class CanonicalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CANARY = "Canary-Zebra-4711";
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));

    @ParameterizedTest
    @CsvSource({
        "/victim, nickname, \"x\", unknown-property, /victim",
        "/victim, birthDate, \"1990-02-30\", not-a-date, /victim/birthDate",
        "/victim, birthDate, 19900228, wrong-type, /victim/birthDate",
        "/victim, nhsNumber, \"999000001\", wrong-form, /victim/nhsNumber",
        "/victim, interpreter, \"true\", wrong-type, /victim/interpreter",
        "/victim, gender, null, wrong-type, /victim/gender",
        "/victim, gender, \"\", too-short, /victim/gender",
        "/victim, gender, \"a\\u0000b\", bad-character, /victim/gender",
        "/victim, name, \"Jo\", wrong-type, /victim/name",
        "/header, created, \"yesterday\", not-a-date-time, /header/created",
        "/header, purpose, \"GOSSIP\", not-in-list, /header/purpose",
        "/header, id, \"../../etc/passwd\", wrong-form, /header/id",
        "/consent, state, \"PERHAPS\", not-in-list, /consent/state",
        "/escalation, incidents, -1, out-of-range, /escalation/incidents",
        "/escalation, incidents, 1.0, wrong-type, /escalation/incidents"
    })
    void refusesWhatBreaksARuleAndSaysWhere(
            String object, String property, String value, String reason, String position) throws IOException {
        ObjectNode message = referral();
        ((ObjectNode) message.at(object)).set(property, JSON.readTree(value));
        assertThat(refusal(message.toString())).isEqualTo(Refusal.at(RefusalCode.INVALID, reason, position));
    }

    @ParameterizedTest
    @ValueSource(strings = {"police-referral.json", "idva-information.json"})
    void p24_aCorrectionIsWrittenAsItIsRead(String example) throws Exception {
        ObjectNode correction = correction(example);
        Message message = understood(correction.toString());
        assertThat(message).isInstanceOf(Correction.class);
        assertThat(message.substance().header()).isEqualTo(message.header());
        assertThat(message.substance()).isEqualTo(understood(Examples.text(example)));
        Bytes written = FORMATS.write(message);
        assertThat(JSON.readTree(written.text())).isEqualTo(correction);
        assertThat(FORMATS.read(written)).isEqualTo(message);
    }

    @Test
    void p24_aWithdrawalSaysNothingButThatAndWhy() throws Exception {
        ObjectNode withdrawal = correction("police-referral.json");
        withdrawal.remove("referral");
        withdrawal.putObject("withdrawal").put("reason", "WRONG_PERSON");
        Message message = understood(withdrawal.toString());
        assertThat(message).isInstanceOf(Correction.class);
        assertThat(FORMATS.materials(FORMATS.write(message))).containsExactly(Material.of(DataCategory.ENVELOPE));
    }

    @Test
    void refusesACorrectionOfNothingInParticularOrBothWays() throws IOException {
        ObjectNode both = correction("police-referral.json");
        both.putObject("withdrawal").put("reason", "NOT_TRUE");
        assertThat(refusal(both.toString())).isEqualTo(Refusal.at(RefusalCode.INVALID, "too-many", "/"));
        both.remove("withdrawal");
        both.remove("referral");
        assertThat(refusal(both.toString())).isEqualTo(Refusal.at(RefusalCode.INVALID, "too-few", "/"));
        both.remove("corrects");
        assertThat(refusal(both.toString()))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "missing-property", "/corrects"));
    }

    @Test
    void whatOnlyTheGatewaySaysNoSenderSays() throws IOException {
        ObjectNode withdrawal = correction("police-referral.json");
        withdrawal.remove("referral");
        withdrawal.putObject("withdrawal").put("reason", "CORRECTED");
        assertThat(catchThrowableOfType(Refused.class, () -> understood(withdrawal.toString()))
                        .refusal())
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "not-in-list", "/withdrawal/reason"));
    }

    @Test
    void intelligenceInACorrectionIsReadAsAnyOther() throws Exception {
        ObjectNode correction = correction("idva-information.json");
        ObjectNode item = (ObjectNode) correction.at("/information/items/0");
        item.put("category", "POLICE_INTEL_P").put("assertion", "INTELLIGENCE");
        item.putObject("intelligence").put("legacy", "B22");
        Information information =
                (Information) understood(correction.toString()).substance();
        assertThat(information.items().get(0).intelligence().orElseThrow().source())
                .isPresent();
    }

    private static ObjectNode correction(String example) throws IOException {
        ObjectNode content = (ObjectNode) JSON.readTree(Examples.text(example));
        ObjectNode correction = JSON.createObjectNode();
        correction.put("kind", "CORRECTION").put("version", 1);
        correction.set("header", content.remove("header"));
        correction.put("corrects", "the-first-one");
        content.remove(List.of("version"));
        String kind = content.remove("kind").asText();
        correction.set(kind.toLowerCase(java.util.Locale.ROOT), content);
        return correction;
    }

    private static Message understood(String text) throws Exception {
        String sender = JSON.readTree(text).at("/header/sender").asText();
        return FORMATS.understand(
                Examples.plain(text, MediaType.CANONICAL), new org.marac.gateway.model.AgencyId(sender), Examples.SELF);
    }

    @Test
    void refusesHalfACharacter() {
        String text = Examples.text("police-referral.json").replace("\"Sunniva\"", "\"\\ud800\"");
        assertThat(refusal(text)).isEqualTo(Refusal.at(RefusalCode.INVALID, "bad-character", "/victim/name/given/0"));
    }

    @Test
    void refusesAReferralWithoutAnAllegedPerpetrator() throws IOException {
        ObjectNode message = referral();
        message.putArray("allegedPerpetrators");
        assertThat(refusal(message.toString()))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "too-few", "/allegedPerpetrators"));
    }

    @Test
    void refusesACriterionNamedTwice() throws IOException {
        ObjectNode message = referral();
        message.putArray("criteria").add("REPEAT").add("REPEAT");
        assertThat(refusal(message.toString())).isEqualTo(Refusal.at(RefusalCode.INVALID, "not-unique", "/criteria/1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"victim", "consent", "referrer", "header", "allegedPerpetrators"})
    void refusesAReferralWithout(String part) throws IOException {
        ObjectNode message = referral();
        message.remove(part);
        assertThat(refusal(message.toString()))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "missing-property", "/" + part));
    }

    @ParameterizedTest
    @CsvSource({"kind, \"GOSSIP\"", "version, 2", "version, 0"})
    void aKindOrVersionItDoesNotKnowIsUnsupported(String property, String value) throws IOException {
        ObjectNode message = referral();
        message.set(property, JSON.readTree(value));
        assertThat(refusal(message.toString()).code()).isEqualTo(RefusalCode.UNSUPPORTED);
    }

    @Test
    void refusesAnItemThatLabelsItselfAsEnvelope() throws IOException {
        ObjectNode message = (ObjectNode) JSON.readTree(Examples.text("idva-information.json"));
        ((ObjectNode) message.at("/items/1")).put("category", "ENVELOPE");
        assertThat(refusal(message.toString()))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "not-in-list", "/items/1/category"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{}{}",
                "{} x",
                "{\"kind\":\"REFERRAL\",\"kind\":\"REFERRAL\"}",
                "{'kind':1}",
                "{\"kind\":NaN}",
                "{\"a\":01}",
                "\uFEFF{}",
                "{\"a\":1,}",
                "// c\n{}"
            })
    void whatIsNotStrictJsonIsUnreadable(String text) {
        assertThat(refusal(text).code()).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void otherEncodingsAreUnreadable() {
        String text = Examples.text("police-referral.json").replace("Sunniva", "Zoë");
        for (byte[] bytes : List.of(
                text.getBytes(StandardCharsets.ISO_8859_1),
                text.getBytes(StandardCharsets.UTF_16),
                text.getBytes(StandardCharsets.UTF_16LE))) {
            assertThat(refusal(Bytes.of(bytes)).code()).isEqualTo(RefusalCode.UNREADABLE);
        }
    }

    @Test
    void deepNestingIsUnreadableAndDoesNotExhaustTheStack() {
        assertThat(refusal("[".repeat(500_000)).code()).isEqualTo(RefusalCode.UNREADABLE);
        assertThat(refusal("{\"a\":".repeat(500_000)).code()).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void noRefusalCarriesContentOfTheMessage() throws IOException {
        ObjectNode unknown = referral();
        ((ObjectNode) unknown.at("/victim")).put(CANARY, CANARY);
        ObjectNode wrong = referral();
        ((ObjectNode) wrong.at("/victim")).put("birthDate", CANARY);
        for (String text :
                List.of(unknown.toString(), wrong.toString(), "{\"" + CANARY + "\":" + CANARY + "}", CANARY)) {
            Refused refused = refused(Bytes.utf8(text));
            assertThat(refused.refusal().toString()).doesNotContain(CANARY);
            assertThat(refused.getMessage()).doesNotContain(CANARY);
            assertThat(Optional.ofNullable(refused.getCause())).isEmpty();
        }
    }

    @Test
    void refusesAMessageThatNamesAnotherAgencyAsItsSender() {
        Refused refused = catchThrowableOfType(
                Refused.class,
                () -> FORMATS.understand(
                        Examples.plain(Examples.text("police-referral.json"), MediaType.CANONICAL),
                        Examples.HOSPITAL,
                        Examples.SELF));
        assertThat(refused.refusal())
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "sender-is-not-the-peer", "/header/sender"));
    }

    @Test
    void readsAReferralWhole() throws Refused {
        Referral referral = (Referral) FORMATS.understand(
                Examples.plain(Examples.text("police-referral.json"), MediaType.CANONICAL),
                Examples.POLICE,
                Examples.SELF);
        assertThat(referral.header().id().value()).isEqualTo(Examples.ID);
        assertThat(referral.victim().nhsNumber()).contains("9990000026");
        assertThat(referral.victim().aliases()).hasSize(1);
        assertThat(referral.riskAssessment().orElseThrow().yesCount()).isEqualTo(16);
        assertThat(referral.criteria())
                .containsExactlyInAnyOrder(
                        Referral.Criterion.VISIBLE_HIGH_RISK, Referral.Criterion.POTENTIAL_ESCALATION);
        assertThat(referral.safeContact().orElseThrow().safeToText()).isEqualTo(Answer.NO);
        assertThat(referral.children()).hasSize(1);
        assertThat(referral.victim().safeAddress()).isEmpty();
    }

    @Test
    void readsInformationWithTheCategoryEachItemNames() throws Refused {
        Information information = (Information) FORMATS.read(Bytes.utf8(Examples.text("idva-information.json")));
        assertThat(information.items())
                .extracting(Information.Item::category)
                .containsExactly(
                        DataCategory.RISK,
                        DataCategory.ADDRESS_SAFE,
                        DataCategory.CONTACT_SAFE,
                        DataCategory.NARRATIVE);
    }

    @Test
    void theCategoriesAreThoseOfWhatIsThere() {
        assertThat(Material.categories(FORMATS.materials(Bytes.utf8(Examples.text("idva-information.json")))))
                .containsExactlyInAnyOrder(
                        DataCategory.ENVELOPE,
                        DataCategory.VICTIM_IDENTITY,
                        DataCategory.PERPETRATOR_IDENTITY,
                        DataCategory.CONSENT,
                        DataCategory.RISK,
                        DataCategory.ADDRESS_SAFE,
                        DataCategory.CONTACT_SAFE,
                        DataCategory.NARRATIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "police-referral.json",
                "below-threshold.json",
                "fire-referral.json",
                "hospital-information.json",
                "idva-information.json"
            })
    void writesTheSameBytesForTheSameMessage(String name) throws Refused, IOException {
        Message message = FORMATS.read(Bytes.utf8(Examples.text(name)));
        Bytes written = FORMATS.write(message);
        assertThat(FORMATS.read(written)).isEqualTo(message);
        assertThat(FORMATS.write(FORMATS.read(written))).isEqualTo(written);
        assertThat(JSON.readTree(written.text())).isEqualTo(JSON.readTree(Examples.text(name)));
    }

    @Test
    void leavesOutWhatIsAbsentAndEmpty() throws Refused, IOException {
        ObjectNode message = referral();
        message.putArray("children");
        Bytes written = FORMATS.write(FORMATS.read(Bytes.utf8(message.toString())));
        assertThat(written.text()).doesNotContain("children", "null", "[]");
    }

    @Test
    void agreesWithAnotherImplementationOfJsonSchema() throws IOException {
        Schema other = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(FORMATS.schema().text());
        Documents documents = new Documents(FORMATS.schema(), 41);
        Random random = new Random(42);
        int refusals = 0;
        for (int i = 0; i < 300; i++) {
            JsonNode document = documents.next().json();
            if (i % 3 != 0) {
                damage(document, random);
            }
            boolean valid = other.validate(
                            document.toString(),
                            InputFormat.JSON,
                            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                    .isEmpty();
            boolean accepted = accepts(document.toString());
            assertThat(accepted).as(document.toString()).isEqualTo(valid);
            refusals += accepted ? 0 : 1;
        }
        assertThat(refusals).isBetween(100, 200);
    }

    /** Puts something wrong somewhere. */
    private static void damage(JsonNode document, Random random) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        collect(document, objects);
        ObjectNode chosen = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        chosen.fieldNames().forEachRemaining(names::add);
        List<String> values = List.of(
                "null", "\"\"", "7", "{}", "[]", "true", "\"" + "x".repeat(30_000) + "\"", "[{}]", "\"2020-13-01\"");
        String name = names.isEmpty() || random.nextInt(5) == 0 ? "unheardOf" : names.get(random.nextInt(names.size()));
        chosen.set(name, JSON.readTree(values.get(random.nextInt(values.size()))));
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private static boolean accepts(String text) {
        try {
            FORMATS.read(Bytes.utf8(text));
            return true;
        } catch (Refused e) {
            return false;
        }
    }

    private static ObjectNode referral() throws IOException {
        return (ObjectNode) JSON.readTree(Examples.text("police-referral.json"));
    }

    private static Refusal refusal(String text) {
        return refusal(Bytes.utf8(text));
    }

    private static Refusal refusal(Bytes bytes) {
        return refused(bytes).refusal();
    }

    private static Refused refused(Bytes bytes) {
        Refused refused = catchThrowableOfType(Refused.class, () -> FORMATS.read(bytes));
        assertThat(refused).isNotNull();
        return refused;
    }
}
