package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;

/** What does not reach its recipient in time: the coordinator is told, once, and it waits on. */
class OverdueDeliveriesTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");

    private final WholeLine line = new WholeLine();
    private final OverdueDeliveries overdue = line.overdue;

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

        line.clock.tick(Duration.ofHours(4).minusMinutes(1));
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
        assertThat(line.delivered()).as("it waited on").hasSize((int) waiting * 2);
    }

    @Test
    void theSenderIsToldOfThoseThatItsReceiptNames() throws Exception {
        Tale told = Tale.referral(Tale.surname(), Tale.surname());
        line.say(POLICE, told.bytes());
        List<String> to = line.delivered().stream()
                .map(envelope -> envelope.to().get(0).value())
                .toList();
        line.say(POLICE, (told = Tale.referral(Tale.surname(), Tale.surname())).bytes());
        line.clock.tick(Duration.ofHours(5));
        overdue.tell();

        List<Envelope> notices = WholeLine.to(POLICE.value(), line.delivered());
        assertThat(notices).hasSize(to.size()).allSatisfy(notice -> {
            assertThat(notice.contentType()).isEqualTo(MediaType.NOTICE);
            assertThat(notice.from()).isEqualTo(WholeLine.MARAC);
        });
        List<String> named = new ArrayList<>();
        for (Envelope notice : notices) {
            JsonNode says = WholeLine.view(notice);
            assertThat(says.fieldNames())
                    .toIterable()
                    .containsExactly("notice", "message", "to", "state", "since", "at");
            assertThat(says.get("message").asText()).isEqualTo(told.id());
            assertThat(says.get("state").asText()).isEqualTo("waiting");
            named.add(says.get("to").asText());
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(to);
    }

    @Test
    void whoReceivesByFhirIsToldByFhir(@TempDir Path directory) throws Exception {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        WholeLine fhir = new WholeLine(HeldArea.in(
                directory,
                protocol -> HeldArea.withChannel(
                        protocol, POLICE.value(), "{door: fhir, sends: true, receives: true, assurance: channel}")));
        Tale told = Tale.referral(Tale.surname(), Tale.surname());
        assertThat(fhir.say(POLICE, told.bytes()).answered().refusal()).isEmpty();
        Outbox.Due refused = fhir.taken().get(0);
        fhir.transactions.write(c -> fhir.lending.setAside(c, refused.id(), "hl7-ae", fhir.clock.instant()));
        fhir.overdue.tell();

        List<Outbox.Due> notices = fhir
                .transactions
                .write(c -> fhir.lending.take(c, 100, fhir.clock.instant().plusSeconds(5), Set.of()))
                .stream()
                .filter(due -> due.recipient().equals(POLICE))
                .toList();
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.door()).isEqualTo(Door.FHIR);
            assertThat(notice.caseRef()).isEqualTo(refused.caseRef());
        });
    }

    @Test
    void ofWhatItsReceiptDidNotSayTheSenderLearnsNothing() {
        String caseRef = referral();
        line.transactions.write(c -> {
            try (var statement = c.createStatement()) {
                return statement.executeUpdate("update outbox set said = false");
            }
        });
        line.clock.tick(Duration.ofHours(5));
        overdue.tell();

        assertThat(WholeLine.to(POLICE.value(), line.delivered())).isEmpty();
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.UNDELIVERED);
    }

    @Test
    void inAnEmergencyPeopleAreToldSooner() {
        Tale emergency = Tale.referral(Tale.surname(), Tale.surname());
        emergency.at("/header").put("emergency", true);
        assertThat(line.say(POLICE, emergency.bytes()).answered().refusal()).isEmpty();
        line.clock.tick(Duration.ofMinutes(14));
        assertThat(overdue.tell()).isZero();
        line.clock.tick(Duration.ofMinutes(2));
        assertThat(overdue.tell()).isPositive();
    }

    @Test
    void aNoticeThatIsLateItselfIsToldOfToNobodyElse() {
        referral();
        line.clock.tick(Duration.ofHours(5));
        assertThat(overdue.tell()).isPositive();
        line.clock.tick(Duration.ofHours(5));
        int entries = overdue.tell();
        assertThat(entries).as("one entry for each late notice").isPositive();
        assertThat(overdue.tell()).isZero();
    }

    @Test
    void whatARecipientRefusesIsToldOfAtOnce() throws Exception {
        String caseRef = referral();
        Outbox.Due one = line.taken().get(0);
        line.transactions.write(c -> line.lending.setAside(c, one.id(), "hl7-ae", line.clock.instant()));

        assertThat(overdue.tell()).isEqualTo(2);
        assertThat(line.notices(caseRef)).extracting(Notice::code).containsOnlyOnce(Notice.Code.UNDELIVERED);
        line.clock.tick(Duration.ofSeconds(30));
        List<Envelope> notices = line.delivered().stream()
                .filter(envelope -> envelope.contentType().equals(MediaType.NOTICE))
                .toList();
        assertThat(notices).hasSize(1);
        assertThat(WholeLine.view(notices.get(0)).get("state").asText()).isEqualTo("refused");
        assertThat(WholeLine.view(notices.get(0)).get("to").asText())
                .isEqualTo(one.recipient().value());
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
