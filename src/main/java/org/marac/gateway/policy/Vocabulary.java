package org.marac.gateway.policy;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SpecialCondition;
import org.marac.gateway.model.Tie;

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
                        Party.Regime.values(),
                        LawfulBasis.values(),
                        SpecialCondition.values(),
                        Power.values(),
                        Consent.WithoutConsent.Reason.values())
                .flatMap(Stream::of)
                .forEach(word -> words.add(word.name()));
        for (Role who : Role.values()) {
            for (Tie.Bond bond : Tie.Bond.values()) {
                words.add(new Tie(who, bond).toString());
            }
            for (DataCategory category : DataCategory.values()) {
                words.add(new Material(category, who).toString());
            }
        }
        return words;
    }
}
