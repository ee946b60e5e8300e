package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.kit.People;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.protocol.Shelves;

/** Scenario 4: what was referred before makes a referral a repeat for as long as the protocol says, to the day. */
class RepeatTest {
    private static final Protocol WENBURY = Shelves.wenbury();
    private static final AgencyId POLICE = new AgencyId("wenbury-police");

    @ParameterizedTest
    @CsvSource({
        "2025-03-10, 2026-03-09T12:00:00Z, true,  day 364",
        "2025-03-10, 2026-03-10T12:00:00Z, true,  day 365",
        "2025-03-10, 2026-03-11T12:00:00Z, false, day 366",
        "2027-03-10, 2028-03-10T12:00:00Z, true,  day 366 of a window with a 29 February in it",
        "2027-03-10, 2028-03-11T12:00:00Z, false, day 367 of it",
        "2028-02-29, 2029-02-28T12:00:00Z, true,  begun on a 29 February",
        "2028-02-29, 2029-03-01T12:00:00Z, false, and over on the first of March",
        "2025-07-01, 2026-07-01T22:30:00Z, true,  half an hour before midnight in summer",
        "2025-07-01, 2026-07-01T23:30:00Z, false, half an hour after it by the clock on the wall",
        "2026-03-10, 2026-03-10T09:00:00Z, true,  the same day",
        "2026-03-11, 2026-03-10T09:00:00Z, false, what is still to come was not referred before"
    })
    void scenario04_twelveMonthsToTheDay(LocalDate last, Instant created, boolean repeat, String when) {
        assertThat(asked(last, created).risk().orElseThrow().repeat()).as(when).isEqualTo(repeat);
    }

    @Test
    void scenario04_whatLiesLongerBackIsNoGroundForAReferral() {
        Instant created = Instant.parse("2026-11-21T20:00:00Z");

        assertThat(refusals(asked(LocalDate.parse("2025-11-20"), created))).contains(new ClauseId("C3.7"));
        assertThat(refusals(asked(LocalDate.parse("2025-11-21"), created))).doesNotContain(new ClauseId("C3.7"));
    }

    private static List<ClauseId> refusals(Question question) {
        return new Policy()
                .decide(WENBURY, question).rulings().stream()
                        .filter(Ruling.Refuse.class::isInstance)
                        .flatMap(ruling -> ((Ruling.Refuse) ruling).clauses().stream())
                        .toList();
    }

    private static Question asked(LocalDate last, Instant created) {
        return Question.of(
                referral(created, new Referral.PriorReferral(last, Optional.empty())),
                Set.of(Material.parse("VICTIM_IDENTITY/VICTIM")),
                Assurance.SIGNED,
                Matched.nothing(),
                new InForce(WENBURY, Set.of(POLICE, WENBURY.coordinator())),
                created);
    }

    private static Referral referral(Instant created, Referral.PriorReferral last) {
        Referral bare = People.referral(POLICE.value(), "m-1", People.someone(), People.someone());
        Header header = bare.header();
        return new Referral(
                new Header(
                        header.id(),
                        header.sender(),
                        created,
                        header.purpose(),
                        header.correlation(),
                        header.inReplyTo(),
                        header.emergency(),
                        header.labels(),
                        header.marking(),
                        header.justification(),
                        header.informants(),
                        header.attachments()),
                bare.referrer(),
                bare.victim(),
                bare.safeContact(),
                bare.allegedPerpetrators(),
                bare.children(),
                bare.riskAssessment(),
                Set.of(Referral.Criterion.REPEAT),
                bare.rationale(),
                bare.escalation(),
                Optional.of(last),
                bare.consent(),
                bare.talk(),
                bare.exclusions(),
                bare.narrative());
    }
}
