package org.marac.gateway.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.marac.gateway.broker.Addresses;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.Spectral;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.wiring.GatewaySettings;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The queues' description for machines (AsyncAPI) says what the gateway does, and is sound to a linter that is not ours. */
class AsyncApiTest {
    private static final Path DOCUMENT = Path.of("docs", "agency-it", "queue.asyncapi.yaml");
    private static final AgencyId POLICE = new AgencyId("wenbury-police");

    private static JsonNode document;

    @BeforeAll
    static void read() throws IOException {
        document = new YAMLMapper().readTree(DOCUMENT.toFile());
    }

    @Test
    void theDescriptionIsSoundAsyncApi() {
        Programs.Ended linted = Spectral.lint(".spectral-asyncapi.yaml", "warn", DOCUMENT);

        assertThat(linted.status()).as(linted.said()).isZero();
    }

    @Test
    void itsAddressesAreTheBrokers() {
        assertThat(document.get("channels"))
                .extracting(channel -> channel.get("address").asText().replace("{agency}", POLICE.value()))
                .containsExactlyInAnyOrder(
                        Addresses.in(POLICE),
                        Addresses.receipts(POLICE),
                        Addresses.out(POLICE),
                        Addresses.alternate(POLICE));
    }

    @Test
    void itsPortsAndTheLargestBodyAreTheUsual() {
        GatewaySettings usual =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("gateway", GatewaySettings.class);

        assertThat(document.at("/servers/amqp/host").asText())
                .endsWith(":" + usual.broker().amqpPort());
        assertThat(document.at("/servers/core/host").asText())
                .endsWith(":" + usual.broker().corePort());
        assertThat(document.at("/servers/stomp/host").asText())
                .endsWith(":" + usual.broker().stompPort());
        assertThat(document.at("/components/schemas/bytes/maxLength").asInt()).isEqualTo(usual.maximumBytes());
    }

    @Test
    void whatMayBeSentIsWhatTheDoorTakes() {
        Stream<String> named = StreamSupport.stream(
                        document.at("/channels/in/messages").spliterator(), false)
                .map(message -> message.get("$ref").asText().substring(1))
                .map(place -> document.at(place).get("contentType").asText());

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Arrays.stream(MediaType.values()).map(MediaType::code),
                                Stream.of("application/cloudevents+json"))
                        .toList());
    }
}
