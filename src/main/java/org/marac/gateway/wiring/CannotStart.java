package org.marac.gateway.wiring;

/** The gateway will not run like this; the message tells the operator why and what to do, in one sentence or two. */
final class CannotStart extends IllegalStateException {
    private static final long serialVersionUID = 1;

    CannotStart(String message) {
        super(message);
    }
}
