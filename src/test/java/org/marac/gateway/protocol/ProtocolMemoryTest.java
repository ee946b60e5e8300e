package org.marac.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.storage.Transactions;

/** What the database remembers of the protocol, and what it tells the audit log, once. */
class ProtocolMemoryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final AtomicInteger FRESH = new AtomicInteger();
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId HAVEN = new AgencyId("haven-idva");

    private final Transactions transactions = Databases.shared().transactions();
    private final ProtocolMemory memory = new ProtocolMemory();
    private final Protocol protocol = fresh();

    @Test
    void tellsOnceThatAVersionCameIntoForce() {
        Report report = report(Map.of(POLICE, "signed", HAVEN, "signed"), List.of());
        List<Entry.Noted> news = keep(report);
        assertThat(news)
                .containsExactly(new Entry.Noted(
                        NOW,
                        "protocol.activated",
                        Optional.of(protocol.ref()),
                        List.of(new Detail("signatories", "1"))));
        assertThat(keep(report)).isEmpty();
        assertThat(remembered().activated()).contains(protocol.ref());
    }

    @Test
    void remembersWhatWasAgreedAndWaits() {
        ProtocolRef next =
                new ProtocolRef(protocol.id(), 2, Bytes.utf8(protocol.id()).digest());
        keep(report(Map.of(), List.of()));
        Report report = new Report(
                report(Map.of(), List.of()).inForce(),
                Optional.empty(),
                Set.of(protocol.ref(), next),
                Set.of(),
                Map.of(),
                List.of());
        assertThat(keep(report)).extracting(Entry.Noted::event).containsExactly("protocol.agreed");
        assertThat(remembered().agreed()).contains(next);
        assertThat(remembered().activated()).doesNotContain(next);
    }

    @Test
    void tellsEveryChangeOfAnAgencysPart() {
        keep(report(Map.of(POLICE, "signed", HAVEN, "signed"), List.of()));
        Map<AgencyId, String> after = new HashMap<>(Map.of(POLICE, "signed", HAVEN, "withdrawn"));
        assertThat(keep(report(after, List.of())))
                .containsExactly(new Entry.Noted(
                        NOW,
                        "protocol.standing",
                        Optional.of(protocol.ref()),
                        List.of(new Detail("agency", "haven-idva"), new Detail("standing", "withdrawn"))));
        assertThat(keep(report(after, List.of()))).isEmpty();
        after.put(HAVEN, "signed");
        assertThat(keep(report(after, List.of()))).hasSize(1);
    }

    @Test
    void tellsEveryAlarmOnce() {
        keep(report(Map.of(), List.of()));
        Alarm thirty = alarm("30");
        assertThat(keep(report(Map.of(), List.of(thirty))))
                .containsExactly(new Entry.Noted(
                        NOW,
                        "protocol.alarm",
                        Optional.of(protocol.ref()),
                        List.of(new Detail("alarm", "expires-in"), new Detail("days", "30"))));
        assertThat(keep(report(Map.of(), List.of(thirty)))).isEmpty();
        assertThat(keep(report(Map.of(), List.of(alarm("7"))))).hasSize(1);
    }

    @Test
    void takesUpFromTheAuditLogWhatTheDatabaseForgot() {
        List<Entry.Noted> news = keep(report(Map.of(), List.of()));
        PostgresAuditLog log = new PostgresAuditLog("test");
        transactions.write(connection -> log.append(connection, news));
        transactions.write(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM protocol_version WHERE protocol = ?")) {
                delete.setString(1, protocol.id());
                return delete.executeUpdate();
            }
        });
        assertThat(remembered().activated()).doesNotContain(protocol.ref());

        List<Entry.Noted> said =
                transactions.read(connection -> new Milestones().noted(connection, ProtocolMemory.ACTIVATED));
        transactions.write(connection -> {
            memory.restore(connection, said, List.of());
            return 0;
        });

        assertThat(remembered().activated()).contains(protocol.ref());
        assertThat(keep(report(Map.of(), List.of()))).as("told already").isEmpty();
    }

    @Test
    void knowsWhenTheLastEntryWasWritten() {
        PostgresAuditLog log = new PostgresAuditLog("test");
        Instant at = Instant.parse("2026-11-21T20:00:01.234Z");
        transactions.write(connection ->
                log.append(connection, List.of(new Entry.Noted(at, "protocol.alarm", Optional.empty(), List.of()))));
        Optional<Instant> latest =
                transactions.read(connection -> new Milestones().latest(connection, Optional.empty()));
        assertThat(latest).contains(at);
    }

    private Alarm alarm(String days) {
        return new Alarm("expires-in", Optional.of(protocol.ref()), List.of(new Detail("days", days)), "it expires");
    }

    private Report report(Map<AgencyId, String> standings, List<Alarm> alarms) {
        return new Report(
                Optional.of(new InForce(protocol, Set.of(POLICE))),
                Optional.empty(),
                Set.of(protocol.ref()),
                Set.of(),
                standings,
                alarms);
    }

    private List<Entry.Noted> keep(Report report) {
        return transactions.write(connection -> memory.keep(connection, report, NOW));
    }

    private Remembered remembered() {
        return transactions.read(memory::remembered);
    }

    /** A protocol of this test's own: the database is shared. */
    private static Protocol fresh() {
        return Shelves.read(Shelves.wenburyText()
                .replaceFirst("protocol: wenbury-marac", "protocol: memory-" + FRESH.incrementAndGet()));
    }
}
