package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.marac.gateway.broker.RunningBroker.CERTIFICATES;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL;
import static org.marac.gateway.broker.RunningBroker.HOSPITAL_TLS;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.STRANGER_TLS;
import static org.marac.gateway.broker.RunningBroker.uncovered;

import jakarta.jms.BytesMessage;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Programs;

/** A client in another language, with another AMQP library, sends to and reads from the real broker. */
class ForeignQueueClientTest {
    private static final Path CLIENT = Path.of("src", "test", "node");
    private static final byte[] BODY = "0\u0000\u00ff {\"Zoë\"} 𝒵".getBytes(UTF_8);

    @TempDir
    static Path directory;

    private static RunningBroker broker;

    /** How the client ended. */
    private record Ended(int code, String said) {}

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/rhea")),
                "The Node client is not installed: npm ci --prefix src/test/node");
        assumeTrue(hasNode(), "There is no node on the path");
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "binary", "text"})
    void itSendsInEveryForm(String form) throws Exception {
        assertThat(send(POLICE_TLS, Addresses.in(POLICE), "application/cms", form))
                .isEqualTo(new Ended(0, "accepted\n"));

        BytesMessage arrived = broker.waiting(POLICE).orElseThrow();
        assertThat(uncovered(arrived)).isEqualTo(BODY);
        assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEqualTo("application/cms");
    }

    /** The broker's own conversion would decode this as text, in the character set named, and encode it again. */
    @Test
    void bytesStayBytesWhateverCharacterSetTheContentTypeNames() throws Exception {
        send(POLICE_TLS, Addresses.in(POLICE), "application/fhir+json; charset=ISO-8859-1", "data");

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).isEqualTo(BODY);
    }

    @Test
    void itReadsItsDisclosure() throws Exception {
        disclose();

        Ended ended = run(POLICE_TLS, List.of("receive", Addresses.out(POLICE)));

        assertThat(ended.code()).isZero();
        assertThat(Base64.getDecoder()
                        .decode(ended.said().lines().skip(1).findFirst().orElseThrow()))
                .isEqualTo(BODY);
        assertThat(RunningBroker.read(broker.gateway(), Addresses.out(POLICE), RunningBroker.NOTHING_COMES))
                .as("read means gone")
                .isEmpty();
    }

    @Test
    void anotherAgencysCertificateNeitherSendsNorReads() throws Exception {
        assertThat(send(HOSPITAL_TLS, Addresses.in(POLICE), "application/cms", "data")
                        .code())
                .isOne();
        for (String address : List.of(Addresses.out(POLICE), Addresses.receipts(POLICE), Addresses.work(POLICE))) {
            assertThat(run(HOSPITAL_TLS, List.of("receive", address)).code())
                    .as(address)
                    .isOne();
        }
        assertThat(broker.nothingWaits(POLICE)).isTrue();
        assertThat(broker.nothingWaits(HOSPITAL)).isTrue();
    }

    @Test
    void aCertificateOfNoAgencySendsNothing() throws Exception {
        assertThat(send(STRANGER_TLS, Addresses.in(POLICE), "application/cms", "data")
                        .code())
                .isOne();
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    /** Of an event in binary mode the attributes stand beside the body; nothing beside it may wait in clear. */
    @ParameterizedTest
    @ValueSource(strings = {"cloudEvents:", "cloudEvents_"})
    void anEventInBinaryModeWaitsAsOneInStructuredMode(String prefix) throws Exception {
        Path file = Files.write(directory.resolve("body"), BODY);
        List<String> event = List.of(
                prefix + "specversion=1.0",
                prefix + "id=e-1",
                prefix + "source=/a",
                prefix + "type=example.marac.referral.v1",
                prefix + "subject=Rhiannon");

        List<String> arguments =
                new ArrayList<>(List.of("send", Addresses.in(POLICE), "application/cms", file.toString(), "data"));
        arguments.addAll(event);
        assertThat(run(POLICE_TLS, arguments).code()).isZero();

        BytesMessage arrived = broker.waiting(POLICE).orElseThrow();
        assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEqualTo("application/cloudevents+json");
        assertThat(new String(uncovered(arrived), UTF_8))
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/a\","
                        + "\"type\":\"example.marac.referral.v1\",\"datacontenttype\":\"application/cms\","
                        + "\"data_base64\":\"" + Base64.getEncoder().encodeToString(BODY) + "\"}");
        assertThat(Collections.list(arrived.getPropertyNames()).toString())
                .doesNotContainIgnoringCase("event", "Rhiannon");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes", "text"})
    void itSendsByStomp(String form) throws Exception {
        byte[] body = form.equals("text") ? "{\"Zoë\"} 𝒵".getBytes(UTF_8) : BODY;
        Path file = Files.write(directory.resolve("body"), body);
        for (String address : List.of(Addresses.in(POLICE), "/queue/" + Addresses.in(POLICE))) {
            Ended ended = stomp(
                    POLICE_TLS,
                    "send",
                    address,
                    "application/cms",
                    file.toString(),
                    form,
                    "reply-to=" + Addresses.out(HOSPITAL),
                    "_AMQ_DUPL_ID=same",
                    "name=Rhiannon");
            assertThat(ended).isEqualTo(new Ended(0, "accepted\n"));

            BytesMessage arrived = broker.waiting(POLICE).orElseThrow();
            assertThat(uncovered(arrived)).isEqualTo(body);
            assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEqualTo("application/cms");
            assertThat(arrived.getJMSReplyTo()).isNull();
            assertThat(Collections.list(arrived.getPropertyNames()).toString()).doesNotContain("name", "DUPL");
        }
    }

    @Test
    void aClientInPythonSendsAndReadsUnderTheSameRules() throws Exception {
        Path file = Files.write(directory.resolve("body"), BODY);
        assertThat(python(POLICE_TLS, "send", Addresses.in(POLICE), "application/cms", file.toString()))
                .isEqualTo(new Ended(0, "accepted\n"));
        BytesMessage arrived = broker.waiting(POLICE).orElseThrow();
        assertThat(uncovered(arrived)).isEqualTo(BODY);
        assertThat(arrived.getStringProperty(Broker.CONTENT_TYPE)).isEqualTo("application/cms");

        disclose();
        Ended read = python(POLICE_TLS, "receive", Addresses.out(POLICE));
        assertThat(read.code()).as(read.said()).isZero();
        assertThat(Base64.getDecoder()
                        .decode(read.said().lines().skip(1).findFirst().orElseThrow()))
                .isEqualTo(BODY);

        assertThat(python(HOSPITAL_TLS, "send", Addresses.in(POLICE), "application/cms", file.toString())
                        .code())
                .isOne();
        assertThat(python(HOSPITAL_TLS, "receive", Addresses.out(POLICE)).code())
                .isOne();
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    @Test
    void itReadsItsDisclosureByStomp() throws Exception {
        disclose();

        Ended ended = stomp(POLICE_TLS, "receive", Addresses.out(POLICE));

        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(Base64.getDecoder()
                        .decode(ended.said().lines().skip(1).findFirst().orElseThrow()))
                .isEqualTo(BODY);
        assertThat(RunningBroker.read(broker.gateway(), Addresses.out(POLICE), RunningBroker.NOTHING_COMES))
                .as("read means gone")
                .isEmpty();
    }

    @Test
    void stompObeysTheSameRules() throws Exception {
        String file = Files.write(directory.resolve("body"), BODY).toString();

        assertThat(stomp(HOSPITAL_TLS, "send", Addresses.in(POLICE), "application/cms", file)
                        .code())
                .isOne();
        assertThat(stomp(STRANGER_TLS, "send", Addresses.in(POLICE), "application/cms", file)
                        .code())
                .isOne();
        assertThat(stomp(POLICE_TLS, "send", Addresses.work(POLICE), "application/cms", file)
                        .code())
                .isOne();
        for (String address :
                List.of(Addresses.out(POLICE), Addresses.receipts(POLICE), Addresses.work(HOSPITAL), Addresses.DEAD)) {
            Ended ended = stomp(HOSPITAL_TLS, "receive", address);
            assertThat(ended.code()).as(address).isOne();
            assertThat(ended.said()).as(address).doesNotContain("timeout");
        }
        assertThat(broker.nothingWaits(POLICE)).isTrue();
    }

    /** Puts a disclosure for the police into its queue. */
    private static void disclose() throws Exception {
        try (Session session = RunningBroker.session(broker.gateway())) {
            BytesMessage disclosure = session.createBytesMessage();
            disclosure.writeBytes(BODY);
            session.createProducer(RunningBroker.queue(session, Addresses.out(POLICE)))
                    .send(disclosure);
        }
    }

    private static Ended python(Path identity, String... arguments) throws Exception {
        assumeTrue(
                Programs.has("/usr/bin/python3")
                        && Programs.run("/usr/bin/python3", "-c", "import proton")
                                        .status()
                                == 0,
                "The Python client is not installed: apt-get install python3-qpid-proton");
        return run(
                List.of("/usr/bin/python3", "src/test/python/amqp.py"),
                broker.settings.amqpPort(),
                identity,
                List.of(arguments));
    }

    private static Ended stomp(Path identity, String... arguments) throws Exception {
        assumeTrue(
                Files.isDirectory(CLIENT.resolve("node_modules/@stomp/stompjs")),
                "The STOMP client is not installed: npm ci --prefix src/test/node");
        return run(node("stomp.js"), broker.settings.stompPort(), identity, List.of(arguments));
    }

    private static Ended send(Path identity, String address, String type, String form) throws Exception {
        Path file = Files.write(directory.resolve("body"), BODY);
        return run(identity, List.of("send", address, type, file.toString(), form));
    }

    private static Ended run(Path identity, List<String> arguments) throws Exception {
        return run(node("send-and-receive.js"), broker.settings.amqpPort(), identity, arguments);
    }

    private static List<String> node(String client) {
        return List.of("node", CLIENT.resolve(client).toString());
    }

    private static Ended run(List<String> client, int port, Path identity, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(client);
        command.addAll(List.of(
                "localhost",
                Integer.toString(port),
                identity + ".key",
                identity + ".crt",
                CERTIFICATES.resolve("ca.crt").toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
