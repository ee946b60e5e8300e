package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.broker.Addresses;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.MailPerson;
import org.marac.gateway.kit.MailServer;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.mail.LateMail;
import org.marac.gateway.mail.MailSettings;
import org.marac.gateway.mail.Post;
import org.marac.gateway.mail.Sealing;
import org.marac.gateway.mail.SmtpPost;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Unread;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.MailSeal;

/**
 * What came by mail, could not be read and is put right by a person: its sender gets the receipts by mail, signed and encrypted; and wherever the
 * gateway dies in between, nothing is lost, filed twice, or answered in two ways.
 */
@Timeout(60)
class LateMailTest {
    private static final String GATEWAY = "marac@gateway.example";
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final Official COORDINATOR = new Official(
            new Acting("account-c", Office.COORDINATOR, new AgencyId("wenbury-marac")), "Wren Hollis", Set.of());

    @TempDir
    static Path directory;

    private static MailServer server;
    private static MailPerson nurse;
    private static OpenSsl openssl;
    private static Path area;

    private final String victim = "Ottilie NEWCOMBE-" + word();
    private final String broken = "PK\u0003\u0004 cut short " + UUID.randomUUID();
    private final String mended = Tables.HEADER + UUID.randomUUID() + ",2026-11-19,Imogen Tallis," + victim
            + ",30/09/1987,7700900461,Curtis BRACKENRIDGE-" + word() + ",Yes,control that grows,Yes\n";
    private final List<Bytes> sent = new ArrayList<>();
    private final Map<String, Bytes> queued = new LinkedHashMap<>();
    private WholeLine line;
    private MailSettings settings;
    private Sealing sealing;
    private Rows rows;
    private Unread unread;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        openssl = new OpenSsl(directory);
        nurse = MailPerson.of(directory, "safeguarding@hospital.example");
        server = MailServer.with(directory, GATEWAY, nurse.address());
        area = HeldArea.in(directory, protocol -> HeldArea.withMail(protocol, HOSPITAL.value(), nurse));
        Files.copy(nurse.certificate(), area.resolve("trust/certificates/hospital-mail.crt"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void aSpreadsheetCameCutShort() throws Exception {
        server.clear();
        line = new WholeLine(area, Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60));
        line.transactions.write((Connection c) -> c.createStatement().executeUpdate("delete from unread"));
        MailSettings.Server smtp = new MailSettings.Server("localhost", server.smtpPort(), false, "", "");
        settings = new MailSettings(
                GATEWAY, smtp, "Refused", smtp, Map.of(), ExampleAuthority.trusted(), Duration.ofDays(1), 1 << 20);
        Keyring own = Keyring.read(Path.of("certs-example/gateway"));
        sealing = new MailRoom(new MailSeal(own, line.area.trust(), line.area.certificates()), line.area, line.clock)
                .sealing();
        rows = FilesWiring.rows(
                line.admission, line.formats, new Mappings(Path.of("routes", "mappings")), line.clock, 1 << 20);
        List<RowAnswer> answers = new ArrayList<>();
        Peer peer = new Peer.Correspondent(nurse.digest(), nurse.address());
        rows.take(new Rows.From(Door.MAIL, peer, HOSPITAL), Bytes.utf8(broken)::stream, 0, answers::add);
        assertThat(answers)
                .singleElement()
                .satisfies(answer -> assertThat(answer.code()).contains("unreadable"));
        unread = line.rereading.open(COORDINATOR).get(0);
        assertThat(unread.door()).isEqualTo(Door.MAIL);
    }

    @Test
    void theSenderGetsTheReceiptByMailSignedAndEncrypted() throws Exception {
        Rereading.Ended ended = resubmit(new SmtpPost(settings));

        assertThat(ended.told()).contains(UnreadRooms.Told.SENT);
        assertThat(line.rereading.open(COORDINATOR)).isEmpty();
        byte[] mail = only(server.mailsOf(nurse.address()));
        assertThat(text(mail))
                .contains(
                        "From: " + GATEWAY,
                        "To: " + nurse.address(),
                        "Subject: Secure message",
                        "Message-ID: <unread-" + unread.id() + "@gateway.example>",
                        "Auto-Submitted: auto-generated",
                        "smime-type=authEnveloped-data")
                .doesNotContain(victim, "answer.csv");
        byte[] opened = openssl.verifiedMail(openssl.decryptedMail(HOSPITAL.value(), mail));
        assertThat(text(opened)).doesNotContain(victim);
        Map<String, byte[]> files = files(opened);
        assertThat(files.keySet()).containsExactly("", "answer.csv", "receipt-1-2.cms");
        assertThat(text(file(files, "")))
                .startsWith("Something you sent earlier could not be read then (log index "
                        + unread.refused().index() + ").")
                .contains("attachment 1, row 2: accepted");
        List<String> answer = text(file(files, "answer.csv")).lines().toList();
        assertThat(answer).hasSize(2);
        assertThat(answer.get(1))
                .startsWith("1,2,accepted,no,,,,")
                .endsWith(Bytes.of(file(files, "receipt-1-2.cms")).digest().hex());
        assertThat(text(file(files, "receipt-1-2.cms"))).contains("\"outcome\":\"accepted\"");
    }

    /** What is not taken now is not said to be sent. */
    @Test
    void whileTheMailServerIsAwayTheMatterStaysOpenAndIsThenAnsweredAsItWas() throws Exception {
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> resubmit(saying(Post.Said.AWAY)));
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> resubmit(saying(Post.Said.NOT_NOW)));
        assertThat(line.rereading.open(COORDINATOR))
                .singleElement()
                .satisfies(one -> assertThat(one.id()).isEqualTo(unread.id()));
        assertThat(server.mailsOf(nurse.address())).isEmpty();
        long filed = filed();

        Rereading.Ended ended = resubmit(new SmtpPost(settings));

        assertThat(ended.told()).contains(UnreadRooms.Told.SENT);
        assertThat(filed()).isEqualTo(filed);
        byte[] mail = only(server.mailsOf(nurse.address()));
        byte[] opened = openssl.verifiedMail(openssl.decryptedMail(HOSPITAL.value(), mail));
        assertThat(text(file(files(opened), "answer.csv"))).contains("1,2,accepted,yes,,,,");
    }

    /** Whoever answers a mail server's refusal with silence loses a receipt. */
    @Test
    void whomNoMailReachesFindsTheReceiptWhereItsOthersLie() throws Exception {
        Rereading.Ended ended = resubmit(saying(Post.Said.NEVER));

        assertThat(ended.refusal()).isEmpty();
        assertThat(ended.told()).contains(UnreadRooms.Told.SENT);
        assertThat(line.rereading.open(COORDINATOR)).isEmpty();
        assertThat(queued.keySet()).containsExactly(Addresses.receipts(HOSPITAL));
        assertThat(queued.values().iterator().next().text()).contains("\"outcome\":\"accepted\"");
    }

    /** Where the gateway dies. */
    enum Moment {
        BEFORE_ANYTHING,
        TAKING_IS_IN_THE_LOG,
        WHILE_IT_IS_FILED,
        FILED,
        ANSWERED,
        WHILE_THE_END_IS_WRITTEN,
        ENDED
    }

    @ParameterizedTest
    @EnumSource
    void whereverTheGatewayDiesItIsFiledOnceAndAnsweredInOneWay(Moment moment) throws Exception {
        long before = filed();

        Throwable died = catchThrowable(() -> resubmit(dyingAt(moment)));

        assertThat(died).isInstanceOf(Died.class);
        boolean ended = moment == Moment.ENDED;
        assertThat(line.rereading.open(COORDINATOR)).hasSize(ended ? 0 : 1);
        if (ended) {
            assertThatExceptionOfType(Declined.class)
                    .isThrownBy(() -> resubmit(this::keep))
                    .satisfies(no -> assertThat(no.why()).isEqualTo(Declined.Why.ENDED));
        } else {
            Rereading.Looked looked = line.rereading.look(unread.id(), "after-the-crash", COORDINATOR);
            assertThat(looked.content()).as("nothing is lost").isEqualTo(Bytes.utf8(broken));
            assertThat(resubmit(this::keep).told()).contains(UnreadRooms.Told.SENT);
        }

        assertThat(filed()).as("filed once").isEqualTo(before + 1);
        assertThat(line.rereading.open(COORDINATOR)).isEmpty();
        assertThat(receipts()).as("one receipt, however often it is sent").hasSize(1);
        boolean twice = moment == Moment.ANSWERED || moment == Moment.WHILE_THE_END_IS_WRITTEN;
        assertThat(sent).hasSize(twice ? 2 : 1);
    }

    /** The gateway is no more. */
    private static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void die() {
        throw new Died();
    }

    private Rereading dyingAt(Moment moment) {
        line.inTheMiddle = moment == Moment.WHILE_IT_IS_FILED ? this::dieOnce : () -> {};
        UnreadRooms.Doors doors = doors(this::keep);
        return rereading(new DyingDesk(line.unreadRooms.desk(), moment), (what, arrival) -> {
            UnreadRooms.Result result =
                    moment == Moment.FILED ? doors(died()).take(what, arrival) : doors.take(what, arrival);
            if (moment == Moment.ANSWERED) {
                die();
            }
            return result;
        });
    }

    private void dieOnce() {
        line.inTheMiddle = () -> {};
        die();
    }

    private static Post died() {
        return (to, mail) -> {
            throw new Died();
        };
    }

    /** Dies around one of the two transactions. */
    private static final class DyingDesk implements UnreadRooms.Desk {
        private final UnreadRooms.Desk desk;
        private final Moment moment;
        private int writes;

        DyingDesk(UnreadRooms.Desk desk, Moment moment) {
            this.desk = desk;
            this.moment = moment;
        }

        @Override
        public List<Unread> open() {
            return desk.open();
        }

        @Override
        public <T> T write(UnreadRooms.Work<T> work) throws Declined {
            boolean first = writes++ == 0;
            T done = desk.write(page -> {
                T result = work.in(page);
                if (moment == (first ? Moment.BEFORE_ANYTHING : Moment.WHILE_THE_END_IS_WRITTEN)) {
                    die();
                }
                return result;
            });
            if (moment == (first ? Moment.TAKING_IS_IN_THE_LOG : Moment.ENDED)) {
                die();
            }
            return done;
        }
    }

    private Rereading.Ended resubmit(Post post) throws Declined {
        return resubmit(rereading(line.unreadRooms.desk(), doors(post)));
    }

    private Rereading.Ended resubmit(Rereading rereading) throws Declined {
        return rereading.resubmit(
                unread.id(),
                new Rereading.Instead(Optional.empty(), Optional.of(Bytes.utf8(mended))),
                "cut-short",
                COORDINATOR);
    }

    private Rereading rereading(UnreadRooms.Desk desk, UnreadRooms.Doors doors) {
        UnreadRooms rooms = line.unreadRooms;
        return new Rereading(
                new UnreadRooms(rooms.protocols(), desk, doors, rooms.identify(), rooms.open()), line.clock, 1 << 20);
    }

    private UnreadDoors doors(Post post) {
        LateMail late = new LateMail(settings, sealing, post, Splitter::line, line.clock);
        return new UnreadDoors(
                line.admission,
                new QueueDoor(line.admission, covered -> covered, line.clock, 1 << 20),
                rows,
                new StillUnread(line.transactions, line.kept),
                new UnreadDoors.Back(
                        Optional.of(late::answer),
                        (address, receipt) -> queued.put(address, receipt),
                        (agency, name, answers) -> {
                            throw new AssertionError("It did not lie in a folder");
                        }),
                line.area,
                line.clock);
    }

    private static Post saying(Post.Said said) {
        return (to, mail) -> said;
    }

    private Post.Said keep(String to, Bytes mail) {
        assertThat(to).isEqualTo(nurse.address());
        sent.add(mail);
        return Post.Said.TAKEN;
    }

    /** The receipts in all mails that were sent. */
    private Set<Bytes> receipts() throws Exception {
        Set<Bytes> all = new HashSet<>();
        for (Bytes mail : sent) {
            byte[] opened = openssl.verifiedMail(openssl.decryptedMail(HOSPITAL.value(), mail.toArray()));
            files(opened).forEach((name, content) -> {
                if (name.startsWith("receipt-")) {
                    all.add(Bytes.of(content));
                }
            });
        }
        return all;
    }

    /** How many messages the record has. */
    private long filed() {
        return line.transactions.read((Connection c) -> {
            try (ResultSet row = c.createStatement().executeQuery("select count(*) from message")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** The parts of a mail by their names, as another's reader finds them. */
    private static Map<String, byte[]> files(byte[] content) throws MessagingException, IOException {
        MimeMultipart parts = (MimeMultipart)
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(content)).getContent();
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < parts.getCount(); i++) {
            BodyPart part = parts.getBodyPart(i);
            files.put(
                    Optional.ofNullable(part.getFileName()).orElse(""),
                    part.getInputStream().readAllBytes());
        }
        return files;
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        return Optional.ofNullable(files.get(name)).orElseThrow();
    }

    private static byte[] only(List<byte[]> mails) {
        assertThat(mails).hasSize(1);
        return mails.get(0);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Of letters only, as a name is. */
    private static String word() {
        return UUID.randomUUID().toString().replaceAll("[0-9-]", "").toUpperCase(Locale.ROOT);
    }
}
