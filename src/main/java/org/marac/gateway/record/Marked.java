package org.marac.gateway.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Role;

/**
 * A message's keys as marks: what the tables may hold of them.
 *
 * @param message the message's own reference
 * @param pairs victim and alleged perpetrator, with the bond of the two
 * @param conversation the sender's conversation
 * @param answers the reference of the sender's own message this one adds to
 * @param corrects the reference of the sender's own message this one takes the place of
 * @param people everyone the message is about
 */
record Marked(
        UUID message,
        List<Pair> pairs,
        Optional<UUID> conversation,
        Optional<UUID> answers,
        Optional<UUID> corrects,
        List<Subject> people) {

    /**
     * A pair's marks.
     *
     * @param mark of the pair in its order
     * @param bond of the two people, whichever is the victim
     */
    record Pair(UUID mark, UUID bond) {}

    /** One person's marks. */
    record Subject(
            MatchKeys.Subject who,
            @Nullable UUID nhs,
            @Nullable UUID surname,
            @Nullable UUID name,
            @Nullable UUID given,
            List<UUID> alike) {
        Subject {
            alike = List.copyOf(alike);
        }

        Stream<UUID> exact() {
            return Stream.of(nhs, name).flatMap(Stream::ofNullable);
        }
    }

    static Marked of(Message message, MatchKeys keys, Pseudonyms pseudonyms) {
        Header header = message.header();
        String sender = header.sender().value();
        return new Marked(
                reference(pseudonyms, sender, header.id()),
                keys.pairs().stream().map(pair -> pair(pair, pseudonyms)).toList(),
                header.correlation().map(id -> pseudonyms.mark("conversation", sender, id.value())),
                header.inReplyTo().map(id -> reference(pseudonyms, sender, id)),
                message instanceof Correction correction
                        ? Optional.of(reference(pseudonyms, sender, correction.corrects()))
                        : Optional.empty(),
                keys.subjects().stream().map(who -> subject(who, pseudonyms)).toList());
    }

    /** The mark a pseudonym of 32 hexadecimal digits stands for. */
    static UUID reference(String pseudonym) {
        if (pseudonym.length() != 32) {
            throw new IllegalArgumentException("A pseudonym has 32 hexadecimal digits");
        }
        return new UUID(
                Long.parseUnsignedLong(pseudonym.substring(0, 16), 16),
                Long.parseUnsignedLong(pseudonym.substring(16), 16));
    }

    /** What the sender says belongs together. */
    List<UUID> threads() {
        List<UUID> threads = new ArrayList<>(answers.stream().toList());
        conversation.ifPresent(threads::add);
        return threads;
    }

    /** The messages this one adds to or corrects. */
    List<UUID> answered() {
        return Stream.concat(answers.stream(), corrects.stream()).toList();
    }

    /** The marks that lead to the case from now on, each with the bond of the two people if it is a pair's. */
    Map<UUID, Optional<UUID>> kept() {
        Map<UUID, Optional<UUID>> kept = new LinkedHashMap<>();
        pairs.forEach(pair -> kept.put(pair.mark(), Optional.of(pair.bond())));
        conversation.ifPresent(mark -> kept.put(mark, Optional.empty()));
        return kept;
    }

    /** The marks of the pairs, in the message's order. */
    List<UUID> pairMarks() {
        return pairs.stream().map(Pair::mark).toList();
    }

    /** The bonds of the pairs. */
    List<UUID> bonds() {
        return pairs.stream().map(Pair::bond).distinct().toList();
    }

    /** By what its people would be recognised in another case. */
    List<UUID> exact() {
        return people.stream().flatMap(Subject::exact).distinct().toList();
    }

    /** Everything it is found by. */
    List<UUID> all() {
        return Stream.concat(
                        pairMarks().stream(),
                        people.stream()
                                .flatMap(subject -> Stream.of(
                                                subject.nhs(), subject.surname(), subject.name(), subject.given())
                                        .flatMap(Stream::ofNullable)))
                .distinct()
                .toList();
    }

    /** Those of its people who have this part. */
    List<Subject> in(Role role) {
        return people.stream().filter(subject -> subject.who().role() == role).toList();
    }

    /** By what its victim would be recognised in another case. */
    List<UUID> victim() {
        return in(Role.VICTIM).stream().flatMap(Subject::exact).toList();
    }

    /**
     * By what others may be found who may be those of this part: the first name with the day of birth is enough for one of
     * two people, if the other of them has more in common.
     */
    List<UUID> alike(Role role) {
        return in(role).stream()
                .flatMap(subject -> likeness(subject).stream())
                .distinct()
                .toList();
    }

    /** The same without the first name. */
    List<UUID> muchAlike(Role role) {
        return in(role).stream()
                .flatMap(subject -> subject.alike().stream())
                .distinct()
                .toList();
    }

    static List<UUID> likeness(Subject subject) {
        boolean party = subject.who().role() != Role.CHILD;
        return Stream.concat(
                        subject.alike().stream(),
                        Stream.ofNullable(subject.given()).filter(given -> party))
                .toList();
    }

    private static UUID reference(Pseudonyms pseudonyms, String sender, MessageId id) {
        return pseudonyms.mark("message", sender, id.value());
    }

    private static Pair pair(MatchKeys.Pair pair, Pseudonyms pseudonyms) {
        MatchKeys.Pair bond = pair.unordered();
        return new Pair(
                pseudonyms.mark("pair", pair.victim() + '\n' + pair.perpetrator()),
                pseudonyms.mark("bond", bond.victim(), bond.perpetrator()));
    }

    /** The marks of one person. */
    static Subject subject(MatchKeys.Subject who, Pseudonyms pseudonyms) {
        return new Subject(
                who,
                who.nhsNumber().map(n -> pseudonyms.mark("nhs", n)).orElse(null),
                who.surname().map(s -> pseudonyms.mark("surname", s)).orElse(null),
                who.fullName().map(n -> pseudonyms.mark("name", n)).orElse(null),
                who.given().map(n -> pseudonyms.mark("given", n)).orElse(null),
                who.alike().stream().map(n -> pseudonyms.mark("alike", n)).toList());
    }
}
