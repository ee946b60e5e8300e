package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.storage.StorageUnavailable;

/** The queue-in route as the operator reads it, alone in a bare Camel, with a stub where the broker would be. */
class QueueInRouteTest {
    private static final AgencyId POLICE = new AgencyId("wenbury-police");
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String WORK = "jms:queue:marac.work.wenbury-police";
    private static final String RECEIPTS = "jms:queue:marac.receipts.wenbury-police";

    private final List<Arrival> arrivals = new ArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private boolean identified = true;
    private boolean durable = true;
    private int timesAway;

    @BeforeEach
    void start() throws Exception {
        camel.disableJMX();
        camel.addComponent("jms", new StubComponent());
        QueueDoor.prepare(camel);
        camel.getRegistry()
                .bind(
                        "queueDoor",
                        new QueueDoor(
                                new Admission(rooms(), Clock.fixed(NOW, ZoneOffset.UTC), 1_000),
                                QueueInRouteTest::uncovered,
                                Clock.fixed(NOW, ZoneOffset.UTC)));
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

        assertThat(arrivals)
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
    void aMessageWithoutContentTypeIsTakenToBeRefusedAndAnswered() {
        arrive(new byte[] {9}, Map.of("marac_content_type", ""));

        assertThat(arrivals)
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
        identified = false;

        arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms"));

        assertThat(arrivals).hasSize(1);
        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void aMessageWithoutBodyIsAFailureAndNotAMessage() {
        assertThat(arrive(null, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isFalse();

        assertThat(arrivals).isEmpty();
        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsNotAcknowledgedAndNotAnswered() {
        durable = false;

        assertThat(arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isFalse();

        assertThat(receivedNothing(RECEIPTS)).isTrue();
    }

    @Test
    void whatCannotBeWrittenForAWhileIsTriedAgainAndAnsweredOnce() {
        timesAway = 2;

        assertThat(arrive(new byte[] {9}, Map.of("marac_content_type", "application/cms")))
                .as("done")
                .isTrue();

        assertThat(arrivals).hasSize(3);
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

    /** Rooms that turn everybody away at the first step: enough to see what came and what is answered. */
    private Rooms rooms() {
        return new Rooms(
                (arrival, now) -> {
                    arrivals.add(arrival);
                    Refusal refusal = Refusal.of(RefusalCode.NOT_A_SIGNATORY);
                    throw identified ? Refused.of(POLICE, refusal) : new Refused(refusal);
                },
                (bytes, sender, now) -> {
                    throw new IllegalStateException();
                },
                (sender, content, transmission) -> Optional.empty(),
                new Nothing(),
                (protocol, question) -> {
                    throw new IllegalStateException();
                },
                (canonical, permit) -> {
                    throw new IllegalStateException();
                },
                (envelope, recipient, now) -> {
                    throw new IllegalStateException();
                },
                new Writing());
    }

    /** Understands nothing; never asked. */
    private static final class Nothing implements Rooms.Understand {
        @Override
        public org.marac.gateway.model.Message understand(
                org.marac.gateway.model.Opened opened, AgencyId sender, AgencyId coordinator) {
            throw new IllegalStateException();
        }

        @Override
        public Bytes write(org.marac.gateway.model.Message message) {
            throw new IllegalStateException();
        }

        @Override
        public java.util.Set<org.marac.gateway.model.DataCategory> categories(Bytes canonical) {
            throw new IllegalStateException();
        }
    }

    /** Writes nothing down, and answers. */
    private final class Writing implements Rooms.UnitOfWork, Rooms.Unit {
        @Override
        public <T> T write(Rooms.Work<T> work) throws Refused {
            if (timesAway-- > 0) {
                throw new StorageUnavailable("The database is away", new java.io.IOException());
            }
            if (!durable) {
                throw new IllegalStateException("The database is down");
            }
            return work.in(this);
        }

        @Override
        public Optional<Answered> claim(Rooms.Claim claim) {
            return Optional.empty();
        }

        @Override
        public String file(Rooms.Filing filing) {
            throw new IllegalStateException();
        }

        @Override
        public long reserve(int entries) {
            return 0;
        }

        @Override
        public void log(List<Entry> entries) {}

        @Override
        public void post(Rooms.Posting posting) {
            throw new IllegalStateException();
        }

        @Override
        public Answered answer(ReceiptFacts facts) {
            return new Answered(facts.outcome(), facts.refusal(), Optional.of(Bytes.utf8("receipt")), new Position(0));
        }

        @Override
        public String pseudonym(AgencyId sender, MessageId message) {
            return "m";
        }
    }
}
