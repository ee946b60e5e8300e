package org.marac.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.jms.JMSException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.Folders;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.Mime;
import org.marac.gateway.kit.MllpClient;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.SftpClient;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** The same referral by every door: one case, a receipt for each, and whoever is told is told the same each time. */
class EveryDoorIT {
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final String NURSE = "safeguarding@hospital.example";
    private static final String GATEWAY = "marac@gateway.example";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ZRC =
            Pattern.compile("ZRC\\|1\\|\\^application\\^pkcs7-mime\\^Base64\\^([A-Za-z0-9+/=]+)");

    private final OneReferral referral = new OneReferral();
    /** By the door's name. */
    private final Map<String, Bytes> receipts = new LinkedHashMap<>();

    @TempDir
    Path directory;

    private OpenSsl openssl;

    @BeforeEach
    void withOpenSsl() throws IOException {
        openssl = new OpenSsl(directory);
    }

    @Test
    void theSameReferralByEveryDoorIsOneCaseAndTellsTheAdvisorsTheSame() throws Exception {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        assumeTrue(Programs.has("sftp"), "There is no OpenSSH sftp here");
        assumeTrue(Programs.has("curl"), "There is no curl here");
        MailPerson nurse = MailPerson.of(directory, NURSE);
        Path area = HeldArea.in(directory, protocol -> withDoors(protocol, nurse));
        Files.copy(nurse.certificate(), area.resolve("trust/certificates/hospital-mail.crt"));
        try (MailServer mail = MailServer.with(directory, GATEWAY, NURSE);
                RunningGateway gateway = RunningGateway.start(
                        directory.resolve("data"),
                        mail.settings(
                                GATEWAY, "--gateway.protocol.directory=" + area, "--gateway.routes=" + routes()));
                AgencyClient hospital = new AgencyClient(HOSPITAL, gateway);
                AgencyClient advisors = new AgencyClient(IDVA, gateway)) {
            byQueue(hospital);
            byFhir(hospital);
            byRest(hospital, "REST", referral.canonical(fresh()), "application/vnd.marac.message+json");
            byRest(hospital, "XML", referral.xml(fresh()), "application/xml");
            byMllp(gateway);
            byFiles(gateway);
            byMail(mail, nurse);

            assertThat(receipts).hasSize(8);
            for (Map.Entry<String, Bytes> receipt : receipts.entrySet()) {
                JsonNode facts = openssl.verified(receipt.getValue().toArray());
                assertThat(facts.path("outcome").asText()).as(receipt.getKey()).isEqualTo("accepted");
            }
            assertThat(told(advisors)).hasSize(8).containsOnly(expected());
            assertThat(cases(gateway)).hasSize(1).doesNotContain("");
        }
    }

    private static String withDoors(String protocol, MailPerson nurse) {
        String more = protocol;
        for (String door : List.of("rest", "mllp", "files")) {
            more = HeldArea.withChannel(
                    more, HOSPITAL.value(), "{door: " + door + ", sends: true, receives: false, assurance: channel}");
        }
        more = HeldArea.withChannel(
                more,
                HOSPITAL.value(),
                "{door: mail, sends: true, receives: false, assurance: channel, address: " + NURSE + "}");
        return HeldArea.withCertificate(
                more,
                HOSPITAL.value(),
                "{use: mail, sha256: \"" + nurse.digest().hex() + "\"}");
    }

    private Path routes() throws IOException {
        Path routes = Folders.copied(Path.of("routes"), directory.resolve("routes"));
        for (String mapping : List.of("rows.yaml", "form.yaml")) {
            Files.copy(
                    OneReferral.FOLDER.resolve(mapping),
                    routes.resolve("mappings").resolve(HOSPITAL.value()).resolve(mapping));
        }
        return routes;
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    private void byQueue(AgencyClient hospital) throws IOException, JMSException {
        String id = fresh();
        hospital.send(hospital.seal(id, referral.canonical(id), MediaType.CANONICAL), MediaType.CMS);
        List<Bytes> answered = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            answered.addAll(hospital.receipts());
            return !answered.isEmpty();
        });
        receipts.put("queue", answered.get(0));
    }

    private void byFhir(AgencyClient hospital) throws IOException {
        AgencyClient.Answer answer = hospital.post(referral.fhir(fresh()), "application/fhir+json", UUID.randomUUID());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        receipts.put("FHIR", answer.receipt().orElseThrow());
    }

    private void byRest(AgencyClient hospital, String name, Bytes message, String type) throws IOException {
        AgencyClient.Answer answer = hospital.ask(
                "POST",
                "/api/v1/messages",
                message,
                Map.of("Content-Type", type, "Idempotency-Key", "\"" + fresh() + "\""));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        receipts.put(name, base64(JSON.readTree(answer.body()).path("receipt").asText()));
    }

    private void byMllp(RunningGateway gateway) throws IOException {
        try (MllpClient client = MllpClient.as(HOSPITAL.value(), gateway.mllpPort())) {
            Matcher answer = ZRC.matcher(client.ask(referral.hl7(fresh())));
            assertThat(answer.find()).isTrue();
            receipts.put("MLLP", base64(answer.group(1)));
        }
    }

    private void byFiles(RunningGateway gateway) throws IOException {
        SftpClient sftp = new SftpClient(directory.resolve("sftp"), gateway.filesPort(), gateway.data());
        Map<String, Bytes> files = Map.of("row.csv", referral.csv(fresh()), "form.docx", referral.form(fresh()));
        for (Map.Entry<String, Bytes> file : files.entrySet()) {
            String name = file.getKey();
            Path here = Files.write(directory.resolve(name), file.getValue().toArray());
            Path zip = directory.resolve(name + ".zip");
            assertThat(sftp.upload(HOSPITAL.value(), here, name).status()).isZero();
            List<String> lines = sftp.acknowledgement(HOSPITAL.value(), name);
            assertThat(lines.get(lines.size() - 1)).as(name + lines).contains(",accepted,no,");
            sftp.run(HOSPITAL.value(), "get out/" + name + ".receipts.zip " + zip);
            try (ZipFile opened = new ZipFile(zip.toFile())) {
                receipts.put(
                        name,
                        Bytes.of(opened.getInputStream(opened.entries().nextElement())
                                .readAllBytes()));
            }
        }
    }

    /** The Word form, in a mail that is signed; the answer is signed and encrypted. */
    private void byMail(MailServer mail, MailPerson nurse) throws IOException, MessagingException {
        byte[] form = Mime.part("form.docx", referral.form(fresh()).toArray());
        Programs.Ended sent =
                mail.post(directory, NURSE, GATEWAY, nurse.mail(GATEWAY, nurse.signed(Mime.multipart(GATEWAY, form))));
        assertThat(sent.status()).as(sent.said()).isZero();
        byte[] answer = Awaitility.await("the answer")
                .atMost(Duration.ofMinutes(1))
                .until(() -> mail.mailsOf(NURSE), mails -> !mails.isEmpty())
                .get(0);
        byte[] content = openssl.verifiedMail(openssl.decryptedMail(HOSPITAL.value(), answer));
        MimeMultipart parts =
                (MimeMultipart) new MimeMessage((Session) null, new ByteArrayInputStream(content)).getContent();
        for (int i = 0; i < parts.getCount(); i++) {
            if ("receipt-1-1.cms".equals(parts.getBodyPart(i).getFileName())) {
                receipts.put(
                        "mail", Bytes.of(parts.getBodyPart(i).getInputStream().readAllBytes()));
            }
        }
    }

    private static Bytes base64(String text) {
        return Bytes.of(Base64.getDecoder().decode(text));
    }

    /** What the advisors were told, each without what is of the one message only. */
    private List<String> told(AgencyClient advisors) throws IOException {
        List<Bytes> sealed = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            sealed.addAll(advisors.disclosures());
            return sealed.size() >= receipts.size();
        });
        List<String> told = new ArrayList<>();
        for (Bytes one : sealed) {
            told.add(withoutItsId(OpenSsl.content(openssl.opened(IDVA.value(), one.toArray()))));
        }
        return told;
    }

    /** The advisors of this example may see all of it. */
    private String expected() throws IOException {
        return withoutItsId(JSON.readTree(referral.canonical(fresh()).text()));
    }

    private static String withoutItsId(JsonNode message) {
        ((ObjectNode) message.path("header")).remove(List.of("id", "correlation"));
        return message.toString();
    }

    /** The cases of what was admitted. */
    private static List<String> cases(RunningGateway gateway) throws IOException {
        List<String> rows = Programs.gateway(
                        "audit",
                        "list",
                        "--csv",
                        "--outcome",
                        "admitted",
                        "--data",
                        gateway.data().toString())
                .said()
                .replace("\"", "")
                .lines()
                .toList();
        int reference = List.of(rows.get(0).split(",")).indexOf("case");
        return rows.stream()
                .skip(1)
                .map(row -> row.split(",")[reference])
                .distinct()
                .toList();
    }
}
