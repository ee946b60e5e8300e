package org.marac.gateway.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.command.CommandLineTool;
import org.marac.gateway.kit.FhirSender;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Ruling;

/** An auditor at the command line, after a morning's traffic: beside the running gateway, and after it has stopped. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditorIT {
    private static final Path AREA = Path.of("protocol-config/wenbury");
    private static final Path VERIFY_LOG = Path.of("../shared/verify-log").toAbsolutePath();
    private static final String JSON = "application/fhir+json";
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId IDVA = new AgencyId("haven-idva");

    private static final Pattern RELEASES =
            Pattern.compile("```sh\n# example: every-release-of-an-address\n(.*?)```", Pattern.DOTALL);

    /** The next version: one sharing is forbidden, one is new, one waits for a person. */
    private static final String NEXT = """

              - id: C90.1
                effect: forbid
                title: The police ring the advisors
                text: >-
                  The police tell the IDVA service by telephone, and send it no referral.
                from: [sector:police]
                to: [haven-idva]
                kinds: [REFERRAL]
                reason: by-telephone
                rules: [P9]

              - id: C90.2
                effect: permit
                title: Education hears of the children at once
                text: >-
                  Of a referral by the police, education receives who the children are and where they are on weekdays.
                from: [sector:police]
                to: [sector:education]
                purposes: [REFERRAL]
                kinds: [REFERRAL]
                categories: [ENVELOPE, CHILD, SCHOOL]
                obligations: [MINEC, REDACT, NOREUSE, ENCRYPT, NOPAT, DELAU, CPLYPOL]
                basis: [LAW_ENFORCEMENT]
                rules: [P9]

              - id: C90.3
                effect: hold
                title: A person reads what hospitals refer
                text: >-
                  The coordinator reads what a health body refers before the IDVA service does.
                from: [sector:health]
                to: [haven-idva]
                kinds: [REFERRAL]
                reason: read-first
                rules: [P9]
            """;

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static Path export;

    /** How a verb ended. */
    private record Ended(int status, String said) {}

    @BeforeAll
    static void morning() throws IOException {
        export = directory.resolve("export");
        gateway = RunningGateway.start(directory.resolve("data"));
        FhirSender hospital = FhirSender.of(gateway, "wenbury-hospital");
        String referral = example("hospital-referral.fhir.json");
        UUID request = UUID.randomUUID();
        for (int status : List.of(200, 409)) {
            assertThat(hospital.send(hospital.message(request, request)
                                    .timeout(Duration.ofMinutes(1))
                                    .header("Content-Type", JSON)
                                    .POST(HttpRequest.BodyPublishers.ofString(referral)))
                            .statusCode())
                    .isEqualTo(status);
        }
        assertThat(hospital.post(JSON, "{".getBytes(UTF_8)).statusCode()).isEqualTo(400);
        assertThat(FhirSender.with(gateway, FhirSender.CERTIFICATES.resolve("stranger/tls"))
                        .post(JSON, referral.getBytes(UTF_8))
                        .statusCode())
                .isEqualTo(401);
        for (String example : List.of("police-referral.json", "below-threshold.json")) {
            assertThat(sendSealed("wenbury-police", example).status()).isZero();
        }
        assertThat(sendSealed("wenbury-fire", "fire-referral.json").said()).contains("not-a-signatory");
        Awaitility.await("every disclosure delivered and in the log")
                .atMost(Duration.ofMinutes(1))
                .until(() -> count("delivered") == 4);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    @Order(1)
    void listsWhoSharedWhatWithWhomWhileTheGatewayRuns() throws IOException {
        String all = ask("list");
        assertThat(all).contains("message.admitted", "message.refused", "message.disclosed", "message.delivered");
        assertThat(all).contains("below-threshold-without-rationale", "not-a-signatory", "unknown-peer");

        assertThat(rows("--agency", "wenbury-police", "--outcome", "admitted"))
                .singleElement()
                .satisfies(row -> assertThat(row).contains("wenbury-police", "queue", "admitted"));
        assertThat(rows("--recipient", "haven-idva", "--outcome", "disclosed"))
                .hasSize(2)
                .allSatisfy(row -> assertThat(row).contains("haven-idva").containsAnyOf("C3.4", "C3.5"));
        assertThat(rows("--clause", "C3.7"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row).contains("C3.7", "wenbury-police"));
        assertThat(rows("--agency", "wenbury-fire")).isNotEmpty().noneMatch(row -> row.contains("disclosed"));
        assertThat(rows("--until", "2026-01-01T00:00:00Z")).isEmpty();
        assertThat(rows("--from", "2026-01-01T00:00:00Z", "--outcome", "refused"))
                .hasSizeGreaterThanOrEqualTo(4);
        String caseRef = cells(rows("--agency", "wenbury-police", "--outcome", "admitted")
                        .get(0))
                .get(9);
        assertThat(rows("--case", caseRef))
                .as("the admission and its rulings, disclosures and deliveries, of this case alone")
                .hasSizeGreaterThan(5)
                .allSatisfy(row -> assertThat(row).contains(caseRef, "wenbury-police"));
        assertThat(all).doesNotContain("Okafor", "Ashdown", "07700", "WB1 9QT", "Tarn");
    }

    @Test
    @Order(2)
    void showsOneDecisionInWords() throws IOException {
        String index = cells(rows("--agency", "wenbury-hospital", "--outcome", "admitted")
                        .get(0))
                .get(0);

        Ended shown = run("show", "--data", data(), index);

        assertThat(shown.status()).isZero();
        assertThat(shown.said())
                .contains("for haven-idva", "obligations", "lawful basis", "PUBLIC_TASK")
                .contains("C3.4", "Referral to the IDVA service, public bodies", "so that an advisor can reach the")
                .contains("What came of it:", "delivered", "Proof that it is in the log:");
        String disclosure = cells(rows(
                                "--agency",
                                "wenbury-hospital",
                                "--recipient",
                                "wenbury-childrens-services",
                                "--outcome",
                                "disclosed")
                        .get(0))
                .get(0);
        assertThat(run("show", "--data", data(), disclosure).said())
                .contains("withheld", "CONTACT_SAFE", "ADDRESS_SAFE", "Belongs to the decision at index " + index);
        assertThat(run("show", "--data", data(), "999999").status()).isEqualTo(1);
    }

    @Test
    @Order(3)
    void exportsAndVerifiesBesideTheRunningGateway() {
        Programs.Ended exported = Programs.gateway("audit", "export", "--data", data(), export.toString());
        assertThat(exported.status()).as(exported.said()).isZero();

        Programs.Ended verified = Programs.gateway("audit", "verify", export.toString());

        assertThat(verified.said()).contains("OK: ", "every one re-hashed, every gate asked again");
        assertThat(verified.status()).isZero();
    }

    @Test
    @Order(4)
    void strangersToThisCodeAcceptTheExport() throws IOException {
        assumeTrue(Files.isDirectory(VERIFY_LOG), "The Go authors' verifier is not here");
        assumeTrue(Programs.has("go"), "There is no go here");
        Path program = directory.resolve("verify-log");
        Programs.Ended built = Programs.run(
                VERIFY_LOG,
                List.of(
                        "env",
                        "GO111MODULE=off",
                        "GOPATH=/usr/share/gocode",
                        "GOCACHE=" + directory.resolve("go-cache"),
                        "go",
                        "build",
                        "-o",
                        program.toString(),
                        "main.go"));
        assumeTrue(built.status() == 0, "golang-golang-x-mod-dev is not installed: " + built.said());
        List<String> command = new ArrayList<>(
                List.of(program.toString(), export.resolve("log").toString()));
        try (Stream<Path> older = Files.list(export.resolve("log/checkpoints"))) {
            older.map(Path::toString).forEach(command::add);
        }

        Programs.Ended verified = Programs.run(directory, command);

        assertThat(verified.said()).contains("OK");
        assertThat(verified.status()).isZero();
    }

    @Test
    @Order(5)
    void findsOneFlippedBitInAnyFileOfTheExport() throws IOException {
        Random random = new Random(20_261_121);
        for (Path file : filesOf(export)) {
            byte[] bytes = Files.readAllBytes(file);
            for (int i = 0; i < tries(file); i++) {
                byte[] flipped = bytes.clone();
                int place = place(file, bytes, random);
                flipped[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                Files.write(file, flipped);

                assertThat(run("verify", export.toString()).status())
                        .as("a bit flipped at " + place + " of " + export.relativize(file))
                        .isEqualTo(1);
            }
            Files.write(file, bytes);
        }
        assertThat(run("verify", export.toString()).status()).isZero();
    }

    /** What proves something; the explanation beside it proves nothing. */
    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("README.txt"))
                    .sorted()
                    .toList();
        }
    }

    /** In a PEM file, somewhere in what is encoded: a bit of its line ends or of the padding says nothing. */
    private static int place(Path file, byte[] bytes, Random random) {
        String name = file.toString();
        if (!name.endsWith(".crt") && !name.endsWith(".crl")) {
            return random.nextInt(bytes.length);
        }
        int place = "-----BEGIN CERTIFICATE-----\n".length() + random.nextInt(bytes.length / 2);
        return bytes[place] == '\n' ? place + 1 : place;
    }

    private static int tries(Path file) {
        String name = file.toString();
        return name.contains("/entries/") || name.endsWith("checkpoint") || name.endsWith("protocol.yaml") ? 5 : 1;
    }

    @Test
    @Order(6)
    void theGateFindsADecisionThatTheProtocolDoesNotMake() throws IOException {
        List<Entry> entries = entries();
        assertThat(run("verify", written("true", entries)).status()).isZero();

        Ended widened = run("verify", written("widened", changed(entries, AuditorIT::widened)));
        assertThat(widened.status()).isEqualTo(1);
        assertThat(widened.said()).contains("the same question gives another decision");

        Ended passedOn = run("verify", written("passed-on", changed(entries, AuditorIT::passedOn)));
        assertThat(passedOn.status()).isEqualTo(1);
    }

    /** The log as whoever holds its key and its database could have written it. */
    private static String written(String name, List<Entry> entries) throws IOException {
        Logs logs = Logs.fresh();
        logs.append(entries);
        Path target = directory.resolve(name);
        logs.publish(Files.createDirectory(directory.resolve(name + "-signed")), entries.size());
        logs.export(target);
        for (Path file : filesOf(AREA)) {
            Path copy = target.resolve("protocol").resolve(AREA.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return target.toString();
    }

    private static List<Entry> changed(List<Entry> entries, UnaryOperator<Entry> change) {
        List<Entry> changed = entries.stream().map(change).toList();
        assertThat(changed).isNotEqualTo(entries);
        return changed;
    }

    /** Housing was permitted what the IDVA service was. */
    private static Entry widened(Entry entry) {
        if (!(entry instanceof Entry.Admitted admitted)) {
            return entry;
        }
        Ruling.Permit advisors = admitted.decision().permits().stream()
                .filter(permit -> permit.recipient().equals(IDVA))
                .findFirst()
                .orElseThrow();
        List<Ruling> rulings = admitted.decision().rulings().stream()
                .map(ruling -> ruling.recipient().equals(HOUSING) ? Permits.to(HOUSING, advisors) : ruling)
                .toList();
        return new Entry.Admitted(
                admitted.at(),
                admitted.arrived(),
                admitted.from(),
                admitted.assurance(),
                admitted.question(),
                new Decision(admitted.decision().protocol(), rulings),
                admitted.caseRef(),
                admitted.receiptId());
    }

    /** What was disclosed to the IDVA service went to housing. */
    private static Entry passedOn(Entry entry) {
        if (!(entry instanceof Entry.Disclosed disclosed)
                || !disclosed.permit().recipient().equals(IDVA)) {
            return entry;
        }
        return new Entry.Disclosed(
                disclosed.at(),
                disclosed.from(),
                Permits.to(HOUSING, disclosed.permit()),
                disclosed.door(),
                disclosed.messageRef(),
                disclosed.caseRef(),
                disclosed.protocol(),
                disclosed.withheld(),
                disclosed.sha256(),
                disclosed.bytes(),
                disclosed.decision());
    }

    /** The entries of the export, read from its bundles. */
    private static List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : filesOf(export.resolve("log/tile/entries"))) {
            ByteBuffer bundle = ByteBuffer.wrap(Files.readAllBytes(file));
            while (bundle.hasRemaining()) {
                byte[] leaf = new byte[Short.toUnsignedInt(bundle.getShort())];
                bundle.get(leaf);
                try {
                    entries.add(Leaf.read(leaf).entry());
                } catch (NotALeaf e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return entries;
    }

    @Test
    @Order(7)
    void scenario23_everyReleaseOfAnAddressToWhomOnWhichBasisUnderWhichVersion() throws IOException {
        Matcher example = RELEASES.matcher(Files.readString(Path.of("docs/auditors/README.md")));
        assertThat(example.find()).isTrue();
        Path script = Files.writeString(directory.resolve("releases.sh"), example.group(1));

        Programs.Ended releases = Programs.run(
                "env",
                "DATA=" + data(),
                "GATEWAY=" + String.join(" ", Programs.gatewayCommand()),
                "bash",
                "-e",
                "-o",
                "pipefail",
                script.toString());

        assertThat(releases.status()).as(releases.said()).isZero();
        assertThat(releases.said().lines().map(AuditorIT::narrow).filter(line -> line.contains("message.disclosed")))
                .as("the record and the advisor, and nobody else, of the one referral that names a safe address")
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains(" wenbury-hospital record wenbury-marac disclosed C3.1 ")
                                .endsWith(" 1 PUBLIC_TASK"),
                        line -> assertThat(line)
                                .contains(" wenbury-hospital queue haven-idva disclosed C3.4 ")
                                .endsWith(" 1 PUBLIC_TASK"));
        assertThat(rows("--material", "ADDRESS_SAFE", "--outcome", "denied", "--agency", "wenbury-hospital"))
                .extracting(row -> cells(row).get(5) + " " + cells(row).get(8))
                .as("to whom nothing went; children's services saw the rest")
                .containsExactlyInAnyOrder(
                        "wenbury-police no-clause-permits",
                        "wenbury-gp no-clause-permits",
                        "wenbury-adult-services no-clause-permits",
                        "wenbury-housing no-clause-permits",
                        "wenbury-probation no-clause-permits",
                        "wenbury-education no-clause-permits",
                        "wenbury-substance-misuse no-clause-permits",
                        "wenbury-fire not-a-signatory");
        assertThat(rows("--material", "ADDRESS_SAFE", "--agency", "wenbury-police"))
                .as("the police named none")
                .isEmpty();
    }

    @Test
    @Order(8)
    void saysWhatAnotherVersionWouldHaveMadeOfTheMorning() throws IOException {
        furtherInformation();
        Path next = Files.createDirectories(directory.resolve("v2"));
        Files.writeString(next.resolve("protocol.yaml"), Files.readString(AREA.resolve("v1/protocol.yaml")) + NEXT);
        String hospital = indexOf("wenbury-hospital");
        String police = indexOf("wenbury-police");

        List<String> live = compared(next, "--data", data());

        assertThat(live)
                .containsSubsequence(
                        "Terms:",
                        "nothing changes",
                        "Clauses:",
                        "C90.1 is new: The police ring the advisors",
                        "C90.2 is new: Education hears of the children at once",
                        "C90.3 is new: A person reads what hospitals refer",
                        "Sharings:",
                        "wenbury-police to wenbury-education, REFERRAL for REFERRAL:"
                                + " newly permitted ENVELOPE/* CHILD/* SCHOOL/*, by C90.2 [ordinarily]");
        assertThat(live.subList(live.indexOf("4 decisions of the period, decided again:"), live.size()))
                .as("the two that stay as they were, below the threshold and the advisor's, say nothing")
                .containsExactly(
                        "4 decisions of the period, decided again:",
                        "index " + hospital + ", wenbury-hospital to haven-idva, REFERRAL for REFERRAL: newly held"
                                + " ENVELOPE REFERRER VICTIM_IDENTITY/VICTIM VICTIM_ADDRESS/VICTIM"
                                + " PERPETRATOR_IDENTITY/ALLEGED_PERPETRATOR PERPETRATOR_ADDRESS/ALLEGED_PERPETRATOR"
                                + " CHILD/CHILD SCHOOL/CHILD RISK/ALLEGED_PERPETRATOR RISK NARRATIVE CONSENT EXCLUSION"
                                + " DIVERSITY/VICTIM ADDRESS_SAFE/VICTIM CONTACT_SAFE/VICTIM HEALTH,"
                                + " by C90.3 (read-first), until now by C3.4",
                        "index " + police + ", wenbury-police to haven-idva, REFERRAL for REFERRAL: newly refused"
                                + " ENVELOPE REFERRER VICTIM_IDENTITY/VICTIM VICTIM_ADDRESS/VICTIM"
                                + " PERPETRATOR_IDENTITY/ALLEGED_PERPETRATOR PERPETRATOR_ADDRESS/ALLEGED_PERPETRATOR"
                                + " CHILD/CHILD SCHOOL/CHILD RISK/ALLEGED_PERPETRATOR RISK NARRATIVE CONSENT EXCLUSION"
                                + " DIVERSITY/VICTIM EMPLOYMENT/VICTIM EMPLOYMENT/ALLEGED_PERPETRATOR HOUSING/VICTIM"
                                + " CONTACT_SAFE/VICTIM HEALTH, by C90.1 (by-telephone), until now by C3.5",
                        "index " + police + ", wenbury-police to wenbury-education, REFERRAL for REFERRAL:"
                                + " newly permitted ENVELOPE CHILD/CHILD SCHOOL/CHILD, by C90.2",
                        "newly from to by reason until now by times index",
                        "permitted wenbury-police wenbury-education C90.2 1 " + police,
                        "held wenbury-hospital haven-idva C90.3 read-first C3.4 1 " + hospital,
                        "refused wenbury-police haven-idva C90.1 by-telephone C3.5 1 " + police,
                        "Not decided again:",
                        "1 ended while it waited, which people decide: superseded",
                        "1 turned away without asking a clause: not-a-signatory",
                        "1 turned away without asking a clause: unknown-peer",
                        "1 turned away without asking a clause: unreadable",
                        "1 withdrawn by who had said it: whoever said something may always take it back");
        assertThat(compared(next, "--export", export.toString()))
                .as("the export was made before the advisor spoke")
                .contains("3 decisions of the period, decided again:")
                .contains("permitted wenbury-police wenbury-education C90.2 1 " + police)
                .contains("held wenbury-hospital haven-idva C90.3 read-first C3.4 1 " + hospital)
                .contains("refused wenbury-police haven-idva C90.1 by-telephone C3.5 1 " + police)
                .noneMatch(line -> line.contains("withdrawn"));
    }

    /** What the comparison says, line by line, without what only makes it look well. */
    private static List<String> compared(Path next, String... source) {
        List<String> arguments = new ArrayList<>(List.of("protocol", "compare"));
        arguments.addAll(List.of(AREA.resolve("v1").toString(), next.toString(), "--from", "2026-01-01T00:00:00Z"));
        arguments.addAll(List.of(source));
        Ended ended = tool(arguments.toArray(String[]::new));
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.said()
                .lines()
                .map(AuditorIT::narrow)
                .filter(line -> !line.isEmpty() && !line.startsWith("---"))
                .toList();
    }

    private static String narrow(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private static String indexOf(String agency) throws IOException {
        return cells(rows("--agency", agency, "--outcome", "admitted").get(0)).get(0);
    }

    /** What an advisor knows, part of it from someone else and about an officer's namesake; then it takes a word back. */
    private static void furtherInformation() throws IOException {
        Tale known = Tale.information().sender("haven-idva");
        known.at("/header").put("purpose", "MEETING").put("created", now());
        known.at("/victim").remove("nhsNumber");
        known.at("/victim/name").put("family", Tale.surname());
        known.at("/allegedPerpetrators/0/name")
                .put("family", "Reed")
                .putArray("given")
                .add("Colin");
        known.at("/items/0").put("originator", "wenbury-hospital");
        for (Tale tale : List.of(known, known.withdrawing(known.id(), "SENT_IN_ERROR"))) {
            Path file = Files.write(
                    directory.resolve(tale.id() + ".json"), tale.bytes().toArray());
            Programs.Ended sent = sendSealed("haven-idva", file);
            assertThat(sent.status()).as(sent.said()).isZero();
        }
    }

    @Test
    @Order(9)
    void aStoppedGatewaysDataIsListedExportedAndVerifiedTheSame() throws IOException {
        gateway.stop();
        Path again = directory.resolve("again");

        Programs.Ended listed = Programs.gateway("audit", "list", "--data", data(), "--csv", "--outcome", "admitted");
        assertThat(listed.said().lines().filter(line -> line.contains("message.admitted")))
                .hasSize(4);
        Programs.Ended exported = Programs.gateway("audit", "export", "--data", data(), again.toString());

        assertThat(exported.status()).as(exported.said()).isZero();
        assertThat(run("verify", again.toString()).status()).isZero();
        Path bundle = filesOf(export.resolve("log/tile/entries")).get(0);
        byte[] before = Files.readAllBytes(bundle);
        byte[] after =
                Files.readAllBytes(filesOf(again.resolve("log/tile/entries")).get(0));
        assertThat(after).as("what was in the log is in the log").startsWith(before);
    }

    private static Programs.Ended sendSealed(String agency, String example) throws IOException {
        return sendSealed(agency, Files.writeString(directory.resolve(example), example(example)));
    }

    private static Programs.Ended sendSealed(String agency, Path file) {
        return Programs.gateway(
                "send",
                "--agency",
                agency,
                "--door",
                "amqp",
                "--seal",
                "--port",
                Integer.toString(gateway.amqpPort()),
                file.toString());
    }

    private static long count(String outcome) throws IOException {
        return rows("--outcome", outcome).size();
    }

    private static List<String> rows(String... filter) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("list", "--data", data(), "--csv"));
        arguments.addAll(List.of(filter));
        Ended ended = run(arguments.toArray(String[]::new));
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.said().lines().skip(1).toList();
    }

    private static List<String> cells(String row) {
        return Stream.of(row.split(",")).map(cell -> cell.replace("\"", "")).toList();
    }

    private static String ask(String verb) throws IOException {
        Ended ended = run(verb, "--data", data());
        assertThat(ended.status()).as(ended.said()).isZero();
        return ended.said();
    }

    private static Ended run(String... verb) throws IOException {
        return tool(Stream.concat(Stream.of("audit"), Stream.of(verb)).toArray(String[]::new));
    }

    private static Ended tool(String... arguments) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (PrintStream out = new PrintStream(said, true, UTF_8)) {
            System.setOut(out);
            int status = CommandLineTool.run(arguments);
            return new Ended(status, said.toString(UTF_8));
        } finally {
            System.setOut(before);
        }
    }

    private static String data() {
        return gateway.data().toString();
    }

    private static String example(String name) throws IOException {
        return Files.readString(Path.of("src/main/resources/example", name))
                .replace("${id}", UUID.randomUUID().toString())
                .replace("${created}", now());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
