package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.ExampleProtocol;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.protocol.Alarm;
import org.marac.gateway.protocol.Pins;
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
    void aCertificateFileThatCannotBeReadLeavesWhatWasKnown() {
        SignedArea area = area();
        ProtocolWatch watch = watch(area);
        watch.begin();
        example.write(example.area().resolve("trust/certificates/new.crt"), Bytes.utf8("half"));
        settle(watch);
        assertThat(area.shelf().inForce(NOW).orElseThrow().signatories()).hasSize(11);
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
