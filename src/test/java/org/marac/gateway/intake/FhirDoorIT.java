package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.ExampleRoutes;
import org.marac.gateway.kit.FhirAnswers;
import org.marac.gateway.kit.FhirReceiver;
import org.marac.gateway.kit.FhirSender;
import org.marac.gateway.kit.FhirTale;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.SignedDocuments;
import org.marac.gateway.seal.Trust;

/** The FHIR door of the running gateway, over mutual TLS, as a health system, a stranger and an attacker meet it. */
class FhirDoorIT {
    private static final String JSON = "application/fhir+json";
    private static final String XML = "application/fhir+xml";
    private static final Path CERTIFICATES = FhirSender.CERTIFICATES;
    private static final Path BARS = Path.of("../shared/inputs/nhs-bars-api-1.4.0/process_message/request");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final int FOUR_MIB = 4 * 1024 * 1024;

    /** Memory that a pass of some 450 hostile messages may leave behind for good, caches included. */
    private static final long SLACK = 16L * 1024 * 1024;

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static FhirSender hospital;

    /** Where there are programs to be it with. */
    private static @Nullable FhirReceiver advisors;

    /** The answers to messages that say nothing. */
    private static String ours;

    @BeforeAll
    static void start() throws Exception {
        List<String> settings = new ArrayList<>();
        Path area;
        if (Programs.has("openssl")) {
            area = HeldArea.in(directory, FhirDoorIT::withAnEndpoint);
            ExampleArea.revoke(area, CERTIFICATES.resolve("agencies/wenbury-gp/tls.crt"), directory.resolve("ca"));
            if (FhirReceiver.is()) {
                advisors = FhirReceiver.as(
                        CERTIFICATES.resolve("agencies/haven-idva/tls"), directory.resolve("advisors.log"));
                settings.add("--gateway.routes=" + routes(advisors.endpoint()));
            }
        } else {
            area = ExampleArea.copy(directory.resolve("wenbury"));
        }
        settings.add("--gateway.protocol.directory=" + area);
        gateway = RunningGateway.start(directory.resolve("data"), settings.toArray(String[]::new));
        hospital = FhirSender.of(gateway, "wenbury-hospital");
        warmUp();
        ours = hospital.post(JSON, "{}".getBytes(UTF_8)).body()
                + hospital.post(XML, "<Bundle/>".getBytes(UTF_8)).body();
    }

    /** The advisors of the example have a FHIR endpoint. */
    private static String withAnEndpoint(String protocol) {
        int at = protocol.indexOf("channels:\n", protocol.indexOf("- id: haven-idva")) + "channels:\n".length();
        return protocol.substring(0, at) + "      - {door: fhir, sends: true, receives: true, assurance: channel}\n"
                + protocol.substring(at);
    }

    private static Path routes(String endpoint) throws IOException {
        return ExampleRoutes.in(directory)
                .out(
                        "haven-idva",
                        "fhir-out",
                        Map.of("endpoint", endpoint, "target", "https://fhir.nhs.uk/Id/dos-service-id|111111111"))
                .folder();
    }

    /** The first messages after a start wait for classes to load; none of the others may take so long. */
    private static void warmUp() throws IOException {
        for (int i = 0; i < 3; i++) {
            for (String type : List.of(JSON, XML)) {
                String example = "hospital-referral.fhir." + (type.equals(XML) ? "xml" : "json");
                HttpResponse<String> answer = hospital.send(hospital.message(UUID.randomUUID(), UUID.randomUUID())
                        .timeout(Duration.ofMinutes(1))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(example(example))));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (advisors != null) {
            advisors.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"hospital-referral.fhir.json, " + JSON, "hospital-referral.fhir.xml, " + XML})
    void aReferralIsAcceptedAndItsReceiptIsSigned(String example, String type) throws Exception {
        byte[] message = example(example);
        UUID request = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();

        HttpResponse<String> answer = hospital.send(hospital.message(request, conversation)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(message)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Request-Id")).contains(request.toString());
        assertThat(answer.headers().firstValue("X-Correlation-Id")).contains(conversation.toString());
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        Bundle bundle = (Bundle) parsed(answer);
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.MESSAGE);
        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding().getCode()).isEqualTo("servicerequest-response");
        assertThat(header.getResponse().getCode()).isEqualTo(MessageHeader.ResponseType.OK);
        JsonNode receipt = receipt(receiptIn(bundle));
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("sha256").asText())
                .isEqualTo(Bytes.of(message).digest().hex());
        assertThat(receipt.path("messageId").asText())
                .isEqualTo(header.getResponse().getIdentifier());
        assertThat(receipt.path("recipients").findValuesAsText("agency")).contains("wenbury-marac", "haven-idva");
        assertThat(HostileFiles.leaked(message, answer.body(), ours))
                .isSubsetOf(
                        header.getResponse().getIdentifier(),
                        "MessageHeader",
                        "servicerequest-response",
                        "https://fhir.nhs.uk/CodeSystem/message-events-bars",
                        "https://marac.example/Id/agency",
                        "resource",
                        "timestamp",
                        "fullUrl",
                        "message",
                        "eventCoding",
                        "source",
                        "endpoint",
                        "wenbury-marac",
                        "identifier",
                        "reference");
    }

    @Test
    void theSameTransmissionAgainIsADuplicateWithTheSameReceipt() throws Exception {
        byte[] message = example("hospital-referral.fhir.json");
        UUID request = UUID.randomUUID();
        HttpRequest.Builder transmission = hospital.message(request, UUID.randomUUID())
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(message));
        byte[] first = receiptIn((Bundle) parsed(hospital.send(transmission)));

        HttpResponse<String> again = hospital.send(transmission);

        OperationOutcome outcome = refused(again, 409, "REC_CONFLICT", IssueType.DUPLICATE);
        assertThat(again.headers().firstValue("X-Request-Id")).contains(request.toString());
        assertThat(receiptIn(outcome)).isEqualTo(first);
    }

    @Test
    void theSameTransmissionIdWithOtherContentIsAConflict() throws Exception {
        UUID request = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();
        HttpResponse<String> first = hospital.send(hospital.message(request, conversation)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(example("hospital-referral.fhir.json"))));
        assertThat(first.statusCode()).isEqualTo(200);

        HttpResponse<String> other = hospital.send(hospital.message(request, conversation)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(example("hospital-referral.fhir.json"))));

        OperationOutcome outcome = refused(other, 409, "REC_CONFLICT", IssueType.CONFLICT);
        assertThat(receipt(receiptIn(outcome)).at("/refusal/code").asText()).isEqualTo("conflict");
    }

    /** The four messages of one conversation, the last first, each twice. */
    @Test
    void aConversationThatComesOutOfOrderAndTwiceEndsInItsLastState() throws Exception {
        FhirTale tale = new FhirTale();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<FhirTale.Said> order = List.of(
                tale.update(now.minusSeconds(10)),
                tale.update(now.minusSeconds(30)),
                tale.referral(now.minusSeconds(40)),
                tale.update(now.minusSeconds(20)));
        for (FhirTale.Said said : order) {
            HttpRequest.Builder transmission = inConversation(tale, said);
            HttpResponse<String> first = hospital.send(transmission);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            JsonNode receipt = receipt(receiptIn((Bundle) parsed(first)));
            assertThat(receipt.path("recipients").isEmpty()).isEqualTo(said != order.get(0));
            refused(hospital.send(transmission), 409, "REC_CONFLICT", IssueType.DUPLICATE);
        }

        FhirTale.Said cancel = tale.cancel(now);
        assertThat(hospital.send(inConversation(tale, cancel)).statusCode()).isEqualTo(200);
        refused(
                hospital.send(inConversation(tale, tale.update(now.plusSeconds(1)))),
                400,
                "REC_BAD_REQUEST",
                IssueType.INVARIANT);
        refused(
                hospital.send(inConversation(tale, tale.message("delete", "revoked", now))),
                400,
                "REC_BAD_REQUEST",
                IssueType.INVARIANT);
    }

    @Test
    void aDisclosureIsPostedToTheRecipientsOwnEndpointAndSaysWhoDisclosedIt() throws Exception {
        FhirReceiver endpoint = advisors();
        FhirTale tale = new FhirTale();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        hospital.send(inConversation(tale, tale.referral(now.minusSeconds(5))));
        JsonNode got = endpoint.got(tale.victim(), 1).get(0);

        assertThat(got.path("method").asText()).isEqualTo("POST");
        assertThat(got.path("url").asText()).isEqualTo("/fhir/$process-message");
        assertThat(got.path("peer").asText()).contains("urn:agency:wenbury-marac");
        JsonNode headers = got.path("headers");
        assertThat(headers.path("content-type").asText()).startsWith("application/fhir+json");
        UUID.fromString(headers.path("x-request-id").asText());
        UUID.fromString(headers.path("x-correlation-id").asText());
        assertThat(decoded(headers, "nhsd-target-identifier").path("value").asText())
                .isEqualTo("111111111");
        assertThat(decoded(headers, "nhsd-end-user-organisation")
                        .path("resourceType")
                        .asText())
                .isEqualTo("Organization");
        assertThat(decoded(headers, "nhsd-requesting-software")
                        .path("resourceType")
                        .asText())
                .isEqualTo("Device");
        JsonNode bundle = got.path("body");
        parser(JSON).parseResource(bundle.toString());
        assertThat(bundle.at("/entry/0/resource/eventCoding/code").asText()).isEqualTo("servicerequest-request");
        byte[] sealed = Base64.getDecoder().decode(binary(bundle));
        JsonNode envelope = new OpenSsl(directory).opened("haven-idva", sealed);
        assertThat(envelope.at("/handling/originator").asText()).isEqualTo("wenbury-hospital");
        assertThat(OpenSsl.content(envelope).at("/victim/name/family").asText()).isEqualTo(tale.victim());

        hospital.send(inConversation(tale, tale.cancel(now)));
        Awaitility.await()
                .until(() -> endpoint.got("\"revoked\"").stream()
                        .anyMatch(one -> one.at("/headers/x-correlation-id").equals(headers.get("x-correlation-id"))
                                && !one.at("/headers/x-request-id").equals(headers.get("x-request-id"))));
    }

    /** Busy, then without the ids, then broken off; then what it had already. Each time the same transmission, byte for byte. */
    @Test
    void whatTheEndpointDoesNotTakeIsSentAgainUntilItSaysThatItHasIt() throws Exception {
        FhirReceiver endpoint = advisors();
        String plan = "plan:503,no-echo,409";
        FhirTale tale = planned(plan);

        List<JsonNode> got = endpoint.got(tale.victim(), 3);

        assertThat(got).extracting(one -> one.path("answer").asText()).containsExactly("503", "no-echo", "409");
        assertThat(got)
                .extracting(one -> one.at("/headers/x-request-id").asText())
                .containsOnly(got.get(0).at("/headers/x-request-id").asText());
        assertThat(got)
                .extracting(one -> one.path("body"))
                .containsOnly(got.get(0).path("body"));
    }

    @Test
    void whatTheEndpointRefusesIsSetAsideAndNothingElseWaitsForIt() throws Exception {
        FhirReceiver endpoint = advisors();
        FhirTale refused = planned("plan:422");
        endpoint.got(refused.victim(), 1);
        FhirTale next = planned("plan:200");
        endpoint.got(next.victim(), 1);

        assertThat(endpoint.got(refused.victim())).hasSize(1);
        Awaitility.await().until(() -> {
            try (InputStream figures = gateway.management("prometheus").toURL().openStream()) {
                return new String(figures.readAllBytes(), UTF_8).contains("\ngateway_outbox_undeliverable 1.0\n");
            }
        });
    }

    /** With the commands of docs/operators/notices.md. */
    @Test
    void whatASystemAnswersToWhatItWasSentIsReadByTheCoordinatorAsItCame() throws Exception {
        FhirReceiver endpoint = advisors();
        FhirTale tale = planned("plan:200");
        JsonNode got = endpoint.got(tale.victim(), 1).get(0);
        byte[] answer = FhirAnswers.answer(
                        new AgencyId("haven-idva"),
                        got.at("/body/entry/0/resource/id").asText(),
                        "fatal-error")
                .getBytes(UTF_8);
        FhirSender system = FhirSender.of(gateway, "haven-idva");
        HttpResponse<String> taken = system.send(system.message(
                        UUID.randomUUID(),
                        UUID.fromString(got.at("/headers/x-correlation-id").asText()))
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(answer)));
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);

        Path session = directory.resolve("coordinator");
        Path saved = directory.resolve("answer");
        assertThat(people("hold", session, "sign-in", "--login", "coordinator", "--example"))
                .contains("Signed in until");
        String row = people("case", session, "answers")
                .lines()
                .filter(line -> line.contains("haven-idva"))
                .findFirst()
                .orElseThrow();
        assertThat(row).contains("fatal-error").doesNotContain("attend");
        String shown = people(
                "case",
                session,
                "answer",
                row.strip().split(" ")[0],
                "--reason",
                "prepare-the-meeting",
                "--to",
                saved.toString());

        assertThat(shown).contains("delete it when done");
        assertThat(Files.readAllBytes(saved)).isEqualTo(answer);
        assertThat(Programs.gateway("audit", "list", "--data", gateway.data().toString())
                        .said())
                .contains("answer.opened");
    }

    private static String people(String verb, Path session, String... arguments) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", "https://localhost:" + gateway.peoplePort(), "--session", session.toString()));
        return Programs.gateway(all.toArray(String[]::new)).said();
    }

    private static FhirReceiver advisors() {
        assumeTrue(advisors != null, "There is no node, or no openssl, here");
        return Objects.requireNonNull(advisors);
    }

    private static FhirTale planned(String plan) throws IOException {
        FhirTale tale = new FhirTale();
        FhirTale.Said said = tale.referral(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .with("Two years of increasing control.", "Two years of increasing control, " + plan + " .");
        assertThat(hospital.send(inConversation(tale, said)).statusCode()).isEqualTo(200);
        return tale;
    }

    private static JsonNode decoded(JsonNode headers, String name) throws IOException {
        return MAPPER.readTree(Base64.getDecoder().decode(headers.path(name).asText()));
    }

    private static String binary(JsonNode bundle) {
        return bundle.path("entry").findValues("resource").stream()
                .filter(resource -> resource.path("resourceType").asText().equals("Binary"))
                .map(resource -> resource.path("data").asText())
                .findFirst()
                .orElseThrow();
    }

    private static HttpRequest.Builder inConversation(FhirTale tale, FhirTale.Said said) {
        return hospital.message(UUID.randomUUID(), UUID.fromString(tale.conversation.value()))
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString(said.bundle()));
    }

    /** The booking and validation messages of BaRS are not MARAC referrals: they are read, decided and answered no. */
    @Test
    void everyBarsMessageIsReadDecidedAndAnswered() throws Exception {
        assumeTrue(Files.isDirectory(BARS), "The NHS's example messages are not here");
        try (Stream<Path> files = Files.list(BARS)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                byte[] message = renumbered(Files.readString(file)).getBytes(UTF_8);

                HttpResponse<String> answer = hospital.post(JSON, message);

                assertThat(answer.statusCode()).as(file + answer.body()).isEqualTo(422);
                OperationOutcome outcome = (OperationOutcome) parsed(answer);
                assertThat(receipt(receiptIn(outcome)).path("outcome").asText()).isEqualTo("refused");
                assertThat(HostileFiles.leaked(message, answer.body(), ours))
                        .as("%s", file)
                        .isEmpty();
            }
        }
    }

    @Test
    void aHostileFileIsRefusedWithoutAWordOfItAndLeavesNoMemoryBehind() throws Exception {
        assumeTrue(HostileFiles.are(), "The hostile files are not here");
        List<String> wrong = new ArrayList<>();

        hostilePass(wrong);
        assertThat(wrong).isEmpty();
        long before = liveBytes();
        hostilePass(wrong);

        assertThat(wrong).isEmpty();
        assertThat(liveBytes() - before).isLessThan(SLACK);
    }

    private static void hostilePass(List<String> wrong) {
        for (Path file : HostileFiles.all()) {
            byte[] input = HostileFiles.read(file);
            try {
                HttpResponse<String> answer = hospital.post(HostileFiles.type(file), input);
                int status = answer.statusCode();
                boolean outcome = parsed(answer) instanceof OperationOutcome;
                boolean echoed = answer.headers().firstValue("X-Request-Id").isPresent()
                        && answer.headers().firstValue("X-Correlation-Id").isPresent();
                List<String> leaked = HostileFiles.leaked(input, answer.body(), ours);
                if (status < 400 || status > 499 || !outcome || !echoed || !leaked.isEmpty()) {
                    wrong.add(file.getFileName() + " " + status + " " + leaked + " " + answer.body());
                }
            } catch (IOException | RuntimeException e) {
                wrong.add(file.getFileName() + " " + e);
            }
        }
    }

    /** Names are content too: what FHIR does not know may be anything, and a parser's message would quote it. */
    @Test
    void namesAndValuesTheStandardDoesNotKnowAreNotRepeated() throws Exception {
        String secret = "RhiannonAshdown14LarkfoldClose";
        String message = new String(example("hospital-referral.fhir.json"), UTF_8);
        List<String> hostile = List.of(
                message.replaceFirst("\"resourceType\": \"Patient\"", "$0, \"" + secret + "\": 1"),
                message.replaceFirst("\"resourceType\": \"Patient\"", "\"resourceType\": \"" + secret + "\""),
                message.replaceFirst("\"gender\": \"female\"", "\"gender\": \"" + secret + "\""),
                message.replaceFirst("\"birthDate\": \"[0-9-]+\"", "\"birthDate\": \"" + secret + "\""),
                message.replaceFirst("\"code\": \"visible-high-risk\"", "\"code\": \"" + secret + "\""),
                message.replaceFirst("\"reference\": \"urn:uuid:[^\"]+\"", "\"reference\": \"" + secret + "\""),
                message.replaceFirst("\"type\": \"message\"", "\"type\": \"" + secret + "\""),
                "{\"" + secret + "\": " + "[".repeat(200) + "}");
        for (String body : hostile) {
            assertThat(body).contains(secret);
            HttpResponse<String> answer = hospital.post(JSON, body.getBytes(UTF_8));

            assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
            assertThat(HostileFiles.leaked(("\"" + secret + "\"").getBytes(UTF_8), answer.body(), ours))
                    .isEmpty();
            assertThat(answer.headers().map().toString()).doesNotContain(secret);
        }
        assertThat(Files.readString(gateway.log())).doesNotContain(secret);
    }

    @Test
    void anExternalEntityIsNeverFetched() throws Exception {
        assumeTrue(Programs.has("mkfifo"), "There is no mkfifo here");
        // Whoever opens a named pipe to read waits for a writer, who never comes: the answer would not come either.
        Path pipe = directory.resolve("pipe").toAbsolutePath();
        Programs.run("mkfifo", pipe.toString());
        Path canary = Files.writeString(directory.resolve("canary"), "canary-of-the-file")
                .toAbsolutePath();
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            String url = "http://127.0.0.1:" + ((InetSocketAddress) listener.getLocalAddress()).getPort() + "/canary";
            for (String target :
                    List.of(url, pipe.toUri().toString(), canary.toUri().toString())) {
                for (String body : reachingFor(target)) {
                    HttpResponse<String> answer = hospital.post(XML, body.getBytes(UTF_8));

                    assertThat(answer.statusCode()).as(body).isBetween(400, 499);
                    assertThat(answer.body()).doesNotContain("canary", "pipe");
                }
            }
            String pointing = new String(example("hospital-referral.fhir.json"), UTF_8)
                    .replaceFirst(
                            "\"resourceType\": \"Patient\"",
                            "$0, \"meta\": {\"profile\": [\"" + url + "\"]}, \"implicitRules\": \"" + url + "\"");
            hospital.post(JSON, pointing.getBytes(UTF_8));

            assertThat(listener.accept()).as("a connection from the gateway").isNull();
        }
    }

    private static List<String> reachingFor(String target) {
        String bundle = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"message\"/><id value=\"%s\"/></Bundle>";
        return List.of(
                "<!DOCTYPE Bundle [<!ENTITY e SYSTEM \"" + target + "\">]>" + String.format(bundle, "&e;"),
                "<!DOCTYPE Bundle [<!ENTITY % e SYSTEM \"" + target + "\"> %e;]>" + String.format(bundle, "1"),
                "<!DOCTYPE Bundle SYSTEM \"" + target + "\">" + String.format(bundle, "1"),
                "<?xml-stylesheet href=\"" + target + "\"?>" + String.format(bundle, "1"),
                String.format(bundle, "1")
                        .replace(
                                "<type",
                                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + target
                                        + "\"/><type"),
                String.format(bundle, "1")
                        .replace(
                                "<Bundle ",
                                "<Bundle xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                        + " xsi:schemaLocation=\"http://hl7.org/fhir " + target + "\" "));
    }

    @Test
    void bothIdsAreAskedFor() throws Exception {
        byte[] message = example("hospital-referral.fhir.json");
        String id = UUID.randomUUID().toString();

        HttpResponse<String> none = hospital.send(hospital.to("/$process-message")
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(message)));
        refused(none, 400, "REC_BAD_REQUEST", IssueType.REQUIRED);
        assertThat(none.headers().firstValue("X-Request-Id")).isEmpty();

        HttpResponse<String> one = hospital.send(hospital.to("/$process-message")
                .header("X-Request-Id", id)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(message)));
        refused(one, 400, "REC_BAD_REQUEST", IssueType.REQUIRED);
        assertThat(one.headers().firstValue("X-Request-Id")).contains(id);

        HttpResponse<String> odd = hospital.send(hospital.to("/$process-message")
                .header("X-Request-Id", "Rhiannon Ashdown")
                .header("X-Correlation-Id", id)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(message)));
        refused(odd, 400, "REC_BAD_REQUEST", IssueType.INVALID);
        assertThat(odd.headers().map().toString() + odd.body()).doesNotContain("Ashdown");
        assertThat(odd.headers().firstValue("X-Correlation-Id")).contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "not base64!, not-base64",
        "bm90IGpzb24=, not-json",
        "e30=, not-an-identifier",
    })
    void aTargetIdentifierMustBeOne(String target, String reason) throws Exception {
        HttpResponse<String> answer = hospital.send(hospital.message(UUID.randomUUID(), UUID.randomUUID())
                .header("NHSD-Target-Identifier", target)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofByteArray(example("hospital-referral.fhir.json"))));

        OperationOutcome outcome = refused(answer, 400, "REC_BAD_REQUEST", IssueType.INVALID);
        assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/cms",
                "application/vnd.marac.message+json",
                "nonsense",
            })
    void anotherContentTypeIsRefused(String type) throws Exception {
        byte[] message = example("hospital-referral.fhir.json");

        HttpResponse<String> answer = hospital.post(type, message);

        OperationOutcome outcome = refused(answer, 415, "REC_BAD_REQUEST", IssueType.NOTSUPPORTED);
        assertThat(receipt(receiptIn(outcome)).path("sha256").asText())
                .as("the receipt speaks of what was sent")
                .isEqualTo(Bytes.of(message).digest().hex());
    }

    @Test
    void aMissingContentTypeIsRefused() throws Exception {
        HttpResponse<String> answer = hospital.send(hospital.message(UUID.randomUUID(), UUID.randomUUID())
                .POST(BodyPublishers.ofByteArray(example("hospital-referral.fhir.json"))));

        refused(answer, 415, "REC_BAD_REQUEST", IssueType.NOTSUPPORTED);
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(new byte[4 * FOUR_MIB]);
        }

        HttpResponse<String> answer = hospital.send(hospital.message(UUID.randomUUID(), UUID.randomUUID())
                .header("Content-Type", JSON)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compressed.toByteArray())));

        refused(answer, 415, "REC_BAD_REQUEST", IssueType.NOTSUPPORTED);
    }

    @Test
    void aMessageThatIsTooLargeIsRefused() throws Exception {
        byte[] tooLarge = " ".repeat(FOUR_MIB + 1).getBytes(UTF_8);

        refused(hospital.post(JSON, tooLarge), 413, "REC_UNPROCESSABLE_ENTITY", IssueType.TOOCOSTLY);
    }

    @Test
    void aCertificateOfNoAgencyIsUnauthorised() throws Exception {
        FhirSender stranger = FhirSender.with(gateway, CERTIFICATES.resolve("stranger/tls"));

        OperationOutcome outcome = refused(
                stranger.post(JSON, example("hospital-referral.fhir.json")),
                401,
                "REC_UNAUTHORIZED",
                IssueType.SECURITY);

        assertThat(outcome.getExtension()).as("no receipt for a stranger").isEmpty();
    }

    @Test
    void withoutACertificateThereIsNoConnection() {
        FhirSender anonymous = FhirSender.anonymous(gateway);

        assertThatThrownBy(() -> anonymous.send(anonymous.to("/metadata"))).isInstanceOf(IOException.class);
    }

    @Test
    void aRevokedCertificateIsForbidden() throws Exception {
        assumeTrue(Programs.has("openssl"), "There is no openssl here to revoke with");
        FhirSender practice = FhirSender.of(gateway, "wenbury-gp");

        OperationOutcome outcome = refused(
                practice.post(JSON, example("hospital-referral.fhir.json")), 403, "REC_FORBIDDEN", IssueType.FORBIDDEN);

        assertThat(outcome.getIssueFirstRep().getDiagnostics()).contains("revoked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wenbury-police", "wenbury-fire"})
    void anAgencyThatDidNotAgreeToThisDoorIsForbiddenAndGetsItsReceipt(String agency) throws Exception {
        OperationOutcome outcome = refused(
                FhirSender.of(gateway, agency).post(JSON, example("hospital-referral.fhir.json")),
                403,
                "REC_FORBIDDEN",
                IssueType.FORBIDDEN);

        assertThat(receipt(receiptIn(outcome)).path("outcome").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Patient/RhiannonAshdown, 404, REC_NOT_FOUND",
        "GET, /Patient?name=RhiannonAshdown, 404, REC_NOT_FOUND",
        "POST, /, 404, REC_NOT_FOUND",
        "POST, /$RhiannonAshdown, 404, REC_NOT_FOUND",
        "POST, /Bundle/$process-message, 404, REC_NOT_FOUND",
        "GET, /OperationDefinition/-s-process-message, 404, REC_NOT_FOUND",
        "GET, /$process-message?name=RhiannonAshdown, 405, REC_METHOD_NOT_ALLOWED",
        "PUT, /$process-message, 405, REC_METHOD_NOT_ALLOWED",
        "DELETE, /$process-message, 405, REC_METHOD_NOT_ALLOWED",
        "PATCH, /$process-message, 405, REC_METHOD_NOT_ALLOWED",
        "OPTIONS, /$process-message, 405, REC_METHOD_NOT_ALLOWED",
        "ASHDOWN, /$process-message, 405, REC_METHOD_NOT_ALLOWED",
        "POST, /metadata, 405, REC_METHOD_NOT_ALLOWED",
    })
    void whatIsNotOfferedIsAnsweredByTheTable(String method, String path, int status, String code) throws Exception {
        UUID request = UUID.randomUUID();
        HttpResponse<String> answer = hospital.send(hospital.to(path)
                .header("X-Request-Id", request.toString())
                .header("X-Correlation-Id", request.toString())
                .method(method, BodyPublishers.noBody()));

        refused(answer, status, code, status == 404 ? IssueType.NOTFOUND : IssueType.NOTSUPPORTED);
        assertThat(answer.headers().firstValue("X-Request-Id")).contains(request.toString());
        assertThat(answer.headers().firstValue("X-Correlation-Id")).contains(request.toString());
        assertThat(answer.body() + answer.headers().map()).doesNotContainIgnoringCase("Ashdown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metadata", "/metadata?_format=xml", "/metadata?_summary=RhiannonAshdown"})
    void theCapabilityStatementSaysWhatIsOffered(String path) throws Exception {
        HttpResponse<String> answer = hospital.send(hospital.to(path));

        if (answer.statusCode() != 200) {
            refused(answer, 400, "REC_BAD_REQUEST", IssueType.INVALID);
            assertThat(answer.body()).doesNotContain("Ashdown");
            return;
        }
        CapabilityStatement statement = (CapabilityStatement) parsed(answer);
        assertThat(statement.getPublisher()).isNotBlank();
        assertThat(statement.getRestFirstRep().getResource()).isEmpty();
        assertThat(statement.getRestFirstRep().getOperation())
                .singleElement()
                .satisfies(operation -> assertThat(operation.getName()).isEqualTo("process-message"));
        assertThat(statement.getMessagingFirstRep().getSupportedMessage())
                .extracting(CapabilityStatement.CapabilityStatementMessagingSupportedMessageComponent::getMode)
                .containsExactly(
                        CapabilityStatement.EventCapabilityMode.RECEIVER,
                        CapabilityStatement.EventCapabilityMode.RECEIVER,
                        CapabilityStatement.EventCapabilityMode.SENDER);
    }

    @Test
    void curlSendsAReferral() throws Exception {
        assumeTrue(Programs.has("curl"), "There is no curl here");
        Path message = Files.write(directory.resolve("referral.json"), example("hospital-referral.fhir.json"));
        String agency = CERTIFICATES.resolve("agencies/wenbury-hospital/tls").toString();
        String id = UUID.randomUUID().toString();

        Programs.Ended ended = Programs.run(
                "curl",
                "-sS",
                "-i",
                "--cacert",
                CERTIFICATES.resolve("ca.crt").toString(),
                "--cert",
                agency + ".crt",
                "--key",
                agency + ".key",
                "-H",
                "Content-Type: " + JSON,
                "-H",
                "X-Request-Id: " + id,
                "-H",
                "X-Correlation-Id: " + id,
                "--data-binary",
                "@" + message,
                "https://localhost:" + gateway.fhirPort() + "/fhir/$process-message");

        assertThat(ended.said()).startsWith("HTTP/1.1 200").contains("X-Request-Id: " + id);
        assertThat(ended.status()).isZero();
    }

    private static OperationOutcome refused(HttpResponse<String> answer, int status, String code, IssueType issue) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        OperationOutcome outcome = (OperationOutcome) parsed(answer);
        assertThat(outcome.getIssue()).singleElement().satisfies(only -> {
            assertThat(only.getCode()).isEqualTo(issue);
            assertThat(only.getDetails().getCodingFirstRep().getSystem())
                    .isEqualTo("https://fhir.nhs.uk/Codesystem/http-error-codes");
            assertThat(only.getDetails().getCodingFirstRep().getCode()).isEqualTo(code);
        });
        return outcome;
    }

    private static IBaseResource parsed(HttpResponse<String> answer) {
        return parser(answer.headers().firstValue("Content-Type").orElse("")).parseResource(answer.body());
    }

    private static IParser parser(String type) {
        IParser parser = type.contains("xml") ? FHIR.newXmlParser() : FHIR.newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        return parser;
    }

    private static byte[] receiptIn(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Binary.class::isInstance)
                .map(resource -> ((Binary) resource).getData())
                .findFirst()
                .orElseThrow();
    }

    private static byte[] receiptIn(OperationOutcome outcome) {
        return ((Base64BinaryType) outcome.getExtensionByUrl(FhirAnswer.RECEIPT).getValue()).getValue();
    }

    /** What the receipt says, once the gateway's signature on it is good. */
    private static JsonNode receipt(byte[] signed) throws Exception {
        SignedDocuments documents = new SignedDocuments(
                Trust.read(CERTIFICATES), Certificates.digestOf(CERTIFICATES.resolve("gateway/sign.crt")));
        return MAPPER.readTree(documents.read(Bytes.of(signed), Instant.now()).toArray());
    }

    private static byte[] example(String name) throws IOException {
        return Files.readString(Path.of("src/main/resources/example", name))
                .replace("${id}", UUID.randomUUID().toString())
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .getBytes(UTF_8);
    }

    /** Every id another one, the same for the same. */
    private static String renumbered(String message) {
        String salt = UUID.randomUUID().toString();
        Matcher ids =
                Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").matcher(message);
        return ids.replaceAll(id ->
                UUID.nameUUIDFromBytes((salt + id.group()).getBytes(UTF_8)).toString());
    }

    /** Bytes of live objects in the gateway, after a full collection. */
    private static long liveBytes() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        assumeTrue(Files.isExecutable(jcmd), "This Java has no jcmd to ask how much memory is in use");
        String histogram = Programs.run(jcmd.toString(), Long.toString(gateway.pid()), "GC.class_histogram")
                .said();
        Matcher total = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(histogram);
        assertThat(total.find()).as(histogram).isTrue();
        return Long.parseLong(total.group(1));
    }
}
