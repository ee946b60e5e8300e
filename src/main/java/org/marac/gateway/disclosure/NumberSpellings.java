package org.marac.gateway.disclosure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.disclosure.Spelling.Form;
import org.marac.gateway.disclosure.Spelling.Kind;

/** How telephone numbers, e-mail addresses and other identifiers may be written. */
final class NumberSpellings {
    private static final Pattern TELEPHONE = Pattern.compile("\\+?[0-9(][0-9 ().\\-/]{7,20}[0-9]");
    private static final Pattern EMAIL = Pattern.compile("([^\\s@<>,;]+)@([^\\s@<>,;]+\\.[a-zA-Z]{2,})");
    /** A national number without its first nought has nine or ten digits. */
    private static final int SHORTEST_NUMBER = 9;

    private static final int LOCAL = 6;
    private static final int SHORTEST = 5;
    private static final int TELLING_ACCOUNT = 7;
    private static final List<String> CITIES = List.of("11", "13", "14", "15", "16", "17", "18", "19");

    private NumberSpellings() {}

    /** The telephone numbers in a text; what stands in front of the national number does not matter. */
    static Set<Spelling> telephones(String text) {
        Set<Spelling> found = new HashSet<>();
        for (Matcher matcher = TELEPHONE.matcher(text); matcher.find(); ) {
            String national = national(matcher.group());
            if (national.length() >= SHORTEST_NUMBER) {
                found.add(new Spelling(national, new Form(Kind.TELEPHONE, national.length())));
                local(national, found);
            }
        }
        return found;
    }

    /** The e-mail addresses in a text, also as people say them. */
    static Set<Spelling> emails(String text) {
        Set<Spelling> found = new HashSet<>();
        for (Matcher matcher = EMAIL.matcher(text); matcher.find(); ) {
            String account = Folded.key(matcher.group(1));
            String domain = Folded.key(matcher.group(2));
            String said = Folded.key(matcher.group(2).replace(".", " dot "));
            Set.of(account + domain, account + "at" + domain, account + "at" + said)
                    .forEach(way -> found.add(email(way)));
            String spoken = Folded.key(matcher.group(1).replace(".", " dot ").replace("_", " underscore "));
            found.add(email(spoken + "at" + said));
            if (account.length() >= TELLING_ACCOUNT && account.chars().anyMatch(Character::isDigit)) {
                found.add(email(account));
            }
        }
        return found;
    }

    /** An NHS number, a property's reference number, a case number of another system. */
    static Set<Spelling> identifiers(String text) {
        String key = Folded.key(text);
        boolean telling = key.length() >= SHORTEST && key.chars().anyMatch(Character::isDigit);
        return telling ? Set.of(new Spelling(key, new Form(Kind.IDENTIFIER, key.length()))) : Set.of();
    }

    private static Spelling email(String letters) {
        return new Spelling(letters, new Form(Kind.EMAIL, letters.length()));
    }

    private static String national(String written) {
        String digits = written.replaceAll("[^0-9+]", "");
        if (digits.startsWith("+") && !digits.startsWith("+44")) {
            String abroad = digits.substring(1);
            return abroad.substring(Math.max(0, abroad.length() - SHORTEST_NUMBER));
        }
        return digits.replaceFirst("^(?:\\+44|0044)", "").replaceFirst("^0", "");
    }

    /** A landline is often given without the code of its town. */
    private static void local(String national, Set<Spelling> found) {
        int code;
        if (national.startsWith("2")) {
            code = 2;
        } else if (national.startsWith("11")
                || CITIES.contains(national.substring(0, 2)) && national.charAt(2) == '1') {
            code = 3;
        } else if (national.startsWith("1")) {
            code = 4;
        } else {
            return;
        }
        String local = national.substring(code);
        if (local.length() >= LOCAL) {
            found.add(new Spelling(local, new Form(Kind.LOCAL_NUMBER, local.length())));
        }
    }
}
