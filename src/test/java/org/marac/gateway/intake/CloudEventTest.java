package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;

class CloudEventTest {
    private static final String EVENT =
            "{\"specversion\":\"1.0\",\"id\":\"m-1\",\"source\":\"/a\",\"type\":\"example.marac.referral.v1\",%s}";

    private static CloudEvent read(String rest) throws CloudEvent.NoEvent {
        return CloudEvent.read(Bytes.utf8(EVENT.formatted(rest)));
    }

    @Test
    void dataInBase64IsTheBytes() throws Exception {
        byte[] data = {0, 1, (byte) 0xff};

        CloudEvent event = read("\"datacontenttype\":\"application/cms\",\"data_base64\":\""
                + Base64.getEncoder().encodeToString(data) + "\"");

        assertThat(event.type()).contains(MediaType.CMS);
        assertThat(event.data()).isEqualTo(Bytes.of(data));
        assertThat(event.claim()).isEqualTo(new Arrival.Claim(new MessageId("m-1"), MessageKind.REFERRAL));
    }

    @Test
    void jsonIsJsonAndEverythingElseIsText() throws Exception {
        assertThat(read("\"datacontenttype\":\"application/vnd.marac.message+json\",\"data\":{\"a\": [1, \"ë\"]}")
                        .data()
                        .text())
                .isEqualTo("{\"a\":[1,\"ë\"]}");
        assertThat(read("\"datacontenttype\":\"application/xml\",\"data\":\"<a>é</a>\"")
                        .data()
                        .text())
                .isEqualTo("<a>é</a>");
        assertThat(read("\"data\":{}").type()).as("JSON where it does not say").contains(MediaType.JSON);
        assertThat(read("\"datacontenttype\":\"text/plain\",\"data\":\"x\"").type())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                                                                            | not-a-cloud-event",
                "[]                                                                                  | not-a-cloud-event",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"a\",\"type\":\"example.marac.referral.v1\",\"data\":1} | not-a-cloud-event",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"example.marac.referral.v1\",\"data\":1}              | not-a-cloud-event",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"id\":\"2\",\"source\":\"a\",\"type\":\"x\",\"data\":1}        | not-a-cloud-event",
                "{\"specversion\":\"1.0\",\"id\":\"a b\",\"source\":\"a\",\"type\":\"example.marac.referral.v1\",\"data\":1} | event-id",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a\",\"type\":\"com.example.x\",\"data\":1}          | event-type",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a\",\"type\":\"example.marac.referral.v1\"}       | event-data",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a\",\"type\":\"example.marac.referral.v1\",\"data\":1,\"data_base64\":\"AA==\"} | event-data",
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"a\",\"type\":\"example.marac.referral.v1\",\"data_base64\":\"?\"} | event-data",
            })
    void whatIsNoEventOfOursIsNamedByACode(String event, String reason) {
        assertThatThrownBy(() -> CloudEvent.read(Bytes.utf8(event.strip())))
                .isInstanceOfSatisfying(
                        CloudEvent.NoEvent.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void deepEventsAreNone() {
        assertThatThrownBy(() -> read("\"data\":" + "[".repeat(10_000) + "]".repeat(10_000)))
                .isInstanceOf(CloudEvent.NoEvent.class);
    }
}
