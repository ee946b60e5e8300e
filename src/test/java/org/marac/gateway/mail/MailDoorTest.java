package org.marac.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.DoorRooms;
import org.marac.gateway.intake.RealSplitting;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.intake.Splitting;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.Mime;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** The order of things at the mail door: durable, then answered, then gone; and nobody answered whom nobody knows. */
class MailDoorTest {
    private static final String GATEWAY = "marac@gateway.example";

    @TempDir
    static Path directory;

    private static MailPerson police;
    private static Path trust;

    private final DoorRooms behind = new DoorRooms();
    private final Box box = new Box();
    private final List<String> posted = new ArrayList<>();
    private final List<String> strangers = new ArrayList<>();
    private Post.Said said = Post.Said.TAKEN;
    /** Why files could not be taken apart. */
    private final List<Refusal> notSplit = new ArrayList<>();

    private int inEach = 2;
    private Splitting splitting = (agency, file, each) -> {
        for (int row = 2; row < 2 + inEach; row++) {
            each.row(row, Bytes.utf8("{\"a\":\"" + row + "\"}"));
        }
    };
    private final Ticking clock = new Ticking(Instant.now());
    private MailDoor door;

    @BeforeAll
    static void people() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        police = MailPerson.of(directory, "desk@police.example");
        trust = Files.createDirectory(directory.resolve("trust"));
        Files.copy(Path.of("certs-example/ca.crt"), trust.resolve("ca.crt"));
        Files.copy(Path.of("certs-example/ca.crl"), trust.resolve("ca.crl"));
    }

    @BeforeEach
    void door() throws Exception {
        Rows rows = new Rows(
                new Admission(behind.rooms(), clock, 4 * 1024 * 1024),
                (agency, file, each) -> splitting.split(agency, file, each),
                (agency, row) -> List.of(),
                (agency, row) -> Set.of("everyone is kin to everyone"),
                clock,
                4 * 1024 * 1024);
        MailSettings.Server none = new MailSettings.Server("localhost", 1, false, "", "");
        MailSettings settings = new MailSettings(
                GATEWAY, none, "Refused", none, Map.of(), SSLContext.getDefault(), Duration.ofDays(1), 400_000);
        Known known = new Known();
        Sealing sealing = TestSealing.of(trust, police.digest()::equals, clock);
        Taking taking = new Taking(settings, sealing, known, rows, this::post, this::stranger, Splitter::line, clock);
        door = new MailDoor(() -> box, known, taking, settings.every(), clock);
    }

    @Test
    void aMailIsAnsweredToItsSenderAndThenGone() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=\"Ada Example.csv\""))));

        door.look();

        assertThat(box.mails).isEmpty();
        assertThat(box.aside).isEmpty();
        assertThat(behind.arrivals).hasSize(2).allSatisfy(arrival -> {
            assertThat(arrival.peer()).isEqualTo(new Peer.Correspondent(police.digest(), police.address()));
            assertThat(arrival.type()).contains(MediaType.ROW);
        });
        String answer = posted.get(0);
        assertThat(answer)
                .startsWith("desk@police.example From: " + GATEWAY
                        + "\r\nTo: desk@police.example\r\nSubject: Secure message\r\n")
                .contains("Auto-Submitted: auto-replied", "application/pkcs7-signature")
                .doesNotContain("Ada");
        assertThat(table(answer))
                .contains("attachment,row,outcome")
                .contains("1,2,refused,no,not-a-signatory")
                .contains("1,3,refused,no,not-a-signatory");
    }

    @Test
    void aFileThatIsOneMessageGoesDownTheLineAsItIs() {
        box.put(police.mail(GATEWAY, police.signed(part("application/fhir+json; name=x.json"))));

        door.look();

        assertThat(behind.arrivals).singleElement().satisfies(arrival -> {
            assertThat(arrival.type()).contains(MediaType.FHIR_JSON);
            assertThat(arrival.bytes().text()).isEqualTo("{}");
        });
    }

    @Test
    void aMailOfNobodyIsOnRecordAndNobodyIsAnswered() {
        box.put(police.mail(GATEWAY, part("text/csv; name=a.csv")));

        door.look();

        assertThat(behind.arrivals)
                .singleElement()
                .satisfies(arrival -> assertThat(arrival.peer()).isEqualTo(new Peer.Nobody()));
        assertThat(posted).isEmpty();
        assertThat(box.mails).isEmpty();
        assertThat(box.aside).hasSize(1);
        assertThat(strangers)
                .as("it says it is an agency's, and nothing proves it")
                .containsExactly("wenbury-police bad-signature not-signed");
    }

    @Test
    void whatSaysItIsFromNoAgencyIsToldAsThatAndByItsReasonOnly() {
        MailPerson nobody = MailPerson.of(directory, "somebody@elsewhere.example");
        box.put(nobody.mail(GATEWAY, nobody.signed(part("text/csv; name=a.csv"))));
        box.put("garbage".getBytes(StandardCharsets.US_ASCII));

        door.look();

        assertThat(strangers).containsExactly("nobody certificate-rejected not-pinned", "nobody unreadable not-mime");
        assertThat(box.aside).hasSize(2);
    }

    /** Whoever fills the mailbox makes only their own wait. */
    @Test
    void aReferralDoesNotWaitBehindFiveThousandMailsOfAStranger() {
        byte[] strange = "From: somebody@elsewhere.example\r\n\r\nhello".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 5_000; i++) {
            box.put(strange);
        }
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));

        boolean more = door.look();

        assertThat(more).isTrue();
        assertThat(posted).hasSize(1);
        assertThat(behind.arrivals.get(0).peer())
                .as("before any of theirs")
                .isEqualTo(new Peer.Correspondent(police.digest(), police.address()));
        assertThat(box.aside).hasSize(Turns.OF_ONE);
        assertThat(box.mails).hasSize(5_000 - Turns.OF_ONE);
    }

    @Test
    void aMailThatBreaksItsReaderHoldsUpNoOther() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=b.csv"))));
        box.fatal = "uid1";

        door.look();

        assertThat(posted).hasSize(1);
        assertThat(box.mails.keySet()).containsExactly("uid1");
    }

    @Test
    void whereAFileWantsToLieIsNobodysConcern() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=\"../../../../etc/cron.d/evil.csv\""))));
        box.put(police.mail(GATEWAY, police.signed(part("application/json; name=\"C:\\\\..\\\\evil.fhir.json\""))));

        door.look();

        assertThat(behind.arrivals).hasSize(3);
        assertThat(behind.arrivals.get(2).type()).contains(MediaType.FHIR_JSON);
        assertThat(posted).hasSize(2).allSatisfy(answer -> assertThat(answer).doesNotContain("evil", ".."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xl/workbook.xml", "word/document.xml"})
    void aFileThatUnpacksToTooMuchIsRefusedAndSaidSo(String part) throws IOException {
        splitting = this::split;
        box.put(police.mail(GATEWAY, police.signed(Mime.multipart(GATEWAY, Mime.part("x.docx", bomb(part))))));

        door.look();

        assertThat(notSplit).containsExactly(Refusal.of(RefusalCode.UNREADABLE, "unpacks-to-too-much"));
        assertThat(behind.arrivals).as("it is on record, as it came").hasSize(1);
        assertThat(table(posted.get(0)).lines().toList().get(1)).startsWith("1,0,refused,no,");
    }

    @Test
    void aTableInAnotherCharsetIsNotGuessed() throws IOException {
        splitting = this::split;
        byte[] utf16 = "Victim name,Victim DOB\nZo\u00eb EXAMPLE,01/02/1990\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] latin = "Victim name,Victim DOB\nZo\u00eb EXAMPLE,01/02/1990\n".getBytes(StandardCharsets.ISO_8859_1);
        box.put(police.mail(
                GATEWAY, police.signed(Mime.multipart(GATEWAY, Mime.part("x.csv", utf16), Mime.part("y.csv", latin)))));

        door.look();

        assertThat(notSplit).containsExactly(Refusal.of(RefusalCode.UNREADABLE, "not-text"));
        assertThat(behind.arrivals).hasSize(2);
        assertThat(behind.arrivals.get(1).bytes().text()).contains("Zo\u00eb EXAMPLE");
    }

    /** As the gateway takes files apart. */
    private void split(AgencyId agency, Splitting.Source file, Splitting.Each each) throws Refused, IOException {
        try {
            new RealSplitting().split(agency, file, each);
        } catch (Refused refused) {
            notSplit.add(refused.refusal());
            throw refused;
        }
    }

    /** Small on the way, and 200 MB in memory. */
    private static byte[] bomb(String part) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(part));
            byte[] block = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(block);
            }
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    @Test
    void aMailThatIsTooLargeIsNotReadToItsEnd() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=" + "a".repeat(410_000)))));

        door.look();

        assertThat(box.most).isEqualTo(400_001);
        assertThat(posted).isEmpty();
        assertThat(box.aside).hasSize(1);
    }

    @Test
    void whileTheDatabaseIsAwayAMailStaysWhereItIs() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        behind.durable = false;

        door.look();

        assertThat(posted).isEmpty();
        assertThat(box.mails).hasSize(1);
    }

    @Test
    void aMailWhoseAnswerNobodyTookStaysAndIsTakenAgain() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        said = Post.Said.AWAY;
        door.look();
        assertThat(box.mails).hasSize(1);

        said = Post.Said.TAKEN;
        door.look();
        assertThat(posted).as("not at once").isEmpty();

        clock.tick(Duration.ofSeconds(3));
        door.look();
        assertThat(posted).hasSize(1);
        assertThat(box.mails).isEmpty();
    }

    @Test
    void aMailWhoseAnswerIsNeverTakenIsPutWherePeopleLook() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        said = Post.Said.NEVER;

        door.look();

        assertThat(box.mails).isEmpty();
        assertThat(box.aside).hasSize(1);
    }

    @Test
    void moreRowsThanAMailMayBringAreNotReadAndThatIsSaid() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        inEach = Rows.MOST_AT_ONCE + 100;

        door.look();

        assertThat(behind.arrivals).hasSize(Rows.MOST_AT_ONCE);
        assertThat(table(posted.get(0)).lines().toList())
                .hasSize(Rows.MOST_AT_ONCE + 2)
                .last()
                .isEqualTo("1,0,not-read,no,too-many-rows,,rest,,");
    }

    @Test
    void theRowsOfAllFilesOfAMailAreCountedTogether() {
        byte[] file = {'a'};
        box.put(police.mail(
                GATEWAY, police.signed(Mime.multipart(GATEWAY, Mime.part("a.csv", file), Mime.part("b.csv", file)))));
        inEach = Rows.MOST_AT_ONCE - 1;

        door.look();

        assertThat(behind.arrivals).hasSize(Rows.MOST_AT_ONCE);
        List<String> lines = table(posted.get(0)).lines().toList();
        assertThat(lines).hasSize(Rows.MOST_AT_ONCE + 2);
        assertThat(lines.get(Rows.MOST_AT_ONCE)).startsWith("2,2,refused,no,");
        assertThat(lines.get(Rows.MOST_AT_ONCE + 1)).isEqualTo("2,0,not-read,no,too-many-rows,,rest,,");
    }

    @Test
    void oneMailThatCannotBeWorkedOnHoldsUpNoOther() {
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv"))));
        box.put(police.mail(GATEWAY, police.signed(part("text/csv; name=b.csv"))));
        behind.timesAway = 1;

        door.look();

        assertThat(posted).hasSize(1);
        assertThat(box.mails).hasSize(1);
    }

    @Test
    void whoCannotBeAnsweredIsTakenAllTheSame() {
        box.put(MailPerson.joined(
                "Return-Path: <>\r\n", police.mail(GATEWAY, police.signed(part("text/csv; name=a.csv")))));

        door.look();

        assertThat(behind.arrivals).hasSize(2);
        assertThat(posted).isEmpty();
        assertThat(box.mails).isEmpty();
    }

    private void stranger(Optional<AgencyId> says, Refusal refusal) {
        strangers.add(says.map(AgencyId::value).orElse("nobody") + " "
                + refusal.code().code()
                + refusal.reason().map(reason -> " " + reason).orElse(""));
    }

    private Post.Said post(String to, Bytes mail) {
        if (said == Post.Said.TAKEN) {
            posted.add(to + " " + mail.text());
        }
        return said;
    }

    /** The table in an answer that is signed and not encrypted. */
    private static String table(String answer) {
        String after = answer.substring(answer.indexOf("answer.csv"));
        String coded = after.substring(after.indexOf("\r\n\r\n") + 4, after.indexOf("--marac"));
        return new String(java.util.Base64.getMimeDecoder().decode(coded), StandardCharsets.UTF_8);
    }

    private static byte[] part(String type) {
        return ("To: " + GATEWAY + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: " + type
                        + "\r\n\r\n{}\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** A mailbox in memory. */
    private static final class Box implements Inbox {
        final Map<String, byte[]> mails = new LinkedHashMap<>();
        final List<byte[]> aside = new ArrayList<>();
        int most;
        /** What no reader survives. */
        String fatal = "";

        void put(byte[] mail) {
            mails.put("uid" + (mails.size() + 1), mail);
        }

        @Override
        public List<Waiting> waiting() {
            return mails.keySet().stream().map(this::lying).toList();
        }

        private Waiting lying(String place) {
            return new Waiting() {
                @Override
                public String place() {
                    return place;
                }

                @Override
                public byte[] read(int atMost) {
                    most = atMost;
                    if (place.equals(fatal)) {
                        throw new StackOverflowError();
                    }
                    byte[] all = mails.getOrDefault(place, new byte[0]);
                    return Arrays.copyOf(all, Math.min(all.length, atMost));
                }

                @Override
                public void done() {
                    mails.remove(place);
                }

                @Override
                public void aside() {
                    aside.add(mails.remove(place));
                }
            };
        }

        @Override
        public Set<String> from(String address) {
            return mails.entrySet().stream()
                    .filter(mail ->
                            new String(mail.getValue(), StandardCharsets.ISO_8859_1).contains("From: " + address))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class Known implements Correspondents {
        @Override
        public Optional<Correspondent> signing(Digest certificate) {
            return Optional.of(new Correspondent(
                    new AgencyId("wenbury-police"), police.address(), Duration.ofDays(7), Duration.ofMinutes(5)));
        }

        @Override
        public Map<String, AgencyId> addresses() {
            return Map.of(police.address(), new AgencyId("wenbury-police"));
        }

        @Override
        public Optional<Party.MailAddress> addressOf(AgencyId agency) {
            return Optional.empty();
        }
    }
}
