package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.ExampleRoutes;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Hl7Examples;
import org.marac.gateway.kit.MllpClient;
import org.marac.gateway.kit.MllpListener;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.PeopleClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** The HL7 v2 door of the running gateway, met by clients in other languages and by clients that do not behave. */
class MllpDoorIT {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final Path NODE = Path.of("src/test/node").toAbsolutePath();
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String IDVA = "haven-idva";
    private static final String CHILDRENS = "wenbury-childrens-services";
    private static final Pattern RECEIPT =
            Pattern.compile("ZRC\\|1\\|\\^application\\^pkcs7-mime\\^Base64\\^([A-Za-z0-9+/=]+)");
    /** Of the hospital. */
    private static final String FHIR = "      - {door: fhir, sends: true, receives: false, assurance: channel}\n";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static OpenSsl openssl;
    private static Path area;
    private static MllpListener advisors;
    private static MllpListener childrens;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        openssl = new OpenSsl(directory);
        advisors = MllpListener.of(IDVA, 0);
        childrens = MllpListener.of(CHILDRENS, 0);
        area = HeldArea.in(
                directory,
                protocol -> receiving(
                        receiving(
                                protocol.replaceFirst(
                                        Pattern.quote(FHIR),
                                        FHIR
                                                + "      - {door: mllp, sends: true, receives: false, assurance: channel}\n"),
                                IDVA,
                                "sends: false, receives: true, assurance: channel"),
                        CHILDRENS,
                        "sends: false, receives: true, assurance: signed"));
        gateway = RunningGateway.start(
                directory.resolve("data"), "--gateway.protocol.directory=" + area, "--gateway.routes=" + routes());
    }

    /** The agency gets what is for it by its listener. */
    private static String receiving(String protocol, String agency, String how) {
        return HeldArea.withChannel(protocol, agency, "{door: mllp, " + how + "}");
    }

    private static Path routes() throws IOException {
        ExampleRoutes routes = ExampleRoutes.in(directory);
        for (Map.Entry<String, MllpListener> one :
                Map.of(IDVA, advisors, CHILDRENS, childrens).entrySet()) {
            String port = Integer.toString(one.getValue().port());
            routes.out(one.getKey(), "mllp-out", Map.of("host", "localhost", "port", port));
        }
        return routes.folder();
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
        for (MllpListener listener : List.of(advisors, childrens)) {
            listener.close();
        }
    }

    @Test
    void theKitTriesTheConnection() {
        Programs.Ended check = Programs.gateway(
                "onboard",
                "check",
                "--agency",
                HOSPITAL,
                "--door",
                "mllp",
                "--port",
                Integer.toString(gateway.mllpPort()),
                "--protocol",
                area.toString());
        assertThat(check.said()).contains("the receipt bears the gateway's signature");
        assertThat(check.status()).as(check.said()).isZero();
    }

    @Test
    void aReferralReachesAListenerAsItsChannelSays() throws Exception {
        String id = UUID.randomUUID().toString();
        refer(id);

        String clear = received(advisors, id);
        assertThat(clear)
                .contains("|REF^I12^REF_I12|", "Rhiannon", "RF1|P|R|MARAC")
                .doesNotContain("NK1|");
        assertThat(openssl.opened(IDVA, sealed(clear)).path("to").toString()).contains(IDVA);

        String closed = received(childrens, id);
        assertThat(closed).doesNotContain("Rhiannon", "Ashdown", "Colthorpe");
        JsonNode envelope = openssl.opened(CHILDRENS, sealed(closed));
        assertThat(OpenSsl.content(envelope).at("/header/id").asText()).isEqualTo(id);
        assertThat(OpenSsl.content(envelope).toString()).contains("Ashdown");
    }

    @Test
    void whatAListenerRefusesIsToldToTheCoordinatorAndToTheSender() throws Exception {
        String id = UUID.randomUUID().toString();
        advisors.answers(message -> message.contains(id)
                ? MllpListener.framed(MllpListener.acknowledgement("AE", MllpListener.controlId(message)))
                : MllpListener.accepts(message));
        refer(id);
        received(advisors, id);

        List<JsonNode> told = new ArrayList<>();
        try (AgencyClient hospital = new AgencyClient(new AgencyId(HOSPITAL), gateway)) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                for (Bytes sealed : hospital.disclosures()) {
                    JsonNode envelope = openssl.opened(HOSPITAL, sealed.toArray());
                    if (envelope.path("contentType").asText().equals(MediaType.NOTICE)) {
                        told.add(OpenSsl.content(envelope));
                    }
                }
                assertThat(told).extracting(one -> one.path("message").asText()).contains(id);
            });
        }
        JsonNode notice = told.stream()
                .filter(one -> one.path("message").asText().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(notice.path("to").asText()).isEqualTo(IDVA);
        assertThat(notice.path("state").asText()).isEqualTo("refused");
        assertThat(PeopleClient.signedIn(gateway.peoplePort(), "coordinator")
                        .get("/api/notices")
                        .body()
                        .toString())
                .containsIgnoringCase("undelivered");
        assertThat(advisors.received())
                .as("sent once")
                .filteredOn(message -> message.contains(id))
                .hasSize(1);
    }

    /** What a system refused is tried once more by a named person, when it was mended. */
    @Test
    void anAgencysListenerGetsReferralsAndIsToldLaterWhatBecameOfItsOwn() throws Exception {
        String theirs = UUID.randomUUID().toString();
        Tale tale = Tale.referral(Tale.surname(), Tale.surname()).sender(IDVA);
        tale.at("/header")
                .put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        String own = tale.id();
        AtomicBoolean mended = new AtomicBoolean();
        childrens.answers(message -> message.contains(own) && !mended.get()
                ? MllpListener.framed(MllpListener.acknowledgement("AE", MllpListener.controlId(message)))
                : MllpListener.accepts(message));
        AtomicInteger told = new AtomicInteger();
        advisors.answers(message -> message.contains("|RRI^I12^RRI_I12|") && told.getAndIncrement() == 0
                ? new byte[0]
                : MllpListener.accepts(message));

        refer(theirs);
        assertThat(received(advisors, theirs)).contains("|REF^I12^REF_I12|");
        try (AgencyClient advisor = new AgencyClient(new AgencyId(IDVA), gateway)) {
            advisor.send(advisor.seal(own, tale.bytes(), MediaType.CANONICAL), MediaType.CMS);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(answered(own))
                        .as("once more, because the first was not acknowledged")
                        .hasSizeGreaterThan(1));

        List<String> answers = answered(own);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        JsonNode notice = OpenSsl.content(openssl.opened(IDVA, sealed(answers.get(0))));
        assertThat(notice.path("notice").asText()).isEqualTo("message.undelivered");
        assertThat(notice.path("message").asText()).isEqualTo(own);
        assertThat(notice.path("to").asText()).isEqualTo(CHILDRENS);
        assertThat(notice.path("state").asText()).isEqualTo("refused");

        Path session = directory.resolve("deputy");
        assertThat(people("hold", session, "sign-in", "--login", "deputy", "--example"))
                .contains("Signed in until");
        String refused = people("undelivered", session, "list")
                .lines()
                .filter(line -> line.contains(CHILDRENS) && line.contains("set-aside"))
                .findFirst()
                .orElseThrow();
        assertThat(refused).contains("mllp", "hl7-application-error");
        String disclosure = refused.strip().split(" ")[0];
        mended.set(true);
        assertThat(people("undelivered", session, "retry", disclosure, "--reason", "their-system-mended"))
                .contains("of the audit log");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(people("undelivered", session, "show", disclosure))
                        .contains("(left)"));
        assertThat(childrens.received())
                .filteredOn(message -> message.contains(own))
                .hasSize(2);
    }

    /** What the advisors were told of their referral. */
    private static List<String> answered(String id) {
        return advisors.received().stream()
                .filter(message -> message.contains("|RRI^I12^RRI_I12|") && message.contains(id))
                .toList();
    }

    private static String people(String verb, Path session, String... arguments) {
        List<String> all = new ArrayList<>(List.of(verb));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", "https://localhost:" + gateway.peoplePort(), "--session", session.toString()));
        return Programs.gateway(all.toArray(String[]::new)).said();
    }

    private static void refer(String id) throws IOException {
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            assertThat(client.ask(Hl7Examples.referral(id, "O-" + id))).contains("\rMSA|AA|O-" + id + "\r");
        }
    }

    private static String received(MllpListener listener, String id) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> listener.received().stream().anyMatch(message -> message.contains(id)));
        return listener.received().stream()
                .filter(message -> message.contains(id))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] sealed(String message) {
        String obx = message.lines()
                .filter(line -> line.contains("|ED|SEALED^"))
                .findFirst()
                .orElseThrow();
        return Base64.getDecoder().decode(obx.split("\\|")[5].split("\\^")[4]);
    }

    @Test
    void aNodeClientRefersAndVerifiesItsReceipt() throws Exception {
        assumeTrue(
                Files.isDirectory(NODE.resolve("node_modules/node-hl7-client")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        foreign(List.of("node", NODE.resolve("send-hl7.js").toString()));
    }

    @Test
    void aPythonClientRefersAndVerifiesItsReceipt() throws Exception {
        assumeTrue(
                Programs.has("/usr/bin/python3")
                        && Programs.run("/usr/bin/python3", "-c", "import hl7").status() == 0,
                "The Python client is not installed: apt-get install python3-hl7");
        foreign(List.of(
                "/usr/bin/python3",
                Path.of("src/test/python/send_hl7.py").toAbsolutePath().toString()));
    }

    private static void foreign(List<String> program) throws IOException {
        String id = UUID.randomUUID().toString();
        String message = Hl7Examples.referral(id, "F-" + id.substring(0, 8));
        Path file = Files.writeString(openssl.fresh(), message.replace('\r', '\n'));
        Path identity = CERTIFICATES.resolve("agencies").resolve(HOSPITAL).resolve("tls");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "localhost",
                Integer.toString(gateway.mllpPort()),
                identity + ".key",
                identity + ".crt",
                CERTIFICATES.resolve("ca.crt").toString(),
                file.toString()));

        Programs.Ended ended = Programs.run(directory, command);

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("MSA|AA|F-" + id.substring(0, 8));
        JsonNode receipt = openssl.verified(receipt(ended.said()));
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("message").asText() + receipt.path("id").asText() + receipt)
                .contains(id);
    }

    @Test
    void theSameMessageAgainGetsTheSameAnswerAndAnotherUnderItsIdIsAConflict() throws Exception {
        String id = UUID.randomUUID().toString();
        String message = Hl7Examples.referral(id, "R-" + id);
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            String first = client.ask(message);
            String again = client.ask(message);
            String other = client.ask(message.replace("Rhiannon", "Rowena"));
            String sameReferral =
                    client.ask(message.replace("R-" + id, "S-" + id).replace("Rhiannon", "Rowena"));

            assertThat(first).contains("\rMSA|AA|R-" + id + "\r");
            assertThat(receipt(again)).isEqualTo(receipt(first));
            assertThat(openssl.verified(receipt(first)).path("sha256").asText())
                    .isEqualTo(Bytes.utf8(message).digest().hex());
            assertThat(other)
                    .contains("\rMSA|AE|R-" + id + "\r")
                    .contains("|205^Duplicate key identifier^HL70357|E|conflict");
            assertThat(sameReferral).contains("\rMSA|AE|S-" + id + "\r").contains("|205^");
        }
    }

    @Test
    void aReferralIsModifiedAndCancelled() throws Exception {
        String id = UUID.randomUUID().toString();
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            assertThat(client.ask(Hl7Examples.referral(id, "M1-" + id))).contains("\rMSA|AA|");
            String modified = Hl7Examples.event(Hl7Examples.referral(id, "M2-" + id), "REF^I13^REF_I12")
                    .replace("07700 900842", "07700 900843");
            assertThat(client.ask(modified)).contains("\rMSA|AA|M2-" + id + "\r");

            assertThat(client.ask(modified.replace("M2-", "M3-").replace("07700 900843", "07700 900844")))
                    .as("under the same number again")
                    .contains("\rMSA|AA|M3-" + id + "\r");

            String other = UUID.randomUUID().toString();
            assertThat(client.ask(Hl7Examples.referral(other, "C1-" + other))).contains("\rMSA|AA|");
            String cancelled = Hl7Examples.event(Hl7Examples.referral(other, "C2-" + other), "REF^I14^REF_I12");
            assertThat(client.ask(cancelled)).contains("\rMSA|AE|C2-").contains("|101^Required field missing^HL70357|");
            assertThat(client.ask(cancelled + "OBX|99|CE|WITHDRAWAL^Why^99MARAC||sent-in-error||||||F\r"))
                    .contains("\rMSA|AA|C2-" + other + "\r");
            String unknown =
                    Hl7Examples.event(Hl7Examples.referral(UUID.randomUUID().toString(), "U-" + id), "REF^I13^REF_I12");
            assertThat(client.ask(unknown)).contains("|204^Unknown key identifier^HL70357|E|not-correctable");
        }
    }

    @Test
    void aMergeOfTheHospitalsOwnRecordsMakesSomebodyLookAndMovesNoCase() throws Exception {
        String id = UUID.randomUUID().toString();
        String merge = "MSH|^~\\&|PAS|WDH|MARAC|wenbury-marac|20261121200000||ADT^A40|A-" + id + "|P|2.4\r"
                + "EVN|A40|20261121200000\rPID|1||9990000018^^^NHS||Ashdown^Rhiannon||19910314|F\rMRG|M2^^^WDH^MR\r";
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            assertThat(client.ask(Hl7Examples.referral(id, "P-" + id))).contains("\rMSA|AA|");
            assertThat(client.ask(merge)).contains("\rMSA|AA|A-" + id + "\r", "\rZRC|1|");
            assertThat(client.ask(merge.replace("A-" + id, "B-" + id)
                            .replace("9990000018", "9990000115")
                            .replace("Ashdown", "Nobody" + id)))
                    .as("nobody we know")
                    .contains("\rMSA|AA|B-" + id + "\r", "\rZRC|1|");
        }
        String log = Programs.gateway("audit", "list", "--data", gateway.data().toString())
                .said();
        assertThat(log).contains("identity.changed", "case.identity-changed");
    }

    /** Real messages of many systems, each addressed to us and renumbered; the table is part of the test report. */
    @Test
    void everyMessageOfTheCorporaGetsItsAnswer() throws Exception {
        assumeTrue(Files.isDirectory(Hl7Corpora.INPUTS.resolve("ms-hl7v2")), "The corpora are not here");
        List<Hl7Corpora.Sent> all = Hl7Corpora.messages();
        assertThat(all).hasSizeGreaterThan(120);
        List<String> table = new ArrayList<>(List.of("file\texpected\tgot"));
        List<String> wrong = new ArrayList<>();
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            for (Hl7Corpora.Sent one : all) {
                client.send(one.framed());
                String got = Hl7Corpora.verdict(client.answer());
                table.add(one.file() + "\t" + one.expected() + "\t" + got);
                if (!got.equals(one.expected())) {
                    wrong.add(table.get(table.size() - 1));
                }
            }
        }
        Files.write(Files.createDirectories(Path.of("target")).resolve("hl7-corpora.txt"), table);
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsNotTakenIsRefusedPolitelyAndWithoutContent() throws Exception {
        String id = UUID.randomUUID().toString();
        String message = Hl7Examples.referral(id, "N-" + id);
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            assertThat(client.ask(message.replace("REF^I12^REF_I12", "ORU^R01")))
                    .contains("\rMSA|AR|", "|200^");
            assertThat(client.ask(message.replace("|P|2.4|", "|D|2.4|"))).contains("\rMSA|AR|", "|202^");
            assertThat(client.ask(message.replace("|P|2.4|", "|T|2.4|").replace("N-" + id, "T-" + id)))
                    .contains("only-a-test", "ZRC|");
            assertThat(client.ask(message.replace("|P|2.4|", "|P|3.0|"))).contains("\rMSA|AR|", "|203^");
            String wrong = client.ask(message.replace("||19910314|", "||unknown|"));
            assertThat(wrong)
                    .contains("\rMSA|AE|", "|PID^1^7|102^Data type error^HL70357|E|invalid")
                    .doesNotContain("Ashdown", "Rhiannon", "unknown", "9990000018");
            assertThat(client.ask(message.replace("\r", "\n")))
                    .contains("\rMSA|AE|")
                    .contains("line-feed");
            assertThat(client.ask(message)).as("none of it took the id").contains("\rMSA|AA|");
        }
        try (MllpClient client = MllpClient.as(IDVA, gateway.mllpPort())) {
            assertThat(client.ask(message)).contains("\rMSA|AR|", "|207^", "channel-not-agreed");
        }
        try (MllpClient client = MllpClient.as("stranger", gateway.mllpPort())) {
            assertThat(client.ask(message))
                    .contains("\rMSA|AR|", "unknown-peer")
                    .doesNotContain("ZRC");
        } catch (javax.net.ssl.SSLException e) {
            assertThat(e).as("not let in at all").isNotNull();
        }
    }

    @Test
    void enhancedModeCommitsAndThenAnswersAsAsked() throws Exception {
        String id = UUID.randomUUID().toString();
        String message = Hl7Examples.referral(id, "E-" + id).replace("|P|2.4||||||", "|P|2.4|||AL|AL||");
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            client.sendMessage(message);
            assertThat(client.answer()).contains("\rMSA|CA|E-" + id + "\r");
            assertThat(client.answer()).contains("\rMSA|AA|E-" + id + "\r");
        }
    }

    @Test
    void whoeverDoesNotBehaveHarmsNobodyElse() throws Exception {
        String id = UUID.randomUUID().toString();
        String message = Hl7Examples.referral(id, "H-" + id);
        byte[] framed = ("\u000b" + message + "\u001c\r").getBytes(StandardCharsets.UTF_8);
        try (MllpClient slow = MllpClient.as(HOSPITAL, gateway.mllpPort());
                MllpClient garbage = MllpClient.as(HOSPITAL, gateway.mllpPort());
                MllpClient large = MllpClient.as(HOSPITAL, gateway.mllpPort());
                MllpClient half = MllpClient.as(HOSPITAL, gateway.mllpPort());
                MllpClient good = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            slow.send(java.util.Arrays.copyOf(framed, 10));
            garbage.send("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            half.send(java.util.Arrays.copyOf(framed, framed.length / 2)).close();
            byte[] huge = new byte[5 * 1024 * 1024];
            java.util.Arrays.fill(huge, (byte) 'x');
            large.send(java.util.Arrays.copyOf(framed, framed.length - 2)).send(huge);
            large.send(new byte[] {0x1c, '\r'});

            assertThat(large.answer())
                    .contains("\rMSA|AE|H-" + id + "\r")
                    .contains("|104^Value too long^HL70357|E|too-large");
            assertThat(garbage.answer()).isEmpty();
            String latin = message.replace("Rhiannon", "Rhiannén");
            good.send(new byte[] {0x0b});
            good.send(latin.getBytes(StandardCharsets.ISO_8859_1));
            good.send(new byte[] {0x1c, '\r'});
            assertThat(good.answer()).contains("\rMSA|AE|", "character-set");

            good.send(framed)
                    .send(("\u000b" + message.replace("H-" + id, "I-" + id).replace(id, "i" + id) + "\u001c\r")
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(good.answer()).contains("\rMSA|AA|H-" + id + "\r");
            assertThat(good.answer()).contains("\rMSA|AA|I-");
            slow.send(java.util.Arrays.copyOfRange(framed, 10, framed.length));
            assertThat(slow.answer()).as("slow, and in time").contains("\rMSA|AA|H-" + id + "\r");
        }
        assertThat(gateway.readiness()).isEqualTo(200);
    }

    /** By TLS 1.2 a client could ask for another handshake on the same connection, again and again; 1.3 has none. */
    @Test
    void noDoorNegotiatesAConnectionAnew() throws Exception {
        SSLContext police = ExampleAuthority.tls(Path.of("certs-example/agencies/wenbury-police/tls"));
        for (int port : List.of(
                gateway.mllpPort(), gateway.fhirPort(), gateway.amqpPort(), gateway.corePort(), gateway.stompPort())) {
            try (SSLSocket socket = (SSLSocket) police.getSocketFactory().createSocket("localhost", port)) {
                socket.setSoTimeout(30_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.startHandshake();

                socket.startHandshake();

                assertThatExceptionOfType(SSLException.class).isThrownBy(() -> {
                    socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                });
            }
        }
    }

    private static byte[] receipt(String acknowledgement) {
        Matcher found = RECEIPT.matcher(acknowledgement);
        assertThat(found.find()).as(acknowledgement).isTrue();
        return Base64.getDecoder().decode(found.group(1));
    }
}
