package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Seen;
import org.marac.gateway.model.Waiting;

/** One hold for the advisor, raised when the police referred; the rooms say yes unless told otherwise. */
final class FakeHoldRooms implements HoldRooms.Desk {
    static final String HOLD = "5a1f7a36-0a8f-4b7e-9d6b-2f0f4ad1c001";
    static final String MESSAGE = "mF9tQ0vLr4sKd8eNc1uJzg";
    static final String CASE = "k3Zq7Xb1Yc0aHfWm2TjP5w";

    final FakeRooms line = new FakeRooms();
    final List<Entry> entries = new ArrayList<>();
    final List<Posting> posted = new ArrayList<>();
    final Map<String, Glass> glasses = new HashMap<>();
    Instant now = FakeRooms.NOW.plus(Duration.ofMinutes(5));
    Optional<Protocol.Emergency> emergency = Optional.of(
            new Protocol.Emergency(new ClauseId("C9.1"), 2, 24, Duration.ofDays(3), List.of(FakeRooms.POLICE)));
    boolean noneInForce;
    boolean stands = true;
    Optional<Bytes> whole = Optional.of(FakeRooms.CANONICAL);
    Waiting waiting = new Waiting(
            HOLD,
            MESSAGE,
            CASE,
            FakeRooms.POLICE,
            FakeRooms.IDVA,
            Assurance.SIGNED,
            "look-first",
            List.of(new ClauseId("C5")),
            false,
            new Position(2),
            FakeRooms.NOW,
            FakeRooms.NOW.plus(Duration.ofHours(8)),
            0,
            Waiting.State.WAITING);
    /** What the recipient would see. */
    Bytes view = Bytes.utf8("the view");

    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    FakeHoldRooms() {
        line.rulings = List.of(
                FakeRooms.permit(FakeRooms.MARAC, "C1"),
                new Ruling.Hold(
                        FakeRooms.IDVA,
                        List.of(new ClauseId("C5")),
                        "look-first",
                        FakeRooms.permit(FakeRooms.IDVA, "C2")));
    }

    HoldRooms rooms() {
        return new HoldRooms(
                at -> noneInForce ? Optional.empty() : Optional.of(new InForce(protocol(), line.signatories)),
                line,
                (message, protocol) -> line.known,
                (protocol, question) -> {
                    line.questions.add(question);
                    return new Decision(protocol.ref(), line.rulings);
                },
                (canonical, record, permits, guarded, doubt) ->
                        permits.stream().map(permit -> view(permit, doubt)).toList(),
                (envelope, recipient, door, at) -> {
                    line.envelopes.add(envelope);
                    return Sealed.of(Bytes.utf8("sealed " + envelope.content().text()));
                },
                this);
    }

    private Projected view(Ruling.Permit permit, Doubt doubt) {
        return doubt == Doubt.IS_LEFT_OUT
                ? new Projected(permit, Bytes.utf8("blacked out"), Set.<Material>of(), Set.of())
                : new Projected(permit, view, Set.of(), line.doubts);
    }

    private Protocol protocol() {
        Protocol p = FakeRooms.protocol(2);
        return new Protocol(
                p.id(),
                p.version(),
                p.digest(),
                p.title(),
                p.previous(),
                p.effective(),
                p.review(),
                p.expires(),
                p.coordinator(),
                p.governance(),
                p.envelope(),
                p.parties(),
                p.clauses(),
                p.thresholds(),
                p.repeat(),
                p.retention(),
                emergency,
                p.lateReview(),
                p.holds(),
                p.delivery());
    }

    @Override
    public Optional<Waiting> find(String hold) {
        return Optional.of(waiting).filter(w -> w.id().equals(hold));
    }

    @Override
    public Optional<Bytes> whole(String messageRef) {
        return whole;
    }

    @Override
    public Optional<Glass> glass(String id) {
        return Optional.ofNullable(glasses.get(id));
    }

    @Override
    public <T> T write(HoldRooms.Work<T> work) throws Declined {
        return work.in(new Page());
    }

    void escalated(int times) {
        waiting = with(Waiting.State.WAITING, times);
    }

    private Waiting with(Waiting.State state, int escalations) {
        return new Waiting(
                waiting.id(),
                waiting.messageRef(),
                waiting.caseRef(),
                waiting.sender(),
                waiting.recipient(),
                waiting.assurance(),
                waiting.reason(),
                waiting.clauses(),
                waiting.emergency(),
                waiting.raised(),
                waiting.since(),
                waiting.due(),
                escalations,
                state);
    }

    private final class Page implements HoldRooms.Page {
        @Override
        public Optional<Waiting> lock(String hold) {
            return find(hold);
        }

        @Override
        public boolean stands(Message message, Optional<Seen> seen) {
            return stands;
        }

        @Override
        public List<Waiting> overdue(Instant at) {
            return waiting.due().isAfter(at) ? List.of() : List.of(waiting);
        }

        @Override
        public void escalate(Waiting escalated, Instant due) {
            waiting = with(Waiting.State.WAITING, waiting.escalations() + 1);
        }

        @Override
        public void settle(Waiting settled, Waiting.State state, Instant at) {
            waiting = with(state, waiting.escalations());
        }

        @Override
        public Optional<Glass> lockGlass(String id) {
            return glass(id);
        }

        @Override
        public void keep(Glass glass) {
            glasses.put(glass.id(), glass);
        }

        @Override
        public List<Glass> overdueGlasses(Instant at) {
            return glasses.values().stream()
                    .filter(glass -> glass.review().isEmpty())
                    .filter(glass ->
                            glass.reviewBy().filter(due -> !due.isAfter(at)).isPresent())
                    .toList();
        }

        @Override
        public long reserve(int places) {
            return entries.size();
        }

        @Override
        public void log(List<Entry> logged) {
            entries.addAll(logged);
        }

        @Override
        public void post(Posting posting) {
            posted.add(posting);
        }

        @Override
        public Digest commitment(Bytes content) {
            return FakeRooms.keyed(content);
        }
    }
}
