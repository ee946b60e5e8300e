package org.marac.gateway.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a recipient's FHIR endpoint answered, and what it means (NHS Booking and Referral Standard): taken, never to be taken, or to
 * be sent again. Nothing of it is passed on but codes.
 *
 * @param status HTTP status
 * @param headers HTTP headers
 * @param body at most as much as was read
 */
record FhirReply(int status, HttpHeaders headers, byte[] body) {
    static final String REQUEST_ID = "X-Request-Id";
    static final String CORRELATION_ID = "X-Correlation-Id";

    private static final Set<Integer> NOW_NOT = Set.of(408, 429, 503, 504);
    /** These are about the door and not about the message: whoever mends the door gets what waits. */
    private static final Set<Integer> NOT_LET_IN = Set.of(401, 403, 404, 405);

    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;
    /** Longer than any sensible wait; what asks for more is asked again all the same. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .build();

    /** By what a message of ours may be named in an answer: its transmission, its bundle, its header. */
    static List<UUID> idsOf(byte[] message, UUID transmission) {
        try {
            JsonNode bundle = JSON.readTree(message);
            return List.of(
                    transmission,
                    UUID.fromString(bundle.path("id").asText()),
                    UUID.fromString(bundle.at("/entry/0/resource/id").asText()));
        } catch (IOException e) {
            throw new IllegalStateException("A message of our own can be read", e);
        }
    }

    /** The ids of one transmission. */
    record Ids(UUID request, UUID conversation) {}

    /**
     * Returns where it was taken.
     *
     * @throws NotTaken where it never will be
     * @throws NotNow where it is to be sent again
     * @throws DoorAway where nothing is to be sent for now
     */
    void settle(Ids ids, Instant now) {
        JsonNode answer = answer();
        boolean outcome = answer.path("resourceType").asText().equals("OperationOutcome");
        if (NOW_NOT.contains(status)) {
            throw new DoorAway("the endpoint answers " + status, wait(now));
        }
        if (status < 200 || (status >= 300 && !outcome)) {
            throw new NotNow("the endpoint answers " + status + " without saying what is wrong");
        }
        if (NOT_LET_IN.contains(status)) {
            throw new DoorAway("the endpoint answers " + status);
        }
        if (!echoes(ids)) {
            throw new NotNow("the endpoint answers " + status + " without the ids of what was sent");
        }
        if (status < 300) {
            response(answer);
        } else if (!(status == CONFLICT && issue(answer).equals("duplicate"))) {
            refuse();
        }
    }

    private void refuse() {
        if (status >= 500 && status != NOT_IMPLEMENTED) {
            throw new NotNow("the endpoint answers " + status);
        }
        throw new NotTaken("endpoint-answered-" + status);
    }

    /** A message that answers says by itself whether it was processed. */
    private static void response(JsonNode answer) {
        String code = answer.at("/entry/0/resource/response/code").asText();
        if (code.equals("transient-error")) {
            throw new NotNow("the endpoint answers with a transient error");
        }
        if (code.equals("fatal-error")) {
            throw new NotTaken("endpoint-answered-fatal-error");
        }
    }

    private static String issue(JsonNode outcome) {
        return outcome.at("/issue/0/code").asText();
    }

    private boolean echoes(Ids ids) {
        return echoes(REQUEST_ID, ids.request()) && echoes(CORRELATION_ID, ids.conversation());
    }

    private boolean echoes(String name, UUID id) {
        return headers.firstValue(name)
                .filter(echo -> echo.strip().equalsIgnoreCase(id.toString()))
                .isPresent();
    }

    /** {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date. */
    private Duration wait(Instant now) {
        Duration wait = headers.firstValue("Retry-After")
                .flatMap(value -> wait(value.strip(), now))
                .orElse(Duration.ZERO);
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private static Optional<Duration> wait(String value, Instant now) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, until)).filter(wait -> !wait.isNegative());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private JsonNode answer() {
        try {
            JsonNode answer = JSON.readTree(body);
            return answer == null ? JSON.missingNode() : answer;
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
