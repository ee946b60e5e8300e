package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Protocols.forbid;
import static org.marac.gateway.policy.Protocols.hold;
import static org.marac.gateway.policy.Protocols.permit;
import static org.marac.gateway.policy.Questions.agencies;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** What clauses mean together. */
class PolicyTest {
    private static final AgencyId HAVEN = new AgencyId("haven");
    private static final Clause PERMIT =
            permit("C2.1", "haven", DataCategory.ENVELOPE, DataCategory.RISK, DataCategory.HEALTH);

    private final Policy policy = new Policy();

    @Test
    void refusesWhereNoClauseSpeaksOfTheRecipient() {
        assertThat(ruling(Protocols.of(PERMIT), asked().asked(), "homes"))
                .isEqualTo(new Ruling.Refuse(new AgencyId("homes"), List.of(), "no-clause-permits"));
    }

    @Test
    void whatTheRecordKnowsIsGivenAndTakenAsIfItStoodInTheMessage() {
        Material health = Material.of(DataCategory.HEALTH);
        Questions asked = asked().of(DataCategory.ENVELOPE, DataCategory.RISK);
        asked.recalled = Set.of(health, Material.of(DataCategory.ADDRESS_SAFE));
        assertThat(permitted(Protocols.of(PERMIT), asked).materials())
                .contains(health)
                .doesNotContain(Material.of(DataCategory.ADDRESS_SAFE));
        assertThat(permitted(
                                Protocols.of(
                                        PERMIT, forbid("C3.1", "any", Optional.empty(), "never", DataCategory.HEALTH)),
                                asked)
                        .materials())
                .doesNotContain(health);
    }

    @Test
    void whatTheRecordKnowsAloneIsNoReasonToSendAnything() {
        Questions asked = asked().of(DataCategory.ENVELOPE);
        asked.recalled = Set.of(Material.of(DataCategory.HEALTH));
        assertThat(ruling(Protocols.of(PERMIT), asked.asked(), "haven")).isInstanceOf(Ruling.Refuse.class);
    }

    @Test
    void h7_aRedirectSendsTheSameViewToTheAlternateAlone() {
        Clause permit = Protocols.permit("C2.1", "homes", DataCategory.RISK);
        Clause redirect = Protocols.redirect("C3.1", "any", Optional.empty(), "works-there");
        Ruling plain = ruling(Protocols.of(permit), asked().asked(), "homes");
        assertThat(ruling(Protocols.of(permit, redirect), asked().asked(), "homes"))
                .isInstanceOfSatisfying(Ruling.Permit.class, other -> {
                    assertThat(other.via()).isEqualTo(Ruling.Via.ALTERNATE);
                    assertThat(other.materials()).isEqualTo(((Ruling.Permit) plain).materials());
                    assertThat(other.clauses()).containsExactly(new ClauseId("C2.1"), new ClauseId("C3.1"));
                });
    }

    @Test
    void h7_aRedirectToAnAgencyWithoutAnAlternateNeedsAPerson() {
        Clause redirect = Protocols.redirect("C3.1", "any", Optional.empty(), "works-there");
        assertThat(haven(Protocols.of(PERMIT, redirect)))
                .isInstanceOfSatisfying(
                        Ruling.Hold.class, hold -> assertThat(hold.reason()).isEqualTo("works-there"));
    }

    @Test
    void h7_aRedirectThatCannotBeEvaluatedOrStandsBesideAHoldNeedsAPerson() {
        Clause permit = Protocols.permit("C2.1", "homes", DataCategory.RISK);
        Questions noRisk = asked();
        noRisk.risk = Optional.empty();
        assertThat(ruling(
                        Protocols.of(
                                permit, Protocols.redirect("C3.1", "any", Optional.of("risk.yesCount < 3"), "there")),
                        noRisk.asked(),
                        "homes"))
                .isInstanceOf(Ruling.Hold.class);
        assertThat(ruling(
                        Protocols.of(
                                permit,
                                Protocols.redirect("C3.1", "any", Optional.empty(), "there"),
                                hold("C3.2", "any", Optional.empty(), "look")),
                        asked().asked(),
                        "homes"))
                .isInstanceOfSatisfying(
                        Ruling.Hold.class,
                        hold -> assertThat(hold.permit().via())
                                .as("what a person lets go, the alternate alone receives")
                                .isEqualTo(Ruling.Via.ALTERNATE));
    }

    @Test
    void h7_aForbidBeatsARedirect() {
        Clause permit = Protocols.permit("C2.1", "homes", DataCategory.RISK);
        assertThat(ruling(
                        Protocols.of(
                                permit,
                                Protocols.redirect("C3.1", "any", Optional.empty(), "there"),
                                forbid("C3.2", "any", Optional.empty(), "never")),
                        asked().asked(),
                        "homes"))
                .isInstanceOf(Ruling.Refuse.class);
    }

    private Ruling.Permit permitted(Protocol protocol, Questions asked) {
        return (Ruling.Permit) ruling(protocol, asked.asked(), "haven");
    }

    @Test
    void refusesWhereAForbidStandsAgainstAPermit() {
        Protocol protocol = Protocols.of(PERMIT, forbid("C1.1", "any", Optional.empty(), "never"));
        assertThat(haven(protocol)).isEqualTo(new Ruling.Refuse(HAVEN, List.of(new ClauseId("C1.1")), "never"));
    }

    @Test
    void namesEveryForbidAndGivesTheReasonOfTheFirst() {
        Protocol protocol = Protocols.of(
                forbid("C10.1", "any", Optional.empty(), "tenth"),
                PERMIT,
                forbid("C9.1", "any", Optional.empty(), "ninth"));
        assertThat(haven(protocol))
                .isEqualTo(new Ruling.Refuse(HAVEN, List.of(new ClauseId("C9.1"), new ClauseId("C10.1")), "ninth"));
    }

    @Test
    void refusesWhereAForbidCannotBeEvaluated() {
        // A message about no risk has no count: asking for it is an error.
        Protocol protocol = Protocols.of(PERMIT, forbid("C3.1", "any", Optional.of("risk.yesCount < 3"), "low"));
        Questions noRisk = asked();
        noRisk.risk = Optional.empty();
        assertThat(ruling(protocol, noRisk.asked(), "haven"))
                .isEqualTo(new Ruling.Refuse(HAVEN, List.of(new ClauseId("C3.1")), "clause-in-error"));
    }

    @Test
    void refusesWhereAForbidOfOneCategoryCannotBeEvaluated() {
        Protocol protocol = Protocols.of(
                PERMIT, forbid("C3.1", "any", Optional.of("risk.yesCount < 3"), "low", DataCategory.HEALTH));
        Questions noRisk = asked();
        noRisk.risk = Optional.empty();
        assertThat(ruling(protocol, noRisk.asked(), "haven")).isInstanceOf(Ruling.Refuse.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"risk.yesCuont < 3", "purpose", "consent == 'GIVN'", "now > 3", "("})
    void refusesWhereAForbidDoesNotCompile(String when) {
        Protocol protocol = Protocols.of(PERMIT, forbid("C3.1", "any", Optional.of(when), "broken"));
        assertThat(haven(protocol)).isInstanceOf(Ruling.Refuse.class);
    }

    @Test
    void doesNotPermitByAPermitThatCannotBeEvaluatedOrCompiled() {
        Questions noRisk = asked();
        noRisk.risk = Optional.empty();
        for (String when : List.of("risk.yesCount >= 0", "nonsense", "risk.instrument == 'DAHS' || true")) {
            Protocol protocol = Protocols.of(
                    permit("C2.1", "haven", Optional.of(when), List.of(Obligation.NOREUSE), DataCategory.RISK));
            assertThat(ruling(protocol, noRisk.asked(), "haven"))
                    .as(when)
                    .isEqualTo(new Ruling.Refuse(HAVEN, List.of(), "no-clause-permits"));
        }
    }

    @Test
    void takesAwayTheCategoriesAForbidNamesAndNamesTheForbid() {
        Protocol protocol =
                Protocols.of(PERMIT, forbid("C6.1", "haven", Optional.empty(), "health", DataCategory.HEALTH));
        Ruling.Permit permit = (Ruling.Permit) haven(protocol);
        assertThat(Materials.seen(permit)).containsExactlyInAnyOrder(DataCategory.ENVELOPE, DataCategory.RISK);
        assertThat(permit.clauses()).containsExactly(new ClauseId("C2.1"), new ClauseId("C6.1"));
    }

    @Test
    void doesNotNameAForbidThatTookNothing() {
        Protocol protocol =
                Protocols.of(PERMIT, forbid("C6.1", "haven", Optional.empty(), "substance", DataCategory.SUBSTANCE));
        assertThat(haven(protocol).clauses()).containsExactly(new ClauseId("C2.1"));
    }

    @Test
    void refusesWhereTheForbidsLeaveOnlyTheEnvelope() {
        Protocol protocol = Protocols.of(
                PERMIT, forbid("C6.1", "haven", Optional.empty(), "all", DataCategory.HEALTH, DataCategory.RISK));
        assertThat(haven(protocol))
                .isEqualTo(new Ruling.Refuse(
                        HAVEN, List.of(new ClauseId("C2.1"), new ClauseId("C6.1")), "nothing-permitted"));
    }

    @Test
    void waitsForAPersonWhereAClauseAsksForOneAndNamesThePermitThatWouldBe() {
        Protocol protocol =
                Protocols.of(PERMIT, hold("C6.1", "haven", Optional.empty(), "look-first", DataCategory.HEALTH));
        Ruling.Hold hold = (Ruling.Hold) haven(protocol);
        assertThat(hold.clauses()).containsExactly(new ClauseId("C6.1"));
        assertThat(hold.reason()).isEqualTo("look-first");
        assertThat(Materials.seen(hold.permit())).contains(DataCategory.HEALTH);
    }

    @Test
    void aHoldOfWhatIsNotThereHoldsNothing() {
        Protocol protocol =
                Protocols.of(PERMIT, hold("C6.1", "haven", Optional.empty(), "look-first", DataCategory.SUBSTANCE));
        assertThat(haven(protocol)).isInstanceOf(Ruling.Permit.class);
    }

    @Test
    void aForbidBeatsAHoldAndAHoldInErrorHolds() {
        Clause broken = hold("C6.1", "haven", Optional.of("risk.declaredScore > 1"), "look-first", DataCategory.HEALTH);
        assertThat(((Ruling.Hold) haven(Protocols.of(PERMIT, broken))).reason()).isEqualTo("clause-in-error");
        assertThat(haven(Protocols.of(PERMIT, broken, forbid("C9.1", "haven", Optional.empty(), "no"))))
                .isInstanceOf(Ruling.Refuse.class);
    }

    @Test
    void neverShowsWhatIsUnclassifiedEvenIfAClauseSaysSo() {
        Protocol protocol = Protocols.of(permit("C2.1", "haven", DataCategory.RISK, DataCategory.UNCLASSIFIED));
        Ruling.Permit permit = (Ruling.Permit) haven(protocol);
        assertThat(Materials.seen(permit)).containsExactly(DataCategory.RISK);
    }

    @Test
    void addsUpTheObligationsAndCategoriesOfAllPermits() {
        Protocol protocol = Protocols.of(
                permit("C2.1", "haven", Optional.empty(), List.of(Obligation.NOREUSE), DataCategory.RISK),
                permit("C2.2", "sector:idva", Optional.empty(), List.of(Obligation.REDACT), DataCategory.CHILD),
                permit("C2.3", "any", Optional.of("children > 5"), List.of(Obligation.ENCRYPT), DataCategory.HEALTH));
        Ruling.Permit permit = (Ruling.Permit) haven(protocol);
        assertThat(permit.obligations()).containsExactlyInAnyOrder(Obligation.NOREUSE, Obligation.REDACT);
        assertThat(Materials.seen(permit)).containsExactlyInAnyOrder(DataCategory.RISK, DataCategory.CHILD);
        assertThat(permit.clauses()).containsExactly(new ClauseId("C2.1"), new ClauseId("C2.2"));
    }

    @Test
    void refusesAnUnsignedRecipientAndAnUnsignedSenderWhateverTheClausesSay() {
        Protocol protocol = Protocols.of(PERMIT);
        assertThat(ruling(protocol, asked().without("haven").asked(), "haven"))
                .isEqualTo(new Ruling.Refuse(HAVEN, List.of(), "not-a-signatory"));
        assertThat(ruling(protocol, asked().without("police").asked(), "haven"))
                .isEqualTo(new Ruling.Refuse(HAVEN, List.of(), "not-a-signatory"));
    }

    @Test
    void refusesBeforeItTakesEffectAndFromTheMomentItExpires() {
        Protocol protocol = Protocols.of(PERMIT);
        for (Instant at : List.of(Protocols.EFFECTIVE.minusMillis(1), Protocols.EXPIRES)) {
            assertThat(ruling(protocol, asked().at(at).asked(), "haven"))
                    .isEqualTo(new Ruling.Refuse(HAVEN, List.of(), "protocol-not-in-force"));
        }
        for (Instant at : List.of(Protocols.EFFECTIVE, Protocols.EXPIRES.minusMillis(1))) {
            assertThat(ruling(protocol, asked().at(at).asked(), "haven")).isInstanceOf(Ruling.Permit.class);
        }
    }

    @Test
    void rulesOnEveryPartyButTheSenderInTheProtocolsOrder() {
        assertThat(policy.decide(Protocols.of(PERMIT), asked().asked()).rulings())
                .extracting(Ruling::recipient)
                .containsExactly(new AgencyId("coordinator"), HAVEN, new AgencyId("homes"));
    }

    @Test
    void asksAConditionOnTheRecipientForEachOfThem() {
        Protocol protocol =
                Protocols.of(permit("C2.1", "any", Optional.of("to.publicAuthority"), List.of(), DataCategory.RISK));
        assertThat(ruling(protocol, asked().asked(), "coordinator")).isInstanceOf(Ruling.Permit.class);
        assertThat(ruling(protocol, asked().asked(), "haven")).isInstanceOf(Ruling.Refuse.class);
    }

    private Ruling haven(Protocol protocol) {
        return ruling(protocol, asked().asked(), "haven");
    }

    private Ruling ruling(Protocol protocol, Question question, String recipient) {
        return policy.decide(protocol, question).rulings().stream()
                .filter(ruling -> ruling.recipient().value().equals(recipient))
                .findFirst()
                .orElseThrow();
    }

    private static Questions asked() {
        Set<AgencyId> all = agencies("coordinator", "police", "haven", "homes");
        return Questions.referral().from("police").signedBy(all);
    }
}
