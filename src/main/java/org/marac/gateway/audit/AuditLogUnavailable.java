package org.marac.gateway.audit;

/** The audit log could not be written or read. A failure, not a refusal: nothing may be released, and it is tried again. */
public final class AuditLogUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    AuditLogUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    AuditLogUnavailable(String message) {
        super(message);
    }
}
