package org.marac.gateway.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What an agency's system answers to something it was sent, or says of a request of its own (FHIR {@code servicerequest-response}).
 * It says nothing that is passed on: the coordinator looks at it.
 *
 * @param id the sender's id of the answer
 * @param conversation the conversation it names, where its door has one
 * @param request the message it names
 * @param code what became of that
 */
public record PartnerAnswer(MessageId id, Optional<MessageId> conversation, MessageId request, Code code) {

    /**
     * An answer that is kept with a case. Without content.
     *
     * @param id its pseudonym
     * @param from whose system answered
     * @param caseRef pseudonym of the case
     * @param at when it came
     * @param code what became of the request; empty of what came before that was kept
     * @param parked whether what it answers is not known here, or not yet
     */
    public record Kept(String id, AgencyId from, String caseRef, Instant at, Optional<Code> code, boolean parked) {}

    /** What became of a request; "ok" means that it was processed, not that it was agreed to. */
    public enum Code {
        OK,
        TRANSIENT_ERROR,
        FATAL_ERROR;

        /** As FHIR writes it, for example {@code fatal-error}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
