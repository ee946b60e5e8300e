package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The headers of the Booking and Referral Standard, as senders really write them. */
class BarsHeadersTest {
    private static final String GUID = "8c63d621-4d86-4f57-8699-e8e22d49935d";
    private static final String IDENTIFIER = "{\"value\":\"ABC\",\"system\":\"https://example.org/¿>?>\"}";

    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "8C63D621-4D86-4F57-8699-E8E22D49935D",
                "{8c63d621-4d86-4f57-8699-e8e22d49935d}",
                "{8C63D621-4d86-4F57-8699-E8E22D49935D}",
                "01939b5a-7c3e-7e3f-9d6a-0242ac120002",
                "00000000-0000-0000-0000-000000000000",
            })
    void takesAGuidHoweverItIsWrittenAndEchoesItAsItWasSent(String id) {
        headers(id, id);
        MockHttpServletResponse response = new MockHttpServletResponse();

        BarsHeaders.of(request).echo(response);

        assertThat(BarsHeaders.of(request).refusal()).isEmpty();
        assertThat(response.getHeader("X-Request-Id")).isEqualTo(id);
        assertThat(response.getHeader("X-Correlation-Id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GUID,
                "8C63D621-4D86-4F57-8699-E8E22D49935D",
                "{8c63d621-4d86-4f57-8699-e8e22d49935d}",
            })
    void knowsTheSameIdHoweverItIsWritten(String id) {
        headers(id, id);

        assertThat(BarsHeaders.of(request).transmission()).contains(new MessageId(GUID));
        assertThat(BarsHeaders.of(request).correlation()).contains(new MessageId(GUID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "EXTERNAL_CORRELATION_ID",
                "8c63d621",
                "8c63d6214d864f578699e8e22d49935d",
                "{8c63d621-4d86-4f57-8699-e8e22d49935d",
                "8c63d621-4d86-4f57-8699-e8e22d49935d}",
                "8c63d621-4d86-4f57-8699-e8e22d49935g",
                "8c63d621-4d86-4f57-8699-e8e22d49935d, 8c63d621-4d86-4f57-8699-e8e22d49935e",
                "<script>",
            })
    void refusesWhatIsNoGuidAndDoesNotEchoIt(String id) {
        headers(id, GUID);
        MockHttpServletResponse response = new MockHttpServletResponse();

        BarsHeaders.of(request).echo(response);

        assertThat(BarsHeaders.of(request).refusal())
                .contains(Refusal.at(RefusalCode.INVALID, "not-a-guid", "x-request-id"));
        assertThat(BarsHeaders.of(request).transmission()).isEmpty();
        assertThat(response.getHeader("X-Request-Id")).isNull();
        assertThat(response.getHeader("X-Correlation-Id")).isEqualTo(GUID);
    }

    @Test
    void refusesAMissingRequestId() {
        request.addHeader("X-Correlation-Id", GUID);

        assertThat(BarsHeaders.of(request).refusal())
                .contains(Refusal.at(RefusalCode.INVALID, "required", "x-request-id"));
    }

    @Test
    void refusesAMissingOrMalformedCorrelationId() {
        request.addHeader("X-Request-Id", GUID);
        assertThat(BarsHeaders.of(request).refusal())
                .contains(Refusal.at(RefusalCode.INVALID, "required", "x-correlation-id"));

        request.addHeader("X-Correlation-Id", "not one");
        assertThat(BarsHeaders.of(request).refusal())
                .contains(Refusal.at(RefusalCode.INVALID, "not-a-guid", "x-correlation-id"));
    }

    @Test
    void takesATargetInEitherAlphabetWithOrWithoutPadding() {
        byte[] json = IDENTIFIER.getBytes(UTF_8);
        for (Base64.Encoder encoder : new Base64.Encoder[] {
            Base64.getEncoder(),
            Base64.getEncoder().withoutPadding(),
            Base64.getUrlEncoder(),
            Base64.getUrlEncoder().withoutPadding()
        }) {
            assertThat(target(encoder.encodeToString(json))).isEmpty();
            assertThat(target(" " + encoder.encodeToString(json) + " ")).isEmpty();
        }
        assertThat(Base64.getUrlEncoder().encodeToString(json))
                .as("the sample tells the alphabets apart")
                .isNotEqualTo(Base64.getEncoder().encodeToString(json));
    }

    @Test
    void takesAMessageWithoutTarget() {
        headers(GUID, GUID);

        assertThat(BarsHeaders.of(request).refusal()).isEmpty();
    }

    @Test
    void tellsBadBase64FromBadJson() {
        assertThat(target("###")).contains(wrongTarget("not-base64"));
        assertThat(target(encoded("{\"value\":"))).contains(wrongTarget("not-json"));
        assertThat(target(encoded("[".repeat(5_000)))).contains(wrongTarget("not-json"));
        assertThat(target(encoded(""))).contains(wrongTarget("not-an-identifier"));
        assertThat(target(encoded("null"))).contains(wrongTarget("not-an-identifier"));
        assertThat(target(encoded("[]"))).contains(wrongTarget("not-an-identifier"));
        assertThat(target(encoded("{\"value\":\"ABC\"}"))).contains(wrongTarget("not-an-identifier"));
        assertThat(target(encoded("{\"value\":1,\"system\":\"x\"}"))).contains(wrongTarget("not-an-identifier"));
    }

    private Optional<Refusal> target(String value) {
        MockHttpServletRequest withTarget = new MockHttpServletRequest();
        withTarget.addHeader("X-Request-Id", GUID);
        withTarget.addHeader("X-Correlation-Id", GUID);
        withTarget.addHeader("NHSD-Target-Identifier", value);
        return BarsHeaders.of(withTarget).refusal();
    }

    private static Refusal wrongTarget(String reason) {
        return Refusal.at(RefusalCode.INVALID, reason, "nhsd-target-identifier");
    }

    private static String encoded(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    private void headers(String requestId, String correlationId) {
        request.addHeader("X-Request-Id", requestId);
        request.addHeader("X-Correlation-Id", correlationId);
    }
}
