package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Listed;
import org.marac.gateway.audit.LogKey;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Lending;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.Expiry;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.kit.Ticking;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Unread;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;

/**
 * The main line over its real rooms, with the protocol of an area and a real database; only doors and seals are not
 * there: what an agency says comes in as if it had been sealed, and what is sealed for someone can be read here.
 */
final class WholeLine {
    static final ObjectMapper JSON = new ObjectMapper();
    /** Of what could not be read, no more than this is kept in one piece. */
    static final int LARGEST = 2_000;

    static final AgencyId MARAC = new AgencyId("wenbury-marac");

    /** Happens while everything that is to be written of a message is about to be. */
    Runnable inTheMiddle = () -> {};

    /** Happens when it has been decided on a message, and nothing of it is written. */
    Runnable whenDecided = () -> {};

    final Transactions transactions = Databases.shared().transactions();
    final Formats formats = new Formats(new Mappings(Path.of("routes", "mappings")));
    final Ticking clock;
    final Outbox outbox = new Outbox();
    final Lending lending = new Lending(Duration.ofSeconds(20));
    final Holds holds = new Holds();
    final PostgresAuditLog log = new PostgresAuditLog("0.1.0");
    final CaseRecord caseRecord;
    final Pseudonyms pseudonyms;
    final HoldRooms holdRooms;
    final Ledger ledger;
    final Admission admission;
    final Kept kept;
    final UnreadRooms unreadRooms;
    final Rereading rereading;
    final Expiry expiry;
    final OverdueDeliveries overdue;
    final SamePeople samePeople;
    final Attention attention;
    final Redelivery redelivery;
    final Replies replies;

    /** What agencies seal: the canonical form, or their own. */
    MediaType inside = MediaType.CANONICAL;

    /** Everyone the gateway has no valid certificate of. */
    final List<AgencyId> keyless = new ArrayList<>();

    final SignedArea area;
    private final Map<Bytes, Envelope> sealed = new ConcurrentHashMap<>();

    /** Of the example area. */
    WholeLine() {
        this(Path.of("protocol-config/wenbury"));
    }

    WholeLine(Path directory) {
        this(directory, Instant.parse("2026-11-22T10:00:00Z"));
    }

    WholeLine(Path directory, Instant start) {
        clock = new Ticking(start);
        area = SignedArea.read(directory);
        area.look(clock.instant());
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        pseudonyms = transactions.write(c -> Pseudonyms.open(c, custody));
        RoomsWiring rooms = new RoomsWiring();
        caseRecord = rooms.caseRecord(custody, pseudonyms);
        kept = new Kept(custody, pseudonyms, new Kept.Limits(LARGEST, 4_000, 5, Duration.ofDays(30)));
        ledger = new Ledger(
                transactions,
                new Books(
                        new Recognition(pseudonyms::mark),
                        caseRecord,
                        log,
                        outbox,
                        holds,
                        new Receipts(this::sign, "log", Optional::empty),
                        pseudonyms,
                        kept,
                        clock));
        Rooms line = LineWiring.rooms(
                this::identify,
                (content, sender, now) ->
                        new Opened(content, inside, Assurance.SIGNED, Optional.empty(), Optional.empty()),
                formats,
                this::decide,
                rooms.disclosure(formats),
                new Closing(),
                ledger);
        admission = new Admission(line, clock, 1 << 20);
        holdRooms = new HoldRooms(
                area.shelf()::inForce,
                line.understand(),
                line.match(),
                line.decide(),
                line.disclose(),
                line.close(),
                new HoldDesk(transactions, holds, new Glasses(), caseRecord, log, outbox, pseudonyms, () -> {}));
        overdue = new OverdueDeliveries(
                transactions,
                outbox,
                caseRecord,
                log,
                new OverdueDeliveries.Telling(
                        area::inForceIfKnown, line.close(), filed -> HoldWiring.id(formats, filed)),
                clock);
        samePeople = DecidingWiring.samePeople(area, transactions, caseRecord, log, clock);
        unreadRooms = new UnreadRooms(
                area.shelf()::inForce,
                new UnreadDesk(transactions, kept, log),
                this::takeAgain,
                line.identify(),
                line.open());
        rereading = new Rereading(unreadRooms, clock, 1 << 20);
        expiry = new Expiry(unreadRooms, clock);
        attention = DecidingWiring.attention(area, transactions, caseRecord, log, clock);
        redelivery = DecidingWiring.redelivery(area, transactions, caseRecord, log, clock);
        replies = DecidingWiring.replies(area, transactions, caseRecord, log, clock);
    }

    private Identified identify(Arrival arrival, Instant now) throws Refused {
        if (arrival.peer() instanceof Peer.Correspondent) {
            return area.shelf().identify(arrival, now);
        }
        InForce inForce = area.shelf().inForce(now).orElseThrow();
        Party party = inForce.protocol()
                .party(((Peer.QueueOwner) arrival.peer()).agency())
                .orElseThrow();
        Assurance least = arrival.door() == Door.QUEUE ? Assurance.SIGNED : Assurance.CHANNEL;
        return new Identified(party, new Party.Channel(arrival.door(), true, true, least), inForce);
    }

    private Decision decide(Protocol protocol, Question question) {
        Decision decision = area.decide(protocol, question);
        whenDecided.run();
        return decision;
    }

    private UnreadRooms.Result takeAgain(Unread unread, Arrival arrival) {
        Answered answered = admission.admit(arrival).answered();
        return new UnreadRooms.Result(
                answered.position(),
                answered.refusal(),
                answered.refusal().isPresent() ? Optional.empty() : Optional.of(UnreadRooms.Told.SENT));
    }

    /** No two receipts are the same, whatever they say. */
    private Bytes sign(Bytes document) {
        inTheMiddle.run();
        return Bytes.utf8(UUID.randomUUID() + document.text());
    }

    /** An agency says this. */
    Outcome say(Message message) {
        return say(message.header().sender(), formats.write(message));
    }

    Outcome say(AgencyId sender, Bytes canonical) {
        clock.tick(Duration.ofSeconds(1));
        return admission.admit(new Arrival(
                Door.QUEUE,
                new Peer.QueueOwner(sender),
                Optional.of(MediaType.CMS),
                canonical,
                clock.instant(),
                Optional.empty(),
                Optional.empty()));
    }

    /** A health system says this at the FHIR door. */
    Outcome sayByFhir(AgencyId sender, String bundle, MessageId transmission, MessageId conversation) {
        clock.tick(Duration.ofSeconds(1));
        return admission.admit(new Arrival(
                Door.FHIR,
                new Peer.QueueOwner(sender),
                Optional.of(MediaType.FHIR_JSON),
                Bytes.utf8(bundle),
                clock.instant(),
                Optional.of(transmission),
                Optional.of(conversation)));
    }

    /** It says it and is accepted. */
    Outcome accepted(Message message) {
        Outcome outcome = say(message);
        assertThat(outcome.answered().refusal()).isEmpty();
        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        return outcome;
    }

    /** Everything waiting is handed over; what each agency got, in order. */
    List<Envelope> delivered() {
        List<Outbox.Due> due = transactions.write(c -> lending.take(c, 1000, clock.instant(), Set.of()));
        transactions.write(
                c -> lending.delivered(c, due.stream().map(Outbox.Due::id).toList()));
        return due.stream()
                .filter(one -> sealed.containsKey(one.sealed()))
                .map(one -> sealed.get(one.sealed()))
                .toList();
    }

    /** Everything waiting is taken, as by a delivery that has not ended. */
    List<Outbox.Due> taken() {
        return transactions.write(c -> lending.take(c, 1000, clock.instant(), Set.of()));
    }

    static List<Envelope> to(String agency, List<Envelope> envelopes) {
        return envelopes.stream()
                .filter(envelope -> envelope.to().equals(List.of(new AgencyId(agency))))
                .toList();
    }

    /** What stands in the content of an envelope. */
    static JsonNode view(Envelope envelope) {
        try {
            return JSON.readTree(envelope.content().text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String ref(Message message) {
        return pseudonyms.messageRef(message.header().sender(), message.header().id());
    }

    /** What a tale says. */
    Message message(Tale tale) {
        try {
            return formats.read(tale.bytes());
        } catch (Refused e) {
            throw new IllegalArgumentException(e.refusal().toString(), e);
        }
    }

    CaseRecord.Filed filed(Message message) {
        return transactions
                .read((Connection c) -> caseRecord.message(c, ref(message)))
                .orElseThrow();
    }

    /** What waits of a message. */
    List<Waiting> waiting(Message message) {
        return transactions.read((Connection c) -> holds.waiting(c, 10_000)).stream()
                .filter(hold -> hold.messageRef().equals(ref(message)))
                .toList();
    }

    List<Notice> notices(String caseRef) {
        return transactions.read((Connection c) -> caseRecord.notices().unseen(c)).stream()
                .map(Notice.Raised::notice)
                .filter(notice ->
                        notice.caseRef().equals(caseRef) || notice.about().equals(caseRef))
                .toList();
    }

    /** The entries of a case, as an auditor lists them. */
    List<Listed> listed(String caseRef) {
        List<Listed> found = new ArrayList<>();
        AuditFilter filter = new AuditFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(caseRef),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        transactions.read((Connection c) -> {
            new AuditReading(LogKey.generate("test").verifier()).list(c, filter, found::add);
            return 0;
        });
        return found;
    }

    List<Entry> entries(String caseRef) {
        return listed(caseRef).stream().map(one -> one.logged().entry()).toList();
    }

    /** Keeps what it sealed, to be read here; what it gives out tells nothing. */
    private final class Closing implements Rooms.Close {
        @Override
        public Sealed close(Envelope envelope, Party recipient, Door door, Instant now) {
            Bytes bytes = Bytes.utf8("sealed " + UUID.randomUUID());
            sealed.put(bytes, envelope);
            return Sealed.of(bytes);
        }

        @Override
        public Optional<Sealed> closeIfPossible(Envelope envelope, Party recipient, Door door, Instant now) {
            return keyless.contains(recipient.id())
                    ? Optional.empty()
                    : Optional.of(close(envelope, recipient, door, now));
        }
    }
}
