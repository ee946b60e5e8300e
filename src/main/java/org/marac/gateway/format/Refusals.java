package org.marac.gateway.format;

import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** The refusals of this room. None of them ever carries content of the message. */
final class Refusals {
    private Refusals() {}

    /** Not the type of content it claims to be. */
    static Refused unreadable(String reason) {
        return new Refused(Refusal.of(RefusalCode.UNREADABLE, reason));
    }

    /** Readable, but against a rule; the position is made of names from our own schema or of FHIR element names. */
    static Refused invalid(String reason, String position) {
        return new Refused(Refusal.at(RefusalCode.INVALID, reason, position));
    }

    /** Well formed, but nothing we take. */
    static Refused unsupported(String reason) {
        return new Refused(Refusal.of(RefusalCode.UNSUPPORTED, reason));
    }
}
