package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** What holds for every protocol and every question; a thousand of each, from seeds that are always the same. */
class PolicyPropertiesTest {
    private static final List<String> RECIPIENTS =
            List.of("any", "haven", "homes", "coordinator", "police", "sector:police", "sector:idva");
    private static final List<String> CONDITIONS = List.of(
            "true",
            "children > 0",
            "'V' in labels",
            "risk.yesCount >= 14",
            "risk.present && risk.hasThreshold && risk.yesCount < risk.threshold",
            "to.publicAuthority",
            "from.id == 'police' || emergency",
            "to.id in ['haven', 'homes']",
            "labels.exists(l, l == 'R')",
            "risk.declaredScore > 3",
            "does not compile");
    private static final DataCategory[] CATEGORIES = DataCategory.values();

    private final Policy policy = new Policy();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theOrderOfTheClausesDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Clause> clauses = clauses(random);
            List<Clause> shuffled = new ArrayList<>(clauses);
            Collections.shuffle(shuffled, random);
            Question question = question(random);
            assertThat(decide(shuffled, question).rulings())
                    .isEqualTo(decide(clauses, question).rulings());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void anotherForbidNeverWidens(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Clause> clauses = clauses(random);
            List<Clause> more = new ArrayList<>(clauses);
            more.add(clause(random, Clause.Effect.FORBID, 99));
            Question question = question(random);
            assertNotWider(decide(more, question), decide(clauses, question));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25})
    void oneSignatureFewerNeverWidens(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Clause> clauses = clauses(random);
            Question question = question(random);
            for (AgencyId agency : question.signatories()) {
                Set<AgencyId> fewer = new HashSet<>(question.signatories());
                fewer.remove(agency);
                Decision narrower = decide(clauses, signedBy(question, fewer));
                assertNotWider(narrower, decide(clauses, question));
                assertThat(narrower.permits())
                        .noneMatch(permit -> permit.recipient().equals(agency));
                if (agency.equals(question.sender())) {
                    assertThat(narrower.permits()).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void theSameQuestionGetsTheSameAnswerFromAnotherPolicy(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<Clause> clauses = clauses(random);
            Question question = question(random);
            Decision first = decide(clauses, question);
            assertThat(decide(clauses, question)).isEqualTo(first);
            assertThat(new Policy().decide(Protocols.of(clauses), question)).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void nothingIsShownThatIsNotThereNotPermittedOrUnclassified(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            List<Clause> clauses = clauses(random);
            Question question = question(random);
            Set<DataCategory> permitted = clauses.stream()
                    .filter(clause -> clause.effect() == Clause.Effect.PERMIT)
                    .flatMap(clause -> clause.categories().stream())
                    .collect(Collectors.toSet());
            assertThat(decide(clauses, question).permits())
                    .allSatisfy(permit -> assertThat(Materials.seen(permit))
                            .isSubsetOf(Material.categories(question.materials()))
                            .isSubsetOf(permitted)
                            .doesNotContain(DataCategory.UNCLASSIFIED));
        }
    }

    private Decision decide(List<Clause> clauses, Question question) {
        return policy.decide(Protocols.of(clauses), question);
    }

    private static void assertNotWider(Decision narrow, Decision wide) {
        Map<AgencyId, Set<DataCategory>> before =
                wide.permits().stream().collect(Collectors.toMap(Ruling.Permit::recipient, Materials::seen));
        for (Ruling.Permit permit : narrow.permits()) {
            assertThat(before).containsKey(permit.recipient());
            assertThat(Materials.seen(permit)).isSubsetOf(before.get(permit.recipient()));
        }
    }

    private static List<Clause> clauses(Random random) {
        List<Clause> clauses = new ArrayList<>();
        int permits = 1 + random.nextInt(5);
        for (int i = 0; i < permits; i++) {
            clauses.add(clause(random, Clause.Effect.PERMIT, i + 1));
        }
        int forbids = random.nextInt(4);
        for (int i = 0; i < forbids; i++) {
            clauses.add(clause(random, Clause.Effect.FORBID, 50 + i));
        }
        return clauses;
    }

    private static Clause clause(Random random, Clause.Effect effect, int number) {
        String id = "C" + (1 + random.nextInt(12)) + "." + number;
        String to = RECIPIENTS.get(random.nextInt(RECIPIENTS.size()));
        Optional<String> when = random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(CONDITIONS.get(random.nextInt(CONDITIONS.size())));
        if (effect == Clause.Effect.PERMIT) {
            return Protocols.permit(
                    id,
                    to,
                    when,
                    List.copyOf(some(random, Obligation.values(), 3)),
                    some(random, CATEGORIES, 12).toArray(DataCategory[]::new));
        }
        DataCategory[] taken = random.nextBoolean()
                ? new DataCategory[0]
                : some(random, CATEGORIES, 5).toArray(DataCategory[]::new);
        return Protocols.forbid(id, to, when, "forbidden-" + number, taken);
    }

    private static Question question(Random random) {
        Questions questions = Questions.referral()
                .from(Protocols.PARTIES.get(random.nextInt(4)).id().value())
                .children(random.nextInt(3))
                .of(some(random, CATEGORIES, 20).toArray(DataCategory[]::new))
                .labelled(some(random, Label.values(), 3).toArray(Label[]::new))
                .signedBy(Protocols.PARTIES.stream()
                        .map(Party::id)
                        .filter(agency -> random.nextInt(6) > 0)
                        .collect(Collectors.toSet()));
        questions.emergency = random.nextBoolean();
        questions.risk = random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(Questions.risk(random.nextBoolean() ? "SAFELIVES-DASH" : "DARA", random.nextInt(25)));
        return questions.asked();
    }

    private static Question signedBy(Question q, Set<AgencyId> signatories) {
        return new Question(
                q.at(),
                q.sender(),
                q.kind(),
                q.purpose(),
                q.assurance(),
                q.materials(),
                q.recalled(),
                q.labels(),
                q.consent(),
                q.consentRecorded(),
                q.risk(),
                q.children(),
                q.emergency(),
                q.ties(),
                signatories);
    }

    private static <T> Set<T> some(Random random, T[] all, int most) {
        Set<T> some = new HashSet<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            some.add(all[random.nextInt(all.length)]);
        }
        return some;
    }
}
