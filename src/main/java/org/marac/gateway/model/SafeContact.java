package org.marac.gateway.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;

/**
 * How the victim may be reached. Unknown is unsafe.
 *
 * @param method telephone, text, e-mail, through another person …
 * @param value the number or address
 * @param safeToCall whether a call is safe
 * @param safeToText whether a text is safe
 * @param safeToLeaveMessage whether a message may be left
 * @param times when, in words
 * @param windows when, as days and hours; contact at any other time is unsafe
 * @param via through whom, if not directly
 */
public record SafeContact(
        String method,
        Optional<String> value,
        Answer safeToCall,
        Answer safeToText,
        Answer safeToLeaveMessage,
        Optional<String> times,
        List<Window> windows,
        Optional<Referral.Contact> via) {

    public SafeContact {
        windows = List.copyOf(windows);
    }

    /** What one might do. */
    public enum Act {
        CALL,
        TEXT,
        LEAVE_MESSAGE
    }

    /**
     * Hours of some days, by the clock on the wall in London. Where it ends before it begins it goes over midnight and
     * belongs to the day it begins on.
     *
     * @param days on which days
     * @param from from when
     * @param to until when, this moment not included
     */
    public record Window(List<DayOfWeek> days, LocalTime from, LocalTime to) {
        public Window {
            days = List.copyOf(days);
        }

        private boolean holds(ZonedDateTime at) {
            LocalTime time = at.toLocalTime();
            if (from.isBefore(to)) {
                return days.contains(at.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
            }
            return days.contains(at.getDayOfWeek()) && !time.isBefore(from)
                    || days.contains(at.getDayOfWeek().minus(1)) && time.isBefore(to);
        }
    }

    /**
     * Whether this is known to be safe at this moment. Unknown is unsafe: what nobody asked, and hours that were given in
     * words alone, which no machine should read.
     */
    public boolean mayContactAt(Instant at, Act act) {
        Answer answer = switch (act) {
            case CALL -> safeToCall;
            case TEXT -> safeToText;
            case LEAVE_MESSAGE -> safeToLeaveMessage;
        };
        if (answer != Answer.YES
                || value.isEmpty() && via.flatMap(Referral.Contact::telephone).isEmpty()) {
            return false;
        }
        ZonedDateTime there = at.atZone(Wall.CLOCK);
        return windows.isEmpty() ? times.isEmpty() : windows.stream().anyMatch(window -> window.holds(there));
    }
}
