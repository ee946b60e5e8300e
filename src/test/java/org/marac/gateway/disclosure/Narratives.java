package org.marac.gateway.disclosure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Invented people and what is written about them: narratives in which a protected value is planted in one of the ways
 * people write, and plain ones that come near. Nothing here knows how the search works.
 */
final class Narratives {
    private static final List<String> GIVEN = List.of(
            "Rhiannon",
            "Bronwen",
            "Siobhan",
            "Amina",
            "Zofia",
            "Leticia",
            "Priya",
            "Morag",
            "Tamsin",
            "Ewa",
            "Grace",
            "Joy",
            "Hope",
            "Mary",
            "Chloe",
            "Oluwaseun",
            "Mei",
            "Zoë");
    private static final List<String> RARE = List.of(
            "Ashdown",
            "Tregarth",
            "Colthorpe-Vane",
            "Vasquez-Byrne",
            "Okonjo",
            "Szymanska",
            "Penhallow",
            "Featherstonehaugh",
            "O'Driscoll",
            "Llewellyn-Pryce",
            "Marchbanks",
            "Quennell",
            "Thistlewood",
            "Ravensworth",
            "Abernathy");
    private static final List<String> COMMON =
            List.of("Young", "Green", "Street", "Smith", "Field", "Patel", "King", "May", "Day", "Wood");
    private static final List<String> STREETS = List.of(
            "Tarn",
            "Heron",
            "Larkfold",
            "Saltmarsh",
            "Pennywort",
            "Gorsey",
            "Quarrymans",
            "St Oswald's",
            "Bluebell Wood",
            "Sir Cuthbert",
            "Old Tannery",
            "Mossop");
    private static final Map<String, List<String>> TYPES = Map.of(
            "Street", List.of("St", "St.", "Str"),
            "Road", List.of("Rd", "Rd."),
            "Avenue", List.of("Ave", "Av."),
            "Close", List.of("Cl", "Cl."),
            "Walk", List.of("Walk"),
            "Lane", List.of("Ln"),
            "Gardens", List.of("Gdns"),
            "Crescent", List.of("Cres", "Cres."));
    private static final List<String> HOUSES =
            List.of("Willowmere House", "Saltbox Lodge", "Fernacre Court", "Tidewell House");
    private static final List<String> TOWNS = List.of("Northwick", "Eastmere", "Wenbury", "Longholme");
    private static final List<String> SCHOOLS = List.of(
            "Larkspur Primary School", "St Oswald's Infant School", "Merebrook Academy", "Copperfield Junior School");
    private static final List<String> EMPLOYERS =
            List.of("Hartleap Logistics Ltd", "Brackenbury Bakery", "Osprey Care Group", "Tollgate Tyres");
    private static final List<String> AROUND = List.of(
            "Police attended on %d November and no further action was taken. ",
            "He has been drinking every day since he lost his job, and spent £%d. ",
            "She was pushed on the street outside the shop; crime reference 42/%d/26. ",
            "The children were upstairs. Seen again at %d hundred hours. ",
            "A young woman from the green house next door gave a statement. ",
            "He said he will find her. She believes him. ",
            "Her mother may take the children on Friday. ",
            "Referred by the hospital after a fall down %d stairs. ",
            "No injuries seen. He apologised, then rang %d times in one night. ");
    private static final List<String> NEAR = List.of(
            "They used to drink at the Tarn Inn and the Heron.",
            "Her sister lives in Northwick, near Eastmere.",
            "The old flat was in Wenbury High Street.",
            "His van was parked at WB2 for an hour.",
            "He works in Larkfold now and then.",
            "The young man ran down the street into the wood.",
            "It may be one day before the king returns, she joked.",
            "The school rang; the primary carer is her aunt.",
            "He gave a number, 01632 960000, that nobody answers.",
            "He lives at 3 Station Road, she is not there.",
            "The house is not a refuge and has no lodge.",
            "He asked for help with logistics and tyres.",
            "Her GP, the surgery and the bakery were told.",
            "The reference is 9990000999 and not to be confused.",
            "She hopes for grace and joy in the new year.",
            "Contact the desk at duty@police.example for more.",
            "Mr Jones of the council said that Green Lane is closed.",
            "The willow in the mere behind the house fell on the close.");

    private final Random random;

    Narratives(long seed) {
        this.random = new Random(seed);
    }

    /**
     * What is to be protected in one message.
     */
    record Secrets(
            String given,
            String family,
            String nickname,
            String house,
            int number,
            String street,
            String type,
            String town,
            String postcode,
            String telephone,
            String email,
            String nhs,
            String school,
            String employer,
            String informant) {}

    /**
     * A narrative.
     *
     * @param text all of it
     * @param kind what is planted, and how; empty where nothing is
     * @param planted the words planted
     */
    record Narrative(String text, String kind, String planted) {}

    Secrets secrets() {
        boolean common = random.nextInt(4) == 0;
        String family = one(common ? COMMON : RARE);
        String given = one(GIVEN);
        String phone = random.nextInt(4) == 0 ? "01632 96" + digits(4) : "07700 900" + digits(3);
        return new Secrets(
                given,
                family,
                "Tizzy",
                one(HOUSES),
                1 + random.nextInt(180),
                one(STREETS),
                one(new ArrayList<>(new java.util.TreeMap<>(TYPES).keySet())),
                one(TOWNS),
                "W" + (char) ('A' + random.nextInt(8)) + (1 + random.nextInt(19)) + " " + random.nextInt(10)
                        + letters(2),
                phone,
                given.toLowerCase(Locale.ROOT).replace("ë", "e") + "." + (60 + random.nextInt(39)) + "@post.example",
                "999" + digits(7),
                one(SCHOOLS),
                one(EMPLOYERS),
                one(GIVEN) + " " + one(RARE));
    }

    Narrative planted(Secrets s) {
        String kind;
        String value;
        String street = s.street + " " + s.type;
        String shortStreet = s.street + " " + one(Objects.requireNonNull(TYPES.get(s.type)));
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                kind = "address";
                value = one(List.of(
                        s.number + " " + street,
                        s.number + ", " + shortStreet,
                        "number " + s.number + " " + shortStreet,
                        s.house,
                        "flat 2, " + s.house + ", " + s.number + " " + street + ", " + s.town,
                        street,
                        "no. " + s.number + " on " + street));
            }
            case 2 -> {
                kind = "postcode";
                value = one(List.of(
                        s.postcode,
                        s.postcode.replace(" ", ""),
                        s.postcode.replace(" ", "  "),
                        s.postcode.replace(" ", "-"),
                        String.join(" ", s.postcode.replace(" ", "").split("")),
                        String.join(".", s.postcode.replace(" ", "").split("")),
                        s.postcode.replace("0", "O")));
            }
            case 3, 4 -> {
                kind = "telephone";
                value = telephone(s.telephone);
            }
            case 5 -> {
                kind = "e-mail";
                value = one(List.of(
                        s.email,
                        s.email.replace("@", " @ "),
                        s.email.replace("@", " at ").replace(".", " dot "),
                        s.email.replace("@", "(at)"),
                        s.email.replace(".example", " . example")));
            }
            case 6, 7 -> {
                kind = "name";
                String family = s.family;
                List<String> ways = new ArrayList<>(List.of(
                        s.given + " " + family,
                        family.toUpperCase(Locale.ROOT) + ", " + s.given,
                        "Ms " + family,
                        s.given.charAt(0) + " " + family,
                        s.given.charAt(0) + ". " + family,
                        s.nickname,
                        s.given + "\u00a0" + family + "'s"));
                if (!COMMON.contains(family)) {
                    ways.add(family);
                    ways.add("the " + family + " family");
                }
                value = one(ways);
            }
            case 8 -> {
                kind = "place";
                value = one(List.of(
                        s.school,
                        s.school.replace(" School", ""),
                        s.school.replace("St ", "Saint "),
                        s.employer,
                        s.employer.replace(" Ltd", "").replace(" Group", "")));
            }
            default -> {
                kind = random.nextBoolean() ? "informant" : "identifier";
                value = kind.equals("informant")
                        ? one(List.of(s.informant, "Mrs " + s.informant.substring(s.informant.indexOf(' ') + 1)))
                        : one(List.of(
                                s.nhs,
                                s.nhs.substring(0, 3) + " " + s.nhs.substring(3, 6) + " " + s.nhs.substring(6),
                                s.nhs.substring(0, 3) + "-" + s.nhs.substring(3, 6) + "-" + s.nhs.substring(6)));
            }
        }
        String how = "";
        String disguised = value;
        boolean named = List.of("name", "place", "informant").contains(kind);
        int disguise = random.nextInt(14);
        if (disguise < DISGUISES.size()) {
            String name = new ArrayList<>(DISGUISES.keySet()).get(disguise);
            if (!(named && name.equals("small letters"))) {
                how = ", " + name;
                disguised = Objects.requireNonNull(DISGUISES.get(name)).apply(value);
            }
        }
        String sentence = one(List.of(
                "Please note: %s is what the friend wrote down.",
                "She can be found through %s, it was said.",
                "He keeps asking about %s",
                "The officer noted %s in the log?",
                "(%s)"));
        return new Narrative(around() + String.format(sentence, disguised) + " " + around(), kind + how, disguised);
    }

    /** One letter wrong: what people also do, and what the search does not find. */
    Narrative misspelt(Secrets s) {
        String value = random.nextBoolean() ? s.street + " " + s.type : s.given + " " + s.family;
        int at = 1 + random.nextInt(3);
        String wrong = value.substring(0, at) + value.charAt(at) + value.substring(at);
        return new Narrative(around() + "Found at " + wrong + ". " + around(), "one letter too many", wrong);
    }

    /** Nothing of it is protected, however near it comes. */
    Narrative plain(Secrets s) {
        String outward = s.postcode.substring(0, s.postcode.indexOf(' '));
        char last = s.postcode.charAt(s.postcode.length() - 1);
        String other = s.type.equals("Lane") ? "Avenue" : "Lane";
        String sentence = random.nextBoolean()
                ? one(NEAR)
                : one(List.of(
                        "The bus goes to " + outward + ".",
                        "His flat is at " + s.postcode.substring(0, s.postcode.length() - 1) + (last == 'A' ? 'B' : 'A')
                                + ".",
                        "He rang from " + s.telephone.substring(0, 6) + "555 " + digits(3) + ".",
                        s.given + " spoke first, then her sister.",
                        "Mrs " + s.family.substring(0, 3) + "kins opened the door.",
                        "They met in " + s.street + " " + other + " and went on.",
                        "The " + s.town + " office has house number " + s.number + " on its list.",
                        "The post went to someone@post.example and was returned.",
                        s.school.substring(0, s.school.indexOf(' ')) + " is where the bus turns.",
                        "The officer has number " + s.nhs.substring(1) + ".",
                        "She likes to " + s.given.toLowerCase(Locale.ROOT).charAt(0) + " young things."));
        return new Narrative(around() + sentence + " " + around(), "", "");
    }

    private static final Map<String, UnaryOperator<String>> DISGUISES = new java.util.TreeMap<>(Map.of(
            "capitals", text -> text.toUpperCase(Locale.ROOT),
            "small letters", text -> text.toLowerCase(Locale.ROOT),
            "Cyrillic letters",
                    text -> text.replace('a', 'а')
                            .replace('e', 'е')
                            .replace('o', 'о')
                            .replace('E', 'Е'),
            "full width", Narratives::wide,
            "zero-width joiners", text -> String.join("\u200b", text.split("")),
            "soft hyphens", text -> text.length() < 4 ? text : text.substring(0, 3) + "\u00ad" + text.substring(3),
            "two spaces", text -> text.replace(" ", "  "),
            "line break", text -> text.replaceFirst(" ", "\n"),
            "accents", text -> text.replace("a", "á").replace("o", "o\u0308")));

    private static String wide(String text) {
        StringBuilder wide = new StringBuilder();
        text.chars().forEach(c -> wide.append((char) (c > ' ' && c < 0x7f ? c - 0x20 + 0xff00 : c)));
        return wide.toString();
    }

    private String telephone(String number) {
        String digits = number.replace(" ", "");
        String national = digits.substring(1);
        String[] words = {"oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
        StringBuilder said = new StringBuilder();
        for (char c : digits.toCharArray()) {
            said.append(words[c - '0']).append(' ');
        }
        return one(List.of(
                        digits,
                        number,
                        "+44 " + national,
                        "0044" + national,
                        "+44 (0) " + national,
                        "+44(0)" + national.substring(0, 4) + "-" + national.substring(4),
                        digits.substring(0, 3) + " " + digits.substring(3, 7) + " " + digits.substring(7),
                        digits.replaceAll("(..)", "$1."),
                        String.join(" ", digits.split("")),
                        "(" + digits.substring(0, 5) + ") " + digits.substring(5),
                        said.toString().strip(),
                        said.toString().strip().replace("seven seven", "double seven"),
                        digits.replace('0', 'O'),
                        digits.substring(0, 5) + " nine oh oh " + digits.substring(8))
                .subList(0, number.startsWith("077") ? 14 : 13));
    }

    private String around() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(String.format(one(AROUND), 1 + random.nextInt(28)));
        }
        return text.toString();
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder();
        random.ints(count, 0, 10).forEach(digits::append);
        return digits.toString();
    }

    private String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append("ABDEFGHJLNPQRSTUWXYZ".charAt(random.nextInt(20)));
        }
        return letters.toString();
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Puts the secrets into the labelled fields of a referral. */
    static void fill(ObjectNode referral, Secrets s) {
        ObjectNode victim = (ObjectNode) referral.get("victim");
        ObjectNode name = victim.putObject("name");
        name.put("family", s.family).putArray("given").add(s.given);
        victim.putArray("aliases").addObject().putArray("given").add(s.nickname);
        victim.put("nhsNumber", s.nhs);
        victim.put("employer", s.employer);
        ObjectNode safe = victim.putObject("safeAddress");
        safe.putArray("lines")
                .add("Flat 2, " + s.house)
                .add(s.number + " " + s.street + " " + s.type)
                .add(s.town);
        safe.put("postcode", s.postcode);
        ((ObjectNode) referral.get("safeContact")).put("value", s.telephone);
        victim.put("email", s.email);
        ObjectNode child = (ObjectNode) referral.at("/children/0");
        child.put("school", s.school);
    }
}
