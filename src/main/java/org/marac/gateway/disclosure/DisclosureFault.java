package org.marac.gateway.disclosure;

/**
 * We could not make a view that passes its own check: nothing of it may leave. Never a decision about the message, so never
 * a refusal; the place is made of names of the schema and the message says nothing of what the message holds.
 */
public final class DisclosureFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    DisclosureFault(String what, String place) {
        super(what + " at " + place);
    }
}
