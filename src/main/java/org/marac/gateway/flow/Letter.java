package org.marac.gateway.flow;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Ruling;

/** The envelope of what leaves: made new, and nothing of the sender's own envelope passes through. */
record Letter(Header header) {
    private static final String MARKING = "OFFICIAL-SENSITIVE";

    static Letter about(Message message) {
        return new Letter(message.header());
    }

    Envelope of(Projected projected, Protocol protocol, Instant now) {
        Ruling.Permit permit = projected.permit();
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
                        header.purpose(),
                        permit.clauses(),
                        permit.obligations().stream().sorted().toList(),
                        projected.withheld().stream().sorted().toList())));
    }
}
