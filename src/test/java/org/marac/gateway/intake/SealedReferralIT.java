package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.Bytes;

/**
 * The queue door of the running gateway, met with nothing of ours: OpenSSL seals and opens, a Node client speaks AMQP. The
 * commands are those of docs/agency-it/sealing.md.
 */
class SealedReferralIT {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final Path CLIENT = Path.of("src", "test", "node").toAbsolutePath();
    private static final String CANONICAL = "application/vnd.marac.message+json";
    private static final String POLICE = "wenbury-police";
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String IDVA = "haven-idva";
    private static final String CHILDREN = "wenbury-childrens-services";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHA256_DERIVATION = List.of("-keyopt", "ecdh_kdf_md:sha256");
    private static final List<String> CADES = List.of("-cades");

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static OpenSsl openssl;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        assumeTrue(Programs.has("node"), "There is no node here");
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/rhea")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        openssl = new OpenSsl(directory);
        gateway = RunningGateway.start(directory.resolve("data"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aPoliceReferralIsAnsweredAndEachRecipientSeesItsOwnViewOfIt() throws Exception {
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(POLICE, id, CANONICAL, example("police-referral.json", id));

        send(POLICE, sealed);

        JsonNode receipt = receipt(POLICE);
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("messageId").asText()).isEqualTo(id);
        assertThat(receipt.path("sha256").asText())
                .isEqualTo(Bytes.of(Files.readAllBytes(sealed)).digest().hex());
        assertThat(receipt.at("/protocol/id").asText()).isEqualTo("wenbury-marac");
        assertThat(receipt.at("/log/origin").asText()).isEqualTo("marac.example/isp/wenbury/2026");
        assertThat(receipt.at("/log/index").isIntegralNumber()).isTrue();
        assertThat(outcomes(receipt))
                .containsEntry("wenbury-marac", "disclosed C3.2")
                .containsEntry(IDVA, "disclosed C3.5")
                .containsEntry(CHILDREN, "disclosed C8.2")
                .containsEntry("wenbury-housing", "refused ");

        JsonNode toIdva = disclosure(IDVA);
        assertThat(toIdva.path("id").asText()).isEqualTo(id);
        assertThat(toIdva.path("from").asText()).isEqualTo("wenbury-marac");
        assertThat(toIdva.path("to"))
                .singleElement()
                .satisfies(to -> assertThat(to.asText()).isEqualTo(IDVA));
        assertThat(toIdva.at("/protocol/sha256").asText())
                .isEqualTo(receipt.at("/protocol/sha256").asText());
        assertThat(toIdva.at("/handling/originator").asText()).isEqualTo(POLICE);
        assertThat(toIdva.toString())
                .as("a digest of the whole would let the recipient try what was withheld")
                .doesNotContain(receipt.path("sha256").asText());
        assertThat(toIdva.at("/handling/clauses").toString()).isEqualTo("[\"C3.5\"]");
        assertThat(toIdva.at("/handling/obligations").toString()).contains("NOREUSE", "NOPAT");
        JsonNode seen = content(toIdva);
        assertThat(seen.at("/victim/name/family").asText()).isEqualTo("Okafor-Lindqvist");
        assertThat(seen.at("/safeContact/value").asText()).isEqualTo("07700 900577");
        assertThat(seen.at("/narrative/wishes").asText()).contains("locks changed");
        assertThat(seen.at("/narrative/health").asText()).contains("ambulance crew");

        JsonNode toChildren = disclosure(CHILDREN);
        JsonNode childrensView = content(toChildren);
        assertThat(childrensView.at("/children/0/person/name/given/0").asText()).isEqualTo("Linus");
        assertThat(childrensView.at("/children/0/school").asText()).isEqualTo("Copperbeck Junior School");
        assertThat(childrensView.at("/talk/notSafe/0/name").asText()).isEqualTo("Dale Brackenridge");
        assertThat(texts(toChildren.at("/handling/withheld")))
                .contains("CONTACT_SAFE/VICTIM", "NARRATIVE", "HEALTH", "EMPLOYMENT/VICTIM", "HOUSING/VICTIM");
        assertThat(childrensView.toString())
                .doesNotContain("safeContact", "900577", "narrative", "locks", "ambulance", "Bakery", "Wenbury Homes");
    }

    /** Protocol clause C3.4 lets the advisor know where she is; C5.4 and C5.10 keep it from everyone else. */
    @Test
    void aHospitalReferralInFhirTellsTheAdvisorAndNoOneElseWhereSheIs() throws Exception {
        String id = UUID.randomUUID().toString();

        send(HOSPITAL, sealed(HOSPITAL, id, "application/fhir+json", example("hospital-referral.fhir.json", id)));

        JsonNode receipt = receipt(HOSPITAL);
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(outcomes(receipt)).containsEntry(IDVA, "disclosed C3.4").containsEntry(CHILDREN, "disclosed C8.1");
        JsonNode toIdva = disclosure(IDVA);
        assertThat(toIdva.at("/handling/originator").asText()).isEqualTo(HOSPITAL);
        JsonNode seen = content(toIdva);
        assertThat(seen.at("/victim/safeAddress/lines/1").asText()).isEqualTo("3 Tarn Walk");
        assertThat(seen.at("/safeContact/value").asText()).isEqualTo("07700 900131");
        assertThat(content(disclosure(CHILDREN)).toString())
                .contains("Esme", "Larkfold Primary School")
                .doesNotContain("Tarn Walk", "Willowmere", "Northwick", "WB9 7ZX", "900131", "safeAddress");
    }

    @Test
    void theAdvisorSeesThePersonsOwnHealthAndNotTheAllegedPerpetratorsNorIsTheWithholdingHidden() throws Exception {
        String id = UUID.randomUUID().toString();

        send(HOSPITAL, sealed(HOSPITAL, id, CANONICAL, example("hospital-information.json", id)));

        assertThat(receipt(HOSPITAL).path("outcome").asText()).isEqualTo("accepted");
        JsonNode toIdva = disclosure(IDVA);
        JsonNode seen = content(toIdva);
        assertThat(texts(toIdva.at("/handling/withheld"))).containsExactly("MENTAL_HEALTH/ALLEGED_PERPETRATOR");
        assertThat(seen.path("items").findValuesAsText("category"))
                .containsExactlyInAnyOrder("HEALTH", "RISK", "MENTAL_HEALTH", "CHILD");
        assertThat(seen.toString()).contains("bus stop", "wrist", "psychiatric").doesNotContain("crisis clinic");
    }

    @Test
    void theSameMessageAgainGetsTheSameReceiptAndIsDisclosedOnce() throws Exception {
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(POLICE, id, CANONICAL, example("police-referral.json", id));
        send(POLICE, sealed);
        byte[] first = received(POLICE, "marac.receipts.");
        String other = UUID.randomUUID().toString();

        send(POLICE, sealed);
        byte[] second = received(POLICE, "marac.receipts.");
        send(POLICE, sealed(POLICE, other, CANONICAL, example("police-referral.json", other)));

        assertThat(second).isEqualTo(first);
        assertThat(receipt(POLICE).path("messageId").asText()).isEqualTo(other);
        for (String recipient : List.of(IDVA, CHILDREN)) {
            assertThat(disclosure(recipient).path("id").asText()).isEqualTo(id);
            assertThat(disclosure(recipient).path("id").asText())
                    .as("what comes next is the next message, not the same again")
                    .isEqualTo(other);
        }
    }

    @Test
    void whoTookItsLinkAwayBeforeItWasToldSendsAgainAndNothingIsTwice() throws Exception {
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(POLICE, id, CANONICAL, example("police-referral.json", id));
        String other = UUID.randomUUID().toString();

        assertThat(client(POLICE, "leave", "marac.in." + POLICE, "application/cms", sealed.toString())
                        .status())
                .isZero();
        send(POLICE, sealed);
        send(POLICE, sealed(POLICE, other, CANONICAL, example("police-referral.json", other)));

        byte[] first = received(POLICE, "marac.receipts.");
        assertThat(openssl.verified(first).path("messageId").asText()).isEqualTo(id);
        byte[] next = received(POLICE, "marac.receipts.");
        if (Arrays.equals(next, first)) {
            // The broker had taken the first one as well.
            next = received(POLICE, "marac.receipts.");
        }
        assertThat(openssl.verified(next).path("messageId").asText()).isEqualTo(other);
        for (String recipient : List.of(IDVA, CHILDREN)) {
            assertThat(disclosure(recipient).path("id").asText()).isEqualTo(id);
            assertThat(disclosure(recipient).path("id").asText()).isEqualTo(other);
        }
    }

    @Test
    void aStompClientSendsASealedReferralAndReadsItsReceipt() throws Exception {
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/@stomp/stompjs")),
                "The STOMP client is not installed: npm ci --prefix src/test/node");
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(POLICE, id, CANONICAL, example("police-referral.json", id));

        Programs.Ended sent = stomp(
                POLICE,
                "send",
                "/queue/marac.in." + POLICE,
                "application/cms",
                sealed.toString(),
                "bytes",
                "reply-to=marac.out." + IDVA);
        Programs.Ended received = stomp(POLICE, "receive", "/queue/marac.receipts." + POLICE);

        assertThat(sent).isEqualTo(new Programs.Ended(0, "accepted\n"));
        JsonNode receipt = openssl.verified(decoded(received));
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("messageId").asText()).isEqualTo(id);
        assertThat(receipt.path("sha256").asText())
                .isEqualTo(Bytes.of(Files.readAllBytes(sealed)).digest().hex());
        assertThat(disclosure(IDVA).path("id").asText())
                .as("her disclosure, and no receipt that asked for her address")
                .isEqualTo(id);
        assertThat(disclosure(CHILDREN).path("id").asText()).isEqualTo(id);
    }

    @Test
    void courtResultsInThePolicesOwnXmlAreReadBehindTheSeal() throws Exception {
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        byte[] xml = Files.readString(Path.of("src/test/resources/agency/court-results.xml"))
                .replace("${id}", id)
                .replace("${date}", now.toString().substring(0, 10))
                .replace("${time}", now.toString().substring(11))
                .getBytes(UTF_8);

        send(POLICE, sealed(POLICE, id, "application/xml", xml));

        JsonNode receipt = receipt(POLICE);
        assertThat(receipt.path("messageId").asText()).as(receipt.toString()).isEqualTo(id);
        assertThat(receipt.path("outcome").asText()).as(receipt.toString()).isEqualTo("accepted");
        assertThat(outcomes(receipt))
                .containsEntry("wenbury-marac", "disclosed C4.2")
                .containsEntry(IDVA, "disclosed C4.5");
        JsonNode seen = content(disclosure(IDVA));
        assertThat(seen.at("/allegedPerpetrators/0/name/family").asText()).isEqualTo("Brannigan-Stroud");
        assertThat(seen.at("/items").findValuesAsText("text"))
                .contains(
                        "Charged: CJ88116 Assault by beating., on or from 2026-11-14",
                        "Bail status C (conditional bail); conditions: Not to contact the complainant.");
    }

    @Test
    void anEventThatTheCloudEventsLibraryWroteCarriesASealedReferral() throws Exception {
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/cloudevents")),
                "The CloudEvents library is not installed: npm ci --prefix src/test/node");
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(POLICE, id, CANONICAL, example("police-referral.json", id));

        Programs.Ended other = sendEvent(event("another-id", "example.marac.referral.v1", sealed));
        JsonNode refused = receipt(POLICE);
        Programs.Ended sent = sendEvent(event(id, "example.marac.referral.v1", sealed));
        JsonNode receipt = receipt(POLICE);

        assertThat(other.status()).isZero();
        assertThat(refused.path("outcome").asText()).isEqualTo("refused");
        assertThat(refused.at("/refusal/reason").asText()).isEqualTo("event-id-is-not-the-message-id");
        assertThat(sent.status()).isZero();
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("sha256").asText())
                .as("of the data")
                .isEqualTo(Bytes.of(Files.readAllBytes(sealed)).digest().hex());
        assertThat(disclosure(IDVA).path("id").asText()).isEqualTo(id);
        assertThat(disclosure(CHILDREN).path("id").asText()).isEqualTo(id);
    }

    private static Path event(String id, String type, Path data) throws IOException {
        Programs.Ended event = Programs.run(
                directory,
                List.of(
                        "node",
                        CLIENT.resolve("cloud-event.js").toString(),
                        id,
                        type,
                        "application/cms",
                        data.toString()));
        assertThat(event.status()).as(event.said()).isZero();
        return Files.writeString(openssl.fresh(), event.said());
    }

    private static Programs.Ended sendEvent(Path event) {
        return client(POLICE, "send", "marac.in." + POLICE, "application/cloudevents+json", event.toString());
    }

    @Test
    void whatIsNotSealedAsAgreedIsRefusedWithASignedReceipt() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] referral = example("police-referral.json", id);

        send(POLICE, sealed(POLICE, "wenbury-housing", id, CANONICAL, referral, CADES, SHA256_DERIVATION));
        assertThat(refusal()).isIn("bad-signature", "certificate-rejected");

        send(POLICE, sealed(POLICE, POLICE, id, CANONICAL, referral, List.of(), SHA256_DERIVATION));
        assertThat(refusal()).isEqualTo("bad-signature");

        send(POLICE, sealed(POLICE, POLICE, id, CANONICAL, referral, CADES, List.of()));
        assertThat(refusal()).isEqualTo("weak-algorithm");

        send(POLICE, sealed(HOSPITAL, HOSPITAL, id, CANONICAL, referral, CADES, SHA256_DERIVATION));
        assertThat(refusal()).isIn("bad-signature", "certificate-rejected");
    }

    private static String refusal() throws IOException {
        JsonNode receipt = receipt(POLICE);
        assertThat(receipt.path("outcome").asText()).isEqualTo("refused");
        return receipt.at("/refusal/code").asText();
    }

    @Test
    void anotherAgencysCertificateNeitherSendsNorReads() throws Exception {
        String id = UUID.randomUUID().toString();
        Path sealed = sealed(HOSPITAL, id, CANONICAL, example("hospital-information.json", id));
        List<Path> others = List.of(
                CERTIFICATES.resolve("agencies").resolve(HOSPITAL).resolve("tls"),
                CERTIFICATES.resolve("stranger/tls"));
        for (Path other : others) {
            assertThat(refusedTo(other, "send", "marac.in." + POLICE, "application/cms", sealed.toString()))
                    .doesNotContain("accepted", "timeout");
            for (String address : List.of(
                    "marac.receipts." + POLICE, "marac.out." + POLICE, "marac.out." + IDVA, "marac.in." + POLICE)) {
                assertThat(refusedTo(other, "receive", address)).as(address).doesNotContain("timeout");
            }
        }
    }

    private static String refusedTo(Path identity, String... arguments) {
        Programs.Ended ended = client(identity, arguments);
        assertThat(ended.status()).as(ended.said()).isEqualTo(1);
        return ended.said();
    }

    private static void send(String agency, Path sealed) {
        Programs.Ended ended = client(agency, "send", "marac.in." + agency, "application/cms", sealed.toString());
        assertThat(ended).isEqualTo(new Programs.Ended(0, "accepted\n"));
    }

    private static byte[] received(String agency, String address) {
        Programs.Ended ended = client(agency, "receive", address + agency);
        return decoded(ended);
    }

    private static byte[] decoded(Programs.Ended ended) {
        assertThat(ended.status()).as(ended.said()).isZero();
        return Base64.getDecoder()
                .decode(ended.said().lines().skip(1).findFirst().orElseThrow());
    }

    private static JsonNode receipt(String agency) throws IOException {
        return openssl.verified(received(agency, "marac.receipts."));
    }

    private static JsonNode disclosure(String agency) throws IOException {
        return openssl.opened(agency, received(agency, "marac.out."));
    }

    private static Path sealed(String agency, String id, String type, byte[] content) throws IOException {
        return sealed(agency, agency, id, type, content, CADES, SHA256_DERIVATION);
    }

    private static Path sealed(
            String agency,
            String signer,
            String id,
            String type,
            byte[] content,
            List<String> attributes,
            List<String> derivation)
            throws IOException {
        Path envelope = Files.writeString(openssl.fresh(), envelope(agency, id, type, content));
        Path signed = openssl.fresh();
        Path message = openssl.fresh();
        Path keys = CERTIFICATES.resolve("agencies").resolve(signer);
        List<String> sign = new ArrayList<>(List.of("cms", "-sign", "-binary", "-nodetach", "-md", "sha256"));
        sign.addAll(attributes);
        sign.addAll(List.of(
                "-signer",
                keys.resolve("sign.crt").toString(),
                "-inkey",
                keys.resolve("sign.key").toString(),
                "-in",
                envelope.toString(),
                "-outform",
                "DER",
                "-out",
                signed.toString()));
        openssl.run(sign.toArray(String[]::new));
        List<String> encrypt = new ArrayList<>(List.of("cms", "-encrypt", "-binary", "-aes-256-gcm", "-recip"));
        encrypt.add(CERTIFICATES.resolve("gateway/encrypt.crt").toString());
        encrypt.addAll(derivation);
        encrypt.addAll(List.of("-in", signed.toString(), "-outform", "DER", "-out", message.toString()));
        openssl.run(encrypt.toArray(String[]::new));
        return message;
    }

    private static String envelope(String agency, String id, String type, byte[] content) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "v",
                1,
                "id",
                id,
                "from",
                agency,
                "to",
                List.of("wenbury-marac"),
                "created",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                "contentType",
                type,
                "content",
                Base64.getEncoder().encodeToString(content)));
    }

    private static JsonNode content(JsonNode envelope) throws IOException {
        assertThat(envelope.path("contentType").asText()).isEqualTo(CANONICAL);
        return OpenSsl.content(envelope);
    }

    private static Map<String, String> outcomes(JsonNode receipt) {
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonNode recipient : receipt.path("recipients")) {
            outcomes.put(
                    recipient.path("agency").asText(),
                    recipient.path("outcome").asText() + " " + String.join(" ", texts(recipient.path("clauses"))));
        }
        return outcomes;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Programs.Ended client(String agency, String... arguments) {
        return client(CERTIFICATES.resolve("agencies").resolve(agency).resolve("tls"), arguments);
    }

    private static Programs.Ended client(Path identity, String... arguments) {
        return node("send-and-receive.js", gateway.amqpPort(), identity, arguments);
    }

    private static Programs.Ended stomp(String agency, String... arguments) {
        Path identity = CERTIFICATES.resolve("agencies").resolve(agency).resolve("tls");
        return node("stomp.js", gateway.stompPort(), identity, arguments);
    }

    private static Programs.Ended node(String client, int port, Path identity, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "node",
                CLIENT.resolve(client).toString(),
                "localhost",
                Integer.toString(port),
                identity + ".key",
                identity + ".crt",
                CERTIFICATES.resolve("ca.crt").toString()));
        command.addAll(List.of(arguments));
        return Programs.run(directory, command);
    }

    private static byte[] example(String name, String id) throws IOException {
        return Files.readString(Path.of("src/main/resources/example", name))
                .replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .getBytes(UTF_8);
    }
}
