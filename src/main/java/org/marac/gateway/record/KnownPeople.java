package org.marac.gateway.record;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Role;

/**
 * Who the people of a case are, by their marks: are those of a message the same?
 *
 * @param all everyone the case has
 */
record KnownPeople(List<Known> all) {
    /** Of a case that is only being opened. */
    static final KnownPeople NOBODY = new KnownPeople(List.of());

    KnownPeople {
        all = List.copyOf(all);
    }

    /** A person a case has. */
    record Known(
            Role role,
            @Nullable UUID nhs,
            @Nullable UUID surname,
            @Nullable UUID name,
            @Nullable UUID given) {
        /** Whether what this says of the person is all the subject says; a person without marks is never the same. */
        boolean covers(Marked.Subject subject) {
            boolean marked = subject.nhs() != null || subject.surname() != null;
            return marked
                    && role == subject.who().role()
                    && (subject.nhs() == null || subject.nhs().equals(nhs))
                    && (subject.surname() == null || subject.surname().equals(surname))
                    && (subject.name() == null || subject.name().equals(name));
        }

        /**
         * Whether one mark says that the subject is this person and another that it is not: one name and day of birth with
         * two NHS numbers, or one number with two people's names. Nobody is then taken for the same.
         */
        boolean contradicts(Marked.Subject subject) {
            boolean sameNumber = nhs != null && nhs.equals(subject.nhs());
            return differ(nhs, subject.nhs())
                    || sameNumber && differ(surname, subject.surname()) && differ(given, subject.given());
        }

        /** Whether the subject is this person, exactly. */
        boolean is(Marked.Subject subject) {
            return subject.exact().anyMatch(mark -> mark.equals(nhs) || mark.equals(name));
        }
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether everyone here whom a mark takes for one of the message's people is said by another to be someone else. */
    boolean contradict(Marked marked) {
        return contradict(all, marked.people());
    }

    /** The same of the message's victim, who is the victim here too. */
    boolean contradictTheVictimOf(Marked marked) {
        return contradict(in(Role.VICTIM), marked.in(Role.VICTIM));
    }

    private static boolean contradict(List<Known> known, List<Marked.Subject> subjects) {
        boolean taken = false;
        for (Marked.Subject subject : subjects) {
            for (Known one : known) {
                if (one.is(subject) && !one.contradicts(subject)) {
                    return false;
                }
                taken |= one.is(subject);
            }
        }
        return taken;
    }

    /** Whether nothing says that the people of the message are others than those here who look the same. */
    boolean mayBeThoseOf(Marked marked) {
        return mayBe(Role.VICTIM, marked) && mayBe(Role.ALLEGED_PERPETRATOR, marked);
    }

    /** Whether someone of this part may be one of those whom a mark takes for the same; also where none does. */
    private boolean mayBe(Role role, Marked marked) {
        boolean taken = false;
        for (Marked.Subject subject : marked.in(role)) {
            for (Known one : in(role)) {
                if (one.is(subject)) {
                    if (!one.contradicts(subject)) {
                        return true;
                    }
                    taken = true;
                }
            }
        }
        return !taken;
    }

    /** Whether nothing says that the message's victim is another than the victim here. */
    boolean mayHaveTheVictimOf(Marked marked) {
        Marked.Subject victim = marked.in(Role.VICTIM).stream().findFirst().orElseThrow();
        List<Known> known = in(Role.VICTIM);
        boolean same =
                known.stream().anyMatch(k -> equal(k.nhs(), victim.nhs()) || equal(k.surname(), victim.surname()));
        return same
                || known.stream()
                        .noneMatch(k -> differ(k.nhs(), victim.nhs()) || differ(k.surname(), victim.surname()));
    }

    /** Those who have this part. */
    List<Known> in(Role role) {
        return all.stream().filter(known -> known.role() == role).toList();
    }

    private static boolean equal(@Nullable UUID one, @Nullable UUID other) {
        return one != null && one.equals(other);
    }

    private static boolean differ(@Nullable UUID one, @Nullable UUID other) {
        return one != null && other != null && !one.equals(other);
    }
}
