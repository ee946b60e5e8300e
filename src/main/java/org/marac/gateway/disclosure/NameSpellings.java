package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.marac.gateway.disclosure.Spelling.Form;
import org.marac.gateway.disclosure.Spelling.Kind;

/**
 * How a name may be written. A forename alone is looked for only where it was given as a name by itself; a surname that
 * very many people have, only beside a forename, an initial or a title.
 */
final class NameSpellings {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern PARTS = Pattern.compile("[\\s\\p{Pd}]+");
    private static final Pattern LIST = Pattern.compile("[,;(/].*");
    private static final List<String> TITLES =
            List.of("mr", "mrs", "ms", "miss", "mx", "dr", "sr", "prof", "pc", "dc", "ps", "ds", "sgt", "rev", "nurse");
    private static final Set<String> BODIES = Set.of(
            "school",
            "primary",
            "academy",
            "nursery",
            "college",
            "infant",
            "infants",
            "junior",
            "high",
            "secondary",
            "preschool",
            "ltd",
            "limited",
            "plc",
            "llp",
            "surgery",
            "practice",
            "centre",
            "center",
            "group",
            "clinic",
            "house",
            "refuge",
            "hostel",
            "trust");
    private static final int SHORTEST_SURNAME = 4;
    private static final int SHORTEST_PART = 5;
    private static final int SHORTEST_ALONE = 3;
    private static final int SHORTEST_BODY = 5;
    private static final int MOST_GAPS = 6;

    private final Set<Spelling> found = new HashSet<>();

    private NameSpellings() {}

    /**
     * Of a person's names.
     *
     * @param given every forename, those of aliases too
     * @param family every surname
     * @param alone names given by themselves
     */
    static Set<Spelling> of(List<List<String>> given, List<String> family, List<String> alone) {
        NameSpellings names = new NameSpellings();
        for (String surname : family) {
            names.surname(surname);
            given.forEach(forenames -> names.together(forenames, surname));
        }
        alone.forEach(names::alone);
        return names.found;
    }

    /** Of a name in one piece, the forename first. */
    static Set<Spelling> of(String name) {
        List<String> words = new ArrayList<>(
                Arrays.asList(SPACE.split(LIST.matcher(name).replaceFirst("").strip())));
        words.removeIf(word -> TITLES.contains(Folded.key(word)));
        if (words.isEmpty()) {
            return Set.of();
        }
        int last = words.size() - 1;
        return last == 0
                ? of(List.of(), List.of(), List.of(words.get(0)))
                : of(List.of(words.subList(0, last)), List.of(words.get(last)), List.of());
    }

    /** Of a school, an employer, a refuge: as it is, without the word for what it is, and in two words. */
    static Set<Spelling> body(String name) {
        List<String> words = Arrays.stream(PARTS.split(name.strip()))
                .map(Folded::key)
                .filter(word -> !word.isEmpty() && !word.equals("the"))
                .toList();
        Set<Spelling> found = new HashSet<>();
        if (words.isEmpty()) {
            return found;
        }
        body(words, found);
        int end = words.size();
        while (end > 2 && BODIES.contains(words.get(end - 1))) {
            end--;
            body(words.subList(0, end), found);
        }
        if (words.size() > 2 && BODIES.contains(words.get(words.size() - 1)) && !CommonWords.has(words.get(0))) {
            body(List.of(words.get(0), words.get(words.size() - 1)), found);
        }
        return found;
    }

    private static void body(List<String> words, Set<Spelling> found) {
        String letters = String.join("", words);
        boolean telling = words.stream().anyMatch(word -> !CommonWords.has(word) && !BODIES.contains(word));
        if (letters.length() >= SHORTEST_BODY && (telling || words.size() > 2)) {
            found.add(new Spelling(letters, new Form(Kind.PLACE, words.size())));
            if (words.get(0).equals("st")) {
                found.add(new Spelling("saint" + letters.substring(2), new Form(Kind.PLACE, words.size())));
            } else if (words.get(0).equals("saint")) {
                found.add(new Spelling("st" + letters.substring(5), new Form(Kind.PLACE, words.size())));
            }
        }
    }

    private void surname(String surname) {
        String key = Folded.key(surname);
        boolean rare = key.length() >= SHORTEST_SURNAME && !CommonWords.has(key);
        if (rare) {
            name(key, 2);
        }
        String[] parts = PARTS.split(surname.strip());
        if (parts.length > 1) {
            for (String part : parts) {
                String half = Folded.key(part);
                if (half.length() >= SHORTEST_PART && !CommonWords.has(half)) {
                    name(half, 0);
                }
            }
        }
        if (key.length() > 1 && !rare) {
            TITLES.forEach(title -> found.add(
                    new Spelling(title + key, new Form(Kind.INITIALS, 1 + parts.length, title.length(), Set.of()))));
        }
    }

    private void together(List<String> forenames, String surname) {
        List<String> keys = forenames.stream()
                .flatMap(PARTS::splitAsStream)
                .map(Folded::key)
                .filter(key -> !key.isEmpty())
                .toList();
        String family = Folded.key(surname);
        if (keys.isEmpty() || family.isEmpty()) {
            return;
        }
        String first = keys.get(0);
        String all = String.join("", keys);
        for (String forename : Set.copyOf(List.of(first, all))) {
            name(forename + family, MOST_GAPS);
            name(family + forename, MOST_GAPS);
        }
        if (family.length() > 2) {
            String initials = keys.stream().map(key -> key.substring(0, 1)).reduce("", String::concat);
            found.add(new Spelling(first.charAt(0) + family, new Form(Kind.INITIALS, MOST_GAPS, 1, Set.of())));
            found.add(new Spelling(initials + family, new Form(Kind.INITIALS, MOST_GAPS, initials.length(), Set.of())));
        }
    }

    private void alone(String name) {
        String key = Folded.key(name);
        if (key.length() >= SHORTEST_ALONE && !CommonWords.has(key)) {
            name(key, 1);
        }
    }

    private void name(String letters, int gaps) {
        found.add(new Spelling(letters, new Form(Kind.NAME, gaps)));
    }
}
