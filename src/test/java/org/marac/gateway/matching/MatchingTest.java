package org.marac.gateway.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.People;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Role;

class MatchingTest {
    private static final Person SARAH = People.named("Sarah", "Example", "1990-02-03");
    private static final Person MARK = People.named("Mark", "Sample", "1985-06-07");

    private final Matching matching = new Matching();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9999999999",
                "0000000000",
                "1111111111",
                "9990000001",
                "999000000",
                "99900000100",
                "999000000X",
                "",
                "n/a"
            })
    void anNhsNumberThatProvesNothingIsNoKey(String written) {
        assertThat(NhsNumber.reliable(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"9434765919,9434765919", "943 476 5919,9434765919", "943-476-5919,9434765919"})
    void aWellFormedNhsNumberIsReadWithoutItsSpaces(String written, String digits) {
        assertThat(NhsNumber.reliable(written)).contains(digits);
    }

    @Test
    void aNewPerpetratorSharesNoPair() {
        assertThat(pairs(SARAH, MARK))
                .doesNotContainAnyElementsOf(pairs(SARAH, People.named("Paul", "Other", "1985-06-07")));
    }

    @Test
    void anotherVictimOfTheSamePerpetratorSharesNoPair() {
        assertThat(pairs(SARAH, MARK))
                .doesNotContainAnyElementsOf(pairs(People.named("Anna", "Example", "1990-02-03"), MARK));
    }

    @Test
    void victimAndPerpetratorAreNotExchangeable() {
        assertThat(pairs(SARAH, MARK)).doesNotContainAnyElementsOf(pairs(MARK, SARAH));
    }

    @Test
    void anotherDateOfBirthIsAnotherPerson() {
        assertThat(pairs(SARAH, MARK))
                .doesNotContainAnyElementsOf(pairs(People.named("Sarah", "Example", "1990-02-04"), MARK));
    }

    @Test
    void aPersonWithoutNameDateAndNumberGivesNoPair() {
        assertThat(pairs(People.unknown(), MARK)).isEmpty();
        assertThat(pairs(SARAH, People.unknown())).isEmpty();
        assertThat(pairs(People.named("Sarah", "Example", "1900-01-01"), MARK)).isEmpty();
    }

    @Test
    void aPersonNamedAsBothGivesNoPair() {
        assertThat(pairs(SARAH, SARAH)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Siobhán,O'Connor,SIOBHAN,O’CONNOR",
        "Mary Ann,Smith-Jones,Mary-Ann,Smith Jones",
        "Søren,Müller,Soren,Muller",
        "Łukasz,Groß,Lukasz,Gross",
        "Zoë,D’Arcy,zoe,darcy"
    })
    void spellingsOfOneNameAreOnePerson(String given, String family, String otherGiven, String otherFamily) {
        assertThat(pairs(People.named(given, family, "1990-02-03"), MARK))
                .isNotEmpty()
                .isEqualTo(pairs(People.named(otherGiven, otherFamily, "1990-02-03"), MARK));
    }

    @Test
    void theNhsNumberFindsAPersonWhoseNameChanged() {
        Person before = People.withNhsNumber("Sarah", "Example", "1990-02-03", "943 476 5919");
        Person after = People.withNhsNumber("Sarah", "Married", "1990-02-03", "9434765919");
        assertThat(pairs(before, MARK)).containsAnyElementsOf(pairs(after, MARK));
    }

    @Test
    void everyPairOfSeveralPerpetratorsStandsInTheMessagesOrder() {
        Person paul = People.named("Paul", "Other", "1980-01-02");
        List<MatchKeys.Pair> both = matching.keys(People.referral("wenbury-police", "m-1", SARAH, MARK, paul))
                .pairs();
        assertThat(both).hasSize(2);
        assertThat(both.get(0)).isEqualTo(pairs(SARAH, MARK).get(0));
        assertThat(both.get(1)).isEqualTo(pairs(SARAH, paul).get(0));
    }

    @Test
    void subjectsCarryTheirRoleAndSearchKeysAndDoNotPrintThem() {
        MatchKeys keys = matching.keys(People.referral("wenbury-police", "m-1", SARAH, MARK));
        assertThat(keys.subjects())
                .extracting(MatchKeys.Subject::role)
                .containsExactly(Role.VICTIM, Role.ALLEGED_PERPETRATOR);
        assertThat(keys.subjects().get(0).surname()).isEqualTo(Optional.of("example 1990-02-03"));
        assertThat(keys.toString() + keys.subjects())
                .doesNotContainIgnoringCase("example")
                .doesNotContain("1990");
    }

    private List<MatchKeys.Pair> pairs(Person victim, Person perpetrator) {
        return matching.keys(People.referral("wenbury-police", "m-1", victim, perpetrator))
                .pairs();
    }
}
