package org.marac.gateway.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.People;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.model.Turn;
import org.marac.gateway.model.Waiting;

/** Rooms that say yes unless told otherwise, remember what they were asked, and keep what is committed. */
final class FakeRooms implements Rooms.Understand, UnitOfWork {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    static final AgencyId MARAC = new AgencyId("wenbury-marac");
    static final AgencyId POLICE = new AgencyId("wenbury-police");
    static final AgencyId IDVA = new AgencyId("haven-idva");
    static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    static final int MAXIMUM = 1_000;
    static final Bytes CANONICAL = Bytes.utf8("{\"canonical\":true}");

    /** What was done, in order: the names of the steps and of what is written. */
    final List<String> steps = new ArrayList<>();

    /** The refusal a step throws. */
    final Map<String, Refused> refusing = new HashMap<>();

    final List<Opened> understood = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();
    final List<Ruling.Permit> disclosed = new ArrayList<>();
    final List<Envelope> envelopes = new ArrayList<>();
    final List<Party> closedFor = new ArrayList<>();

    /** What has been committed. */
    Kept kept = new Kept();

    Assurance leastAssurance = Assurance.CHANNEL;
    Set<AgencyId> signatories = Set.of(MARAC, POLICE, IDVA, HOUSING);
    Optional<Answered> admittedBefore = Optional.empty();
    Optional<IdentityChange> identityChange = Optional.empty();
    Matched known = Matched.nothing();
    List<Notice> notices = List.of();
    Unit.Superseded superseded = new Unit.Superseded("case-1", "pseudonym-of-the-first", List.of(), List.of());
    Set<Material> doubts = Set.of();
    List<Label> labels = List.of();
    String marking = "OFFICIAL-SENSITIVE";
    List<Ruling> rulings = new ArrayList<>(List.of(permit(MARAC, "C1"), permit(IDVA, "C2"), refuse(HOUSING)));
    Optional<List<Ruling>> rulingsOfWhatIsSaid = Optional.empty();
    Set<AgencyId> withoutKey = Set.of();
    Purpose purpose = Purpose.REFERRAL;
    Protocol protocol = protocol(1);
    boolean logWrites = true;

    /** What a transaction leaves. */
    static final class Kept {
        final List<Entry> entries = new ArrayList<>();
        final List<Unit.Filing> filed = new ArrayList<>();
        final List<Posting> posted = new ArrayList<>();
        final List<Waiting> held = new ArrayList<>();
        final Map<Unit.Claim, Answered> answers = new HashMap<>();
        final List<ReceiptFacts> receipts = new ArrayList<>();
        final List<Unit.Shelving> shelved = new ArrayList<>();

        private Kept copy() {
            Kept copy = new Kept();
            copy.entries.addAll(entries);
            copy.filed.addAll(filed);
            copy.posted.addAll(posted);
            copy.held.addAll(held);
            copy.answers.putAll(answers);
            copy.receipts.addAll(receipts);
            copy.shelved.addAll(shelved);
            return copy;
        }
    }

    Admission admission() {
        return new Admission(
                new Rooms(
                        (arrival, now) -> {
                            step("identify");
                            return new Identified(
                                    party(POLICE, leastAssurance),
                                    new Party.Channel(Door.QUEUE, true, true, leastAssurance),
                                    new InForce(protocol, signatories));
                        },
                        (bytes, sender, now) -> {
                            step("open");
                            return new Opened(
                                    Bytes.utf8("inside " + bytes.text()),
                                    MediaType.FHIR_JSON,
                                    Assurance.SIGNED,
                                    Optional.of(Digest.of(new byte[] {1})),
                                    Optional.of(new MessageId("sealed-1")));
                        },
                        (sender, content, transmission) -> {
                            step("recognise");
                            return admittedBefore;
                        },
                        this,
                        (message, asked) -> {
                            steps.add("match");
                            return known;
                        },
                        (asked, question) -> {
                            steps.add("decide");
                            questions.add(question);
                            return new Decision(
                                    asked.ref(),
                                    question.ties().equals(known.ties())
                                            ? rulings
                                            : rulingsOfWhatIsSaid.orElse(rulings));
                        },
                        (canonical, record, permits, guarded, doubt) -> permits.stream()
                                .map(permit -> {
                                    steps.add("disclose");
                                    disclosed.add(permit);
                                    return new Projected(
                                            permit,
                                            view(permit.recipient()),
                                            Materials.of(DataCategory.HEALTH, DataCategory.CHILD),
                                            doubts);
                                })
                                .toList(),
                        new Closing(),
                        this),
                Clock.fixed(NOW, ZoneOffset.UTC),
                MAXIMUM);
    }

    private final class Closing implements Rooms.Close {
        @Override
        public Sealed close(Envelope envelope, Party recipient, Door door, Instant now) {
            return closeIfPossible(envelope, recipient, door, now)
                    .orElseThrow(() -> new IllegalStateException("No key of " + recipient.id()));
        }

        @Override
        public Optional<Sealed> closeIfPossible(Envelope envelope, Party recipient, Door door, Instant now) {
            steps.add("close");
            if (withoutKey.contains(recipient.id())) {
                return Optional.empty();
            }
            envelopes.add(envelope);
            closedFor.add(recipient);
            return Optional.of(Sealed.of(sealed(recipient.id())));
        }
    }

    static Bytes view(AgencyId recipient) {
        return Bytes.utf8("view of " + recipient);
    }

    static Bytes sealed(AgencyId recipient) {
        return Bytes.utf8("sealed for " + recipient);
    }

    static Arrival arrival(MediaType type, String content) {
        return new Arrival(
                Door.QUEUE,
                new Peer.QueueOwner(POLICE),
                Optional.of(type),
                Bytes.utf8(content),
                NOW.minusSeconds(1),
                Optional.of(new MessageId("transmission-1")),
                Optional.empty());
    }

    /** The named step refuses with this code. */
    void refuses(String step, RefusalCode code) {
        refusing.put(step, new Refused(Refusal.of(code)));
    }

    @Override
    public Optional<IdentityChange> identityChange(Opened opened, AgencyId coordinator) {
        return identityChange;
    }

    @Override
    public Message understand(Opened opened, AgencyId sender, AgencyId coordinator) throws Refused {
        step("understand");
        understood.add(opened);
        return People.marked(
                People.referral(sender.value(), "message-1", People.named("Jane", "Doe", "1990-01-01")),
                labels,
                marking,
                purpose);
    }

    @Override
    public Bytes write(Message message) {
        return CANONICAL;
    }

    @Override
    public Set<Material> materials(Bytes canonical) {
        return Materials.of(DataCategory.ENVELOPE, DataCategory.HEALTH);
    }

    @Override
    public <T> T write(UnitOfWork.Work<T> work) throws Refused {
        Page page = new Page(kept.copy());
        UnitOfWork.Conclusion<T> conclusion = work.in(page);
        if (conclusion.entries() > 0) {
            steps.add("reserve " + conclusion.entries());
        }
        T result = conclusion.write().apply(page);
        kept = page.written;
        steps.add("commit");
        return result;
    }

    private void step(String name) throws Refused {
        steps.add(name);
        Refused refused = refusing.get(name);
        if (refused != null) {
            throw refused;
        }
    }

    /** One transaction: what it writes is kept only when it ends well. */
    private final class Page implements Unit, UnitOfWork.Places {
        private final Kept written;
        private final long first;
        private Optional<Unit.Claim> claimed = Optional.empty();

        Page(Kept written) {
            this.written = written;
            this.first = written.entries.size();
        }

        @Override
        public Optional<Answered> claim(Unit.Claim claim) throws Refused {
            if (claim.message().isPresent()) {
                step("claim");
            }
            claimed = Optional.of(claim);
            return Optional.ofNullable(written.answers.get(claim));
        }

        @Override
        public Unit.Superseded supersede(Correction correction, Instant at) throws Refused {
            step("supersede");
            return superseded;
        }

        @Override
        public void raise(Notice notice) {
            steps.add("raise");
        }

        @Override
        public List<Notice> review(Unit.Changed changed) {
            steps.add("review");
            return notices;
        }

        @Override
        public Unit.Shelved shelve(Unit.Shelving shelving) {
            steps.add("shelve");
            boolean fresh = written.shelved.isEmpty();
            if (fresh) {
                written.shelved.add(shelving);
            }
            return new Unit.Shelved("unread-1", fresh, true);
        }

        @Override
        public void refused(Unit.Shelved shelved, Position position, Optional<String> receiptId) {
            steps.add("refused " + shelved.id() + " at " + position.index());
        }

        @Override
        public Unit.Filed file(Unit.Filing filing) {
            steps.add("file");
            written.filed.add(filing);
            return new Unit.Filed("case-1", notices);
        }

        @Override
        public Unit.Filed answered(Unit.Given given) {
            steps.add("answered");
            return new Unit.Filed("case-1", notices);
        }

        @Override
        public void speak(Message message, Turn turn, Instant receivedAt) {
            steps.add("speak");
        }

        @Override
        public long first() {
            return first;
        }

        @Override
        public void log(List<Entry> entries) {
            steps.add("log");
            if (!logWrites) {
                throw new IllegalStateException("The audit log cannot write");
            }
            written.entries.addAll(entries);
        }

        @Override
        public void post(Posting posting) {
            steps.add("post");
            written.posted.add(posting);
        }

        @Override
        public void hold(Waiting holding) {
            steps.add("hold");
            written.held.add(holding);
        }

        @Override
        public Answered answer(ReceiptFacts facts) {
            steps.add("answer");
            Answered answered = new Answered(
                    facts.outcome(),
                    facts.refusal(),
                    Optional.of(Bytes.utf8("receipt " + facts.receiptId())),
                    facts.position());
            written.answers.put(claimed.orElseThrow(), answered);
            written.receipts.add(facts);
            return answered;
        }

        @Override
        public Digest commitment(Bytes content) {
            return keyed(content);
        }

        @Override
        public String pseudonym(AgencyId sender, MessageId message) {
            steps.add("pseudonym");
            return "pseudonym of " + sender + " " + message;
        }
    }

    static Digest keyed(Bytes content) {
        return Bytes.utf8("keyed " + content.digest()).digest();
    }

    static Ruling.Permit permit(AgencyId recipient, String clause) {
        return Permits.of(
                recipient,
                List.of(new ClauseId(clause)),
                Materials.of(DataCategory.ENVELOPE, DataCategory.RISK),
                Set.of(Obligation.NOREUSE, Obligation.MINEC),
                Set.of(LawfulBasis.PUBLIC_TASK));
    }

    static Ruling.Refuse refuse(AgencyId recipient) {
        return new Ruling.Refuse(recipient, List.of(new ClauseId("C9")), "not-needed");
    }

    static Protocol protocol(int version) {
        return new Protocol(
                "wenbury-marac",
                version,
                Digest.of(new byte[] {(byte) version}),
                "Wenbury",
                Optional.empty(),
                NOW.minus(Duration.ofDays(30)),
                LocalDate.of(2027, 6, 1),
                NOW.plus(Duration.ofDays(300)),
                MARAC,
                new Protocol.Governance(MARAC, 2),
                new Protocol.EnvelopeRule(Duration.ofDays(3), Duration.ofMinutes(5)),
                Stream.of(MARAC, POLICE, IDVA, HOUSING)
                        .map(id -> party(id, Assurance.CHANNEL))
                        .toList(),
                List.of(),
                Map.of(),
                new Protocol.Repeat(12, Protocol.Repeat.From.MARAC),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Protocol.Waits.UNSAID,
                Protocol.Delivery.UNSAID);
    }

    private static Party party(AgencyId id, Assurance assurance) {
        return new Party(
                id,
                id.value(),
                "police",
                id.value(),
                Party.Regime.GDPR,
                true,
                true,
                "desk@" + id,
                List.of(),
                List.of(new Party.Channel(Door.QUEUE, true, true, assurance)),
                List.of(),
                List.of(),
                Optional.of(new Party.Alternate("the other desk@" + id, List.of())));
    }
}
