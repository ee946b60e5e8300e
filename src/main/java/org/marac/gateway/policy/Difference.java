package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

/**
 * What would be otherwise for one recipient of a message, of what is in that message.
 *
 * @param question the facts
 * @param then the ruling as it is
 * @param now the ruling as it would be
 */
public record Difference(Question question, Ruling then, Ruling now) {
    /** What would newly become of some of the message. */
    public enum Newly {
        /** It would go at once. */
        PERMITTED,
        /** It would wait for a person. */
        HELD,
        /** It would neither go nor wait. */
        REFUSED,
        /** The same would go, with other obligations or to another contact. */
        OTHERWISE
    }

    /** Whoever says it. */
    public AgencyId sender() {
        return question.sender();
    }

    /** Who would receive. */
    public AgencyId recipient() {
        return now.recipient();
    }

    /** What would newly go at once. */
    public Set<Material> permitted() {
        return less(going(now), going(then));
    }

    /** What would newly wait for a person. */
    public Set<Material> held() {
        return less(waiting(now), waiting(then));
    }

    /** What went or waited, and would do neither. */
    public Set<Material> refused() {
        return less(less(either(then), going(now)), waiting(now));
    }

    /** What would newly become of it; empty where nothing would be otherwise. */
    public List<Newly> newly() {
        List<Newly> newly = new ArrayList<>();
        if (!permitted().isEmpty()) {
            newly.add(Newly.PERMITTED);
        }
        if (!held().isEmpty()) {
            newly.add(Newly.HELD);
        }
        if (!refused().isEmpty()) {
            newly.add(Newly.REFUSED);
        }
        if (newly.isEmpty() && !otherwise().isEmpty()) {
            newly.add(Newly.OTHERWISE);
        }
        return newly;
    }

    /** The clauses that would newly make it so; all that make it where none is new. */
    public List<ClauseId> by() {
        return firstOf(less(now.clauses(), then.clauses()), now.clauses());
    }

    /** The clauses that made it so and would no longer; none where the same ones would. */
    public List<ClauseId> untilNow() {
        return less(then.clauses(), now.clauses());
    }

    /** The code of the reason, where it is not a yes. */
    public Optional<String> reason() {
        return now instanceof Ruling.Refuse refuse
                ? Optional.of(refuse.reason())
                : Optional.of(now).filter(Ruling.Hold.class::isInstance).map(hold -> ((Ruling.Hold) hold).reason());
    }

    /** In words, on one line. */
    @Override
    public String toString() {
        List<String> said = new ArrayList<>();
        say(said, "newly permitted ", permitted());
        say(said, "newly held ", held());
        say(said, "newly refused ", refused());
        said.addAll(otherwise());
        return sender() + " to " + recipient() + ", " + question.kind() + " for " + question.purpose() + ": "
                + String.join("; ", said)
                + ", by " + (by().isEmpty() ? "no clause" : words(by()))
                + reason().map(code -> " (" + code + ")").orElse("")
                + (untilNow().isEmpty() ? "" : ", until now by " + words(untilNow()));
    }

    private static void say(List<String> said, String what, Set<Material> materials) {
        if (!materials.isEmpty()) {
            said.add(what + line(materials));
        }
    }

    /** In order; a kind of data about everyone a message can speak of is said once. */
    private static String line(Set<Material> materials) {
        return materials.stream()
                .map(material -> materials.containsAll(aboutAnyone(material.category()))
                        ? material.category() + "/*"
                        : material.toString())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static Set<Material> aboutAnyone(DataCategory category) {
        return Arrays.stream(Role.values())
                .map(role -> new Material(category, role))
                .collect(Collectors.toSet());
    }

    /** Whether another, of the same sharing, has already said all of this: as much and by the same clauses. */
    boolean isSaidBy(Difference other) {
        return other.newly().equals(newly())
                && other.otherwise().equals(otherwise())
                && other.permitted().containsAll(permitted())
                && other.held().containsAll(held())
                && other.refused().containsAll(refused())
                && by().containsAll(other.by());
    }

    /** What comes with it, where something goes or waits before and after. */
    private List<String> otherwise() {
        List<String> said = new ArrayList<>();
        Optional<Ruling.Permit> old = permit(then);
        Optional<Ruling.Permit> made = permit(now);
        if (old.isPresent() && made.isPresent()) {
            Set<Obligation> added = less(made.get().obligations(), old.get().obligations());
            Set<Obligation> gone = less(old.get().obligations(), made.get().obligations());
            if (!added.isEmpty()) {
                said.add("newly under " + words(added));
            }
            if (!gone.isEmpty()) {
                said.add("no longer under " + words(gone));
            }
            if (old.get().via() != made.get().via()) {
                said.add("newly to the " + (made.get().via() == Ruling.Via.ALTERNATE ? "alternate" : "ordinary")
                        + " contact");
            }
        }
        return said;
    }

    private Set<Material> going(Ruling ruling) {
        return ruling instanceof Ruling.Permit ? either(ruling) : Set.of();
    }

    private Set<Material> waiting(Ruling ruling) {
        return ruling instanceof Ruling.Hold ? either(ruling) : Set.of();
    }

    /** Of what a ruling gives, what the message holds: it may give what the record alone remembers. */
    private Set<Material> either(Ruling ruling) {
        Set<Material> given =
                new TreeSet<>(permit(ruling).map(Ruling.Permit::materials).orElse(Set.of()));
        given.retainAll(question.materials());
        return given;
    }

    private static Optional<Ruling.Permit> permit(Ruling ruling) {
        if (ruling instanceof Ruling.Hold hold) {
            return Optional.of(hold.permit());
        }
        return ruling instanceof Ruling.Permit permit ? Optional.of(permit) : Optional.empty();
    }

    private static <T extends Comparable<T>> Set<T> less(Set<T> from, Set<T> besides) {
        Set<T> left = new TreeSet<>(from);
        left.removeAll(besides);
        return left;
    }

    private static List<ClauseId> less(List<ClauseId> from, List<ClauseId> besides) {
        return from.stream().filter(clause -> !besides.contains(clause)).toList();
    }

    private static List<ClauseId> firstOf(List<ClauseId> first, List<ClauseId> otherwise) {
        return first.isEmpty() ? otherwise : first;
    }

    private static String words(Collection<?> all) {
        return all.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
