package org.marac.gateway.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;

/** Codes in plain words, for those who sign. */
final class Wording {
    private static final String SECTOR = "sector:";

    private static final Map<String, String> WHY = Map.ofEntries(
            Map.entry("not-cms", "the file is not a detached CMS signature in DER form (openssl cms -outform DER)"),
            Map.entry("no-signer", "nobody has signed in it"),
            Map.entry("several-signers", "more than one has signed in it; each agency signs in a file of its own"),
            Map.entry("content-inside", "it carries a text of its own; a detached signature carries none"),
            Map.entry("content-missing", "it carries no content"),
            Map.entry("weak-algorithm", "its digest, signature algorithm or key is weaker than the gateway accepts"),
            Map.entry(
                    "no-signing-certificate-attribute",
                    "it does not name the certificate it was made with (openssl cms needs -cades)"),
            Map.entry("not-pinned", "its certificate is not one this version names for the agency to sign with"),
            Map.entry("wrong-key-usage", "its certificate may not be used to sign"),
            Map.entry("expired", "its certificate is not valid at this time: run out, or not yet begun"),
            Map.entry("no-path", "its certificate does not come from a root of the trust directory"),
            Map.entry(
                    "crl-stale",
                    "nobody can say whether its certificate is revoked: the revocation list is out of date"),
            Map.entry("revoked", "its certificate has been revoked"),
            Map.entry("bad-signature", "these are not the bytes that were signed (openssl cms needs -binary)"),
            Map.entry("invalid", "it does not stand"));

    private final Map<String, String> names;

    Wording(Protocol protocol) {
        this.names = protocol.parties().stream()
                .collect(Collectors.toMap(party -> party.id().value(), Party::name, (first, second) -> first));
    }

    /** Why a signature does not stand; the code itself where there are no words for it. */
    static String why(String code) {
        return WHY.getOrDefault(code, code);
    }

    /** Whether a code has words. */
    static boolean knows(String code) {
        return WHY.containsKey(code);
    }

    String agency(AgencyId agency) {
        return names.getOrDefault(agency.value(), agency.value());
    }

    /** The rule a clause makes, as one sentence or a few, without its condition. */
    String rule(Clause clause) {
        StringBuilder rule = new StringBuilder();
        boolean permit = clause.effect() == Clause.Effect.PERMIT;
        boolean forbid = clause.effect() == Clause.Effect.FORBID;
        rule.append(verb(clause)).append(forbid && !clause.categories().isEmpty() ? " from " : " ");
        rule.append(what(clause))
                .append(" from ")
                .append(who(clause.from()))
                .append(" to ")
                .append(who(clause.to()));
        if (!clause.purposes().isEmpty()) {
            rule.append(", for the purpose ").append(either(words(clause.purposes())));
        }
        rule.append('.');
        if (!clause.categories().isEmpty()) {
            rule.append(permit ? " May be seen: " : forbid ? " May not be seen: " : " Where it holds: ")
                    .append(String.join(", ", words(clause.categories())))
                    .append('.');
        }
        if (!clause.about().isEmpty()) {
            rule.append(" Of what is about the ")
                    .append(either(words(clause.about())))
                    .append(" only.");
        }
        if (!clause.obligations().isEmpty()) {
            rule.append(" Duties: ")
                    .append(clause.obligations().stream().map(Enum::name).collect(Collectors.joining(", ")))
                    .append('.');
        }
        if (!clause.basis().isEmpty()) {
            rule.append(" Lawful basis: ").append(either(words(clause.basis()))).append('.');
        }
        clause.reason()
                .ifPresent(reason ->
                        rule.append(" The sender is told: ").append(reason).append('.'));
        if (!clause.rules().isEmpty()) {
            rule.append(" Answers ").append(String.join(", ", clause.rules())).append('.');
        }
        return rule.toString();
    }

    /** What a clause does: the first words of its rule. */
    static String verb(Clause clause) {
        if (clause.effect() == Clause.Effect.PERMIT) {
            return "Permits";
        }
        if (clause.effect() == Clause.Effect.HOLD) {
            return "A person decides on";
        }
        if (clause.effect() == Clause.Effect.REDIRECT) {
            return "Sends to the alternate contact alone, and asks a person where there is none,";
        }
        return clause.categories().isEmpty() ? "Forbids" : "Takes away";
    }

    /** When a clause applies, in CEL on one line. */
    static Optional<String> condition(Clause clause) {
        return clause.when().map(when -> when.strip().replaceAll("\\s+", " "));
    }

    /** A duration as people say it. */
    static String length(Duration duration) {
        if (duration.toDays() > 0 && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() == 1 ? "1 day" : duration.toDays() + " days";
        }
        boolean hours = duration.equals(Duration.ofHours(duration.toHours()));
        long count = hours ? duration.toHours() : duration.toMinutes();
        return count + (hours ? " hour" : " minute") + (count == 1 ? "" : "s");
    }

    /** {@code DATA_CATEGORY} as {@code data category}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String what(Clause clause) {
        return clause.kinds().isEmpty() ? "any message" : either(words(clause.kinds())) + " messages";
    }

    /** Parties by their names, sectors by theirs, in the order of the alphabet. */
    String who(Set<String> named) {
        if (named.contains("any")) {
            return "any party";
        }
        List<String> agencies = named.stream()
                .filter(name -> !name.startsWith(SECTOR))
                .map(name -> names.getOrDefault(name, name))
                .sorted()
                .toList();
        List<String> sectors = named.stream()
                .filter(name -> name.startsWith(SECTOR))
                .map(name -> name.substring(SECTOR.length()).replace('-', ' '))
                .sorted()
                .toList();
        List<String> all = new ArrayList<>(agencies);
        if (!sectors.isEmpty()) {
            all.add((sectors.size() == 1 ? "any party of the sector " : "any party of the sectors ") + either(sectors));
        }
        return either(all);
    }

    private static List<String> words(Collection<? extends Enum<?>> values) {
        return values.stream()
                .sorted(Comparator.comparingInt(Enum::ordinal))
                .map(Wording::word)
                .toList();
    }

    private static String either(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
