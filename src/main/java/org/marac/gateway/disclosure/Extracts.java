package org.marac.gateway.disclosure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What in a text leads to somebody, found by its form where no field names it: addresses, numbers, titled and full names. */
final class Extracts {
    private static final String WORD = "\\p{Lu}[\\p{L}'’-]+";
    private static final Pattern STREET = Pattern.compile("(?:\\b[0-9]{1,4}[a-zA-Z]?,?\\s+)?(?:" + WORD
            + "\\s+){1,3}(?i:"
            + ends(AddressSpellings.STREETS.keySet().stream(), AddressSpellings.STREETS.values().stream()) + ")\\b");
    private static final Pattern HOUSE = Pattern.compile(
            "(?:" + WORD + "\\s+){1,2}(?:House|Court|Cottage|Lodge|Apartments|Tower" + "|Villa|Refuge|Hostel)\\b");
    private static final Pattern SCHOOL = Pattern.compile("(?:" + WORD + "\\s+){1,4}(?:School|Primary|Academy|Nursery"
            + "|College|Infants|Juniors|High|Pre-?school)\\b");
    private static final Pattern TITLED = Pattern.compile(
            "\\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sister|Nurse|PC|Sgt)\\.?\\s+(" + WORD + "(?:\\s+" + WORD + ")?)");
    private static final Pattern PAIR = Pattern.compile("\\b(" + WORD + ")\\s+(" + WORD + ")\\b");

    private Extracts() {}

    /** Addresses, telephone numbers and e-mail addresses. */
    static Set<Spelling> whereabouts(String text) {
        Set<Spelling> found = new HashSet<>(AddressSpellings.postcodes(text));
        found.addAll(NumberSpellings.telephones(text));
        found.addAll(NumberSpellings.emails(text));
        for (Pattern form : List.of(STREET, HOUSE)) {
            for (Matcher matcher = form.matcher(text); matcher.find(); ) {
                found.addAll(AddressSpellings.of(List.of(matcher.group())));
            }
        }
        return found;
    }

    /** Names of schools. */
    static Set<Spelling> schools(String text) {
        Set<Spelling> found = new HashSet<>();
        for (Matcher matcher = SCHOOL.matcher(text); matcher.find(); ) {
            found.addAll(NameSpellings.body(matcher.group()));
        }
        return found;
    }

    /** Names of people: with a title, or two words with capitals of which neither is of every day. */
    static Set<Spelling> names(String text) {
        Set<Spelling> found = new HashSet<>();
        for (Matcher matcher = TITLED.matcher(text); matcher.find(); ) {
            String name = matcher.group(1);
            found.addAll(
                    name.contains(" ")
                            ? NameSpellings.of(name)
                            : NameSpellings.of(List.of(), List.of(name), List.of()));
        }
        Matcher pair = PAIR.matcher(text);
        for (int at = 0; pair.find(at); at = pair.end(1)) {
            if (!CommonWords.has(Folded.key(pair.group(1)))) {
                found.addAll(NameSpellings.of(pair.group()));
            }
        }
        return found;
    }

    private static String ends(Stream<String> words, Stream<List<String>> abbreviations) {
        return Stream.concat(words, abbreviations.flatMap(List::stream))
                .distinct()
                .sorted((a, b) -> b.length() - a.length())
                .collect(Collectors.joining("|"));
    }
}
