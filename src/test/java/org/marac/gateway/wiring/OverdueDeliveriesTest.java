package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;

/** What does not reach its recipient in time: the coordinator is told, once, and it waits on. */
class OverdueDeliveriesTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");

    private final WholeLine line = new WholeLine();
    private final OverdueDeliveries overdue = new OverdueDeliveries(
            line.transactions, line.caseRecord, line.log, at -> Optional.empty(), line.clock);

    /** Other tests' deliveries are not this one's. */
    @BeforeEach
    void empty() {
        line.transactions.write(c -> {
            try (var statement = c.createStatement()) {
                return statement.executeUpdate("delete from outbox");
            }
        });
    }

    @Test
    void theCoordinatorIsToldOnceAndItWaitsOn() {
        String caseRef = referral();
        long waiting = waiting();
        assertThat(waiting).isPositive();

        line.clock.tick(Duration.ofHours(8).minusMinutes(1));
        assertThat(overdue.tell()).isZero();
        line.clock.tick(Duration.ofMinutes(2));
        assertThat(overdue.tell()).isPositive();
        assertThat(overdue.tell()).isZero();

        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.UNDELIVERED);
        List<Entry> entries = line.entries(caseRef);
        assertThat(entries)
                .filteredOn(Entry.Noted.class::isInstance)
                .map(Entry.Noted.class::cast)
                .filteredOn(noted -> noted.event().equals("case.undelivered"))
                .hasSize((int) waiting);
        assertThat(waiting()).isEqualTo(waiting);
        assertThat(line.taken()).hasSize((int) waiting);
    }

    @Test
    void whatArrivedInTimeIsNotToldOf() {
        referral();
        assertThat(line.delivered()).isNotEmpty();

        line.clock.tick(Duration.ofDays(2));
        assertThat(overdue.tell()).isZero();
    }

    /** A referral of the police is accepted; its case. */
    private String referral() {
        Tale told = Tale.referral(Tale.surname(), Tale.surname());
        assertThat(line.say(POLICE, told.bytes()).answered().refusal()).isEmpty();
        String ref = line.pseudonyms.messageRef(POLICE, new MessageId(told.id()));
        return line.transactions
                .read((Connection c) -> line.caseRecord.message(c, ref))
                .orElseThrow()
                .caseRef();
    }

    private long waiting() {
        return line.transactions.read(line.outbox::waiting);
    }
}
