package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The envelope document: what a signer signs around the content, so that recipients, time and protocol stand inside the
 * signature. The same form in both directions.
 *
 * @param id the sender's id of the message
 * @param from the agency that signs; on the way out the coordinator's, whose gateway this is
 * @param to for whom; on the way in it must name the coordinator's agency
 * @param created when it was made
 * @param contentType media type of the content
 * @param content the content's exact bytes
 * @param protocol under which protocol version it was disclosed; empty on the way in
 * @param handling duties and grounds that travel with a disclosure; empty on the way in
 */
public record Envelope(
        MessageId id,
        AgencyId from,
        List<AgencyId> to,
        Instant created,
        String contentType,
        Bytes content,
        Optional<ProtocolRef> protocol,
        Optional<Handling> handling) {
    public Envelope {
        to = List.copyOf(to);
    }

    /**
     * What comes with a disclosure.
     *
     * @param originator the agency that said it; nothing goes further without its agreement
     * @param marking OFFICIAL-SENSITIVE, whatever older marking the sender used
     * @param originalMarking the sender's own marking, where it is another
     * @param purpose for what it may be used
     * @param clauses the clauses that permit it
     * @param obligations the duties that come with it
     * @param withheld the materials left out
     * @param keepOutOf whose records at the recipient it must not be written into
     * @param expires until when it may be opened: a copy that lay about longer is asked for again; never empty but in a recall
     */
    public record Handling(
            AgencyId originator,
            String marking,
            Optional<String> originalMarking,
            Purpose purpose,
            List<ClauseId> clauses,
            List<Obligation> obligations,
            List<Material> withheld,
            List<Role> keepOutOf,
            Optional<Instant> expires) {
        public Handling {
            clauses = List.copyOf(clauses);
            obligations = List.copyOf(obligations);
            withheld = List.copyOf(withheld);
            keepOutOf = List.copyOf(keepOutOf);
        }
    }
}
