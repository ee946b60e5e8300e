package org.marac.gateway.delivery;

/** A recipient's system answered that it will never take this one: to send it again is pointless, and a person is told. */
final class NotTaken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;

    /** @param reason a code, for the audit log */
    NotTaken(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
