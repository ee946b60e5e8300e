package org.marac.gateway.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.marac.gateway.flow.Declined;

/** An answer that is no: problem details for HTTP APIs (RFC 9457), with a code for programs and a sentence for people. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient ObjectNode document;

    Problem(int status, String code, String sentence) {
        super(code, null, false, false);
        this.status = status;
        this.document = JsonNodeFactory.instance.objectNode();
        document.put("type", "urn:marac-gateway:problem:" + code);
        document.put("title", sentence);
        document.put("status", status);
        document.put("code", code);
    }

    static Problem of(Declined.Why why) {
        return new Problem(status(why), why.code(), why.sentence());
    }

    static Problem unauthenticated() {
        return new Problem(401, "not-signed-in", "Sign in first.");
    }

    static Problem malformed(String sentence) {
        return new Problem(400, "malformed", sentence);
    }

    int status() {
        return status;
    }

    ObjectNode document() {
        return document;
    }

    private static int status(Declined.Why why) {
        return switch (why) {
            case UNKNOWN -> 404;
            case GONE -> 410;
            case NOT_YOUR_OFFICE, CONFLICT_OF_INTEREST, NOT_OF_THE_GLASS, TOOK_PART -> 403;
            case NO_PROTOCOL_IN_FORCE -> 503;
            default -> 409;
        };
    }
}
