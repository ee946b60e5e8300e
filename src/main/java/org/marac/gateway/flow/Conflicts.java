package org.marac.gateway.flow;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Tie;
import org.marac.gateway.model.Waiting;

/**
 * Is this person too close to someone of the case to open it? A perpetrator who works for an agency, or whose friend
 * does, must not decide what goes where (domain facts P15 and H7).
 */
final class Conflicts {
    private static final Set<Tie.Bond> STAFF =
            Set.of(Tie.Bond.EMPLOYEE, Tie.Bond.OFFICER, Tie.Bond.NEAR_OFFICER, Tie.Bond.CLOSE_TO_STAFF);

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Between a forename and a surname stand the names of the fields that hold them, and titles. */
    private static final int NEAR = 8;

    private Conflicts() {}

    /** Whether the person is one of the case, by name, or was told not to open it. */
    static boolean own(Official official, Waiting waiting, Message message) {
        String name = plain(official.name());
        return official.recused().contains(waiting.caseRef())
                || names(message).anyMatch(other -> plain(other).equals(name));
    }

    /** Whether the person is one of those of a case, or of those who must never learn of it, by name. */
    static boolean named(Official official, Candidate.Side side) {
        String name = plain(official.name());
        Stream<String> written = side.people().stream()
                .map(who -> who.given().orElse("") + " " + who.family().orElse(""));
        Stream<String> remembered = Stream.concat(side.recalled().own().stream(), side.recalled().linked().stream())
                .flatMap(memory -> memory.people().stream())
                .flatMap(who -> who.names().stream());
        return Stream.concat(written, remembered).anyMatch(other -> plain(other).equals(name));
    }

    /**
     * Whether the person's name is written there, its words near to each other in any order: as forms, tables and messages
     * write names. What is compressed or encrypted is not looked into.
     */
    static boolean written(Official official, Bytes content) {
        Set<String> name = Set.copyOf(words(official.name()));
        List<String> words = words(content.text());
        for (int i = 0; i < words.size() && !name.isEmpty(); i++) {
            if (name.contains(words.get(i))
                    && words.subList(i, Math.min(words.size(), i + NEAR)).containsAll(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        return Stream.of(BETWEEN_WORDS.split(Normalizer.normalize(text, Normalizer.Form.NFKD)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\\p{M}", "")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether someone alleged to do harm works for the agency of one of these people, or is close to its staff. */
    static boolean staff(List<Acting> people, Map<AgencyId, Set<Tie>> ties) {
        return people.stream()
                .flatMap(person -> ties.getOrDefault(person.agency(), Set.of()).stream())
                .anyMatch(tie -> tie.who() == Role.ALLEGED_PERPETRATOR && STAFF.contains(tie.bond()));
    }

    /** Whether nobody but the two agencies themselves says that it may pass between them. */
    static boolean amongThemselves(List<Acting> people, Waiting waiting) {
        return people.stream()
                .allMatch(person -> person.office() != Office.COORDINATOR
                        && (person.agency().equals(waiting.recipient())
                                || person.agency().equals(waiting.sender())));
    }

    private static Stream<String> names(Message message) {
        if (!(message.substance() instanceof Referral referral)) {
            return Stream.empty();
        }
        Stream<Person> people = Stream.concat(
                Stream.of(referral.victim()),
                referral.allegedPerpetrators().stream().map(Referral.AllegedPerpetrator::person));
        Stream<Referral.Contact> feared = referral.talk().stream()
                .flatMap(talk -> Stream.concat(talk.afraidOf().stream(), talk.notSafe().stream()));
        return Stream.concat(people.flatMap(person -> name(person).stream()), feared.map(Referral.Contact::name));
    }

    private static Optional<String> name(Person person) {
        return person.name()
                .map(name ->
                        String.join(" ", name.given()) + " " + name.family().orElse(""));
    }

    private static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}]", "");
    }
}
