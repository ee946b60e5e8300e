package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SpecialCondition;
import org.marac.gateway.model.Tie;

/** Protocols and questions by chance, always the same from one seed. */
public final class Generated {
    private static final List<String> AGENCIES =
            List.of("any", "haven", "homes", "coordinator", "police", "sector:police", "sector:idva");
    /** Some sound, some in error where the fact is not there, some that do not compile, some that are not allowed. */
    private static final List<String> CONDITIONS = List.of(
            "true",
            "children > 0",
            "'V' in labels",
            "!('R' in labels)",
            "labels.exists(l, l == 'SDV') && purpose == 'REFERRAL'",
            "!labels.all(l, l != 'V') || emergency",
            "labels.all(l, l != 'NOPAT')",
            "size(labels) < 2",
            "risk.yesCount >= 14",
            "risk.present && risk.hasThreshold && risk.yesCount < risk.threshold",
            "risk.declaredScore > 3",
            "to.publicAuthority",
            "from.id == 'police' || emergency",
            "to.id in ['haven', 'homes']",
            "'ALLEGED_PERPETRATOR/TENANT' in to.ties",
            "!to.ties.exists(t, t in ['VICTIM/PATIENT', 'VICTIM/CLIENT'])",
            "claim.need || claim.power != 'NOT_STATED'",
            "consent != 'GIVEN' && withoutConsent == 'NOT_STATED'",
            "'HEALTH/VICTIM' in materials && !misasserted",
            "does not compile");

    private static final DataCategory[] CATEGORIES = DataCategory.values();
    private static final Clause.Effect[] OTHERS = {
        Clause.Effect.HOLD, Clause.Effect.REDIRECT, Clause.Effect.FORBID, Clause.Effect.FORBID
    };

    private final Random random;

    public Generated(long seed) {
        this.random = new Random(seed);
    }

    /** The chance itself. */
    public Random random() {
        return random;
    }

    /** A protocol of four agencies. */
    public Protocol protocol() {
        return Protocols.of(clauses());
    }

    List<Clause> clauses() {
        List<Clause> clauses = new ArrayList<>();
        int permits = 1 + random.nextInt(5);
        for (int i = 0; i < permits; i++) {
            clauses.add(clause(Clause.Effect.PERMIT, i + 1));
        }
        int others = random.nextInt(5);
        for (int i = 0; i < others; i++) {
            clauses.add(clause(OTHERS[random.nextInt(OTHERS.length)], 50 + i));
        }
        return clauses;
    }

    Clause clause(Clause.Effect effect, int number) {
        boolean permit = effect == Clause.Effect.PERMIT;
        boolean whole = !permit && random.nextInt(3) == 0;
        return new Clause(
                new ClauseId("C" + (1 + random.nextInt(12)) + "." + number),
                effect,
                "Title",
                "Text.",
                Set.of(random.nextInt(3) == 0 ? agency() : "any"),
                Set.of(agency()),
                random.nextInt(4) == 0 ? some(Purpose.values(), 6) : Set.of(),
                random.nextInt(4) == 0 ? some(MessageKind.values(), 2) : Set.of(),
                whole ? Set.of() : some(CATEGORIES, permit ? 20 : 6),
                whole || random.nextInt(3) > 0 ? Set.of() : some(Role.values(), 3),
                random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(CONDITIONS.get(random.nextInt(CONDITIONS.size()))),
                permit ? List.copyOf(some(Obligation.values(), 3)) : List.of(),
                permit ? some(LawfulBasis.values(), 5) : Set.of(),
                permit ? Optional.empty() : Optional.of(reason(number)),
                List.of());
    }

    /** A question to any of them. */
    public Question question() {
        MessageKind kind = MessageKind.values()[random.nextInt(2)];
        Optional<Consent.State> consent = maybe(Consent.State.values());
        Optional<Consent.WithoutConsent.Reason> why = maybe(Consent.WithoutConsent.Reason.values());
        Set<Material> materials = materials();
        return new Question(
                Questions.NOW,
                Protocols.PARTIES.get(random.nextInt(4)).id(),
                kind,
                random.nextInt(3) == 0 ? Purpose.REFERRAL : Purpose.values()[random.nextInt(Purpose.values().length)],
                Assurance.values()[random.nextInt(2)],
                materials,
                random.nextInt(3) == 0 ? materials() : Set.of(),
                some(Label.values(), 3),
                consent,
                random.nextBoolean(),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(risk()),
                random.nextInt(3),
                random.nextInt(4) == 0,
                why,
                random.nextBoolean() ? Question.Stated.NOTHING : stated(),
                random.nextInt(5) == 0,
                borrowed(materials),
                ties(),
                agencies());
    }

    /** The same question with these labels and these signatories. */
    static Question as(Question q, Set<Label> labels, Set<AgencyId> signatories) {
        return new Question(
                q.at(),
                q.sender(),
                q.kind(),
                q.purpose(),
                q.assurance(),
                q.materials(),
                q.recalled(),
                labels,
                q.consent(),
                q.consentRecorded(),
                q.risk(),
                q.children(),
                q.emergency(),
                q.withoutConsent(),
                q.stated(),
                q.misasserted(),
                q.borrowed(),
                q.ties(),
                signatories);
    }

    private Question.RiskFacts risk() {
        return new Question.RiskFacts(
                random.nextBoolean() ? "SAFELIVES-DASH" : "DARA",
                random.nextInt(25),
                random.nextBoolean() ? Optional.of(random.nextInt(25)) : Optional.empty(),
                some(Referral.Criterion.values(), 3),
                random.nextBoolean(),
                random.nextInt(5),
                random.nextBoolean());
    }

    private Question.Stated stated() {
        return new Question.Stated(
                maybe(LawfulBasis.values()),
                maybe(SpecialCondition.values()),
                maybe(Power.values()),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private Set<Material> materials() {
        Set<Material> materials = new HashSet<>();
        for (DataCategory category : some(CATEGORIES, 30)) {
            some(Role.values(), 3).forEach(role -> materials.add(new Material(category, role)));
        }
        materials.add(Material.of(DataCategory.ENVELOPE));
        return materials;
    }

    private Map<Material, Set<AgencyId>> borrowed(Set<Material> materials) {
        Map<Material, Set<AgencyId>> borrowed = new HashMap<>();
        // In order: chance must not depend on how a set lies in memory.
        new TreeSet<>(materials).forEach(material -> {
            if (random.nextInt(6) == 0) {
                borrowed.put(material, agencies());
            }
        });
        return borrowed;
    }

    private Map<AgencyId, Set<Tie>> ties() {
        Map<AgencyId, Set<Tie>> ties = new HashMap<>();
        for (Party party : Protocols.PARTIES) {
            if (random.nextInt(3) == 0) {
                ties.put(
                        party.id(),
                        Set.of(new Tie(
                                Role.values()[random.nextInt(Role.values().length)],
                                Tie.Bond.values()[random.nextInt(Tie.Bond.values().length)])));
            }
        }
        return ties;
    }

    private Set<AgencyId> agencies() {
        return Protocols.PARTIES.stream()
                .map(Party::id)
                .filter(agency -> random.nextInt(6) > 0)
                .collect(Collectors.toSet());
    }

    private String agency() {
        return AGENCIES.get(random.nextInt(AGENCIES.size()));
    }

    /** Sometimes the reason of a gate, which names the clause and must not change what it does. */
    private String reason(int number) {
        return random.nextInt(6) == 0 ? "originator-control" : "forbidden-" + number;
    }

    private <T> Optional<T> maybe(T[] all) {
        return random.nextBoolean() ? Optional.of(all[random.nextInt(all.length)]) : Optional.empty();
    }

    <T> Set<T> some(T[] all, int most) {
        Set<T> some = new HashSet<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            some.add(all[random.nextInt(all.length)]);
        }
        return some;
    }
}
