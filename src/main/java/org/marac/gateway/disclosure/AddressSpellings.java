package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.disclosure.Spelling.Form;
import org.marac.gateway.disclosure.Spelling.Kind;

/** How an address may be written: the house and the street each by itself, with the usual abbreviations. Never the town alone. */
final class AddressSpellings {
    static final Pattern POSTCODE = Pattern.compile("(?i)\\b([a-z]{1,2}[0-9][a-z0-9]?)\\s*([0-9oil][a-z]{2})\\b");
    /** Ends of streets, with how else they are written. */
    static final Map<String, List<String>> STREETS = Map.ofEntries(
            Map.entry("street", List.of("st", "str")),
            Map.entry("road", List.of("rd")),
            Map.entry("avenue", List.of("ave", "av")),
            Map.entry("lane", List.of("ln")),
            Map.entry("close", List.of("cl", "clo")),
            Map.entry("drive", List.of("dr", "drv")),
            Map.entry("court", List.of("ct", "crt")),
            Map.entry("crescent", List.of("cres", "cr", "cresc")),
            Map.entry("gardens", List.of("gdns", "gdn", "garden")),
            Map.entry("place", List.of("pl")),
            Map.entry("terrace", List.of("terr", "ter", "tce")),
            Map.entry("square", List.of("sq")),
            Map.entry("grove", List.of("gr", "grv")),
            Map.entry("park", List.of("pk")),
            Map.entry("view", List.of("vw")),
            Map.entry("green", List.of("grn")),
            Map.entry("parade", List.of("pde")),
            Map.entry("mount", List.of("mt")),
            Map.entry("walk", List.of("wlk")),
            Map.entry("way", List.of("wy")),
            Map.entry("row", List.of()),
            Map.entry("mews", List.of("mws")),
            Map.entry("hill", List.of()),
            Map.entry("rise", List.of()),
            Map.entry("quay", List.of()),
            Map.entry("wharf", List.of()),
            Map.entry("fields", List.of("flds")),
            Map.entry("meadow", List.of("mdw")),
            Map.entry("meadows", List.of("mdws")));
    /** Ends of houses. */
    static final Map<String, List<String>> HOUSES = Map.of(
            "house", List.of("hse"),
            "court", List.of("ct", "crt"),
            "cottage", List.of("cott", "cottages"),
            "lodge", List.of("ldg"),
            "apartments", List.of("apts", "flats"),
            "building", List.of("bldg", "buildings"),
            "tower", List.of("twr"),
            "villa", List.of(),
            "refuge", List.of(),
            "hostel", List.of());

    private static final Map<String, List<String>> ANYWHERE =
            Map.of("saint", List.of("st"), "mount", List.of("mt"), "great", List.of("gt"), "upper", List.of("upr"));
    private static final Pattern UNIT =
            Pattern.compile("(?i)^(?:flat|apartment|apt|unit|room)\\s*[0-9]*\\s?[a-z]?\\b[\\s,]*");
    private static final Pattern NUMBERED = Pattern.compile("(?i)^(?:no\\.?|number)\\s*(?=[0-9])");
    private static final Pattern NUMBER =
            Pattern.compile("^([0-9]+(?:\\s?[a-zA-Z])?(?:\\s?[-/]\\s?[0-9]+[a-zA-Z]?)?)(?:[\\s,]+|$)");
    private static final Pattern COMMA = Pattern.compile("[,\\n]");
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Pd}]+");
    private static final int SHORTEST = 5;
    private static final int SHORT_NAME = 6;
    private static final int MOST = 24;

    private final Set<Spelling> found = new HashSet<>();
    private String number = "";
    private boolean first = true;

    private AddressSpellings() {}

    /** Of an address whose lines go from the most particular to the town; a postcode may stand in any. */
    static Set<Spelling> of(List<String> lines) {
        List<String> parts = new ArrayList<>();
        AddressSpellings spellings = new AddressSpellings();
        for (String line : lines) {
            spellings.found.addAll(postcodes(line));
            for (String part : COMMA.split(POSTCODE.matcher(line).replaceAll(""))) {
                if (!part.isBlank()) {
                    parts.add(part.strip());
                }
            }
        }
        // The name of the town alone gives nobody away, and stands in every second text.
        int particular = Math.max(1, parts.size() - 1);
        parts.stream().limit(particular).forEach(spellings::part);
        return spellings.found;
    }

    /** The postcodes in a text, with letters that look like digits, and digits that look like letters. */
    static Set<Spelling> postcodes(String text) {
        Set<Spelling> found = new HashSet<>();
        for (Matcher matcher = POSTCODE.matcher(text); matcher.find(); ) {
            String outward = matcher.group(1).toLowerCase(Locale.ROOT);
            String inward = matcher.group(2).toLowerCase(Locale.ROOT);
            // A word of digits, O and L alone is read as a number in the text, so it must be here.
            found.add(postcode(Folded.key(outward + " " + inward)));
            for (String out : swapped(outward)) {
                for (String in : swapped(inward)) {
                    found.add(postcode(out + in));
                }
            }
        }
        return found;
    }

    private static Spelling postcode(String letters) {
        return new Spelling(letters, new Form(Kind.POSTCODE, letters.length()));
    }

    private static Set<String> swapped(String code) {
        return Stream.of(
                        code,
                        code.replace('0', 'o'),
                        code.replace('o', '0'),
                        code.replace('1', 'i'),
                        code.replace('1', 'l'),
                        code.replace('i', '1'))
                .collect(Collectors.toSet());
    }

    private void part(String text) {
        String rest = NUMBERED.matcher(UNIT.matcher(text).replaceFirst("")).replaceFirst("");
        Matcher numbered = NUMBER.matcher(rest);
        boolean hasNumber = numbered.find();
        if (hasNumber) {
            number = Folded.key(numbered.group(1));
            rest = rest.substring(numbered.end());
        }
        List<String> words = words(rest);
        if (words.isEmpty()) {
            return;
        }
        String last = words.get(words.size() - 1);
        if (STREETS.containsKey(last) && (words.size() > 1 || hasNumber) && !(first && HOUSES.containsKey(last))) {
            street(words);
        } else if (!number.isEmpty()) {
            street(words);
        } else if (first) {
            house(words);
        }
        first = false;
    }

    private void street(List<String> words) {
        String name = String.join("", words);
        Set<String> numbers = number.isEmpty() ? Set.of() : Set.of(number);
        Kind kind = CommonWords.has(name) || words.size() == 1 && CommonWords.has(words.get(0))
                ? Kind.COMMON_STREET
                : Kind.STREET;
        for (String written : written(words, STREETS)) {
            if (written.length() >= SHORTEST) {
                found.add(new Spelling(written, new Form(kind, words.size() - 1, 0, numbers)));
            }
            for (String house : numbers) {
                found.add(new Spelling(house + written, new Form(Kind.HOUSE, words.size() + 1)));
            }
        }
        number = "";
    }

    private void house(List<String> all) {
        List<String> words = all.get(0).equals("the") && all.size() > 2 ? all.subList(1, all.size()) : all;
        String name = String.join("", all);
        boolean common = CommonWords.has(name) || all.size() == 1 && CommonWords.has(name);
        for (String written : written(words, HOUSES)) {
            if (written.length() >= SHORTEST) {
                found.add(new Spelling(written, new Form(common ? Kind.HOUSE_IN_SHORT : Kind.HOUSE, words.size() - 1)));
            }
        }
        List<String> shorter = words.subList(0, words.size() - 1);
        String inShort = String.join("", shorter);
        if (HOUSES.containsKey(words.get(words.size() - 1))
                && inShort.length() >= SHORT_NAME
                && !CommonWords.has(inShort)) {
            found.add(new Spelling(inShort, new Form(Kind.HOUSE_IN_SHORT, shorter.size() - 1)));
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : SPACE.split(text)) {
            String key = Folded.key(word);
            if (!key.isEmpty()) {
                words.add(key);
            }
        }
        if (!words.isEmpty()) {
            int end = words.size() - 1;
            words.set(end, whole(words.get(end)));
        }
        return words;
    }

    /** The whole word for an abbreviated end, so that an address given short is found written out. */
    private static String whole(String end) {
        return STREETS.entrySet().stream()
                .filter(entry -> entry.getValue().contains(end))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(end);
    }

    /** Every way to write these words. */
    private static Set<String> written(List<String> words, Map<String, List<String>> ends) {
        Set<String> ways = new HashSet<>(Set.of(""));
        for (int i = 0; i < words.size(); i++) {
            List<String> choices = new ArrayList<>(List.of(words.get(i)));
            choices.addAll((i == words.size() - 1 ? ends : ANYWHERE).getOrDefault(words.get(i), List.of()));
            if (words.get(i).equals("st") && i < words.size() - 1) {
                choices.add("saint");
            }
            Set<String> longer = new HashSet<>();
            List<String> used = ways.size() * choices.size() > MOST ? choices.subList(0, 1) : choices;
            ways.forEach(way -> used.forEach(choice -> longer.add(way + choice)));
            ways = longer;
        }
        return ways;
    }
}
