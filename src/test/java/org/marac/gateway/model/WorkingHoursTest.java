package org.marac.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When is a time over that runs in working hours alone? */
class WorkingHoursTest {
    private static final WorkingHours OFFICE = new WorkingHours(
            ZoneId.of("Europe/London"),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            Set.of(LocalDate.of(2026, 12, 25), LocalDate.of(2026, 12, 28)));

    @ParameterizedTest
    @CsvSource({
        // within a day, to its very end, over a night
        "2026-11-23T10:00:00Z, PT2H, 2026-11-23T12:00:00Z",
        "2026-11-23T15:00:00Z, PT2H, 2026-11-23T17:00:00Z",
        "2026-11-23T16:00:00Z, PT2H, 2026-11-24T10:00:00Z",
        // at night, and over a weekend
        "2026-11-24T02:00:00Z, PT1H, 2026-11-24T10:00:00Z",
        "2026-11-27T16:00:00Z, PT8H, 2026-11-30T16:00:00Z",
        "2026-11-28T12:00:00Z, PT8H, 2026-11-30T17:00:00Z",
        // over bank holidays: Christmas Day is a Friday, the day in place of Boxing Day the Monday after
        "2026-12-24T16:30:00Z, PT1H, 2026-12-29T09:30:00Z",
        // summer time begins on 28 March 2027: nine o'clock is an hour earlier in UTC
        "2027-03-26T16:30:00Z, PT1H, 2027-03-29T08:30:00Z",
        "2026-10-23T15:30:00Z, PT1H, 2026-10-26T09:30:00Z",
    })
    void runsWhilePeopleWork(Instant since, Duration time, Instant over) {
        assertThat(OFFICE.after(since, time)).isEqualTo(over);
    }

    @Test
    void anEmergencyDoesNotWaitForTheOfficeToOpen() {
        Protocol.Waits rule = new Protocol.Waits(
                Duration.ofHours(8), Duration.ofMinutes(30), List.of(Office.DEPUTY), Optional.of(OFFICE));
        Instant night = Instant.parse("2026-12-25T02:00:00Z");
        assertThat(rule.due(night, true)).isEqualTo(Instant.parse("2026-12-25T02:30:00Z"));
        assertThat(rule.due(night, false)).isEqualTo(Instant.parse("2026-12-29T17:00:00Z"));
    }

    @Test
    void thereIsAnHourInWhichSomeoneWorks() {
        assertThatThrownBy(() -> new WorkingHours(
                        OFFICE.zone(), LocalTime.of(17, 0), LocalTime.of(9, 0), OFFICE.days(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorkingHours(OFFICE.zone(), OFFICE.from(), OFFICE.until(), Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
