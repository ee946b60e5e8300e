package org.marac.gateway.intake;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.marac.gateway.model.MessageId;

/**
 * By what a retry is known: {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header-07), a structured-field
 * string (RFC 8941 section 3.3.3). It belongs to the agency that used it and is remembered as long as its message is.
 */
final class IdempotencyKey {
    static final String HEADER = "Idempotency-Key";

    private IdempotencyKey() {}

    /** The key of the request, as the sender's transmission id. */
    static MessageId of(HttpServletRequest request) throws RestProblem {
        List<String> given = Collections.list(request.getHeaders(HEADER));
        if (given.isEmpty()) {
            throw RestProblem.of(
                    400, "idempotency-key-missing", "Say in " + HEADER + " by what a retry of this is known.");
        }
        String quoted = given.get(0).strip();
        boolean isString = given.size() == 1 && quoted.length() > 2 && quoted.startsWith("\"") && quoted.endsWith("\"");
        String key = isString ? quoted.substring(1, quoted.length() - 1) : "";
        if (!MessageId.isValid(key)) {
            throw RestProblem.of(
                    400,
                    "idempotency-key-malformed",
                    "The " + HEADER + " is a quoted string of 1 to 128 letters, digits, dots, colons and hyphens.");
        }
        return new MessageId(key);
    }
}
