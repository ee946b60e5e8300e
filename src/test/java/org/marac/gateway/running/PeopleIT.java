package org.marac.gateway.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/**
 * Who the people of a case are, on the running gateway: scenarios 9 (a perpetrator in the police) and 10 (both parties
 * referred), and hazard H2 (a safe address that a later message repeats in passing).
 */
class PeopleIT {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final AgencyId CHILDREN = new AgencyId("wenbury-childrens-services");
    private static final AgencyId ADULTS = new AgencyId("wenbury-adult-services");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CERTIFICATES = Path.of("certs-example");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String ANNA = person("Annika", "Fernsby");
    private static final String BEN = person("Benedict", "Hollins");

    @TempDir
    Path place;

    @Test
    void nobodyLearnsFromALaterMessageWhatAnEarlierOneProtects() throws Exception {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        try (RunningGateway gateway = RunningGateway.start(place.resolve("data"));
                AgencyClient idva = new AgencyClient(IDVA, gateway);
                AgencyClient police = new AgencyClient(POLICE, gateway);
                AgencyClient children = new AgencyClient(CHILDREN, gateway);
                AgencyClient adults = new AgencyClient(ADULTS, gateway);
                AgencyClient standards = AgencyClient.alternateOf(POLICE, gateway)) {
            String hiding = ANNA.replace(
                    "\"birthDate\"",
                    "\"safeAddress\":{\"lines\":[\"Gorsebank House\",\"Wenbury\"],\"postcode\":\"WB7 4LQ\"},\"birthDate\"");
            say(idva, referral(hiding, BEN, "first seen in May"));
            answered(idva, 1);
            assertThat(content(awaited(children, 1).get(0), CHILDREN)).doesNotContain("Gorsebank", "WB7 4LQ");

            // H2: the police repeat it in a note on risk, which children's services may otherwise read.
            say(police, referral(ANNA, BEN, "He was seen near Gorsebank House, wb74lq, on Friday"));
            answered(police, 1);
            assertThat(content(awaited(children, 1).get(0), CHILDREN))
                    .contains("[withheld]")
                    .doesNotContainIgnoringCase("Gorsebank", "wb74lq");
            assertThat(content(awaited(idva, 1).get(0), IDVA)).contains("Gorsebank House, wb74lq");

            // Scenario 10: he is referred as a victim, and her safe address is nobody's to know, the advisor's neither.
            say(police, referral(BEN, ANNA, "He says she moved to Gorsebank House"));
            answered(police, 1);
            assertThat(content(awaited(children, 1).get(0), CHILDREN)).doesNotContain("Gorsebank");
            assertThat(content(awaited(idva, 1).get(0), IDVA)).doesNotContain("Gorsebank");
            try (State state = State.of(gateway)) {
                assertThat(state.rows().toString()).contains("COUNTER_ALLEGATION");
            }

            // Scenario 9: he turns out to be a police officer.
            say(
                    adults,
                    information(ANNA, BEN.replace("\"birthDate\"", "\"employer\":\"Wenbury Police\",\"birthDate\"")));
            answered(adults, 1);
            List<Bytes> toStandards = new ArrayList<>();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                toStandards.addAll(standards.alternateDisclosures());
                return !toStandards.isEmpty();
            });
            Path alternate = CERTIFICATES.resolve("alternates/wenbury-police/encrypt");
            assertThat(opened(toStandards.get(0), alternate)).contains("Fernsby");
            assertThat(police.disclosures()).as("the general queue").isEmpty();
            assertThat(decrypted(toStandards.get(0), CERTIFICATES.resolve("agencies/wenbury-police/encrypt"))
                            .status())
                    .as("the agency's own key opens it not")
                    .isNotZero();
        }
    }

    private static void say(AgencyClient client, String message) throws Exception {
        String id = JSON.readTree(message).at("/header/id").asText();
        client.send(
                client.seal(
                        id,
                        Bytes.utf8(message.replace("${sender}", client.agency().value())),
                        MediaType.CANONICAL),
                MediaType.CMS);
    }

    private static void answered(AgencyClient client, int count) {
        List<Bytes> receipts = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            receipts.addAll(client.receipts());
            return receipts.size() >= count;
        });
        assertThat(receipts.get(0).text()).contains("\"outcome\":\"accepted\"");
    }

    private static List<Bytes> awaited(AgencyClient client, int count) {
        List<Bytes> got = new ArrayList<>();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            got.addAll(client.disclosures());
            return got.size() >= count;
        });
        return got;
    }

    private String content(Bytes sealed, AgencyId agency) throws Exception {
        return opened(
                sealed, CERTIFICATES.resolve("agencies").resolve(agency.value()).resolve("encrypt"));
    }

    private String opened(Bytes sealed, Path identity) throws Exception {
        Ran inner = decrypted(sealed, identity);
        assertThat(inner.status()).isZero();
        Path signed = Files.write(place.resolve(UUID.randomUUID() + ".p7m"), inner.out());
        Ran plain = run("openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", signed.toString());
        JsonNode envelope = JSON.readTree(plain.out());
        return new String(Base64.getDecoder().decode(envelope.path("content").asText()), UTF_8);
    }

    private Ran decrypted(Bytes sealed, Path identity) throws Exception {
        Path file = Files.write(place.resolve(UUID.randomUUID() + ".cms"), sealed.toArray());
        return run(
                "openssl",
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                file.toString(),
                "-inkey",
                identity + ".key",
                "-recip",
                identity + ".crt");
    }

    private record Ran(int status, byte[] out) {}

    private static Ran run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        return new Ran(process.waitFor(), out);
    }

    private static String person(String given, String family) {
        return "{\"name\":{\"given\":[\"" + given + "\"],\"family\":\"" + family + "\"},\"birthDate\":\"1988-03-07\"}";
    }

    private static String header(String purpose, String more) {
        return "\"version\":1,\"header\":{\"id\":\"" + UUID.randomUUID() + "\",\"sender\":\"${sender}\",\"created\":\""
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\",\"purpose\":\"" + purpose + "\"" + more + "}";
    }

    private static String referral(String victim, String perpetrator, String note) {
        return "{\"kind\":\"REFERRAL\"," + header("REFERRAL", "")
                + ",\"referrer\":{\"name\":\"Jo Marsh\"},\"victim\":" + victim
                + ",\"allegedPerpetrators\":[{\"person\":" + perpetrator + "}],\"children\":[{\"person\":"
                + person("Kit", "Fernsby").replace("1988", "2017")
                + "}],\"criteria\":[\"PROFESSIONAL_JUDGEMENT\"],\"rationale\":\"" + note
                + "\",\"consent\":{\"state\":\"GIVEN\",\"victimAware\":\"YES\"}}";
    }

    private static String information(String victim, String perpetrator) {
        String reasons = ",\"justification\":{\"consent\":{\"state\":\"GIVEN\",\"victimAware\":\"YES\"},"
                + "\"need\":\"to act\",\"necessity\":\"no other way\",\"proportionality\":\"no less would do\"}";
        return "{\"kind\":\"INFORMATION\"," + header("ACTION", reasons) + ",\"victim\":" + victim
                + ",\"allegedPerpetrators\":[" + perpetrator
                + "],\"items\":[{\"category\":\"RISK\",\"assertion\":\"FACT\",\"subject\":\"VICTIM\",\"text\":\"at risk\"}]}";
    }
}
