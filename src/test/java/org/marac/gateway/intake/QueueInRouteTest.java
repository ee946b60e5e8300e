package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Peer;

/** The queue-in route as the operator reads it, alone in a bare Camel, with a stub where the broker would be. */
class QueueInRouteTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String WORK = "jms:queue:marac.work.wenbury-police";
    private static final String RECEIPTS = "jms:queue:marac.receipts.wenbury-police";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final DoorRooms rooms = new DoorRooms();

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        camel.addComponent("jms", new QuickStub());
        QueueDoor.prepare(camel);
        camel.getRegistry()
                .bind(
                        "queueDoor",
                        new QueueDoor(
                                new Admission(rooms.rooms(), Clock.fixed(NOW, ZoneOffset.UTC), 1_000),
                                QueueInRouteTest::uncovered,
                                Clock.fixed(NOW, ZoneOffset.UTC),
                                1_000));
        for (String file : List.of("could-not.camel.yaml", "queue-in.camel.yaml")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes(file, Files.readAllBytes(Path.of("routes", "doors", file))));
        }
        TemplatedRouteBuilder.builder(camel, "queue-in")
                .parameter("agency", POLICE.value())
                .add();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void theReceiptGoesToTheAgencysReceiptsAddress() {
        arrive(new byte[] {9, 1, 2}, Map.of("marac_content_type", "application/cms"));

        Exchange receipt = received(RECEIPTS);
        assertThat(receipt.getMessage().getBody(byte[].class)).isEqualTo("receipt".getBytes(UTF_8));
        assertThat(receipt.getMessage().getHeader("JMS_AMQP_ContentType")).isEqualTo("application/pkcs7-mime");
    }

    @Test
    void theDoorIsToldWhoseAddressItWasAndWhatTheBytesClaimToBe() {
        arrive(new byte[] {9, 1, 2}, Map.of("marac_content_type", "application/fhir+json"));

        assertThat(rooms.arrivals)
                .containsExactly(new Arrival(
                        Door.QUEUE,
                        new Peer.QueueOwner(POLICE),
                        Optional.of(MediaType.FHIR_JSON),
                        Bytes.of(new byte[] {1, 2}),
                        NOW,
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void anEventIsTakenApartAndItsWordIsAClaim() {
        arrive(
                ("\t{\"specversion\":\"1.0\",\"id\":\"m-1\",\"source\":\"/a\",\"type\":\"example.marac.referral.v1\","
                                + "\"datacontenttype\":\"application/xml\",\"data\":\"<a/>\"}")
                        .getBytes(UTF_8),
                Map.of("marac_content_type", "application/cloudevents+json"));

        assertThat(rooms.arrivals)
                .containsExactly(new Arrival(
                        Door.QUEUE,
                        new Peer.QueueOwner(POLICE),
                        Optional.of(MediaType.XML),
                        Bytes.utf8("<a/>"),
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Arrival.Claim(new MessageId("m-1"), MessageKind.REFERRAL))));
    }

    @Test
    void whatIsNoEventIsRefusedAndAnswered() {
        arrive("\t{}".getBytes(UTF_8), Map.of("marac_content_type", "application/cloudevents+json"));

        assertThat(rooms.arrivals).hasSize(1);
        assertThat(received(RECEIPTS)).isNotNull();
    }

    @Test
    void aMessageWithoutContentTypeIsTakenToBeRefusedAndAnswered() {
        arrive(new byte[] {9}, Map.of("marac_content_type", ""));

        assertThat(rooms.arrivals)
                .singleElement()
                .satisfies(arrival -> assertThat(arrival.type()).isEmpty());
        assertThat(received(RECEIPTS)).isNotNull();
    }

    @Test
    void noHeaderOfTheArrivalSurvives() {
        arrive(
                new byte[] {9},
                Map.of(
                        "marac_content_type", "application/cms",
                        "CamelJmsDestinationName", "marac.out.wenbury-housing",
                        "CamelJmsMessageType", "Object",
                        "JMSReplyTo", "marac.out.wenbury-housing",
                        "victim", "Jane Doe"));

        assertThat(received(RECEIPTS).getMessage().getHeaders()).containsOnlyKeys("JMS_AMQP_ContentType");
    }

    @Test
    void whereNobodyIsIdentifiedNothingIsSent() {
        rooms.identified = false;

        arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms"));

        assertThat(rooms.arrivals).hasSize(1);
        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void aMessageWithoutBodyIsAFailureAndNotAMessage() {
        assertThat(arrive(null, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isFalse();

        assertThat(rooms.arrivals).isEmpty();
        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsNotAcknowledgedAndNotAnswered() {
        rooms.durable = false;

        assertThat(arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isFalse();

        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void whatCannotBeWrittenForAWhileIsTriedAgainAndAnsweredOnce() {
        rooms.timesAway = 2;

        assertThat(arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isTrue();

        assertThat(rooms.arrivals).hasSize(3);
        assertThat(received(RECEIPTS)).isNotNull();
        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    /** Whether the exchange was done, as against failed. */
    private boolean arrive(byte @Nullable [] body, Map<String, Object> headers) {
        // In this order: the first is told first, and has made up its mind when the second lets us go on.
        NotifyBuilder failed = new NotifyBuilder(camel).whenFailed(1).create();
        NotifyBuilder over = new NotifyBuilder(camel).whenDone(1).create();
        try (ProducerTemplate sender = camel.createProducerTemplate()) {
            sender.sendBodyAndHeaders(WORK, body, headers);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
        assertThat(over.matches(10, TimeUnit.SECONDS)).isTrue();
        return !failed.matches();
    }

    private Exchange received(String address) {
        Exchange received = camel.createConsumerTemplate().receive(address, 10_000);
        assertThat(received).as("message at %s", address).isNotNull();
        return received;
    }

    private boolean receivedNothing(String address) {
        return camel.createConsumerTemplate().receiveNoWait(address) == null;
    }

    private static Bytes uncovered(Bytes covered) {
        byte[] bytes = covered.toArray();
        assertThat(bytes[0]).as("cover").isEqualTo((byte) 9);
        return Bytes.of(Arrays.copyOfRange(bytes, 1, bytes.length));
    }
}
