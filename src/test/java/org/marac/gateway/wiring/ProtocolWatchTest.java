package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.ExampleProtocol;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.protocol.Alarm;
import org.marac.gateway.protocol.ClockSetBack;
import org.marac.gateway.protocol.Pins;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.Transactions;

/** The watch over the protocol, with real signatures and a database and log of its own. */
class ProtocolWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    @TempDir
    Path directory;

    private final Ticking clock = new Ticking(NOW);
    private ExampleProtocol example;
    private Database database;
    private Transactions transactions;

    @BeforeEach
    void start() {
        example = ExampleProtocol.copiedTo(directory.resolve("area"));
        database = Database.start(Databases.in(directory.resolve("data")));
        transactions = database.transactions();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void theLifeOfAProtocolStandsInTheAuditLog() {
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();
        assertThat(noted("protocol.activated")).hasSize(1);

        String second = ExampleProtocol.next(example.text("v1"), 2, "2026-11-22T00:00:00Z");
        example.put("v2", second, ExampleProtocol.QUORUM);
        settle(watch);
        assertThat(noted("protocol.agreed"))
                .extracting(noted -> noted.protocol().orElseThrow().version())
                .containsExactly(2);
        assertThat(area.shelf()
                        .inForce(clock.instant())
                        .orElseThrow()
                        .protocol()
                        .version())
                .isEqualTo(1);

        clock.set(Instant.parse("2026-11-22T00:00:00Z"));
        watch.look();
        assertThat(noted("protocol.activated"))
                .extracting(noted -> noted.protocol().orElseThrow().version())
                .containsExactly(1, 2);
        assertThat(area.shelf()
                        .inForce(clock.instant())
                        .orElseThrow()
                        .protocol()
                        .version())
                .isEqualTo(2);
        assertThat(watch.alarms()).isEmpty();
    }

    @Test
    void anOlderFolderIsRefusedAfterARestart() {
        example.put("v2", ExampleProtocol.next(example.text("v1"), 2, "2026-06-01T00:00:00Z"), ExampleProtocol.QUORUM);
        watch(area()).begin();
        example.remove("v2");

        SignedArea restarted = area();
        ProtocolWatch watch = watch(restarted);
        watch.begin();

        assertThat(restarted.shelf().inForce(NOW)).isEmpty();
        assertThat(watch.alarms()).extracting(Alarm::code).containsExactly("protocol-rolled-back");
        assertThat(noted("protocol.alarm"))
                .extracting(Entry.Noted::details)
                .contains(List.of(new Detail("alarm", "protocol-rolled-back"), new Detail("highest", "2")));
    }

    @Test
    void andAlsoWhenTheDatabaseHasForgottenButTheLogHasNot() {
        example.put("v2", ExampleProtocol.next(example.text("v1"), 2, "2026-06-01T00:00:00Z"), ExampleProtocol.QUORUM);
        watch(area()).begin();
        example.remove("v2");
        transactions.write(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM protocol_version")) {
                return delete.executeUpdate();
            }
        });

        SignedArea restarted = area();
        watch(restarted).begin();

        assertThat(restarted.shelf().inForce(NOW)).isEmpty();
    }

    @Test
    void aWithdrawalTakenOutOfTheFolderCountsAfterARestartAndByTheLogAlone() {
        AgencyId haven = new AgencyId("haven-idva");
        example.withdraw("v1", "haven-idva", "2026-11-21T19:00:00Z");
        watch(area()).begin();
        assertThat(noted("protocol.declared")).hasSize(1);
        example.remove("v1/withdrawals");

        SignedArea restarted = area();
        ProtocolWatch watch = watch(restarted);
        watch.begin();
        assertThat(restarted.shelf().inForce(NOW).orElseThrow().signatories()).doesNotContain(haven);
        assertThat(watch.alarms()).extracting(Alarm::code).containsExactly("statement-missing");

        transactions.write(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM protocol_declaration")) {
                return delete.executeUpdate();
            }
        });
        SignedArea again = area();
        watch(again).begin();
        assertThat(again.shelf().inForce(NOW).orElseThrow().signatories()).doesNotContain(haven);
        assertThat(noted("protocol.declared")).as("told once").hasSize(1);
    }

    @Test
    void aSuccessorSwappedWhileItWaitsFreezesBoth() {
        String second = ExampleProtocol.next(example.text("v1"), 2, "2026-11-22T00:00:00Z");
        example.put("v2", second, ExampleProtocol.QUORUM);
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();

        example.put("v2", second.replaceFirst("(?m)^title: .*$", "title: Swapped"), ExampleProtocol.QUORUM);
        settle(watch);
        clock.set(Instant.parse("2026-11-22T00:00:01Z"));
        watch.look();

        assertThat(area.shelf()
                        .inForce(clock.instant())
                        .orElseThrow()
                        .protocol()
                        .version())
                .isEqualTo(1);
        assertThat(watch.alarms()).extracting(Alarm::code).containsExactly("two-successors");
    }

    @Test
    void peopleAreToldOnceThatItExpiresAlsoAcrossARestart() {
        clock.set(Instant.parse("2026-11-25T00:00:00Z"));
        String short1 = example.text("v1")
                .replaceFirst("(?m)^review: .*$", "review: 2026-12-19")
                .replaceFirst("(?m)^expires: .*$", "expires: 2026-12-20T00:00:00Z");
        example.remove("v1");
        example.put("v1", short1, ExampleProtocol.QUORUM);
        watch(area()).begin();
        watch(area()).begin();

        assertThat(noted("protocol.alarm"))
                .extracting(Entry.Noted::details)
                .containsExactly(
                        List.of(new Detail("alarm", "expires-in"), new Detail("days", "30")),
                        List.of(new Detail("alarm", "review-in"), new Detail("days", "30")));
    }

    @Test
    void aClockSetBackStopsDecisionsAndLeavesTheLogAlone() {
        watch(area()).begin();
        clock.set(NOW.minus(Duration.ofMinutes(6)));
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();
        assertThat(area.shelf().clockSetBack(clock.instant())).isTrue();

        clock.set(NOW.minus(Duration.ofMinutes(4)));
        watch.look();
        assertThat(area.shelf().clockSetBack(clock.instant()))
                .as("clocks may differ by five minutes")
                .isFalse();
    }

    @Test
    void anOperatorCanSayThatTheClockStoodTooLateBefore() {
        watch(area()).begin();
        clock.set(NOW.minus(Duration.ofDays(1)));
        SignedArea area = area();
        new ProtocolWatch(area, transactions, new PostgresAuditLog("test"), clock, Optional.of(clock.instant()))
                .begin();
        assertThat(area.shelf().clockSetBack(clock.instant())).isFalse();
    }

    @Test
    void whatWasRightBeforeTheClockStoodTooLateStillCounts() {
        watch(area()).begin();
        signed(1, NOW);
        clock.set(NOW.plus(Duration.ofDays(30)));
        append(new Entry.Noted(clock.instant(), "person.signed-out", Optional.empty(), List.of()));
        signed(2, clock.instant());
        Optional<Instant> corrected = Optional.of(NOW.plus(Duration.ofMinutes(10)));

        assertThat(setBackAt(NOW.plus(Duration.ofMinutes(10)), corrected)).isFalse();
        assertThat(setBackAt(NOW.minus(Duration.ofDays(1)), corrected)).isTrue();
        assertThat(setBackAt(NOW.plus(Duration.ofMinutes(10)), Optional.empty()))
                .isTrue();
    }

    /** Somebody who signs in in vain writes an entry, whatever the time. */
    @Test
    void anEntryWrittenWhileTheClockIsSetBackAndARestartDoNotMakeTheGatewayForget() {
        watch(area()).begin();
        signed(1, NOW);
        Instant yesterday = NOW.minus(Duration.ofDays(1));
        append(new Entry.Noted(yesterday, "person.turned-away", Optional.empty(), List.of()));

        assertThat(setBackAt(yesterday.plusSeconds(1), Optional.empty())).isTrue();
        assertThat(setBackAt(NOW, Optional.empty())).isFalse();
    }

    /** By the time that the clock shows it is still a party. */
    @Test
    void whileTheClockIsSetBackNobodyFetchesAMailboxOrLogsInAtTheBroker() {
        String text = HeldArea.withChannel(
                example.text("v1"), "haven-idva", "{door: rest, sends: true, receives: true, assurance: signed}");
        example.remove("v1");
        example.put("v1", text, ExampleProtocol.QUORUM);
        example.withdraw("v1", "haven-idva", NOW.minus(Duration.ofHours(1)).toString());
        Digest haven = certificate("agencies/haven-idva/tls.crt");
        Digest police = certificate("agencies/wenbury-police/tls.crt");
        Digest alternate = certificate("alternates/wenbury-police/tls.crt");
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();
        watch.look();
        CertificateOwners owners = new CertificateOwners(area, clock);
        CertificateCallers callers = new CertificateCallers(area, clock);
        assertThat(callers.recipient(haven)).isEmpty();
        assertThat(owners.owner(police)).isPresent();
        assertThat(owners.alternateOf(alternate)).isPresent();

        clock.set(NOW.minus(Duration.ofHours(2)));
        assertThat(area().shelf().recipient(haven, Door.REST, clock.instant())).isPresent();

        assertThatExceptionOfType(ClockSetBack.class).isThrownBy(() -> callers.recipient(haven));
        assertThatExceptionOfType(ClockSetBack.class).isThrownBy(() -> callers.owner(police));
        assertThat(owners.owner(haven)).isEmpty();
        assertThat(owners.owner(police)).isEmpty();
        assertThat(owners.alternateOf(alternate)).isEmpty();
        assertThat(owners.takes(new AgencyId("haven-idva"), haven, Door.REST)).isFalse();
        assertThat(area.inForceIfKnown(clock.instant())).isEmpty();
    }

    @Test
    void aCertificateFileThatCannotBeReadLeavesWhatWasKnown() {
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();
        example.write(example.area().resolve("trust/certificates/new.crt"), Bytes.utf8("half"));
        settle(watch);
        assertThat(area.shelf().inForce(NOW).orElseThrow().signatories()).hasSize(11);
    }

    @Test
    void whereMemoryWasShortOnceTheWatchGoesOn() {
        Queue<Error> errors = new ArrayDeque<>();
        InstantSource source = () -> {
            if (!errors.isEmpty()) {
                throw errors.remove();
            }
            return clock.instant();
        };
        ProtocolWatch watch = new ProtocolWatch(
                area(), transactions, new PostgresAuditLog("test"), source.withZone(ZoneOffset.UTC), Optional.empty());
        watch.begin();
        example.put("v2", ExampleProtocol.next(example.text("v1"), 2, "2026-11-22T00:00:00Z"), ExampleProtocol.QUORUM);
        errors.add(new OutOfMemoryError("practice"));

        watch.look();
        assertThat(errors).isEmpty();
        settle(watch);
        assertThat(noted("protocol.agreed")).hasSize(1);
    }

    /** Whether a gateway that starts at this time finds its clock set back. */
    private boolean setBackAt(Instant time, Optional<Instant> corrected) {
        clock.set(time);
        SignedArea area = area();
        new ProtocolWatch(area, transactions, new PostgresAuditLog("test"), clock, corrected).begin();
        return area.shelf().clockSetBack(time);
    }

    private void append(Entry entry) {
        transactions.write(connection -> new PostgresAuditLog("test").append(connection, List.of(entry)));
    }

    /** A checkpoint was signed at this time, as the sequencer does within a second. */
    private void signed(long size, Instant at) {
        transactions.write(connection -> {
            try (var insert = connection.prepareStatement("INSERT INTO audit_checkpoint VALUES (?, 'signed', ?)")) {
                insert.setLong(1, size);
                insert.setTimestamp(2, Timestamp.from(at));
                return insert.executeUpdate();
            }
        });
    }

    private static Digest certificate(String file) {
        return Certificates.digestOf(Path.of("certs-example").resolve(file));
    }

    private SignedArea area() {
        return new SignedArea(example.area(), Pins.NONE, clock);
    }

    private ProtocolWatch watch(SignedArea area) {
        return new ProtocolWatch(area, transactions, new PostgresAuditLog("test"), clock, Optional.empty());
    }

    private static void settle(ProtocolWatch watch) {
        watch.look();
        watch.look();
    }

    private List<Entry.Noted> noted(String event) {
        return transactions.read(connection -> new Milestones().noted(connection, event));
    }
}
