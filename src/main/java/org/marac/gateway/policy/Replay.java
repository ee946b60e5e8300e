package org.marac.gateway.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/**
 * A period of the log decided again: which sharings would newly be permitted, held or refused? Hears every entry of the
 * log in its order and keeps only what would be otherwise, and counts: of decisions that were made again, and of
 * everything that no protocol decides and that therefore cannot be.
 */
public final class Replay {
    /** What waits is raised right behind the decision it belongs to. */
    private static final int RECENT = 1024;

    private final Comparison comparison;
    private final Predicate<Instant> period;
    private final List<Comparison.Change> changes = new ArrayList<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final Map<String, Long> remarks = new TreeMap<>();
    private final Map<Long, Set<AgencyId>> held = new LinkedHashMap<>();
    private long decisions;

    /**
     * @param comparison of the two versions
     * @param period which moments are asked about
     */
    public Replay(Comparison comparison, Predicate<Instant> period) {
        this.comparison = comparison;
        this.period = period;
    }

    /**
     * The next entry.
     *
     * @param index where the log holds it
     * @param entry of whatever kind
     */
    public void hear(long index, Entry entry) {
        if (!period.test(entry.at())) {
            return;
        }
        if (entry instanceof Entry.Admitted admitted) {
            admitted(index, admitted);
        } else if (entry instanceof Entry.TurnedAway turned) {
            turnedAway(index, turned);
        } else if (entry instanceof HoldEntry.Released released) {
            again(
                    index,
                    released.question(),
                    released.decision(),
                    Optional.of(released.hold().to()));
        } else if (entry instanceof HoldEntry.Withheld withheld) {
            withheld(index, withheld);
        } else if (entry instanceof HoldEntry.Held waiting) {
            waiting(waiting);
        }
        // Of the others none is a decision: they say what became of one, or speak of the gateway itself.
    }

    /** How many decisions were made again. */
    public long decisions() {
        return decisions;
    }

    /** What would have been decided otherwise, in the order of the log. */
    public List<Comparison.Change> changes() {
        return List.copyOf(changes);
    }

    /** The changes counted: what, from whom, to whom, by which clauses and why, at which places of the log. */
    public List<Row> rows() {
        Map<Row, List<Long>> rows = new LinkedHashMap<>();
        for (Comparison.Change change : changes) {
            Difference difference = change.difference();
            for (Difference.Newly newly : difference.newly()) {
                Row row = new Row(
                        newly,
                        difference.sender(),
                        difference.recipient(),
                        difference.by(),
                        difference.reason(),
                        difference.untilNow(),
                        List.of());
                rows.computeIfAbsent(row, key -> new ArrayList<>()).add(change.index());
            }
        }
        return rows.entrySet().stream()
                .map(row -> row.getKey().at(row.getValue()))
                .sorted((one, other) -> one.newly().compareTo(other.newly()))
                .toList();
    }

    /** What was not decided again, and why: one sentence each, with its count. */
    public List<String> left() {
        return sentences(left);
    }

    /** What is to be known of what was decided again: one sentence each, with its count. */
    public List<String> remarks() {
        return sentences(remarks);
    }

    private static List<String> sentences(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .toList();
    }

    private void admitted(long index, Entry.Admitted admitted) {
        held.put(
                index,
                admitted.decision().holds().stream().map(Ruling.Hold::recipient).collect(Collectors.toSet()));
        held.remove(held.size() > RECENT ? held.keySet().iterator().next() : -1L);
        if (admitted.question().kind() == MessageKind.CORRECTION) {
            count(left, "withdrawn by who had said it: whoever said something may always take it back");
        } else {
            again(index, admitted.question(), admitted.decision(), Optional.empty());
        }
    }

    private void turnedAway(long index, Entry.TurnedAway turned) {
        if (turned.question().isPresent() && turned.decision().isPresent()) {
            again(index, turned.question().get(), turned.decision().get(), Optional.empty());
        } else {
            count(
                    left,
                    "turned away without asking a clause: "
                            + turned.refusal().code().code());
        }
    }

    private void withheld(long index, HoldEntry.Withheld withheld) {
        if (withheld.question().isPresent() && withheld.decision().isPresent()) {
            again(
                    index,
                    withheld.question().get(),
                    withheld.decision().get(),
                    Optional.of(withheld.hold().to()));
        } else {
            count(left, "ended while it waited, which people decide: " + withheld.reason());
        }
    }

    /** A person is asked by a clause, which was decided again with the message, or for what stands in the message. */
    private void waiting(HoldEntry.Held waiting) {
        Optional<Set<AgencyId>> asked =
                Optional.ofNullable(held.get(waiting.decision().index()));
        if (!asked.map(recipients -> recipients.contains(waiting.to())).orElse(false)) {
            count(left, "held for what stood in the message, which no clause says: " + waiting.reason());
        }
    }

    private void again(long index, Question question, Decision decided, Optional<AgencyId> only) {
        decisions++;
        comparison.remark(question, decided).ifPresent(remark -> count(remarks, remark));
        comparison.again(index, question, decided).stream()
                .filter(change ->
                        only.map(change.difference().recipient()::equals).orElse(true))
                .forEach(changes::add);
    }

    private static void count(Map<String, Long> counts, String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /**
     * Sharings of one kind that would be otherwise.
     *
     * @param newly what would become of them
     * @param from who says it
     * @param to who would receive
     * @param by the clauses that would newly make it so
     * @param reason the code of the reason, where it is not a yes
     * @param untilNow the clauses that made it so and would no longer
     * @param indexes where the log holds the decisions
     */
    public record Row(
            Difference.Newly newly,
            AgencyId from,
            AgencyId to,
            List<ClauseId> by,
            Optional<String> reason,
            List<ClauseId> untilNow,
            List<Long> indexes) {
        private Row at(List<Long> where) {
            return new Row(newly, from, to, by, reason, untilNow, List.copyOf(where));
        }
    }
}
