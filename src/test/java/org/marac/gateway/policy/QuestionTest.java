package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.kit.People;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Information.Assertion;
import org.marac.gateway.model.Information.Intelligence;
import org.marac.gateway.model.Information.Item;
import org.marac.gateway.model.Justification;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Role;
import org.marac.gateway.protocol.Shelves;

/** Which facts of a message is the protocol asked about? */
class QuestionTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId HOUSING = new AgencyId("wenbury-housing");
    private static final AgencyId GP = new AgencyId("wenbury-gp");
    private static final Material OFFENCE = Material.parse("CRIMINAL_OFFENCE/ALLEGED_PERPETRATOR");

    @Test
    void whatStemsWhollyFromAnotherIsReleasedToThoseItNamesAndToItsOriginatorP12() {
        Question asked = asked(from(POLICE, HOUSING), from(POLICE));
        assertThat(asked.borrowed()).isEqualTo(Map.of(OFFENCE, Set.of(POLICE, HOUSING)));
        assertThat(asked.isReleased(OFFENCE, HOUSING)).isTrue();
        assertThat(asked.isReleased(OFFENCE, POLICE)).isTrue();
        assertThat(asked.isReleased(OFFENCE, new AgencyId("wenbury-marac"))).isFalse();
    }

    @Test
    void whatIsReleasedForOnePurposeIsNotReleasedForAnotherP12() {
        Item item = new Item(
                OFFENCE.category(),
                Assertion.ALLEGATION,
                OFFENCE.about(),
                Optional.empty(),
                Optional.empty(),
                "Bailed.",
                Optional.of(POLICE),
                List.of(
                        new Information.Release(HOUSING, List.of(Purpose.RESEARCH, Purpose.ACTION)),
                        new Information.Release(GP, List.of(Purpose.RESEARCH, Purpose.MEETING))),
                Optional.empty());
        assertThat(asked(item).borrowed()).as("asked for a meeting").isEqualTo(Map.of(OFFENCE, Set.of(POLICE, GP)));
    }

    @Test
    void whatTheSenderKnowsItselfNeedsNoRelease() {
        assertThat(asked(from(POLICE), own()).borrowed()).isEmpty();
        assertThat(asked(from(HOSPITAL)).borrowed()).isEmpty();
        assertThat(asked(own()).isReleased(OFFENCE, HOUSING)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1, A, RISK, FACT, false",
        "3, A, RISK, FACT, true",
        "1, E, RISK, FACT, true",
        "3, E, POLICE_INTEL_P, INTELLIGENCE, false",
        "1, A, POLICE_INTEL_P, FACT, true",
        "1, A, POLICE_INTEL_C, FACT, true",
        "2, D, POLICE_INTEL_P, ALLEGATION, false"
    })
    void intelligenceAndWhatIsDoubtedIsNoFactP24(
            String source, String assessment, DataCategory category, Assertion assertion, boolean misasserted) {
        Item item = new Item(
                category,
                assertion,
                Role.ALLEGED_PERPETRATOR,
                Optional.empty(),
                Optional.empty(),
                "Seen near the address.",
                Optional.empty(),
                List.of(),
                Optional.of(new Intelligence(
                        Optional.of(source),
                        Optional.of(assessment),
                        Optional.of("P"),
                        Optional.empty(),
                        Optional.empty())));
        assertThat(asked(item).misasserted()).isEqualTo(misasserted);
    }

    @Test
    void consentAndReasonsOfInformationComeWithItsHeaderP8P9() {
        Justification said = new Justification(
                Optional.of(new Consent(
                        Consent.State.REFUSED,
                        Answer.YES,
                        Optional.of(new Consent.WithoutConsent(
                                Consent.WithoutConsent.Reason.WOULD_PREJUDICE_PROTECTION,
                                Optional.empty(),
                                Optional.empty())))),
                Optional.of(LawfulBasis.PUBLIC_TASK),
                Optional.empty(),
                Optional.empty(),
                Optional.of(" "),
                Optional.of("The panel must know."),
                Optional.empty());
        Question asked = asked(Optional.of(said), own());
        assertThat(asked.consent()).contains(Consent.State.REFUSED);
        assertThat(asked.consentRecorded()).isTrue();
        assertThat(asked.withoutConsent()).contains(Consent.WithoutConsent.Reason.WOULD_PREJUDICE_PROTECTION);
        assertThat(asked.stated())
                .isEqualTo(new Question.Stated(
                        Optional.of(LawfulBasis.PUBLIC_TASK), Optional.empty(), Optional.empty(), false, true, false));
        assertThat(asked(own()).stated()).isEqualTo(Question.Stated.NOTHING);
    }

    private static Item own() {
        return item(Optional.empty());
    }

    private static Item from(AgencyId originator, AgencyId... released) {
        return item(Optional.of(originator), released);
    }

    private static Item item(Optional<AgencyId> originator, AgencyId... released) {
        return new Item(
                OFFENCE.category(),
                Assertion.ALLEGATION,
                OFFENCE.about(),
                Optional.empty(),
                Optional.empty(),
                "Bailed.",
                originator,
                Arrays.stream(released)
                        .map(agency -> new Information.Release(agency, List.of(Purpose.MEETING)))
                        .toList(),
                Optional.empty());
    }

    private static Question asked(Item... items) {
        return asked(Optional.empty(), items);
    }

    private static Question asked(Optional<Justification> said, Item... items) {
        Header header = new Header(
                new MessageId("i-1"),
                HOSPITAL,
                Instant.parse("2026-11-21T20:00:00Z"),
                Purpose.MEETING,
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                said,
                List.of(),
                List.of());
        Information information =
                new Information(header, People.someone(), List.of(), List.of(), List.of(), List.of(items));
        Set<Material> materials = Arrays.stream(items)
                .map(item -> new Material(item.category(), item.subject()))
                .collect(Collectors.toSet());
        return Question.of(
                information,
                materials,
                Assurance.SIGNED,
                Matched.nothing(),
                new InForce(Shelves.wenbury(), Set.of(HOSPITAL)),
                header.created());
    }
}
