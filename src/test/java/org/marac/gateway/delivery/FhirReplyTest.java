package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sender's rules of the NHS Booking and Referral Standard: what counts as taken, what is sent again, what never. */
class FhirReplyTest {
    private static final FhirReply.Ids IDS = new FhirReply.Ids(
            UUID.fromString("6d3c1a01-7c55-4d0e-9a41-0f5e2b9ac001"),
            UUID.fromString("6d3c1a02-7c55-4d0e-9a41-0f5e2b9ac002"));
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String MESSAGE = "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
            + "{\"resourceType\":\"MessageHeader\",\"response\":{\"code\":\"%s\"}}}]}";

    private final Map<String, List<String>> headers = new HashMap<>(Map.of(
            "X-Request-Id", List.of(IDS.request().toString().toUpperCase(java.util.Locale.ROOT)),
            "X-Correlation-Id", List.of(IDS.conversation().toString())));

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void whatIsAnsweredWithBothIdsIsTaken(int status) {
        assertThatCode(() -> settle(status, "")).doesNotThrowAnyException();
        assertThatCode(() -> settle(status, MESSAGE.formatted("ok"))).doesNotThrowAnyException();
    }

    @Test
    void aDuplicateHasArrivedBeforeAndAConflictNever() {
        assertThatCode(() -> settle(409, outcome("duplicate"))).doesNotThrowAnyException();
        assertThat(thrown(409, outcome("conflict")))
                .isInstanceOf(NotTaken.class)
                .hasMessage("endpoint-answered-409");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 406, 409, 410, 413, 415, 422, 501})
    void whatIsRefusedWithAReasonIsNeverSentAgain(int status) {
        assertThat(thrown(status, outcome("invalid")))
                .isInstanceOf(NotTaken.class)
                .hasMessage("endpoint-answered-" + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422, 500, 502, 302, 404})
    void anErrorThatDoesNotSayWhatIsWrongIsSentAgain(int status) {
        assertThat(thrown(status, "<html>")).isInstanceOf(NotNow.class);
        assertThat(thrown(status, "{\"resourceType\":\"Patient\"}")).isInstanceOf(NotNow.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 503, 504})
    void aDoorThatIsBusyIsLeftAlone(int status) {
        assertThat(thrown(status, outcome("transient"))).isInstanceOf(DoorAway.class);
        assertThat(thrown(status, "")).isInstanceOf(DoorAway.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405})
    void aDoorThatDoesNotLetUsInHasRefusedNoMessage(int status) {
        assertThat(thrown(status, outcome("security"))).isInstanceOf(DoorAway.class);
    }

    @ParameterizedTest
    @CsvSource({
        "7, PT7S",
        "'Sun, 22 Nov 2026 10:02:00 GMT', PT2M",
        "'Sun, 22 Nov 2026 09:00:00 GMT', PT0S",
        "99999999, PT1H",
        "soon, PT0S",
        "-1, PT0S"
    })
    void howLongItWantsToBeLeftAloneIsHonoured(String after, Duration wait) {
        headers.put("Retry-After", List.of(after));
        assertThat(thrown(503, outcome("transient")))
                .isInstanceOfSatisfying(
                        DoorAway.class, away -> assertThat(away.after()).isEqualTo(wait));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Request-Id", "X-Correlation-Id"})
    void whatIsAnsweredWithoutAnIdIsSentAgain(String name) {
        headers.remove(name);
        assertThat(thrown(200, "")).isInstanceOf(NotNow.class);
        assertThat(thrown(409, outcome("duplicate"))).isInstanceOf(NotNow.class);
        assertThat(thrown(422, outcome("invalid"))).isInstanceOf(NotNow.class);
        headers.put(name, List.of(UUID.randomUUID().toString()));
        assertThat(thrown(200, "")).isInstanceOf(NotNow.class);
    }

    @Test
    void aMessageThatAnswersSaysWhetherItWasProcessed() {
        assertThat(thrown(200, MESSAGE.formatted("transient-error"))).isInstanceOf(NotNow.class);
        assertThat(thrown(200, MESSAGE.formatted("fatal-error"))).isInstanceOf(NotTaken.class);
    }

    @Test
    void nothingThatTheOtherSideSaidIsRepeated() {
        for (int status : List.of(200, 400, 404, 409, 422, 500, 503)) {
            headers.remove("X-Request-Id");
            assertThat(thrown(status, outcome("RhiannonAshdown")).getMessage()).doesNotContain("Ashdown");
        }
    }

    private Throwable thrown(int status, String body) {
        Throwable thrown = catchThrowable(() -> settle(status, body));
        assertThat(thrown).as("%s", status).isNotNull();
        return thrown;
    }

    private void settle(int status, String body) {
        new FhirReply(status, HttpHeaders.of(headers, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8))
                .settle(IDS, NOW);
    }

    private static String outcome(String code) {
        return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                + "\",\"diagnostics\":\"" + code + "\"}]}";
    }
}
