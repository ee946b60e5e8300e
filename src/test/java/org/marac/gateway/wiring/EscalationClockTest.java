package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.flow.Escalation;
import org.marac.gateway.flow.GlassReviews;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.kit.ExampleAuthority;
import org.marac.gateway.kit.ExampleProtocol;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.seal.RevocationUnknown;

/** What has waited too long is asked for again, whatever else the gateway cannot do at the time. */
class EscalationClockTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String SERVICE = "wenbury-substance-misuse";

    @TempDir
    Path directory;

    private WholeLine line;
    private Message message;
    private String caseRef;

    /** One view has not reached its recipient, one waits for a person, and one thing nobody could read. */
    @BeforeEach
    void threeThingsWait() {
        Path area = ExampleProtocol.copiedTo(directory.resolve("area")).area();
        ExampleAuthority.revoke(
                area.resolve("trust/ca.crl"), NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofHours(6)));
        line = new WholeLine(area, NOW);
        clear();
        Someone victim = Someone.named("Anna").onTheBooks(SERVICE, Person.Book.CLIENT);
        Someone perpetrator = Someone.named("Ben").onTheBooks(SERVICE, Person.Book.CLIENT);
        message = Told.by("wenbury-police", victim, perpetrator)
                .purpose(Purpose.ACTION)
                .item(DataCategory.RISK, Role.VICTIM, "He has threatened to kill her.")
                .information();
        line.accepted(message);
        caseRef = line.filed(message).caseRef();
        line.inside = MediaType.FHIR_JSON;
        line.say(message.header().sender(), Bytes.utf8("not for a machine"));
        assertThat(line.transactions.read(line.outbox::waiting)).isPositive();
        assertThat(line.waiting(message)).hasSize(1);
        assertThat(unread()).isEqualTo(1);
    }

    /** Other tests' matters are not this one's. */
    @AfterEach
    void clear() {
        line.transactions.write(
                (Connection c) -> c.createStatement().executeUpdate("delete from outbox; delete from unread"));
    }

    @Test
    void withAStaleRevocationListTheLateAreToldOfAndTheNextOfficeIsAsked() {
        line.clock.tick(Duration.ofHours(9));
        assertThatExceptionOfType(RevocationUnknown.class)
                .isThrownBy(() -> line.area.shelf().inForce(line.clock.instant()));

        try (EscalationClock clock = clock()) {
            clock.tick();
        }

        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.UNDELIVERED);
        assertThat(line.waiting(message)).singleElement().satisfies(waiting -> {
            assertThat(waiting.state()).isEqualTo(Waiting.State.WAITING);
            assertThat(waiting.escalations()).isEqualTo(1);
            assertThat(waiting.due()).isAfter(line.clock.instant());
        });
        assertThat(line.entries(caseRef))
                .filteredOn(HoldEntry.Escalated.class::isInstance)
                .map(HoldEntry.Escalated.class::cast)
                .extracting(HoldEntry.Escalated::asked)
                .containsExactly(Office.DEPUTY);
    }

    @Test
    void withAStaleRevocationListWhatNobodyCouldReadIsStillDestroyedWhenItsTimeIsOver() {
        line.clock.tick(Duration.ofDays(31));

        try (EscalationClock clock = clock()) {
            clock.tick();
        }

        assertThat(unread()).isZero();
    }

    @Test
    void aStepThatFailsKeepsNoneOfTheOthersFromRunning() {
        everythingElseIsDoneThough(at -> {
            throw new IllegalStateException("the database is away");
        });
    }

    /** A schedule is over when something gets out of one run of it. */
    @Test
    void anErrorInAStepDoesNotEndTheClock() {
        everythingElseIsDoneThough(at -> {
            throw new StackOverflowError();
        });
    }

    private void everythingElseIsDoneThough(HoldRooms.Protocols failing) {
        line.clock.tick(Duration.ofDays(31));
        GlassReviews reviews = new GlassReviews(line.holdRooms.asking(failing), line.clock);
        Escalation escalation = new Escalation(line.holdRooms.asking(line.area::inForceIfKnown), line.clock);

        try (EscalationClock clock = new EscalationClock(escalation, reviews, line.overdue, line.expiry)) {
            clock.tick();
        }

        assertThat(line.waiting(message)).extracting(Waiting::escalations).containsExactly(1);
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.UNDELIVERED);
        assertThat(unread()).isZero();
    }

    private EscalationClock clock() {
        return new HoldWiring().escalationClock(line.holdRooms, line.area, line.overdue, line.unreadRooms, line.clock);
    }

    private long unread() {
        return line.transactions.read((Connection c) -> line.kept.waiting(c));
    }
}
