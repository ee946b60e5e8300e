package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** Where a disclosure may be posted to, and where nothing ever goes. {@code FhirDoorIT} tries the rest with a real endpoint. */
class FhirPostTest {
    private static final byte[] MESSAGE = ("{\"id\":\"" + UUID.randomUUID() + "\",\"entry\":[{\"resource\":{\"id\":\""
                    + UUID.randomUUID() + "\"}}]}")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final FhirPost door =
            new FhirPost(new KeyManager[0], new Practice(), Duration.ofSeconds(5), Clock.systemUTC());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:%d/fhir",
                "https://u:p@localhost:%d/fhir",
                "localhost:%d",
                "https://localhost:%d/fhir?x=1"
            })
    void whatIsNotPlainHttpsIsNeverCalled(String endpoint) throws Exception {
        try (ServerSocket there = new ServerSocket(0)) {
            there.setSoTimeout(1);
            assertThatThrownBy(() -> post(endpoint.formatted(there.getLocalPort()), "https://x.example/Id|1"))
                    .isInstanceOf(DoorAway.class)
                    .hasMessageContaining("not an https address");
            assertThatThrownBy(there::accept).isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "a\"b|c", "https://x.example/Id|1\r\nX: y"})
    void aTargetIsASystemAndAValue(String target) {
        assertThatThrownBy(() -> post("https://localhost:1/fhir", target))
                .isInstanceOf(DoorAway.class)
                .hasMessageContaining("target");
    }

    @Test
    void whereNobodyAnswersTheDoorIsAwayAndNothingIsSaidOfWhatWasToLeave() {
        assertThatThrownBy(() -> post("https://localhost:1/fhir", "https://x.example/Id|1"))
                .isInstanceOf(DoorAway.class)
                .satisfies(away -> assertThat(away.getMessage()).doesNotContain("localhost"));
    }

    private void post(String endpoint, String target) {
        door.post(MESSAGE, "00", "case", "wenbury-gp", endpoint, target);
    }

    private static final class Practice implements FhirPost.Recipients {
        @Override
        public boolean isOf(AgencyId agency, Digest certificate) {
            return false;
        }

        @Override
        public byte[] uncovered(Bytes covered) {
            return covered.toArray();
        }

        @Override
        public UUID conversation(AgencyId agency, String caseRef, List<UUID> ids) {
            return UUID.randomUUID();
        }

        @Override
        public AgencyId self() {
            return new AgencyId("wenbury-marac");
        }
    }
}
