package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Tie;

/**
 * Which questions show where two versions differ? A whole message of every kind, for every purpose, from every party, in
 * ordinary circumstances: signed, with consent, at high risk, with its reasons; then the same in each circumstance apart.
 */
final class Situations {
    private static final Question.Stated REASONS =
            new Question.Stated(Optional.empty(), Optional.empty(), Optional.empty(), true, true, true);
    private static final Question.RiskFacts HIGH =
            new Question.RiskFacts("SAFELIVES-DASH", 24, Optional.empty(), Set.of(), true, 0, false);

    /** What only withdraws is taken from anyone, and shown to nobody. */
    private static final Set<MessageKind> KINDS = EnumSet.complementOf(EnumSet.of(MessageKind.CORRECTION));

    private static final Set<Material> EVERYTHING = everything();

    private Situations() {}

    /** Ordinary ones first. */
    static List<Situation> of(Protocol before, Protocol after) {
        Map<AgencyId, Party> parties = new TreeMap<>();
        Stream.of(before, after)
                .flatMap(protocol -> protocol.parties().stream())
                .forEach(party -> parties.put(party.id(), party));
        String conditions = Stream.of(before, after)
                .flatMap(protocol -> protocol.clauses().stream())
                .flatMap(clause -> clause.when().stream())
                .collect(Collectors.joining("\n"));
        List<Circumstance> circumstances = circumstances(parties.keySet(), conditions);
        List<Situation> situations = new ArrayList<>();
        for (Circumstance circumstance : circumstances) {
            for (AgencyId sender : parties.keySet()) {
                for (MessageKind kind : KINDS) {
                    for (Purpose purpose : Purpose.values()) {
                        situations.add(new Situation(
                                situations.size(),
                                circumstance.words,
                                question(before, parties.keySet(), sender, kind, purpose, circumstance)));
                    }
                }
            }
        }
        return situations;
    }

    /** Labels and ties that no condition speaks of make no difference. */
    private static List<Circumstance> circumstances(Set<AgencyId> parties, String conditions) {
        List<Circumstance> all = new ArrayList<>();
        Circumstance ordinary = new Circumstance("ordinarily", Set.of(), false, Consent.State.GIVEN, REASONS, Map.of());
        all.add(ordinary);
        all.add(new Circumstance("in an emergency", Set.of(), true, Consent.State.GIVEN, REASONS, Map.of()));
        all.add(new Circumstance("without consent", Set.of(), false, Consent.State.REFUSED, REASONS, Map.of()));
        all.add(new Circumstance(
                "without reasons", Set.of(), false, Consent.State.GIVEN, Question.Stated.NOTHING, Map.of()));
        for (Label label : Label.values()) {
            addIf(
                    conditions.contains("'" + label + "'"),
                    all,
                    new Circumstance(
                            "labelled " + label, Set.of(label), false, Consent.State.GIVEN, REASONS, Map.of()));
        }
        for (Role who : List.of(Role.VICTIM, Role.ALLEGED_PERPETRATOR, Role.CHILD, Role.OTHER)) {
            for (Tie.Bond bond : Tie.Bond.values()) {
                Tie one = new Tie(who, bond);
                Set<Tie> tie = Set.of(one);
                Map<AgencyId, Set<Tie>> ties = parties.stream().collect(Collectors.toMap(party -> party, party -> tie));
                for (boolean emergency : new boolean[] {false, true}) {
                    addIf(
                            conditions.contains("'" + one + "'"),
                            all,
                            new Circumstance(
                                    "where " + one + (emergency ? ", in an emergency" : ""),
                                    Set.of(),
                                    emergency,
                                    Consent.State.GIVEN,
                                    REASONS,
                                    ties));
                }
            }
        }
        return all;
    }

    private static void addIf(boolean matters, List<Circumstance> all, Circumstance one) {
        if (matters) {
            all.add(one);
        }
    }

    private static Question question(
            Protocol protocol,
            Set<AgencyId> parties,
            AgencyId sender,
            MessageKind kind,
            Purpose purpose,
            Circumstance circumstance) {
        boolean referral = kind == MessageKind.REFERRAL;
        return new Question(
                protocol.effective(),
                sender,
                kind,
                purpose,
                Assurance.SIGNED,
                EVERYTHING,
                Set.of(),
                circumstance.labels,
                Optional.of(circumstance.consent),
                circumstance.consent == Consent.State.GIVEN,
                referral ? Optional.of(HIGH) : Optional.empty(),
                referral ? 1 : 0,
                circumstance.emergency,
                Optional.empty(),
                circumstance.stated,
                false,
                Map.of(),
                circumstance.ties,
                parties);
    }

    private static Set<Material> everything() {
        return Arrays.stream(DataCategory.values())
                .filter(category -> category != DataCategory.UNCLASSIFIED)
                .flatMap(category -> Arrays.stream(Role.values()).map(role -> new Material(category, role)))
                .collect(Collectors.toSet());
    }

    private record Circumstance(
            String words,
            Set<Label> labels,
            boolean emergency,
            Consent.State consent,
            Question.Stated stated,
            Map<AgencyId, Set<Tie>> ties) {}

    /**
     * A question in its circumstance.
     *
     * @param index its place among all
     * @param words the circumstance
     * @param question the question
     */
    record Situation(long index, String words, Question question) {}
}
