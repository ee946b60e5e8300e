package org.marac.gateway.policy;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;

/** Which words may a condition compare a fact with? A misspelt word would make a clause that never applies. */
final class Vocabulary {
    /** Instruments without a count of their own: DARA (College of Policing), MeRIT (Merseyside), and no assessment at all. */
    private static final Set<String> UNCOUNTED = Set.of("DARA", "MERIT", "NONE");

    private Vocabulary() {}

    static Set<String> of(Protocol protocol) {
        Set<String> words = new TreeSet<>(UNCOUNTED);
        words.add(Facts.NOT_STATED);
        words.addAll(protocol.thresholds().keySet());
        for (Party party : protocol.parties()) {
            words.add(party.id().value());
            words.add(party.sector());
        }
        Stream.<Enum<?>[]>of(
                        Purpose.values(),
                        MessageKind.values(),
                        Assurance.values(),
                        Consent.State.values(),
                        Label.values(),
                        DataCategory.values(),
                        Referral.Criterion.values(),
                        Party.Regime.values())
                .flatMap(Stream::of)
                .forEach(word -> words.add(word.name()));
        return words;
    }
}
