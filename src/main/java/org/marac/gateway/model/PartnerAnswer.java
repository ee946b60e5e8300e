package org.marac.gateway.model;

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

    /** What became of a request; "ok" means that it was processed, not that it was agreed to. */
    public enum Code {
        OK,
        TRANSIENT_ERROR,
        FATAL_ERROR
    }
}
