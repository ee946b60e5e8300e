package org.marac.gateway.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
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
    private static final Pattern GUID =
            Pattern.compile("\\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}?");
    private static final ObjectMapper JSON = new ObjectMapper();

    static BarsHeaders of(HttpServletRequest request) {
        return new BarsHeaders(
                Optional.ofNullable(request.getHeader(REQUEST_ID)).map(BarsHeaders::unbraced),
                Optional.ofNullable(request.getHeader(CORRELATION_ID)).map(BarsHeaders::unbraced),
                Optional.ofNullable(request.getHeader(TARGET)));
    }

    /** Every answer carries both ids again, errors included; what is not a GUID is not echoed. */
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

    private static String unbraced(String text) {
        return text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    }
}
