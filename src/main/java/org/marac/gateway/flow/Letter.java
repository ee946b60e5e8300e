package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.Ruling;

/** The envelope of what leaves: made new, and nothing of the sender's own envelope passes through. */
record Letter(Header header) {
    private static final String MARKING = "OFFICIAL-SENSITIVE";
    /** Whoever may read a record of theirs may be the one who is feared. */
    private static final List<Role> NOT_INTO = List.of(Role.ALLEGED_PERPETRATOR);

    static Letter about(Message message) {
        return new Letter(message.header());
    }

    Envelope of(Projected projected, Protocol protocol, Instant now) {
        Ruling.Permit permit = projected.permit();
        List<Obligation> duties = duties(permit);
        return new Envelope(
                header.id(),
                protocol.coordinator(),
                List.of(permit.recipient()),
                now,
                MediaType.CANONICAL.code(),
                projected.view(),
                Optional.of(protocol.ref()),
                Optional.of(new Envelope.Handling(
                        header.sender(),
                        MARKING,
                        header.marking().filter(marking -> !marking.equals(MARKING)),
                        header.purpose(),
                        permit.clauses(),
                        duties,
                        projected.withheld().stream().sorted().toList(),
                        duties.contains(Obligation.NOPAT) ? NOT_INTO : List.of(),
                        Optional.of(now.plus(protocol.envelope().maximumAge())))));
    }

    /** A notice that something does not stand any more: destroy it, and use neither it nor this notice further. */
    Envelope recall(Bytes notice, AgencyId recipient, Protocol protocol, Instant now) {
        return new Envelope(
                header.id(),
                protocol.coordinator(),
                List.of(recipient),
                now,
                MediaType.CANONICAL.code(),
                notice,
                Optional.of(protocol.ref()),
                Optional.of(new Envelope.Handling(
                        header.sender(),
                        MARKING,
                        header.marking().filter(marking -> !marking.equals(MARKING)),
                        header.purpose(),
                        List.of(),
                        List.of(Obligation.NOREUSE, Obligation.DELAU),
                        List.of(),
                        List.of(),
                        Optional.empty())));
    }

    /**
     * Something the gateway tells by itself, to be used for nothing but looking after what is shared.
     *
     * @param clauses which agreed that it is told
     */
    static Envelope notice(
            String id, Bytes document, AgencyId recipient, List<ClauseId> clauses, Protocol protocol, Instant now) {
        return new Envelope(
                new MessageId(id),
                protocol.coordinator(),
                List.of(recipient),
                now,
                MediaType.NOTICE,
                document,
                Optional.of(protocol.ref()),
                Optional.of(new Envelope.Handling(
                        protocol.coordinator(),
                        MARKING,
                        Optional.empty(),
                        Purpose.REVIEW,
                        clauses,
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty())));
    }

    /** A label of the sender's hides it from the patient, whatever the clauses say: labels make it stricter. */
    private List<Obligation> duties(Ruling.Permit permit) {
        return Stream.concat(
                        permit.obligations().stream(),
                        header.labels().stream()
                                .filter(label -> label != Label.REDACTED)
                                .map(label -> Obligation.NOPAT))
                .distinct()
                .sorted()
                .toList();
    }
}
