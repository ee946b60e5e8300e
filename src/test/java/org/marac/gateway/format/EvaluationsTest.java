package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Scenarios 14 and 15, hazard H14: what the police say of their intelligence, and markings. */
class EvaluationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));

    @ParameterizedTest
    @CsvSource({
        "A12, 1, A, P",
        "B22, 1, A, P",
        "C32, 3, B, P",
        "D42, 3, D, P",
        "E52, 2, E, P",
        "A11, 1, A, C",
        "B33, 1, B, C",
        "C44, 3, D, C",
        "E15, 2, A, C"
    })
    void anOlderCodeIsReadInTodaysFormAndKept(String legacy, String source, String assessment, String handling)
            throws Refused, IOException {
        String category = handling.equals("P") ? "POLICE_INTEL_P" : "POLICE_INTEL_C";
        Information.Item item = read(item(category, "INTELLIGENCE", "{\"legacy\":\"%s\"}".formatted(legacy)));
        assertThat(item.intelligence())
                .contains(new Information.Intelligence(
                        Optional.of(source),
                        Optional.of(assessment),
                        Optional.of(handling),
                        Optional.empty(),
                        Optional.of(legacy)));
    }

    @Test
    void readsWhatItWroteAgain() throws Refused, IOException {
        ObjectNode message = item("POLICE_INTEL_P", "INTELLIGENCE", "{\"legacy\":\"B22\"}");
        Information once = (Information) understand(message);
        Bytes written = FORMATS.write(once);
        assertThat(FORMATS.read(written)).isEqualTo(once);
        assertThat(FORMATS.understand(
                        Examples.plain(written.text(), MediaType.CANONICAL),
                        once.header().sender(),
                        Examples.SELF))
                .isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\":\"3\",\"assessment\":\"A\",\"handling\":\"P\"}",
                "{\"source\":\"1\",\"assessment\":\"E\",\"handling\":\"P\"}",
                "{\"legacy\":\"D12\"}",
                "{\"legacy\":\"A52\"}"
            })
    void scenario14_refusesAnUnreliableOrSuspectReportThatClaimsToBeFact(String intelligence) throws IOException {
        refused(item("POLICE_INTEL_P", "FACT", intelligence), "doubtful-intelligence-as-fact", "/items/0/assertion");
    }

    @Test
    void refusesCodeCInAnItemThatSaysItMayBeShared() throws IOException {
        refused(
                item("POLICE_INTEL_P", "INTELLIGENCE", "{\"source\":\"1\",\"assessment\":\"A\",\"handling\":\"C\"}"),
                "intelligence-handling",
                "/items/0/category");
        refused(
                item("RISK", "INTELLIGENCE", "{\"source\":\"1\",\"assessment\":\"A\",\"handling\":\"C\"}"),
                "intelligence-handling",
                "/items/0/category");
        refused(
                item("POLICE_INTEL_C", "INTELLIGENCE", "{\"source\":\"1\",\"assessment\":\"A\",\"handling\":\"P\"}"),
                "intelligence-handling",
                "/items/0/category");
    }

    @Test
    void refusesIntelligenceToShareThatNobodyEvaluated() throws IOException {
        ObjectNode message = item("POLICE_INTEL_P", "INTELLIGENCE", "{}");
        ((ObjectNode) message.at("/items/0")).remove("intelligence");
        refused(message, "intelligence-handling", "/items/0/category");
        refused(
                item("POLICE_INTEL_P", "INTELLIGENCE", "{\"source\":\"1\",\"handling\":\"P\"}"),
                "intelligence-code-missing",
                "/items/0/intelligence");
        refused(
                item(
                        "POLICE_INTEL_P",
                        "INTELLIGENCE",
                        "{\"source\":\"1\",\"assessment\":\"A\",\"handling\":\"P\",\"legacy\":\"D52\"}"),
                "intelligence-codes-disagree",
                "/items/0/intelligence");
    }

    @Test
    void keepsWhoseAnItemIsAndToWhomItWasReleased() throws Refused, IOException {
        ObjectNode message = item("RISK", "FACT", "{}");
        ObjectNode item = (ObjectNode) message.at("/items/0");
        item.remove("intelligence");
        item.put("originator", "wenbury-police")
                .putArray("releasedTo")
                .addObject()
                .put("agency", "wenbury-marac")
                .putArray("purposes")
                .add("MEETING");
        Information.Item read = read(message);
        assertThat(read.originator()).contains(new AgencyId("wenbury-police"));
        assertThat(read.releasedTo())
                .containsExactly(new Information.Release(new AgencyId("wenbury-marac"), List.of(Purpose.MEETING)));
        assertThat(FORMATS.read(FORMATS.write(understand(message)))).isEqualTo(understand(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SECRET", "Top Secret", "UK SECRET - EYES ONLY"})
    void refusesWhatIsMarkedAboveOfficial(String marking) throws IOException {
        ObjectNode message = message();
        ((ObjectNode) message.get("header")).put("marking", marking);
        Refused refused = catchThrowableOfType(Refused.class, () -> understand(message));
        assertThat(refused.refusal()).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "marking-above-official"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTRICTED", "PROTECT-COMMERCIAL", "Confidential when complete", "OFFICIAL"})
    void scenario15_takesOlderMarkingsAndKeepsThem(String marking) throws Refused, IOException {
        ObjectNode message = message();
        ((ObjectNode) message.get("header")).put("marking", marking);
        assertThat(understand(message).header().marking()).contains(marking);
    }

    private static void refused(ObjectNode message, String reason, String position) {
        Refused refused = catchThrowableOfType(Refused.class, () -> understand(message));
        assertThat(refused.refusal()).isEqualTo(Refusal.at(RefusalCode.INVALID, reason, position));
    }

    private static Information.Item read(ObjectNode message) throws Refused {
        return ((Information) understand(message)).items().get(0);
    }

    private static org.marac.gateway.model.Message understand(ObjectNode message) throws Refused {
        return FORMATS.understand(
                Examples.plain(message.toString(), MediaType.CANONICAL), Examples.IDVA, Examples.SELF);
    }

    private static ObjectNode item(String category, String assertion, String intelligence) throws IOException {
        ObjectNode message = message();
        ObjectNode item = message.putArray("items").addObject();
        item.put("category", category).put("assertion", assertion).put("subject", "ALLEGED_PERPETRATOR");
        item.put("text", "Seen near the address.").set("intelligence", JSON.readTree(intelligence));
        return message;
    }

    private static ObjectNode message() throws IOException {
        return (ObjectNode) JSON.readTree(Examples.text("idva-information.json"));
    }
}
