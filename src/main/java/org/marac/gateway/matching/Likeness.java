package org.marac.gateway.matching;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.codec.language.DoubleMetaphone;
import org.marac.gateway.model.Person;

/**
 * What may two records have in common that are of one person all the same? The sound of the surname and the day of birth;
 * the whole name and the year, where day and month were swapped; the whole name, where nobody asked for the day. Of every name and every date that is known, because agencies list other spellings on purpose.
 */
final class Likeness {
    /** Lawrence Philips' Double Metaphone: Read, Reed and Reid sound the same, so do Stephen and Steven. */
    private static final int SOUNDS = 6;

    private Likeness() {}

    static List<String> of(Person person) {
        List<LocalDate> dates = Stream.concat(person.birthDate().stream(), person.alternativeBirthDates().stream())
                .filter(PersonKeys::isGiven)
                .distinct()
                .toList();
        Set<String> keys = new LinkedHashSet<>();
        Stream.concat(person.name().stream(), person.aliases().stream()).forEach(name -> add(keys, name, dates));
        return List.copyOf(keys);
    }

    private static void add(Set<String> keys, Person.Name name, List<LocalDate> dates) {
        Optional<String> family = name.family().map(Names::normalise).filter(text -> !text.isEmpty());
        Optional<String> first =
                name.given().stream().findFirst().map(Names::normalise).filter(text -> !text.isEmpty());
        for (LocalDate born : dates) {
            family.ifPresent(text -> keys.add("sound " + sound(text) + ' ' + born));
        }
        if (family.isPresent() && first.isPresent()) {
            String whole = first.get() + ' ' + family.get();
            keys.add("name " + whole);
            dates.forEach(born -> keys.add("year " + whole + ' ' + born.getYear()));
        }
    }

    private static String sound(String name) {
        // Not thread-safe once its length is set; making one costs nothing.
        DoubleMetaphone metaphone = new DoubleMetaphone();
        metaphone.setMaxCodeLen(SOUNDS);
        String sound = metaphone.doubleMetaphone(name);
        return sound == null || sound.isEmpty() ? name : sound;
    }
}
