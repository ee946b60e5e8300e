package org.marac.gateway.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/**
 * Do the entries tell a story that may be? Nothing is disclosed without the decision that permits it, nothing is
 * delivered that was not disclosed, and every decision is the one the protocol makes.
 */
final class Story {
    /** How far clocks of gateway nodes may differ, and a transaction may take. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private static final int RECENT = 1024;

    private final Findings findings;
    private final GateCheck gate;
    private final LongFunction<Optional<Logged>> entries;
    /** The last entries read: a disclosure stands right behind its decision, a delivery not far behind its disclosure. */
    private final Map<Long, Entry> recent = new LinkedHashMap<>();

    /** Ids of what waited and ended; few beside the messages. */
    private final Set<String> ended = new HashSet<>();

    private Instant latest = Instant.MIN;

    /**
     * A story from its beginning.
     *
     * @param entries any entry by its index, for those that name an earlier one
     */
    Story(Findings findings, GateCheck gate, LongFunction<Optional<Logged>> entries) {
        this.findings = findings;
        this.gate = gate;
        this.entries = entries;
    }

    /** The next entry, which stands at this index. */
    void next(long index, Logged logged) {
        Position at = new Position(index);
        Entry entry = logged.entry();
        recent.put(index, entry);
        recent.remove(index - RECENT);
        require(logged.position().equals(at), Check.ENTRIES, at, "it says it stands elsewhere");
        if (entry.at().isBefore(latest.equals(Instant.MIN) ? latest : latest.minus(SKEW))) {
            findings.add(Check.ENTRIES, at, "it is earlier than the entries before it");
        }
        latest = entry.at().isAfter(latest) ? entry.at() : latest;
        if (entry instanceof Entry.Admitted admitted) {
            admitted(at, admitted);
        } else if (entry instanceof Entry.TurnedAway turned) {
            turnedAway(at, turned);
        } else if (entry instanceof Entry.Disclosed disclosed) {
            disclosed(at, disclosed);
        } else if (entry instanceof Entry.Recall recall) {
            recall(at, recall);
        } else if (entry instanceof HoldEntry.Held held) {
            held(at, held);
        } else if (entry instanceof HoldEntry.Released released) {
            released(at, released);
        } else if (entry instanceof HoldEntry.Withheld withheld) {
            withheld(at, withheld);
        } else if (entry instanceof HoldEntry.Escalated escalated) {
            raised(at, escalated.hold());
        } else if (entry instanceof Entry.Delivered delivered) {
            settled(at, delivered.disclosure(), delivered.to(), delivered.door(), delivered.sha256());
        } else if (entry instanceof Entry.Undelivered undelivered) {
            settled(at, undelivered.disclosure(), undelivered.to(), undelivered.door(), undelivered.sha256());
        }
    }

    private void admitted(Position at, Entry.Admitted entry) {
        Question question = entry.question();
        require(question.sender().equals(entry.from()), Check.PERMITS, at, "the question names another sender");
        require(question.assurance() == entry.assurance(), Check.PERMITS, at, "the question names another assurance");
        decided(at, entry.from(), question, entry.decision());
    }

    private void turnedAway(Position at, Entry.TurnedAway entry) {
        if (entry.question().isPresent() && entry.decision().isPresent()) {
            decided(
                    at,
                    entry.question().get().sender(),
                    entry.question().get(),
                    entry.decision().get());
        }
    }

    private void decided(Position at, AgencyId sender, Question question, Decision decision) {
        gate.check(decision.protocol(), sender, Optional.empty(), question.at(), question, decision)
                .forEach(what -> findings.add(Check.DECISIONS, at, what));
    }

    private void disclosed(Position at, Entry.Disclosed entry) {
        Optional<Footing> found = earlier(at, entry.decision(), Entry.class).flatMap(Footing::of);
        if (found.isEmpty()) {
            findings.add(Check.PERMITS, at, "no earlier decision permits the disclosure");
            return;
        }
        Footing footing = found.get();
        Question question = footing.question();
        boolean same = footing.from().equals(entry.from())
                && footing.caseRef().equals(entry.caseRef())
                && footing.messageRef().map(entry.messageRef()::equals).orElse(true);
        require(same, Check.PERMITS, at, "the decision it names is about another message");
        boolean permitted = footing.decision().protocol().equals(entry.protocol())
                && footing.permits().contains(entry.permit());
        require(permitted, Check.PERMITS, at, "the decision it names does not give this permit");
        Set<Material> kept = new HashSet<>(question.materials());
        kept.removeAll(entry.permit().materials());
        kept.removeAll(entry.withheld());
        kept.removeIf(material -> material.category() == DataCategory.ENVELOPE);
        require(kept.isEmpty(), Check.PERMITS, at, "a material is neither permitted nor withheld");
        AgencyId to = entry.permit().recipient();
        List<String> wrong =
                gate.check(entry.protocol(), entry.from(), Optional.of(to), entry.at(), question, footing.decision());
        wrong.forEach(what -> findings.add(Check.DECISIONS, at, what));
    }

    /** Only who was sent something is told not to rely on it, by the door by which it came. */
    private void recall(Position at, Entry.Recall entry) {
        boolean sent = earlier(at, entry.recalled(), Entry.Leaving.class)
                .filter(before -> before.to().equals(entry.to())
                        && before.from().equals(entry.from())
                        && before.door() == entry.door()
                        && before.caseRef().equals(entry.caseRef()))
                .isPresent();
        require(sent, Check.PERMITS, at, "no earlier entry says that this recipient was sent what is recalled");
        boolean corrected = earlier(at, entry.decision(), Entry.Admitted.class)
                .filter(admitted -> admitted.caseRef().equals(entry.caseRef())
                        && admitted.from().equals(entry.from()))
                .isPresent();
        require(corrected, Check.PERMITS, at, "no earlier entry says that its sender corrected it");
    }

    private void held(Position at, HoldEntry.Held entry) {
        boolean decided = earlier(at, entry.decision(), Entry.Admitted.class)
                .filter(admitted -> admitted.caseRef().equals(entry.caseRef()))
                .filter(admitted -> admitted.decision().rulings().stream()
                        .anyMatch(
                                ruling -> ruling.recipient().equals(entry.to()) && !(ruling instanceof Ruling.Refuse)))
                .isPresent();
        require(decided, Check.PERMITS, at, "no earlier decision says that this may wait for a person");
    }

    private void released(Position at, HoldEntry.Released entry) {
        ended(at, entry.hold());
        require(!entry.by().isEmpty(), Check.PERMITS, at, "nobody let it go");
        require(
                entry.question().sender().equals(entry.hold().from()),
                Check.PERMITS,
                at,
                "the question names another sender");
        decided(at, entry.hold().from(), entry.question(), entry.decision());
    }

    private void withheld(Position at, HoldEntry.Withheld entry) {
        ended(at, entry.hold());
        if (entry.question().isPresent() && entry.decision().isPresent()) {
            decided(
                    at,
                    entry.hold().from(),
                    entry.question().get(),
                    entry.decision().get());
        }
    }

    /** What waited ends once. */
    private void ended(Position at, HoldEntry.Hold hold) {
        raised(at, hold);
        require(ended.add(hold.id()), Check.PERMITS, at, "what waited had ended before");
    }

    private void raised(Position at, HoldEntry.Hold hold) {
        boolean raised = earlier(at, hold.raised(), HoldEntry.Held.class)
                .filter(held -> held.holdId().equals(hold.id())
                        && held.from().equals(hold.from())
                        && held.to().equals(hold.to())
                        && held.messageRef().equals(hold.messageRef())
                        && held.caseRef().equals(hold.caseRef()))
                .isPresent();
        require(raised, Check.PERMITS, at, "no earlier entry says that this waits");
    }

    private void settled(Position at, Position disclosure, AgencyId to, Door door, Digest sha256) {
        Optional<Entry.Leaving> found = earlier(at, disclosure, Entry.Leaving.class);
        if (found.isEmpty()
                && earlier(at, disclosure, Entry.Noted.class)
                        .filter(notice -> isNotice(notice, to, door, sha256))
                        .isPresent()) {
            return;
        }
        if (found.isEmpty()) {
            findings.add(Check.PERMITS, at, "what it delivers was not disclosed");
            return;
        }
        Entry.Leaving leaving = found.get();
        boolean same = leaving.to().equals(to)
                && leaving.door() == door
                && leaving.sha256().equals(sha256);
        require(same, Check.PERMITS, at, "the disclosure it names is another: recipient, door or digest");
    }

    /** Whether it says that people of the agency were told something about the gateway, in just these bytes. */
    private static boolean isNotice(Entry.Noted noted, AgencyId to, Door door, Digest sha256) {
        return noted.event().equals("notice.sent")
                && noted.details()
                        .containsAll(List.of(
                                new Entry.Noted.Detail("to", to.value()),
                                new Entry.Noted.Detail("door", door.name()),
                                new Entry.Noted.Detail("sha256", sha256.hex())));
    }

    private <E extends Entry> Optional<E> earlier(Position at, Position reference, Class<E> kind) {
        if (reference.index() >= at.index()) {
            return Optional.empty();
        }
        return Optional.ofNullable(recent.get(reference.index()))
                .or(() -> entries.apply(reference.index()).map(Logged::entry))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private void require(boolean holds, Check check, Position at, String what) {
        if (!holds) {
            findings.add(check, at, what);
        }
    }
}
