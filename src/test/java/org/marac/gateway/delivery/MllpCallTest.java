package org.marac.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.MllpListener;
import org.marac.gateway.kit.Ports;
import org.marac.gateway.model.Digest;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The HL7 v2 door, outbound, against a listener over mutual TLS that answers as the test says. */
class MllpCallTest {
    private static final Path KEYS = Path.of("certs-example").toAbsolutePath();
    private static final String HOSPITAL = "wenbury-hospital";
    private static final Duration PATIENCE = Duration.ofMillis(700);

    private MllpListener listener;
    private MllpCall call;

    @BeforeEach
    void listen() throws Exception {
        listener = MllpListener.of(HOSPITAL, 0);
        Digest theirs = certificate(HOSPITAL);
        call = new MllpCall(
                own("gateway"),
                (agency, certificate) -> agency.value().equals(HOSPITAL) && certificate.equals(theirs),
                covered -> covered.toArray(),
                PATIENCE);
    }

    @AfterEach
    void end() throws IOException {
        call.close();
        listener.close();
    }

    @Test
    void whatIsAcknowledgedIsDelivered() {
        send("ONE");
        send("TWO");
        assertThat(listener.received()).containsExactly(message("ONE"), message("TWO"));
        assertThat(listener.connections()).as("one connection").isEqualTo(1);
    }

    @Test
    void aCommitAcknowledgementIsOneToo() {
        listener.answers(message -> answer("CA", message));
        send("ONE");
        assertThat(listener.received()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"AE, hl7-application-error", "AR, hl7-application-reject", "CR, hl7-commit-reject"})
    void whatIsRefusedIsNeverTaken(String code, String reason) {
        listener.answers(message -> answer(code, message));
        assertThatThrownBy(() -> send("ONE")).isInstanceOf(NotTaken.class).hasMessage(reason);
    }

    @Test
    void aCommitErrorIsNotNow() {
        listener.answers(message -> answer("CE", message));
        assertThatThrownBy(() -> send("ONE")).isInstanceOf(NotNow.class);
        listener.answers(MllpListener::accepts);
        send("ONE");
        assertThat(listener.connections()).as("the connection is still good").isEqualTo(1);
    }

    @Test
    void anAnswerToAnotherMessageIsNone() {
        listener.answers(message -> MllpListener.framed(MllpListener.acknowledgement("AA", "ANOTHER")));
        assertThatThrownBy(() -> send("ONE"))
                .isInstanceOf(DoorAway.class)
                .hasMessage("the listener answers to another message");
        listener.answers(MllpListener::accepts);
        send("ONE");
        assertThat(listener.connections()).as("begun anew").isEqualTo(2);
    }

    @Test
    void aRefusalOfAnotherMessageRefusesNothing() {
        listener.answers(message -> MllpListener.framed(MllpListener.acknowledgement("AE", "ANOTHER")));
        assertThatThrownBy(() -> send("ONE")).isInstanceOf(DoorAway.class);
    }

    @Test
    void aLateAnswerIsNeverTakenForThatToTheNextMessage() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        listener.answers(message -> {
            late.await(10, TimeUnit.SECONDS);
            return MllpListener.accepts(message);
        });
        assertThatThrownBy(() -> send("ONE")).isInstanceOf(DoorAway.class);
        late.countDown();
        listener.answers(message -> answer("AE", message));
        assertThatThrownBy(() -> send("TWO")).isInstanceOf(NotTaken.class);
        assertThat(listener.connections()).isEqualTo(2);
    }

    @Test
    void whatComesUnaskedEndsTheConnectionAndIsNotRead() {
        listener.answers(message -> {
            byte[] twice = (new String(MllpListener.accepts(message), StandardCharsets.UTF_8)
                            + new String(
                                    MllpListener.framed(MllpListener.acknowledgement("AE", "TWO")),
                                    StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            return twice;
        });
        send("ONE");
        listener.answers(MllpListener::accepts);
        send("TWO");
        assertThat(listener.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "\u000bMSH|^~\\&|EPR\rMSA|AA|ONE\u001cX",
                "\u000bnothing of HL7's\u001c\r",
                "\u000bMSH|^~\\&|EPR|WDH\r\u001c\r",
                "\u000bMSH|^~\\&|EPR|WDH\rMSA|AA\r\u001c\r",
                "\u000bMSH|^~\\&|EPR|WDH\rMSA|YES|ONE\r\u001c\r",
                "\u000b\u001c\r",
                "\u000bMSH|^~\\&|EPR|WDH\rMSA|AA|O",
                "\u001c\r",
            })
    void garbageIsNoAnswer(String garbage) {
        listener.answers(message -> garbage.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> send("ONE")).isInstanceOf(DoorAway.class);
        listener.answers(MllpListener::accepts);
        send("ONE");
        assertThat(listener.connections()).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutAnEndIsGivenUp() {
        listener.answers(message -> ("\u000bMSH|" + "x".repeat(80_000)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> send("ONE"))
                .isInstanceOf(DoorAway.class)
                .hasMessage("the listener's answer does not end");
    }

    @Test
    void anAnswerInOtherDelimitersIsRead() {
        listener.answers(message -> MllpListener.framed("MSH$%~\\&$EPR$WDH\rMSA$AA$ONE\r"));
        send("ONE");
        assertThat(listener.received()).hasSize(1);
    }

    @Test
    void aListenerThatHangsUpIsCalledAgain() throws Exception {
        send("ONE");
        listener.hangUp();
        Awaitility.await().ignoreExceptions().untilAsserted(() -> send("TWO"));
        assertThat(listener.received()).contains(message("TWO"));
        listener.answers(message -> new byte[0]);
        assertThatThrownBy(() -> send("THREE")).isInstanceOf(DoorAway.class);
    }

    @Test
    void nobodyThereIsAway() {
        assertThatThrownBy(() -> call.call(
                        message("ONE").getBytes(StandardCharsets.UTF_8), HOSPITAL, "localhost:" + Ports.free()))
                .isInstanceOf(DoorAway.class)
                .hasMessage("the listener: ConnectException");
    }

    @Test
    void whoeverElseListensThereIsToldNothing() throws Exception {
        try (MllpListener police = MllpListener.of("wenbury-police", 0)) {
            assertThatThrownBy(() -> call.call(
                            message("ONE").getBytes(StandardCharsets.UTF_8), HOSPITAL, "localhost:" + police.port()))
                    .isInstanceOf(DoorAway.class);
            assertThat(police.received()).isEmpty();
        }
    }

    @Test
    void aListenerThatDoesNotKnowTheGatewayTakesNothing() throws Exception {
        try (MllpCall stranger =
                new MllpCall(own("people"), (agency, certificate) -> true, covered -> covered.toArray(), PATIENCE)) {
            assertThatThrownBy(() -> stranger.call(
                            message("ONE").getBytes(StandardCharsets.UTF_8), HOSPITAL, "localhost:" + listener.port()))
                    .isInstanceOf(DoorAway.class);
            assertThat(listener.received()).isEmpty();
        }
    }

    private void send(String id) {
        call.call(message(id).getBytes(StandardCharsets.UTF_8), HOSPITAL, "localhost:" + listener.port());
    }

    private static String message(String id) {
        return "MSH|^~\\&|MARAC|wenbury-marac||wenbury-hospital|20261122||REF^I12^REF_I12|" + id + "|P|2.5.1\rRF1|P\r";
    }

    private static byte[] answer(String code, String message) {
        return MllpListener.framed(MllpListener.acknowledgement(code, MllpListener.controlId(message)));
    }

    private static KeyManager[] own(String whose) {
        return SslBundle.of(new PemSslStoreBundle(
                        PemSslStoreDetails.forCertificate(
                                        KEYS.resolve(whose + "/tls.crt").toUri().toString())
                                .withPrivateKey(
                                        KEYS.resolve(whose + "/tls.key").toUri().toString()),
                        PemSslStoreDetails.forCertificate(null)))
                .getManagers()
                .getKeyManagers();
    }

    private static Digest certificate(String agency) throws IOException, CertificateException {
        try (InputStream in =
                Files.newInputStream(KEYS.resolve("agencies").resolve(agency).resolve("tls.crt"))) {
            return Digest.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getEncoded());
        }
    }
}
