package org.marac.gateway.protocol;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** What do a version's dates mean at a moment? Days are counted in UTC. */
public final class Calendar {
    /** The code of a ruling that a late review makes. */
    static final String REVIEW_OVERDUE = "review-overdue";

    private static final List<Integer> DAYS = List.of(1, 7, 30, 60);

    private Calendar() {}

    /**
     * The decision a review far overdue makes before any clause is asked: nothing goes to anyone, unless it is an emergency
     * and the version lets emergencies go on. A function of the version and the recorded question, so that it can be made
     * again from the audit log.
     *
     * @return empty when the clauses decide
     */
    public static Optional<Decision> late(Protocol protocol, Question question) {
        boolean stops = protocol.lateReview()
                .filter(rule -> !question.at().isBefore(overdueFrom(protocol, rule)))
                .filter(rule -> !(rule.emergencies() && question.emergency()))
                .isPresent();
        return stops
                ? Optional.of(new Decision(
                        protocol.ref(),
                        protocol.parties().stream()
                                .filter(party -> !party.id().equals(question.sender()))
                                .<Ruling>map(party -> new Ruling.Refuse(party.id(), List.of(), REVIEW_OVERDUE))
                                .toList()))
                : Optional.empty();
    }

    /** Whether an alarm is one of the calendar's. */
    static boolean speaks(String code) {
        return code.startsWith("review-") || code.startsWith("expire");
    }

    /** The first instant after the review date. */
    static Instant reviewEnds(Protocol protocol) {
        return protocol.review().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static Instant overdueFrom(Protocol protocol, Protocol.LateReview rule) {
        return reviewEnds(protocol).plus(rule.grace());
    }

    /** Every instant at which what these dates mean changes. */
    static List<Instant> bounds(Protocol protocol) {
        List<Instant> bounds = new ArrayList<>(List.of(protocol.effective(), protocol.expires()));
        protocol.lateReview().map(rule -> overdueFrom(protocol, rule)).ifPresent(bounds::add);
        return bounds;
    }

    /**
     * What the dates of the version in force make people be told.
     *
     * @param relieved from when an agreed successor takes over, if there is one
     */
    static List<Alarm> alarms(Protocol protocol, Optional<Instant> relieved, Instant at) {
        List<Alarm> alarms = new ArrayList<>();
        Instant expires = protocol.expires();
        if (!at.isBefore(expires)) {
            alarms.add(
                    alarm(protocol, "expired", "", "has expired: nothing is shared until a next version is in force"));
        } else if (relieved.filter(next -> !next.isAfter(expires)).isEmpty()) {
            near(at, expires)
                    .ifPresent(days -> alarms.add(
                            alarm(protocol, "expires-in", days.toString(), "expires " + expires + within(days))));
        }
        review(protocol, relieved, at).ifPresent(alarms::add);
        return alarms;
    }

    private static Optional<Alarm> review(Protocol protocol, Optional<Instant> relieved, Instant at) {
        Instant ends = reviewEnds(protocol);
        if (at.isBefore(ends)) {
            return relieved.filter(next -> !next.isAfter(ends)).isPresent()
                    ? Optional.empty()
                    : near(at, ends)
                            .map(days -> alarm(
                                    protocol,
                                    "review-in",
                                    days.toString(),
                                    "is to be reviewed by " + protocol.review() + within(days)));
        }
        if (protocol.lateReview().isEmpty()) {
            return Optional.of(alarm(protocol, "review-late", "", "should have been reviewed by " + protocol.review()));
        }
        Protocol.LateReview rule = protocol.lateReview().get();
        Instant stops = overdueFrom(protocol, rule);
        String what = rule.emergencies() ? "nothing but emergencies is shared" : "nothing is shared";
        return Optional.of(
                at.isBefore(stops)
                        ? alarm(
                                protocol,
                                "review-late",
                                "",
                                "should have been reviewed by " + protocol.review() + ": from " + stops + " " + what)
                        : alarm(
                                protocol,
                                REVIEW_OVERDUE,
                                "",
                                "should have been reviewed by " + protocol.review() + ": " + what));
    }

    /** The nearest of the days at which people are told, if the end is as near as that. */
    private static Optional<Integer> near(Instant at, Instant end) {
        Duration left = Duration.between(at, end);
        return DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .findFirst();
    }

    private static String within(int days) {
        return days == 1 ? ", within a day" : ", within " + days + " days";
    }

    private static Alarm alarm(Protocol protocol, String code, String days, String says) {
        return new Alarm(
                code,
                Optional.of(protocol.ref()),
                days.isEmpty() ? List.of() : List.of(new Detail("days", days)),
                "Version " + protocol.version() + " " + says);
    }
}
