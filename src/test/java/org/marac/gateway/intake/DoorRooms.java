package org.marac.gateway.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.flow.Posting;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.Unit;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;
import org.marac.gateway.storage.StorageUnavailable;

/** Rooms behind a door that turn everybody away at the first step: enough to see what came in and what is answered. */
public final class DoorRooms {
    public static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final ProtocolRef PROTOCOL = new ProtocolRef("wenbury-marac", 1, Digest.of(new byte[0]));

    public final List<Arrival> arrivals = Collections.synchronizedList(new ArrayList<>());

    /** Whether the sender is known, and so gets a receipt. */
    public boolean identified = true;

    public boolean durable = true;

    /** How often the database is away before it is there. */
    public int timesAway;

    /** Them. */
    public Rooms rooms() {
        return new Rooms(
                (arrival, now) -> {
                    arrivals.add(arrival);
                    Refusal refusal = Refusal.of(RefusalCode.NOT_A_SIGNATORY);
                    throw identified ? Refused.of(POLICE, PROTOCOL, refusal) : new Refused(refusal);
                },
                (bytes, sender, now) -> {
                    throw new IllegalStateException();
                },
                (sender, content, transmission) -> Optional.empty(),
                new Nothing(),
                (message, protocol) -> {
                    throw new IllegalStateException();
                },
                (protocol, question) -> {
                    throw new IllegalStateException();
                },
                (canonical, record, permits, guarded, doubt) -> {
                    throw new IllegalStateException();
                },
                (envelope, recipient, door, now) -> {
                    throw new IllegalStateException();
                },
                new Writing());
    }

    /** Understands nothing; never asked. */
    private static final class Nothing implements Rooms.Understand {
        @Override
        public Message understand(Opened opened, AgencyId sender, AgencyId coordinator) {
            throw new IllegalStateException();
        }

        @Override
        public Bytes write(Message message) {
            throw new IllegalStateException();
        }

        @Override
        public Set<Material> materials(Bytes canonical) {
            throw new IllegalStateException();
        }
    }

    /** Writes nothing down, and answers. */
    private final class Writing implements UnitOfWork, Unit, UnitOfWork.Places {
        @Override
        public <T> T write(UnitOfWork.Work<T> work) throws Refused {
            if (timesAway-- > 0) {
                throw new StorageUnavailable("The database is away", new IOException());
            }
            if (!durable) {
                throw new IllegalStateException("The database is down");
            }
            return work.in(this).write().apply(this);
        }

        @Override
        public Optional<Answered> claim(Unit.Claim claim) {
            return Optional.empty();
        }

        @Override
        public Unit.Superseded supersede(Correction correction, Instant at) {
            throw new UnsupportedOperationException("No correction comes in at these doors");
        }

        @Override
        public void raise(Notice notice) {
            throw new UnsupportedOperationException("No correction comes in at these doors");
        }

        @Override
        public List<Notice> review(Unit.Changed changed) {
            throw new IllegalStateException();
        }

        @Override
        public Unit.Shelved shelve(Unit.Shelving shelving) {
            return new Unit.Shelved("unread", false, false);
        }

        @Override
        public void refused(Unit.Shelved shelved, Position position, Optional<String> receiptId) {
            // Nothing is kept here.
        }

        @Override
        public Unit.Filed file(Unit.Filing filing) {
            throw new IllegalStateException();
        }

        @Override
        public Unit.Filed answered(Unit.Given given) {
            throw new UnsupportedOperationException("No answer comes in at these doors");
        }

        @Override
        public void speak(Message message, Turn turn, Instant receivedAt) {
            throw new UnsupportedOperationException("No conversation comes in at these doors");
        }

        @Override
        public long first() {
            return 0;
        }

        @Override
        public void log(List<Entry> entries) {}

        @Override
        public void post(Posting posting) {
            throw new IllegalStateException();
        }

        @Override
        public void hold(Waiting holding) {
            throw new IllegalStateException();
        }

        @Override
        public Answered answer(ReceiptFacts facts) {
            return new Answered(facts.outcome(), facts.refusal(), Optional.of(Bytes.utf8("receipt")), new Position(0));
        }

        @Override
        public Digest commitment(Bytes content) {
            return content.digest();
        }

        @Override
        public String pseudonym(AgencyId sender, MessageId message) {
            return "m";
        }
    }
}
