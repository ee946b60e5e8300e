package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.ExampleRoutes;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.Mime;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.kit.WordForm;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refused;

/** The mail door of the running gateway, met with OpenSSL, curl and Node: the commands of docs/agency-it/mail.md. */
class MailDoorIT {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final Path DOCUMENT = Path.of("docs/agency-it/mail.md");
    private static final Path CLIENT = Path.of("src", "test", "node");
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n# example: ([a-z-]+)\n(.*?)```", Pattern.DOTALL);
    private static final String GATEWAY = "marac@gateway.example";
    private static final String HOSPITAL = "safeguarding@hospital.example";
    private static final String IDVA = "advisors@haven.example";
    private static final String CHILDREN = "desk@children.cjsm.example";

    @TempDir
    static Path directory;

    private static MailServer server;
    private static MailPerson nurse;
    private static RunningGateway gateway;
    private static OpenSsl openssl;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        openssl = new OpenSsl(directory);
        nurse = MailPerson.of(directory, HOSPITAL);
        server = MailServer.with(directory, GATEWAY, HOSPITAL, IDVA, CHILDREN);
        Path area = HeldArea.in(directory, MailDoorIT::withMail);
        Files.copy(nurse.certificate(), area.resolve("trust/certificates/hospital-mail.crt"));
        ExampleRoutes routes = ExampleRoutes.in(directory)
                .out("haven-idva", "mail-out")
                .out("wenbury-childrens-services", "mail-out")
                .wordForm("wenbury-hospital");
        gateway = RunningGateway.start(
                directory.resolve("data"),
                server.settings(
                        GATEWAY,
                        "--gateway.protocol.directory=" + area,
                        "--gateway.routes=" + routes.folder(),
                        "--gateway.mail.relays[children.cjsm.example].host=localhost",
                        "--gateway.mail.relays[children.cjsm.example].port=" + server.smtpPort()));
    }

    private static String withMail(String protocol) {
        String hospital = HeldArea.withMail(protocol, "wenbury-hospital", nurse);
        return HeldArea.withChannel(
                HeldArea.withChannel(
                        hospital,
                        "haven-idva",
                        "{door: mail, sends: false, receives: true, assurance: channel, address: " + IDVA + "}"),
                "wenbury-childrens-services",
                "{door: mail, sends: false, receives: true, assurance: channel, address: " + CHILDREN
                        + ", form: attachment}");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void theCommandsOfTheDocumentSendATableAndVerifyItsAnswer() throws Exception {
        for (String program : List.of("bash", "curl", "python3")) {
            assumeTrue(Programs.has(program), "There is no " + program + " here");
        }
        server.clear();
        Path place = Files.createDirectories(directory.resolve("commands"));
        Map<String, String> steps = new LinkedHashMap<>();
        EXAMPLE.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach((MatchResult found) -> steps.put(found.group(1), found.group(2)));
        assertThat(steps.keySet()).containsExactly("write", "seal", "send", "answer");

        String said = "";
        for (Map.Entry<String, String> step : steps.entrySet()) {
            said = run(place, step.getValue());
        }

        assertThat(said)
                .contains("attachment,row,outcome,repeated,code,reason,places,log_index,receipt_sha256")
                .containsPattern("1,2,accepted,no,,,,[0-9]+,[0-9a-f]{64}")
                .contains("\"outcome\":\"accepted\"");
        assertThat(server.mailsOf(GATEWAY)).isEmpty();
        assertThat(Files.readString(place.resolve("answer.eml")))
                .contains("Subject: Secure message", "smime-type=authEnveloped-data")
                .doesNotContain("TESTPERSON", "rows.csv");
        assertThat(Files.readString(place.resolve("verified.eml"))).doesNotContain("TESTPERSON", "rows.csv");
    }

    @Test
    void aDisclosureGoesSignedAndEncryptedOrSealedByTheRelayOfItsDomain() throws Exception {
        String withAChild = Tables.HEADER.replace("\n", ",Child 1 name,Child 1 DOB\n")
                + row("Disclosed", "OKONKWO-BRANDT").replace("\n", ",Kit OKONKWO,02/03/2019\n");
        send(nurse.mail(
                GATEWAY,
                nurse.signed(
                        Mime.multipart(GATEWAY, Mime.part("x.csv", withAChild.getBytes(StandardCharsets.UTF_8))))));

        byte[] toAdvisors = awaitMail(IDVA);
        assertThat(text(toAdvisors))
                .contains("From: " + GATEWAY, "To: " + IDVA, "Subject: Secure message", "Message-ID: <disclosure-")
                .doesNotContain("OKONKWO", "wenbury");
        disclosed("haven-idva", files(openssl.verifiedMail(openssl.decryptedMail("haven-idva", toAdvisors))));
        byte[] toChildren = awaitMail(CHILDREN);
        assertThat(text(toChildren))
                .contains("Subject: Secure message", "Content-Type: multipart/signed;")
                .doesNotContain("OKONKWO", "wenbury");
        disclosed("wenbury-childrens-services", files(openssl.verifiedMail(toChildren)));
    }

    private static void disclosed(String agency, Map<String, byte[]> files) throws IOException {
        byte[] sealed = files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".cms"))
                .findFirst()
                .orElseThrow()
                .getValue();
        JsonNode envelope = openssl.opened(agency, sealed);
        assertThat(envelope.path("handling").path("originator").asText()).isEqualTo("wenbury-hospital");
    }

    @Test
    void aMailThatComesTwiceGetsTheSameReceiptsAndOneCase() throws Exception {
        byte[] mail = nurse.mail(GATEWAY, nurse.signedInside(table(row("Twice", "SENTAGAIN"))));

        send(mail);
        List<String> first = answer(awaitMail(HOSPITAL));
        send(mail);
        List<String> second = answer(awaitMail(HOSPITAL));

        assertThat(first.get(1)).startsWith("1,2,accepted,no,");
        assertThat(second.get(1)).isEqualTo(first.get(1).replace("accepted,no", "accepted,yes"));
    }

    @Test
    void aWordFormIsReadByItsLabelsAndWhatIsNotReadIsListedBack() throws Exception {
        send(nurse.mail(
                GATEWAY,
                nurse.encrypted(
                        nurse.signed(Mime.multipart(
                                GATEWAY,
                                Mime.part("Maria FORMSDATTER.docx", WordForm.of("Maria", "FORMSDATTER", "19/11/2026")),
                                Mime.part("Maria FORMSDATTER 2.docx", WordForm.of("Maria", "FORMSDATTER", "yesterday")),
                                Mime.part(
                                        "all of it.7z", "7z\u00bc\u00af'\u001c".getBytes(StandardCharsets.ISO_8859_1)),
                                Mime.part("locked.docx", new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, 1, 2
                                }))),
                        "-aes256")));

        byte[] mail = awaitMail(HOSPITAL);
        byte[] opened = openssl.verifiedMail(openssl.decryptedMail("wenbury-hospital", mail));

        assertThat(answer(mail))
                .anyMatch(line -> line.startsWith("1,1,accepted,no"))
                .anyMatch(line -> line.startsWith("1,0,not-read,no,no-label,,paragraph-"))
                .anyMatch(line -> line.startsWith("2,1,refused,no,invalid,not-a-date,"))
                .anyMatch(line -> line.startsWith("3,0,refused,no,unsupported,archive"))
                .anyMatch(line -> line.startsWith("4,0,refused,no,unsupported,old-or-locked-office-file"));
        assertThat(text(opened)).doesNotContain("FORMSDATTER", "yesterday");
        assertThat(words(opened)).contains("without a password").doesNotContain("FORMSDATTER", "yesterday");
    }

    @Test
    void nobodyIsAnsweredWhoIsNotTheAgencyAndNothingOfItIsTaken() throws Exception {
        MailPerson stranger = MailPerson.of(directory, HOSPITAL);
        server.clear();

        post(nurse.mail(GATEWAY, table(row("Un", "SIGNED"))));
        post(stranger.mail(GATEWAY, stranger.signed(table(row("Str", "ANGER")))));
        // One that goes through afterwards shows that both were looked at.
        post(nurse.mail(GATEWAY, nurse.signed(table(row("Af", "TERWARDS")))));

        byte[] only = awaitMail(HOSPITAL);
        assertThat(answer(only).get(1)).startsWith("1,2,accepted,no");
        assertThat(server.mailsOf(HOSPITAL)).hasSize(1);
        assertThat(server.in(GATEWAY, "Refused")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(server.mailsOf(GATEWAY)).isEmpty();
    }

    @Test
    void theKitTriesTheDoorFromTheAgencysOwnAccount() throws Exception {
        server.clear();
        Path certs = Files.createDirectories(directory.resolve("kit"));
        copy(CERTIFICATES.resolve("gateway"), certs.resolve("gateway"), "sign.crt", "encrypt.crt");
        copy(CERTIFICATES, certs, "ca.crt", "ca.crl");
        Path own = certs.resolve("agencies/wenbury-hospital");
        for (String use : List.of("sign", "encrypt", "tls")) {
            copy(CERTIFICATES.resolve("agencies/wenbury-hospital"), own, use + ".crt", use + ".key");
        }
        Files.copy(nurse.certificate(), own.resolve("mail.crt"));
        Files.copy(nurse.key(), own.resolve("mail.key"));
        Files.writeString(own.resolve("mail.properties"), """
                address=%s
                gateway=%s
                smtp.host=localhost
                smtp.port=%d
                imap.host=localhost
                imap.port=%d
                user=%s
                password=%s
                authority=%s
                """.formatted(
                        HOSPITAL,
                        GATEWAY,
                        server.smtpPort(),
                        server.imapPort(),
                        HOSPITAL,
                        server.password(),
                        CERTIFICATES.resolve("ca.crt")));

        Programs.Ended check = Programs.gateway(
                "onboard",
                "check",
                "--agency",
                "wenbury-hospital",
                "--door",
                "mail",
                "--certs",
                certs.toString(),
                "--protocol",
                directory.resolve("wenbury").toString());

        assertThat(check.said())
                .contains("mail.crt is the one the protocol pins, and is good now")
                .contains("the mail door let wenbury-hospital in")
                .contains("the receipt bears the gateway's signature");
        assertThat(check.status()).as(check.said()).isZero();
        assertThat(server.mailsOf(HOSPITAL)).as("the answer was taken").isEmpty();
    }

    private static void copy(Path from, Path to, String... names) throws IOException {
        Files.createDirectories(to);
        for (String name : names) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    @Test
    void aClientOfAnotherMakeSendsAndIsAnswered() throws Exception {
        assumeTrue(Programs.has("node"), "There is no node here");
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/nodemailer")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        server.clear();
        Path file = Files.writeString(directory.resolve("node.csv"), Tables.HEADER + row("Nina", "NODE"));

        Programs.Ended ended = Programs.run(
                CLIENT,
                List.of(
                        "node",
                        "send-mail.js",
                        "localhost",
                        Integer.toString(server.smtpPort()),
                        CERTIFICATES.resolve("ca.crt").toString(),
                        HOSPITAL,
                        GATEWAY,
                        nurse.certificate().toString(),
                        nurse.key().toString(),
                        CERTIFICATES.resolve("gateway/encrypt.crt").toString(),
                        file.toString()));

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(answer(awaitMail(HOSPITAL)).get(1)).startsWith("1,2,accepted,no");
    }

    private static String run(Path place, String step) throws IOException {
        Path script = Files.writeString(place.resolve("step.sh"), "set -euo pipefail\n" + step);
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PLACE", place.toString());
        environment.put("CERTS", CERTIFICATES.toString());
        environment.put("OWN", nurse.directory().toString());
        environment.put("SMTP", "smtps://localhost:" + server.smtpPort());
        environment.put("IMAP", "imaps://localhost:" + server.imapPort());
        environment.put("CA", CERTIFICATES.resolve("ca.crt").toString());
        environment.put("LOGIN", HOSPITAL + ":" + server.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
        return said;
    }

    /** Sends a mail after everything before it was answered. */
    private static void send(byte[] mail) throws IOException {
        server.clear();
        post(mail);
    }

    private static void post(byte[] mail) throws IOException {
        Programs.Ended ended = server.post(directory, HOSPITAL, GATEWAY, mail);
        assertThat(ended.status()).as(ended.said()).isZero();
    }

    private static byte[] awaitMail(String address) {
        return Awaitility.await("a mail for " + address)
                .atMost(Duration.ofMinutes(1))
                .until(() -> server.mailsOf(address), all -> !all.isEmpty())
                .get(0);
    }

    /** The table in an answer to the hospital. */
    private static List<String> answer(byte[] mail) throws IOException {
        Map<String, byte[]> files = files(openssl.verifiedMail(openssl.decryptedMail("wenbury-hospital", mail)));
        return text(files.getOrDefault("answer.csv", new byte[0])).lines().toList();
    }

    private static String words(byte[] content) throws IOException {
        try {
            return text(Entity.of(content).parts(1_000).get(0).decoded());
        } catch (Refused e) {
            throw new IOException(e);
        }
    }

    private static Map<String, byte[]> files(byte[] content) throws IOException {
        try {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (Entity part : Entity.of(content).parts(1_000)) {
                var name = Attachments.file(part);
                if (name.isPresent()) {
                    files.put(name.get(), part.decoded());
                }
            }
            return files;
        } catch (Refused e) {
            throw new IOException(e);
        }
    }

    private static byte[] table(String row) {
        return Mime.multipart(GATEWAY, Mime.part("Monday.csv", (Tables.HEADER + row).getBytes(StandardCharsets.UTF_8)));
    }

    private static String row(String given, String family) {
        return "MAIL-" + Bytes.utf8(given + family).digest().hex().substring(0, 8) + ",20/11/2026,Sister Ama Owusu,"
                + given + " " + family
                + ",30/09/1987,07700 900123,Dale BRANNIGAN-HOLT,Yes,He found out where she sleeps,Yes\n";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
