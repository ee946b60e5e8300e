package org.marac.gateway.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/**
 * An entry as auditors list it.
 *
 * @param logged the entry itself
 * @param from the sender
 * @param door by which door it came or left
 * @param caseRef pseudonym of the case; of a delivery, that of its disclosure
 * @param protocol the version that decided
 * @param lines what came of it: for the message as a whole first, then for each recipient
 */
public record Listed(
        Logged logged,
        Optional<AgencyId> from,
        Optional<Door> door,
        Optional<String> caseRef,
        Optional<ProtocolRef> protocol,
        List<Line> lines) {

    public Listed {
        lines = List.copyOf(lines);
    }

    /**
     * What came of it for one recipient, or as a whole.
     *
     * @param recipient for whom; empty for the message as a whole
     * @param result what
     * @param clauses the clauses that made it so
     * @param reason the code of the reason, where it is not a yes
     * @param materials of what was there: where it is a yes what the recipient saw or may see, otherwise what was kept back
     *     from it
     * @param basis the lawful bases it rests on, where it is a yes
     */
    public record Line(
            Optional<AgencyId> recipient,
            Result result,
            List<ClauseId> clauses,
            Optional<String> reason,
            Set<Material> materials,
            Set<LawfulBasis> basis) {
        public Line {
            clauses = List.copyOf(clauses);
            materials = Set.copyOf(materials);
            basis = Set.copyOf(basis);
        }

        Line(Optional<AgencyId> recipient, Result result, List<ClauseId> clauses, Optional<String> reason) {
            this(recipient, result, clauses, reason, Set.of(), Set.of());
        }

        /** Of what was there, this much of a permit. */
        private Line seeing(Ruling.Permit permit, Set<Material> there) {
            Set<Material> seen = new HashSet<>(there);
            seen.retainAll(permit.materials());
            return new Line(recipient, result, clauses, reason, seen, permit.basis());
        }

        private Line keeping(Set<Material> there) {
            return new Line(recipient, result, clauses, reason, there, Set.of());
        }
    }

    /**
     * Lists an entry.
     *
     * @param disclosure what a delivery delivers, where it is known
     * @param asked what was there, of what a disclosure or a delivery discloses, where it is known
     */
    static Listed of(Logged logged, Optional<Entry.Leaving> disclosure, Optional<Question> asked) {
        Set<Material> there = asked.map(Question::materials).orElse(Set.of());
        Entry entry = logged.entry();
        if (entry instanceof Entry.Admitted e) {
            Optional<ProtocolRef> protocol = Optional.of(e.decision().protocol());
            List<Line> lines = lines(
                    whole(Result.ADMITTED, List.of(), Optional.empty())
                            .keeping(e.question().materials()),
                    Optional.of(e.decision()),
                    e.question().materials());
            Optional<Door> door = Optional.of(e.arrived().door());
            return new Listed(logged, Optional.of(e.from()), door, Optional.of(e.caseRef()), protocol, lines);
        }
        if (entry instanceof Entry.TurnedAway e) {
            String reason = e.refusal().reason().orElse(e.refusal().code().code());
            Line whole = whole(Result.REFUSED, e.refusal().clauses(), Optional.of(reason));
            Optional<Door> door = Optional.of(e.arrived().door());
            Set<Material> said = e.question().map(Question::materials).orElse(Set.of());
            return new Listed(
                    logged,
                    e.from(),
                    door,
                    Optional.empty(),
                    e.protocol(),
                    lines(whole.keeping(said), e.decision(), said));
        }
        if (entry instanceof Entry.Leaving e) {
            Result result = e instanceof Entry.Recall ? Result.RECALLED : Result.DISCLOSED;
            return settled(logged, Optional.of(e), e.door(), result, e.to(), Optional.empty(), there);
        }
        if (entry instanceof HoldEntry.Held e) {
            Line line = new Line(Optional.of(e.to()), Result.HELD, e.clauses(), Optional.of(e.reason()));
            return waiting(logged, e.from(), e.caseRef(), Optional.empty(), line);
        }
        if (entry instanceof HoldEntry.Released e) {
            return ended(logged, e.hold(), Optional.of(e.decision()), Result.RELEASED, Optional.of(e.reason()));
        }
        if (entry instanceof HoldEntry.Withheld e) {
            return ended(logged, e.hold(), e.decision(), Result.REFUSED, Optional.of(e.reason()));
        }
        if (entry instanceof HoldEntry.Escalated e) {
            String office = e.asked().name().toLowerCase(Locale.ROOT);
            return ended(logged, e.hold(), Optional.empty(), Result.ESCALATED, Optional.of(office));
        }
        if (entry instanceof Entry.Delivered e) {
            return settled(logged, disclosure, e.door(), Result.DELIVERED, e.to(), Optional.empty(), there);
        }
        if (entry instanceof Entry.Undelivered e) {
            return settled(logged, disclosure, e.door(), Result.UNDELIVERED, e.to(), Optional.of(e.reason()), there);
        }
        Optional<ProtocolRef> protocol = entry instanceof Entry.Noted e ? e.protocol() : Optional.empty();
        List<Line> lines = List.of(whole(Result.NOTED, List.of(), Optional.empty()));
        return new Listed(logged, Optional.empty(), Optional.empty(), caseOf(entry), protocol, lines);
    }

    /** Whether it is of this case; a note about two cases is of both. */
    boolean isOf(String ref) {
        return caseRef.equals(Optional.of(ref))
                || detail(logged.entry(), "other").equals(Optional.of(ref));
    }

    /** The case a note is about, if it is about one. */
    private static Optional<String> caseOf(Entry entry) {
        return detail(entry, "case");
    }

    private static Optional<String> detail(Entry entry, String name) {
        return entry instanceof Entry.Noted note
                ? note.details().stream()
                        .filter(detail -> detail.name().equals(name))
                        .map(Entry.Noted.Detail::value)
                        .findFirst()
                : Optional.empty();
    }

    private static Listed ended(
            Logged logged, HoldEntry.Hold hold, Optional<Decision> decision, Result result, Optional<String> reason) {
        List<ClauseId> clauses = decision.stream()
                .flatMap(d -> d.rulings().stream())
                .filter(ruling -> ruling.recipient().equals(hold.to()))
                .flatMap(ruling -> ruling.clauses().stream())
                .toList();
        Line line = new Line(Optional.of(hold.to()), result, clauses, reason);
        return waiting(logged, hold.from(), hold.caseRef(), decision.map(Decision::protocol), line);
    }

    private static Listed waiting(
            Logged logged, AgencyId from, String caseRef, Optional<ProtocolRef> protocol, Line line) {
        return new Listed(logged, Optional.of(from), Optional.empty(), Optional.of(caseRef), protocol, List.of(line));
    }

    private static Listed settled(
            Logged logged,
            Optional<Entry.Leaving> disclosure,
            Door door,
            Result result,
            AgencyId to,
            Optional<String> reason,
            Set<Material> there) {
        List<ClauseId> clauses = disclosure.map(Entry.Leaving::clauses).orElse(List.of());
        Line line = new Line(Optional.of(to), result, clauses, reason);
        return new Listed(
                logged,
                disclosure.map(Entry.Leaving::from),
                Optional.of(door),
                disclosure.map(Entry.Leaving::caseRef),
                disclosure.map(Entry.Leaving::protocol),
                List.of(disclosure
                        .filter(Entry.Disclosed.class::isInstance)
                        .map(d -> line.seeing(((Entry.Disclosed) d).permit(), there))
                        .orElse(line)));
    }

    private static Line whole(Result result, List<ClauseId> clauses, Optional<String> reason) {
        return new Line(Optional.empty(), result, clauses, reason);
    }

    private static List<Line> lines(Line whole, Optional<Decision> decision, Set<Material> there) {
        List<Line> lines = new ArrayList<>(List.of(whole));
        for (Ruling ruling : decision.map(Decision::rulings).orElse(List.of())) {
            Optional<AgencyId> recipient = Optional.of(ruling.recipient());
            if (ruling instanceof Ruling.Refuse refuse) {
                lines.add(new Line(recipient, Result.DENIED, refuse.clauses(), Optional.of(refuse.reason()))
                        .keeping(there));
            } else if (ruling instanceof Ruling.Hold hold) {
                lines.add(new Line(recipient, Result.HELD, hold.clauses(), Optional.of(hold.reason())).keeping(there));
            } else if (ruling instanceof Ruling.Permit permit) {
                lines.add(new Line(recipient, Result.PERMITTED, permit.clauses(), Optional.empty())
                        .seeing(permit, there));
            }
        }
        return lines;
    }
}
