package org.marac.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * The request headers of the NHS Booking and Referral Standard that this door reads.
 *
 * @param requestId {@code X-Request-Id}: one per transmission, the same on a retry
 * @param correlationId {@code X-Correlation-Id}: one per conversation
 * @param target {@code NHSD-Target-Identifier}: Base64 of a JSON identifier; read by intermediaries, checked here for form only
 */
record BarsHeaders(Optional<String> requestId, Optional<String> correlationId, Optional<String> target) {
    static final String REQUEST_ID = "X-Request-Id";
    static final String CORRELATION_ID = "X-Correlation-Id";
    private static final String TARGET = "NHSD-Target-Identifier";
    // Any GUID, upper or lower case, with or without braces, of any version.
    private static final Pattern GUID = Pattern.compile(
            "\\{(?<braced>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})}|(?<bare>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})",
            Pattern.CASE_INSENSITIVE);
    private static final ObjectMapper JSON = new ObjectMapper();

    static BarsHeaders of(HttpServletRequest request) {
        return new BarsHeaders(
                Optional.ofNullable(request.getHeader(REQUEST_ID)),
                Optional.ofNullable(request.getHeader(CORRELATION_ID)),
                Optional.ofNullable(request.getHeader(TARGET)));
    }

    /** The sender's id of this transmission, however it is written; empty where it is not a GUID. */
    Optional<MessageId> transmission() {
        return requestId.flatMap(BarsHeaders::id);
    }

    /** The sender's id of the conversation. */
    Optional<MessageId> correlation() {
        return correlationId.flatMap(BarsHeaders::id);
    }

    /**
     * Every answer carries both ids again as they were sent, errors included: a sender that misses them sends again. What
     * is not a GUID is not echoed.
     */
    void echo(HttpServletResponse response) {
        requestId.filter(BarsHeaders::isGuid).ifPresent(id -> response.setHeader(REQUEST_ID, id));
        correlationId.filter(BarsHeaders::isGuid).ifPresent(id -> response.setHeader(CORRELATION_ID, id));
    }

    /** What is wrong with them. */
    Optional<Refusal> refusal() {
        return wrongId(requestId, "x-request-id")
                .or(() -> wrongId(correlationId, "x-correlation-id"))
                .or(this::wrongTarget);
    }

    private static Optional<Refusal> wrongId(Optional<String> id, String name) {
        if (id.isEmpty()) {
            return Optional.of(Refusal.at(RefusalCode.INVALID, "required", name));
        }
        return isGuid(id.get()) ? Optional.empty() : Optional.of(Refusal.at(RefusalCode.INVALID, "not-a-guid", name));
    }

    private Optional<Refusal> wrongTarget() {
        return target.flatMap(BarsHeaders::wrongTarget);
    }

    private static Optional<Refusal> wrongTarget(String target) {
        String name = "nhsd-target-identifier";
        byte[] decoded;
        try {
            // Both alphabets, with or without padding: intermediaries differ.
            decoded =
                    Base64.getDecoder().decode(target.strip().replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            return Optional.of(Refusal.at(RefusalCode.INVALID, "not-base64", name));
        }
        try {
            JsonNode identifier = JSON.readTree(decoded);
            boolean complete = identifier != null
                    && identifier.path("value").isTextual()
                    && identifier.path("system").isTextual();
            return complete
                    ? Optional.empty()
                    : Optional.of(Refusal.at(RefusalCode.INVALID, "not-an-identifier", name));
        } catch (JsonProcessingException e) {
            return Optional.of(Refusal.at(RefusalCode.INVALID, "not-json", name));
        } catch (IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        }
    }

    private static boolean isGuid(String text) {
        return GUID.matcher(text).matches();
    }

    private static Optional<MessageId> id(String text) {
        Matcher guid = GUID.matcher(text);
        return guid.matches()
                ? Optional.of(
                        new MessageId(Optional.ofNullable(guid.group("braced")).orElseGet(() -> guid.group("bare"))))
                : Optional.empty();
    }
}
