package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.audit.Listed;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.kit.Someone;
import org.marac.gateway.kit.Told;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Unread;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.protocol.ClockSetBack;

/** While the clock stands before the log no person decides anything; what was to be decided waits, and people are still asked. */
class ClockSetBackTest {
    private static final String SERVICE = "wenbury-substance-misuse";
    private static final Official COORDINATOR = official(Office.COORDINATOR, "wenbury-marac");
    private static final Official CHAIR = official(Office.CHAIR, "wenbury-police");

    private final WholeLine line = new WholeLine();
    private Message message;
    private Waiting hold;
    private Unread unread;

    @BeforeEach
    void aViewAndSomethingUnreadWaitAndTheClockIsSetBack() throws Exception {
        line.transactions.write((Connection c) -> c.createStatement().executeUpdate("delete from unread"));
        message = Told.by(
                        "wenbury-police",
                        Someone.named("Anna").onTheBooks(SERVICE, Person.Book.CLIENT),
                        Someone.named("Ben").onTheBooks(SERVICE, Person.Book.CLIENT))
                .purpose(Purpose.ACTION)
                .item(DataCategory.RISK, Role.VICTIM, "He has threatened to kill her.")
                .information();
        line.accepted(message);
        hold = line.waiting(message).get(0);
        line.inside = MediaType.FHIR_JSON;
        line.say(message.header().sender(), Bytes.utf8("not for a machine"));
        unread = line.rereading.open(COORDINATOR).get(0);
        line.area.shelf().notBefore(line.clock.instant().plus(Duration.ofDays(1)));
    }

    @Test
    void noHoldIsReleasedRefusedOrShownAndNoGlassIsBroken() {
        Release release = new Release(line.holdRooms, line.clock);
        BreakGlass glass = new BreakGlass(line.holdRooms, line.clock);
        List<Listed> before = line.listed(hold.caseRef());

        stopped(() -> release.show(hold.id(), COORDINATOR, Optional.empty()));
        stopped(() ->
                release.release(hold.id(), Bytes.utf8("the view").digest(), "safe", COORDINATOR, Optional.empty()));
        stopped(() -> release.refuse(hold.id(), "no-need", COORDINATOR));
        stopped(() -> glass.ask(hold.id(), "life", CHAIR));

        assertThat(line.waiting(message)).containsExactly(hold);
        assertThat(line.listed(hold.caseRef())).hasSameSizeAs(before);
    }

    @Test
    void nothingUnreadIsShownOrTakenAgain() throws Exception {
        Rereading.Instead asItCame = new Rereading.Instead(Optional.empty(), Optional.empty());

        stopped(() -> line.rereading.look(unread.id(), "find-the-fault", COORDINATOR));
        stopped(() -> line.rereading.resubmit(unread.id(), asItCame, "mapping-mended", COORDINATOR));
        stopped(() -> line.rereading.dismiss(unread.id(), "no-need", COORDINATOR));

        assertThat(line.rereading.open(COORDINATOR)).containsExactly(unread);
    }

    @Test
    void theNextOfficeIsAskedAllTheSame() {
        line.clock.tick(Duration.ofHours(9));

        try (EscalationClock clock = new HoldWiring()
                .escalationClock(line.holdRooms, line.area, line.overdue, line.unreadRooms, line.clock)) {
            clock.tick();
        }

        assertThat(line.waiting(message)).extracting(Waiting::escalations).containsExactly(1);
    }

    private static void stopped(ThrowingCallable decision) {
        assertThatExceptionOfType(ClockSetBack.class).isThrownBy(decision);
    }

    private static Official official(Office office, String agency) {
        return new Official(new Acting("account-" + office, office, new AgencyId(agency)), "Wren Hollis", Set.of());
    }
}
