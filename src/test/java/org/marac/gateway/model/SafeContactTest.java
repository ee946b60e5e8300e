package org.marac.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.model.SafeContact.Act;
import org.marac.gateway.model.SafeContact.Window;

/** Hazard H3, scenario 12: a number is safe only when somebody said so, and only in the hours they said. */
class SafeContactTest {
    private static final List<DayOfWeek> WEEKDAYS =
            List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
    private static final Window MORNINGS = new Window(WEEKDAYS, LocalTime.of(10, 0), LocalTime.of(12, 0));
    private static final Instant FRIDAY_NOON = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @EnumSource(
            value = Answer.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"YES"})
    void h3_whatIsNotKnownToBeSafeIsUnsafe(Answer answer) {
        assertThat(contact(answer, Optional.empty()).mayContactAt(FRIDAY_NOON, Act.CALL))
                .isFalse();
    }

    @Test
    void h3_oneActBeingSafeSaysNothingOfTheOthers() {
        SafeContact callsOnly = new SafeContact(
                "telephone",
                Optional.of("07700 900123"),
                Answer.YES,
                Answer.NO,
                Answer.UNKNOWN,
                Optional.empty(),
                List.of(),
                Optional.empty());
        assertThat(callsOnly.mayContactAt(FRIDAY_NOON, Act.CALL)).isTrue();
        assertThat(callsOnly.mayContactAt(FRIDAY_NOON, Act.TEXT)).isFalse();
        assertThat(callsOnly.mayContactAt(FRIDAY_NOON, Act.LEAVE_MESSAGE)).isFalse();
    }

    @Test
    void h3_hoursInWordsAreForPeopleToRead() {
        assertThat(contact(Answer.YES, Optional.of("not when he is home")).mayContactAt(FRIDAY_NOON, Act.CALL))
                .isFalse();
    }

    @Test
    void h3_withoutANumberNobodyCanBeRung() {
        SafeContact nowhere = new SafeContact(
                "telephone",
                Optional.empty(),
                Answer.YES,
                Answer.YES,
                Answer.YES,
                Optional.empty(),
                List.of(),
                Optional.empty());
        assertThat(nowhere.mayContactAt(FRIDAY_NOON, Act.CALL)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T09:59:59Z, false",
        "2026-11-20T10:00:00Z, true",
        "2026-11-20T11:59:59Z, true",
        "2026-11-20T12:00:00Z, false",
        // Saturday
        "2026-11-21T10:30:00Z, false",
        // The Friday before the clocks go forward, and the Monday after
        "2026-03-27T10:30:00Z, true",
        "2026-03-27T09:30:00Z, false",
        "2026-03-30T09:30:00Z, true",
        "2026-03-30T11:30:00Z, false",
        // The Friday before they go back, and the Monday after
        "2026-10-23T09:30:00Z, true",
        "2026-10-23T11:30:00Z, false",
        "2026-10-26T09:30:00Z, false",
        "2026-10-26T11:30:00Z, true"
    })
    void scenario12_tenToTwelveOnWeekdaysByTheClockOnTheWall(Instant at, boolean safe) {
        assertThat(contact(Answer.YES, Optional.empty(), MORNINGS).mayContactAt(at, Act.CALL))
                .isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource({
        // From ten on Friday night to two on Saturday morning
        "2026-11-20T21:59:00Z, false",
        "2026-11-20T22:00:00Z, true",
        "2026-11-21T01:59:00Z, true",
        "2026-11-21T02:00:00Z, false",
        "2026-11-21T22:30:00Z, false",
        "2026-11-20T01:30:00Z, false"
    })
    void aWindowOverMidnightBelongsToTheDayItBegins(Instant at, boolean safe) {
        Window night = new Window(List.of(DayOfWeek.FRIDAY), LocalTime.of(22, 0), LocalTime.of(2, 0));
        assertThat(contact(Answer.YES, Optional.empty(), night).mayContactAt(at, Act.CALL))
                .isEqualTo(safe);
    }

    private static SafeContact contact(Answer answer, Optional<String> times, Window... windows) {
        return new SafeContact(
                "telephone",
                Optional.of("07700 900123"),
                answer,
                answer,
                answer,
                times,
                List.of(windows),
                Optional.empty());
    }
}
