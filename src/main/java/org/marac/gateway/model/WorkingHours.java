package org.marac.gateway.model;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * In which hours do people work? Clock time of a place, so that summer time moves the instant and not the hour.
 *
 * @param zone the place, for example {@code Europe/London}
 * @param from when they begin
 * @param until when they end; after {@code from}
 * @param days on which days of the week
 * @param closed days on which nobody works all the same: bank holidays, and what the agencies agreed
 */
public record WorkingHours(ZoneId zone, LocalTime from, LocalTime until, Set<DayOfWeek> days, Set<LocalDate> closed) {
    private static final int MOST_DAYS = 3_660;

    public WorkingHours {
        days = Set.copyOf(days);
        closed = Set.copyOf(closed);
        if (days.isEmpty() || !from.isBefore(until)) {
            throw new IllegalArgumentException("There is no hour in which anyone works");
        }
    }

    /**
     * The instant by which people have had so much working time.
     *
     * @throws IllegalArgumentException where that is more than ten years away
     */
    public Instant after(Instant start, Duration worked) {
        Duration left = worked;
        ZonedDateTime at = start.atZone(zone);
        for (int i = 0; i < MOST_DAYS; i++) {
            LocalDate day = at.toLocalDate();
            ZonedDateTime opens = day.atTime(from).atZone(zone);
            ZonedDateTime begins = at.isAfter(opens) ? at : opens;
            ZonedDateTime closes = day.atTime(until).atZone(zone);
            if (isWorked(day) && begins.isBefore(closes)) {
                Duration there = Duration.between(begins, closes);
                if (left.compareTo(there) <= 0) {
                    return begins.plus(left).toInstant();
                }
                left = left.minus(there);
            }
            at = day.plusDays(1).atStartOfDay(zone);
        }
        throw new IllegalArgumentException("Nobody works long enough");
    }

    private boolean isWorked(LocalDate day) {
        return days.contains(day.getDayOfWeek()) && !closed.contains(day);
    }
}
