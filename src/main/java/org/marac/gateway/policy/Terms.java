package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** What stands in a version outside its clauses: who takes part, what counts as high risk, how long things take. */
enum Terms {
    TITLE("The title", true, Protocol::title),
    EFFECTIVE("The first day", true, Protocol::effective),
    REVIEW("The day of the review", true, Protocol::review),
    EXPIRES("The day of expiry", true, Protocol::expires),
    COORDINATOR("The coordinator", true, Protocol::coordinator),
    GOVERNANCE("The chair or the quorum", false, Protocol::governance),
    ENVELOPE("How old a message may be", false, Protocol::envelope),
    REPEAT("What counts as a repeat", false, Protocol::repeat),
    RETENTION("How long things are kept", false, Protocol::retention),
    EMERGENCY("Who may break the glass, and how", false, Protocol::emergency),
    LATE_REVIEW("What holds while the review is late", false, Protocol::lateReview),
    HOLDS("How long something may wait for a person, and who is asked then", false, Protocol::holds),
    DELIVERY("In which time something must have reached its recipient", false, Protocol::delivery);

    private final String words;
    private final boolean isShort;
    private final Function<Protocol, Object> read;

    Terms(String words, boolean isShort, Function<Protocol, Object> read) {
        this.words = words;
        this.isShort = isShort;
        this.read = read;
    }

    /** One sentence for each that is not the same. */
    static List<String> changed(Protocol before, Protocol after) {
        List<String> said = new ArrayList<>();
        Arrays.stream(values())
                .filter(term -> !Objects.equals(term.read.apply(before), term.read.apply(after)))
                .forEach(term -> said.add(term.words
                        + (term.isShort
                                ? ": " + term.read.apply(before) + " becomes " + term.read.apply(after)
                                : ": changed")));
        thresholds(before, after, said);
        parties(before, after, said);
        return said;
    }

    private static void thresholds(Protocol before, Protocol after, List<String> said) {
        Set<String> all = new TreeSet<>(before.thresholds().keySet());
        all.addAll(after.thresholds().keySet());
        for (String instrument : all) {
            String old = counted(before, instrument);
            String made = counted(after, instrument);
            if (!old.equals(made)) {
                said.add("The threshold of " + instrument + ": " + old + " becomes " + made);
            }
        }
    }

    private static String counted(Protocol protocol, String instrument) {
        return Optional.ofNullable(protocol.thresholds().get(instrument))
                .map(Object::toString)
                .orElse("none");
    }

    private static void parties(Protocol before, Protocol after, List<String> said) {
        Set<AgencyId> all = Stream.of(before, after)
                .flatMap(protocol -> protocol.parties().stream())
                .map(Party::id)
                .collect(Collectors.toCollection(TreeSet::new));
        for (AgencyId agency : all) {
            Optional<Party> old = before.party(agency);
            Optional<Party> made = after.party(agency);
            if (old.isEmpty()) {
                said.add(agency + " is a new party");
            } else if (made.isEmpty()) {
                said.add(agency + " is no longer a party");
            } else if (!old.equals(made)) {
                said.add(agency + " is changed as a party");
            }
        }
    }
}
