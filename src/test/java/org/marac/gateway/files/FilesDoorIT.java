package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.ExampleRoutes;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.SftpClient;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.kit.WordForm;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** The files door of the running gateway, met with OpenSSH, Node and OpenSSL: the commands of docs/agency-it/files.md. */
class FilesDoorIT {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final Path CLIENT = Path.of("src", "test", "node");
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String IDVA = "haven-idva";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static OpenSsl openssl;
    private static SftpClient sftp;
    private static Path area;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        assumeTrue(Programs.has("sftp"), "There is no OpenSSH sftp here");
        openssl = new OpenSsl(directory);
        area = HeldArea.in(directory, FilesDoorIT::withFiles);
        gateway = RunningGateway.start(
                directory.resolve("data"),
                "--gateway.protocol.directory=" + area,
                "--gateway.routes="
                        + ExampleRoutes.in(directory)
                                .out(IDVA, "files-out")
                                .wordForm(HOSPITAL)
                                .folder(),
                "--gateway.files.maximum-bytes=1048576");
        sftp = new SftpClient(directory.resolve("sftp"), gateway.filesPort(), gateway.data());
    }

    /** The hospital, which need not sign, may send by this door; the advisors of the example get their disclosures by it. */
    private static String withFiles(String protocol) {
        String signing = HeldArea.withChannel(
                protocol, "wenbury-police", "{door: files, sends: true, receives: false, assurance: signed}");
        return HeldArea.withChannel(
                HeldArea.withChannel(
                        signing, HOSPITAL, "{door: files, sends: true, receives: false, assurance: channel}"),
                IDVA,
                "{door: files, sends: false, receives: true, assurance: channel}");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void theKitTriesTheConnection() {
        Programs.Ended check = Programs.gateway(
                "onboard",
                "check",
                "--agency",
                "wenbury-police",
                "--door",
                "files",
                "--port",
                Integer.toString(gateway.filesPort()),
                "--protocol",
                area.toString());
        assertThat(check.said()).contains("the receipt bears the gateway's signature");
        assertThat(check.status()).as(check.said()).isZero();
    }

    @Test
    void whoseCertificateIsRevokedWhileItIsConnectedIsShownOut() throws Exception {
        Path list = area.resolve("trust").resolve("ca.crl");
        Instant now = Instant.now();
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, shown) -> true);
            client.setKeyIdentityProvider(
                    new FileKeyPairProvider(CERTIFICATES.resolve("agencies/wenbury-housing/tls.key")));
            client.start();
            try (ClientSession housing = client.connect("wenbury-housing", "localhost", gateway.filesPort())
                    .verify(Duration.ofMinutes(1))
                    .getSession()) {
                housing.auth().verify(Duration.ofMinutes(1));

                ExampleAuthority.revoke(
                        list,
                        now.minus(Duration.ofDays(1)),
                        now.plus(Duration.ofDays(1)),
                        CERTIFICATES.resolve("agencies/wenbury-housing/tls.crt"));

                assertThat(housing.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), Duration.ofMinutes(1)))
                        .contains(ClientSessionEvent.CLOSED);
            }
        } finally {
            ExampleAuthority.revoke(list, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
        }
    }

    @Test
    void aSpreadsheetIsAnsweredRowByRowAndTheDisclosureLiesInTheFolderOfWhomItIsFor() throws Exception {
        String good = row("Sunniva OKAFOR-LINDQVIST", "30/09/1987");
        Path file = Files.writeString(openssl.fresh(), Tables.HEADER + good + row("Berta Nobody", "30/09/87"));

        assertThat(sftp.upload(HOSPITAL, file, "monday.csv").status()).isZero();
        List<String> lines = sftp.acknowledgement(HOSPITAL, "monday.csv");

        assertThat(lines.get(0)).isEqualTo("row,outcome,repeated,code,reason,places,log_index,receipt_sha256");
        assertThat(lines.get(1)).matches("2,accepted,no,,,,[0-9]+,[0-9a-f]{64}");
        assertThat(lines.get(2))
                .matches(
                        "3,refused,no,invalid,two-digit-year,column-5:/victim/birthDate two-digit-year,[0-9]+,[0-9a-f]{64}");
        byte[] receipt = receipt(HOSPITAL, "monday.csv", 2);
        assertThat(lines.get(1)).endsWith(Bytes.of(receipt).digest().hex());
        assertThat(openssl.verified(receipt).path("outcome").asText()).isEqualTo("accepted");
        assertThat(openssl.verified(receipt(HOSPITAL, "monday.csv", 3))
                        .path("outcome")
                        .asText())
                .isEqualTo("refused");

        // What the advisors get of it is written down right after what was decided.
        long index = Long.parseLong(lines.get(1).split(",")[6]);
        Path got = Files.createDirectory(directory.resolve("got" + index));
        String[] gets = LongStream.range(index + 1, index + 15)
                .mapToObj(next -> "-get out/disclosures/" + next + ".cms* " + got)
                .toArray(String[]::new);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> sftp.run(IDVA, gets).status() == 0
                        && !list(got, ".sha256").isEmpty());
        Path sealed = list(got, ".cms").get(0);
        assertThat(Programs.run(got, List.of("sha256sum", "-c", sealed.getFileName() + ".sha256"))
                        .status())
                .isZero();
        JsonNode envelope = openssl.opened(IDVA, Files.readAllBytes(sealed));
        assertThat(envelope.path("handling").path("originator").asText()).isEqualTo(HOSPITAL);
        assertThat(OpenSsl.content(envelope).at("/victim/name/family").asText()).isEqualTo("OKAFOR-LINDQVIST");
        assertThat(sftp.run(IDVA, "rm out/disclosures/" + sealed.getFileName()).status())
                .isZero();
        assertThat(inClear("OKAFOR-LINDQVIST")).isEmpty();
    }

    @Test
    void aRowThatComesAgainIsTheSameRowInWhateverFile() throws Exception {
        String row = row("Ada AGAIN", "01/02/1990");
        Path first = Files.writeString(openssl.fresh(), Tables.HEADER + row);
        Path second = Files.writeString(openssl.fresh(), Tables.HEADER + row(" Eve NEW", "01/02/1991") + row);

        sftp.upload(HOSPITAL, first, "first.csv");
        String accepted = sftp.acknowledgement(HOSPITAL, "first.csv").get(1);
        sftp.upload(HOSPITAL, second, "second.csv");
        List<String> lines = sftp.acknowledgement(HOSPITAL, "second.csv");

        assertThat(lines.get(1)).startsWith("2,accepted,no");
        assertThat(lines.get(2)).isEqualTo(accepted.replace("2,accepted,no", "3,accepted,yes"));
    }

    @Test
    void aFileIsReadWhenItsControlFileSaysThatItIsWholeAndNotBefore() throws Exception {
        String content = Tables.HEADER + row("Cora CONTROL", "05/06/1980");
        Path whole = Files.writeString(openssl.fresh(), content);
        Path half = Files.writeString(openssl.fresh(), content.substring(0, content.length() - 9));
        Path control = Files.writeString(
                openssl.fresh(),
                "rows=1\nsha256=" + Bytes.utf8(content).digest().hex() + "\n");

        sftp.run(HOSPITAL, "put " + half + " in/controlled.csv", "put " + control + " in/controlled.csv.done");
        // A file that goes through meanwhile shows that the folder was looked at.
        sftp.upload(
                HOSPITAL, Files.writeString(openssl.fresh(), Tables.HEADER + row("Di ELSE", "05/06/1981")), "else.csv");
        sftp.acknowledgement(HOSPITAL, "else.csv");
        assertThat(sftp.run(HOSPITAL, "ls -l in", "ls out").said())
                .contains("controlled.csv", " " + (content.length() - 9) + " ")
                .doesNotContain("controlled.csv.ack.csv");
        sftp.run(HOSPITAL, "put " + whole + " in/controlled.csv");

        assertThat(sftp.acknowledgement(HOSPITAL, "controlled.csv").get(1)).startsWith("2,accepted");
        assertThat(sftp.run(HOSPITAL, "ls in").said()).doesNotContain("controlled");
    }

    @Test
    void aWordFormIsReadByItsLabelsAndWhatIsNotReadIsListed() throws Exception {
        Path form = Files.write(openssl.fresh(), WordForm.of("Sigrid", "FORMSDATTER", "19/11/2026"));
        Path broken = Files.write(openssl.fresh(), WordForm.of("Sigrid", "FORMSDATTER", "yesterday"));

        sftp.upload(HOSPITAL, form, "form.docx");
        sftp.upload(HOSPITAL, broken, "broken.docx");

        assertThat(sftp.acknowledgement(HOSPITAL, "form.docx"))
                .anyMatch(line -> line.startsWith("0,not-read,no,no-label,,paragraph-"))
                .anyMatch(line -> line.startsWith("1,accepted,no"));
        assertThat(sftp.acknowledgement(HOSPITAL, "broken.docx"))
                .anyMatch(line -> line.startsWith("1,refused,no,invalid,not-a-date,"))
                .noneMatch(line -> line.contains("FORMSDATTER") || line.contains("yesterday"));
    }

    @Test
    void anAgencyThatMustSignDropsSealedMessages() throws Exception {
        String id = UUID.randomUUID().toString();
        String referral = Files.readString(Path.of("src/main/resources/example/police-referral.json"))
                .replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Path plain = Files.writeString(openssl.fresh(), Tables.HEADER + row("Pia PLAIN", "01/01/1990"));
        try (AgencyClient police = new AgencyClient(new AgencyId("wenbury-police"), gateway)) {
            Bytes sealed = police.seal(id, Bytes.utf8(referral), MediaType.CANONICAL);
            Path file = Files.write(openssl.fresh(), sealed.toArray());
            sftp.upload("wenbury-police", file, "sealed.cms");
            sftp.upload("wenbury-police", plain, "plain.csv");
        }

        assertThat(sftp.acknowledgement("wenbury-police", "sealed.cms").get(1)).startsWith("1,accepted,no");
        assertThat(sftp.acknowledgement("wenbury-police", "plain.csv").get(1))
                .startsWith("2,refused,no,channel-not-agreed,signature-required");
    }

    @Test
    void aClientOfAnotherMakeSendsAndIsAnswered() throws Exception {
        assumeTrue(Programs.has("node"), "There is no node here");
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/ssh2-sftp-client")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        Path file = Files.writeString(openssl.fresh(), Tables.HEADER + row("Nina NODE", "07/08/1985"));
        Path key = directory.resolve("node.key");
        openssl.run("ec", "-in", sftp.key(HOSPITAL).toString(), "-out", key.toString());
        String hostKey = Files.readString(gateway.data().resolve("files/host.key.pub"))
                .split(" ")[1]
                .strip();

        Programs.Ended ended = Programs.run(
                CLIENT,
                List.of(
                        "node",
                        "send-file.js",
                        "localhost",
                        Integer.toString(gateway.filesPort()),
                        HOSPITAL,
                        key.toString(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(Base64.getDecoder().decode(hostKey))),
                        file.toString(),
                        "node.csv"));

        assertThat(ended.status()).as(ended.said()).isZero();
        assertThat(ended.said()).contains("2,accepted,no");
    }

    @Test
    void onlyTheKeyOfAPinnedCertificateOpensOnlyItsOwnFolder() throws Exception {
        assertThat(sftp.runAs("stranger", HOSPITAL, "ls").said()).contains("Permission denied");
        assertThat(sftp.runAs(IDVA, HOSPITAL, "ls").said())
                .as("another agency's key")
                .contains("Permission denied");
        Path file = Files.writeString(openssl.fresh(), Tables.HEADER);
        for (String trick : List.of(
                "put " + file + " in/../../wenbury-gp/in/x.csv",
                "put " + file + " ../x.csv",
                "put " + file + " /etc/x.csv",
                "put " + file + " out/x.csv",
                "put " + file + " in/sub/x.csv",
                "put " + file + " in/=cmd.csv",
                "get ../../../keys/kek",
                "get /../../keys/kek",
                "get ../../host.key",
                "mkdir in/sub",
                "symlink ../../../keys/kek in/link.csv",
                "symlink /etc/passwd out/link",
                "ln in/a in/b",
                "rmdir out",
                "rename in out/in",
                "ls ../" + IDVA,
                "rm /etc/passwd")) {
            assertThat(sftp.run(HOSPITAL, trick).status()).as(trick).isNotZero();
        }
        assertThat(list(gateway.data().resolve("files"), "x.csv")).isEmpty();
        assertThat(sftp.command(HOSPITAL, "id").status()).as("a command").isNotZero();
    }

    @Test
    void whatIsTooMuchIsNotTaken() throws Exception {
        Path large = Files.write(openssl.fresh(), new byte[1_100_000]);
        Path bomb = Files.write(openssl.fresh(), bomb());

        assertThat(sftp.run(HOSPITAL, "put " + large + " in/large.csv.tmp").status())
                .isNotZero();
        sftp.upload(HOSPITAL, bomb, "bomb.xlsx");

        assertThat(sftp.acknowledgement(HOSPITAL, "bomb.xlsx").get(1))
                .startsWith("0,refused,no,unreadable,unpacks-to-too-much,");
        assertThat(openssl.verified(receipt(HOSPITAL, "bomb.xlsx", 0))
                        .path("outcome")
                        .asText())
                .isEqualTo("refused");
    }

    @Test
    void aGatewayKilledInTheMiddleOfAFileGoesOnAndNothingIsTwice() throws Exception {
        StringBuilder content = new StringBuilder(Tables.HEADER);
        for (int i = 0; i < 300; i++) {
            // Of people who share nothing, so that several are at work when it is killed.
            content.append(UUID.randomUUID() + ",2026-11-19,Imogen Tallis,Kit" + word(i) + " KILLED" + word(i)
                    + ",,,Curtis" + word(i) + " BRACKEN" + word(i) + ",Yes,control that grows,Yes\n");
        }
        Path file = Files.writeString(openssl.fresh(), content);
        Path acknowledgement = gateway.data().resolve("files/taken").resolve(HOSPITAL);

        sftp.upload(HOSPITAL, file, "long.csv");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> lines(acknowledgement) > 5);
        gateway.kill();
        long before = lines(acknowledgement);
        gateway.start();
        List<String> lines = sftp.acknowledgement(HOSPITAL, "long.csv");

        assertThat(before).as("killed in the middle").isLessThan(300);
        assertThat(lines).hasSize(301);
        for (int i = 1; i <= 300; i++) {
            assertThat(lines.get(i)).startsWith(i + 1 + ",accepted");
        }
        assertThat(lines.stream().skip(1).map(line -> line.split(",")[6]).distinct())
                .as("each row once in the log")
                .hasSize(300);
        assertThat(openssl.verified(receipt(HOSPITAL, "long.csv", 2))
                        .path("outcome")
                        .asText())
                .isEqualTo("accepted");
    }

    private static String word(int number) {
        return "" + (char) ('a' + number / 26) + (char) ('a' + number % 26);
    }

    private static long lines(Path taken) throws IOException {
        long lines = 0;
        for (Path ack : list(taken, ".ack")) {
            lines += Files.readAllLines(ack).size() - 1;
        }
        return lines;
    }

    private static String row(String victim, String born) {
        return UUID.randomUUID() + ",2026-11-19,Imogen Tallis," + victim + "," + born
                + ",7700900461,Curtis BRACKENRIDGE,Yes,control that grows,Yes\n";
    }

    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/workbook.xml"));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(block);
            }
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    private static byte[] receipt(String agency, String name, int row) throws IOException {
        Path to = openssl.fresh();
        assertThat(sftp.run(agency, "get out/" + name + ".receipts.zip " + to).status())
                .isZero();
        try (ZipFile zip = new ZipFile(to.toFile())) {
            return zip.getInputStream(zip.getEntry("row-" + row + ".p7s")).readAllBytes();
        }
    }

    private static List<Path> inClear(String word) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path file : list(gateway.data().resolve("files"), "")) {
            if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) {
                found.add(file);
            }
        }
        return found;
    }

    private static List<Path> list(Path folder, String end) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().endsWith(end))
                    .sorted()
                    .toList();
        }
    }
}
