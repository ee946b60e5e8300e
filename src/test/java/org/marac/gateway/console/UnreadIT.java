package org.marac.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.ExampleRoutes;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Hl7Examples;
import org.marac.gateway.kit.MllpClient;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.PeopleClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** What could not be read at the gateway's doors, and what the coordinator makes of it; with docs/operators/unread.md. */
class UnreadIT {
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String FHIR = "      - {door: fhir, sends: true, receives: false, assurance: channel}\n";
    private static final String XML = "application/xml";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static AgencyClient hospital;
    private static OpenSsl openssl;
    private static Path session;
    private static Path mapping;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        assumeTrue(Programs.has("sftp"), "There is no OpenSSH sftp here");
        openssl = new OpenSsl(directory);
        Path area = HeldArea.in(
                directory,
                protocol -> protocol.replaceFirst(
                        java.util.regex.Pattern.quote(FHIR),
                        FHIR
                                + FHIR.replace("fhir", "mllp")
                                + FHIR.replace("fhir", "rest")
                                + FHIR.replace("fhir", "files")));
        Path routes = ExampleRoutes.in(directory).folder();
        mapping = routes.resolve("mappings").resolve(HOSPITAL).resolve("xml.yaml");
        gateway = RunningGateway.start(
                directory.resolve("data"), "--gateway.protocol.directory=" + area, "--gateway.routes=" + routes);
        hospital = new AgencyClient(new AgencyId(HOSPITAL), gateway);
        session = directory.resolve("session");
        assertThat(Programs.gateway(
                                "hold",
                                "sign-in",
                                "--login",
                                "coordinator",
                                "--example",
                                "--url",
                                "https://localhost:" + gateway.peoplePort(),
                                "--session",
                                session.toString())
                        .said())
                .contains("Signed in until");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            hospital.close();
            gateway.close();
        }
    }

    @Test
    void aReferralByQueueThatNoMappingReadIsTakenWhenTheMappingIsMendedAndItsReceiptLiesWithTheOthers()
            throws Exception {
        Bytes xml = ownXml(UUID.randomUUID().toString());
        String good = Files.readString(mapping);
        Files.writeString(mapping, good.replace("Referral\"", "Referral-2\""));
        hospital.send(xml, XML, amqp -> {});
        assertThat(receipt(xml, "refused").path("refusal").path("code").asText())
                .isEqualTo("unsupported");
        JsonNode kept = kept(xml);

        String listed = verb("list").said();
        Path saved = directory.resolve("saved");
        Programs.Ended shown =
                verb("show", kept.path("id").asText(), "--reason", "find-the-fault", "--to", saved.toString());
        Files.writeString(mapping, good);
        Programs.Ended taken = verb("resubmit", kept.path("id").asText(), "--reason", "mapping-mended");

        assertThat(listed).contains(kept.path("id").asText(), HOSPITAL, "queue", "unsupported root-not-taken");
        assertThat(listed).doesNotContain("Ashdown");
        assertThat(shown.status()).as(shown.said()).isZero();
        assertThat(Files.readAllBytes(saved)).isEqualTo(xml.toArray());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved)))
                .isEqualTo("rw-------");
        assertThat(taken.said()).contains("read, entry");
        assertThat(receipt(xml, "accepted").path("sha256").asText())
                .isEqualTo(xml.digest().hex());
        assertThat(verb("list").said()).doesNotContain(kept.path("id").asText());
        assertThat(verb("resubmit", kept.path("id").asText(), "--reason", "mapping-mended")
                        .said())
                .contains("ended");
        assertThat(Programs.gateway(
                                "notice",
                                "list",
                                "--url",
                                "https://localhost:" + gateway.peoplePort(),
                                "--session",
                                session.toString())
                        .said())
                .contains("could not be read");
    }

    @Test
    void aTableNobodyCouldReadIsPutRightByAPersonAndAnsweredInItsSendersFolder() throws Exception {
        String row = UUID.randomUUID() + ",2026-11-19,Imogen Tallis,Ottilie NEWCOMBE,30/09/1987,"
                + "7700900461,Curtis BRACKENRIDGE,Yes,control that grows,Yes\n";
        Bytes table = Bytes.utf8("PK\u0003\u0004 cut short " + UUID.randomUUID());
        put(table, "monday.xlsx");
        JsonNode kept = kept(table);
        Path mended = Files.writeString(openssl.fresh(), Tables.HEADER + row);

        Programs.Ended taken =
                verb("resubmit", kept.path("id").asText(), "--reason", "cut-short", "--instead", mended.toString());

        assertThat(taken.said()).contains("read, entry").doesNotContain("telephone");
        List<String> lines = Files.readAllLines(gateway.data()
                .resolve("files/agencies")
                .resolve(HOSPITAL)
                .resolve("out/unread-" + kept.path("id").asText() + ".ack.csv"));
        assertThat(lines.get(1)).startsWith("2,accepted,no");
    }

    @Test
    void whatWasSentAsSomethingElseIsTakenAsWhatThePersonSaysItIs() throws Exception {
        String id = UUID.randomUUID().toString();
        Bytes xml = ownXml(id);
        AgencyClient.Answer wrong = hospital.ask(
                "POST",
                "/api/v1/messages",
                xml,
                Map.of("Content-Type", "text/plain", "Idempotency-Key", "\"k-" + id + "\""));
        assertThat(wrong.status()).isEqualTo(415);

        String taken = verb("resubmit", kept(xml).path("id").asText(), "--reason", "it-is-xml", "--as", XML)
                .said();

        assertThat(taken).contains("read, entry");
        assertThat(hospital.ask("GET", "/api/v1/messages/" + id, Bytes.utf8(""), Map.of())
                        .body())
                .contains("\"outcome\":\"accepted\"");
        assertThat(receipt(xml, "accepted").path("messageId").asText()).isEqualTo(id);
    }

    @Test
    void everyDoorKeepsWhatItCouldNotRead() throws Exception {
        Bytes fhir = Bytes.utf8("{\"resourceType\": \"Bundle\", \"" + UUID.randomUUID());
        String hl7 = Hl7Examples.referral(UUID.randomUUID().toString(), "U-" + UUID.randomUUID())
                .replace("REF^I12^REF_I12", "ORU^R01^ORU_R01");
        hospital.post(fhir, "application/fhir+json", UUID.randomUUID());
        try (MllpClient client = MllpClient.as(HOSPITAL, gateway.mllpPort())) {
            assertThat(client.ask(hl7)).contains("\rMSA|AR|");
        }

        assertThat(kept(fhir).path("door").asText()).isEqualTo("fhir");
        JsonNode unsupported = kept(Bytes.utf8(hl7));
        assertThat(unsupported.path("door").asText()).isEqualTo("mllp");
        assertThat(verb("dismiss", unsupported.path("id").asText(), "--reason", "not-a-referral")
                        .said())
                .contains("of the audit log");
        assertThat(verb("list").said()).doesNotContain(unsupported.path("id").asText());
    }

    /** Whatever the bytes are, no browser shows them. */
    @Test
    void theBytesAreSavedAndNeverShown() throws Exception {
        Bytes page = Bytes.utf8("<html><script>alert('" + UUID.randomUUID() + "')</script></html>");
        hospital.post(page, "application/fhir+json", UUID.randomUUID());

        PeopleClient.Answer opened =
                coordinator().post("/api/unread/" + kept(page).path("id").asText() + "/open", Map.of("reason", "look"));

        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.raw().body()).isEqualTo(page.text());
        assertThat(opened.raw().headers().map())
                .containsEntry("content-type", List.of("application/octet-stream"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry(
                        "content-disposition",
                        List.of("attachment; filename=\"unread-"
                                + kept(page).path("id").asText() + ".bin\""));
        assertThat(coordinator()
                        .post("/api/unread/" + kept(page).path("id").asText() + "/open", Map.of())
                        .status())
                .as("without saying what for")
                .isEqualTo(400);
    }

    private static PeopleClient coordinator() throws IOException {
        return new PeopleClient(gateway.peoplePort())
                .with("Authorization", "Bearer " + Files.readString(session).strip());
    }

    /** Waits until these bytes are on the list. */
    private static JsonNode kept(Bytes sent) {
        List<JsonNode> found = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            for (JsonNode one : coordinator().get("/api/unread").body().path("unread")) {
                if (one.path("sha256").asText().equals(sent.digest().hex())) {
                    found.add(one);
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** Waits for the receipt of these bytes with this outcome; its document. */
    private static JsonNode receipt(Bytes sent, String outcome) {
        List<JsonNode> found = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            for (Bytes signed : hospital.receipts()) {
                JsonNode document = openssl.verified(signed.toArray());
                if (document.path("sha256").asText().equals(sent.digest().hex())
                        && document.path("outcome").asText().equals(outcome)) {
                    found.add(document);
                }
            }
            return !found.isEmpty();
        });
        return found.get(0);
    }

    private static Programs.Ended verb(String verb, String... arguments) {
        List<String> all = new ArrayList<>(List.of("unread", verb));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", "https://localhost:" + gateway.peoplePort(), "--session", session.toString()));
        return Programs.gateway(all.toArray(String[]::new));
    }

    private static Bytes ownXml(String id) throws IOException {
        return Bytes.utf8(Files.readString(Path.of("src/test/resources/agency/hospital-referral.xml"))
                .replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static void put(Bytes file, String name) throws IOException {
        Path local = Files.write(openssl.fresh(), file.toArray());
        Path key = Files.copy(
                Path.of("certs-example/agencies", HOSPITAL, "tls.key"), directory.resolve(HOSPITAL + ".key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        String known = Files.readString(gateway.data().resolve("files/host.key.pub"));
        Files.writeString(directory.resolve("known_hosts"), "[localhost]:" + gateway.filesPort() + " " + known);
        Path batch = Files.write(
                openssl.fresh(),
                List.of("put " + local + " in/" + name + ".tmp", "rename in/" + name + ".tmp in/" + name));
        Programs.Ended sent = Programs.run(
                directory,
                List.of(
                        "sftp",
                        "-b",
                        batch.toString(),
                        "-P",
                        Integer.toString(gateway.filesPort()),
                        "-i",
                        key.toString(),
                        "-o",
                        "UserKnownHostsFile=" + directory.resolve("known_hosts"),
                        "-o",
                        "IdentitiesOnly=yes",
                        HOSPITAL + "@localhost"));
        assertThat(sent.status()).as(sent.said()).isZero();
    }
}
