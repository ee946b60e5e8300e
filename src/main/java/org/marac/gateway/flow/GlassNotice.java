package org.marac.gateway.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Glass;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Sealed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told of a break-glass, and how? The agencies of the chair and of the data protection officer, as the signed clause
 * names them, by a sealed message through the outbox like everything that leaves. It holds codes, pseudonyms and times, and
 * nothing about anyone of the case.
 *
 * @param close seals
 * @param inForce the version in force; nobody is told who has not signed it
 * @param now when
 */
record GlassNotice(Rooms.Close close, InForce inForce, Instant now) {
    /** What one log entry says of each notice. */
    static final String SENT = "notice.sent";

    private static final Logger LOG = LoggerFactory.getLogger(GlassNotice.class);
    private static final Duration UNSAID = Duration.ofDays(3);

    /** A notice sealed for one agency. */
    private record Addressed(AgencyId to, Sealed leaving) {}

    /** Within which time it is reviewed. What was opened under an earlier version is reviewed all the same. */
    static Duration review(Protocol protocol) {
        return protocol.emergency().map(Protocol.Emergency::review).orElse(UNSAID);
    }

    private static List<AgencyId> told(Protocol protocol) {
        return protocol.emergency()
                .map(Protocol.Emergency::tell)
                .orElseGet(() -> List.of(protocol.governance().chair()));
    }

    /**
     * Writes the entry, and where people are to be told one entry and one message for each agency.
     *
     * @param event what happened, as the entry names it
     */
    void write(HoldRooms.Page page, Glass glass, String event, Entry entry, boolean tell) {
        List<Addressed> notices = tell ? sealed(glass, event) : List.of();
        long first = page.reserve(1 + notices.size());
        List<Entry> entries = new ArrayList<>(List.of(entry));
        for (Addressed notice : notices) {
            page.post(new Posting(
                    notice.to(),
                    Door.QUEUE,
                    new Posting.About(glass.id(), glass.caseRef(), false, false),
                    notice.leaving(),
                    first + entries.size(),
                    now));
            entries.add(new Entry.Noted(
                    now,
                    SENT,
                    Optional.of(inForce.protocol().ref()),
                    Details.none()
                            .and("to", notice.to().value())
                            .and("door", Door.QUEUE.name())
                            .and("sha256", notice.leaving().bytes().digest().hex())
                            .and("glass", glass.id())
                            .and("about", Long.toString(first))
                            .list()));
        }
        page.log(entries);
    }

    private List<Addressed> sealed(Glass glass, String event) {
        List<Addressed> all = new ArrayList<>();
        for (AgencyId agency : told(inForce.protocol())) {
            Optional<Party> party = inForce.protocol()
                    .party(agency)
                    .filter(p -> inForce.signatories().contains(p.id()));
            if (party.isPresent()) {
                all.add(new Addressed(agency, close.close(letter(glass, event, agency), party.get(), Door.QUEUE, now)));
            } else {
                LOG.warn(
                        "{} of break-glass {} cannot be told to {}, which has not signed: telephone",
                        event,
                        glass.id(),
                        agency);
            }
        }
        return all;
    }

    private Envelope letter(Glass glass, String event, AgencyId to) {
        return Letter.notice(
                UUID.randomUUID().toString(),
                document(glass, event),
                to,
                List.of(glass.clause()),
                inForce.protocol(),
                now);
    }

    /** Every value is a code, a pseudonym, a number or a time, none of which JSON would have to escape. */
    private Bytes document(Glass glass, String event) {
        List<String> fields = new ArrayList<>(List.of(
                field("notice", event),
                field("glass", glass.id()),
                field("case", glass.caseRef()),
                field("clause", glass.clause().value()),
                field("reason", glass.reason()),
                "\"people\":"
                        + glass.people().stream()
                                .map(person -> "{"
                                        + field("office", person.office().name()) + ","
                                        + field("agency", person.agency().value()) + "}")
                                .collect(Collectors.joining(",", "[", "]")),
                field("at", now.toString())));
        glass.until().ifPresent(until -> fields.add(field("until", until.toString())));
        glass.closedAt().ifPresent(closed -> fields.add(field("closed", closed.toString())));
        glass.reviewBy().ifPresent(due -> fields.add(field("reviewBy", due.toString())));
        fields.add("\"reminders\":" + glass.reminders());
        return Bytes.utf8("{" + String.join(",", fields) + "}");
    }

    private static String field(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }
}
