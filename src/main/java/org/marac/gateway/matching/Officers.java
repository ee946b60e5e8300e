package org.marac.gateway.matching;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.marac.gateway.model.Memory.Acquaintance;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Tie.Bond;

/**
 * Is this person one of the officers who would read what is sent? The staff number or the same name says so. A name that
 * is only near says that a person must look: to shut out the wrong officer costs a day, to let in the right one a life.
 */
final class Officers {
    private static final Pattern SPACES = Pattern.compile("[\\s.,]+");
    private static final Set<String> TITLES =
            Set.of("mr", "mrs", "ms", "miss", "mx", "dr", "pc", "dc", "ds", "di", "sgt");
    private static final JaroWinklerSimilarity LIKENESS = new JaroWinklerSimilarity();
    /** Reed and Read, Macdonald and McDonald, Stephen and Steven are nearer; Reed and Reid just so. */
    private static final double SURNAME = 0.85;

    private static final double FORENAME = 0.8;
    /** Dan for Daniel. */
    private static final int SHORT_FORM = 3;

    private Officers() {}

    /** {@link Bond#OFFICER}, {@link Bond#NEAR_OFFICER} or nothing. */
    static Optional<Bond> likeness(Acquaintance person, List<Party.Officer> officers) {
        Optional<Bond> found = Optional.empty();
        for (Party.Officer officer : officers) {
            if (isSame(person, officer)) {
                return Optional.of(Bond.OFFICER);
            }
            if (person.names().stream().anyMatch(name -> isNear(tokens(name), tokens(officer.name())))) {
                found = Optional.of(Bond.NEAR_OFFICER);
            }
        }
        return found;
    }

    private static boolean isSame(Acquaintance person, Party.Officer officer) {
        Set<String> staffIds = person.staffIds().stream().map(Names::normalise).collect(Collectors.toSet());
        return officer.staffId()
                        .map(Names::normalise)
                        .filter(staffIds::contains)
                        .isPresent()
                || person.names().stream()
                        .anyMatch(name -> new TreeSet<>(tokens(name)).equals(new TreeSet<>(tokens(officer.name()))));
    }

    /** Surnames alike, and forenames alike, short for each other, or not known. */
    private static boolean isNear(List<String> one, List<String> other) {
        if (one.isEmpty() || other.isEmpty() || !alike(last(one), last(other), SURNAME)) {
            return false;
        }
        return one.size() == 1
                || other.size() == 1
                || one.get(0).charAt(0) == other.get(0).charAt(0) && isShort(one.get(0), other.get(0))
                || alike(one.get(0), other.get(0), FORENAME);
    }

    private static boolean isShort(String one, String other) {
        int common = Math.min(one.length(), other.length());
        return common == 1
                || common >= SHORT_FORM && one.substring(0, SHORT_FORM).equals(other.substring(0, SHORT_FORM));
    }

    private static boolean alike(String one, String other, double least) {
        return LIKENESS.apply(one, other) >= least;
    }

    private static String last(List<String> tokens) {
        return tokens.get(tokens.size() - 1);
    }

    private static List<String> tokens(String name) {
        return Arrays.stream(SPACES.split(name))
                .map(Names::normalise)
                .filter(token -> !token.isEmpty() && !TITLES.contains(token))
                .toList();
    }
}
