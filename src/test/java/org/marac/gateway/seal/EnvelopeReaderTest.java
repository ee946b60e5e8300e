package org.marac.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

class EnvelopeReaderTest {
    private static final String GOOD = """
            {"v":1,"id":"m1","from":"wenbury-police","to":["wenbury-marac"],"created":"2026-11-21T20:00:00Z",\
            "contentType":"application/fhir+json","content":"e30="}""";

    private static RefusalCode refusal(byte[] document) {
        Refused refused = catchThrowableOfType(Refused.class, () -> EnvelopeReader.read(document));
        assertThat(refused).as("refused").isNotNull();
        return refused.refusal().code();
    }

    private static RefusalCode refusal(String document) {
        return refusal(document.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"v\":1 | \"v\":2 | UNSUPPORTED",
                "\"v\":1 | \"v\":\"1\" | UNREADABLE",
                "\"v\":1 | \"v\":1.0 | UNREADABLE",
                "\"v\":1 | \"v\":true | UNREADABLE",
                "\"v\":1, | `` | INVALID",
                "\"id\":\"m1\", | `` | INVALID",
                "\"id\":\"m1\" | \"id\":\"m1\",\"id\":\"m2\" | UNREADABLE",
                "\"id\":\"m1\" | \"id\":\"\" | INVALID",
                "\"id\":\"m1\" | \"id\":null | UNREADABLE",
                "\"id\":\"m1\" | \"id\":\"m1\",\"caseRef\":\"x\" | INVALID",
                "\"id\":\"m1\" | \"id\":\"m1\",\"handling\":{} | INVALID",
                "wenbury-police | Wenbury Police | INVALID",
                "[\"wenbury-marac\"] | [] | INVALID",
                "[\"wenbury-marac\"] | \"wenbury-marac\" | UNREADABLE",
                "[\"wenbury-marac\"] | [\"wenbury-marac\",\"wenbury-marac\"] | INVALID",
                "[\"wenbury-marac\"] | [[\"wenbury-marac\"]] | UNREADABLE",
                "2026-11-21T20:00:00Z | yesterday | INVALID",
                "e30= | %%% | INVALID",
                "} | }} | UNREADABLE",
                "} | }{} | UNREADABLE",
                "} | ,} | UNREADABLE",
                "{\"v\" | [{\"v\" | UNREADABLE",
            })
    void refuses(String what, String by, RefusalCode code) {
        assertThat(GOOD).contains(what);
        assertThat(refusal(GOOD.replace(what, by))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}x", "\uFEFF{}"})
    void refusesWhatIsNotOneObject(String document) {
        assertThat(refusal(document)).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void refusesOtherEncodingsThanUtf8() {
        assertThat(refusal(GOOD.getBytes(UTF_16))).isEqualTo(RefusalCode.UNREADABLE);
        byte[] malformed = GOOD.getBytes(UTF_8);
        malformed[GOOD.indexOf("m1")] = (byte) 0xff;
        assertThat(refusal(malformed)).isEqualTo(RefusalCode.UNREADABLE);
        assertThat(refusal("\uFEFF" + GOOD)).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void refusesEveryFileOfTheJsonTestSuiteWithoutAnyOtherException() throws IOException {
        Path suite = Path.of("../shared/inputs/json-testsuite");
        assumeTrue(Files.isDirectory(suite), "The JSON test suite is not beside the project");
        try (Stream<Path> files = Files.walk(suite)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                assertThat(refusal(Files.readAllBytes(file)))
                        .as(file.getFileName().toString())
                        .isIn(RefusalCode.UNREADABLE, RefusalCode.INVALID);
            }
        }
    }

    @Test
    void readsWhatTheSenderWrote() throws Refused {
        Envelope envelope = EnvelopeReader.read(GOOD.getBytes(UTF_8));

        assertThat(envelope)
                .isEqualTo(new Envelope(
                        new MessageId("m1"),
                        new AgencyId("wenbury-police"),
                        List.of(new AgencyId("wenbury-marac")),
                        Instant.parse("2026-11-21T20:00:00Z"),
                        "application/fhir+json",
                        Bytes.utf8("{}"),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void writesADisclosureAsTheContractSays() {
        Digest digest = Digest.of(new byte[] {1});
        Envelope envelope = new Envelope(
                new MessageId("m2"),
                new AgencyId("wenbury-marac"),
                List.of(new AgencyId("haven-idva")),
                Instant.parse("2026-11-21T20:00:00Z"),
                "application/vnd.marac.message+json",
                Bytes.utf8("{}"),
                Optional.of(new ProtocolRef("wenbury-marac", 1, digest)),
                Optional.of(new Envelope.Handling(
                        new AgencyId("wenbury-police"),
                        "OFFICIAL-SENSITIVE",
                        Optional.of("RESTRICTED"),
                        Purpose.REFERRAL,
                        List.of(new ClauseId("C4.2")),
                        List.of(Obligation.NOREUSE, Obligation.NOPAT),
                        List.of(Material.of(DataCategory.HEALTH)),
                        List.of(Role.ALLEGED_PERPETRATOR),
                        Optional.of(Instant.parse("2026-11-28T20:00:00Z")))));

        assertThat(new String(EnvelopeWriter.write(envelope), UTF_8)).isEqualTo("""
                        {"v":1,"id":"m2","from":"wenbury-marac","to":["haven-idva"],"created":"2026-11-21T20:00:00Z",\
                        "contentType":"application/vnd.marac.message+json","content":"e30=",\
                        "protocol":{"id":"wenbury-marac","version":1,"sha256":"%1$s"},\
                        "handling":{"originator":"wenbury-police","marking":"OFFICIAL-SENSITIVE","originalMarking":"RESTRICTED",\
                        "purpose":"REFERRAL",\
                        "clauses":["C4.2"],"obligations":["NOREUSE","NOPAT"],"withheld":["HEALTH"],\
                        "keepOutOf":["ALLEGED_PERPETRATOR"],"instructions":["%2$s","%3$s"],\
                        "expires":"2026-11-28T20:00:00Z"}}""".formatted(
                        digest.hex(), Obligation.NOREUSE.instruction(), Obligation.NOPAT.instruction()));
    }
}
