package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Peer;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** The FHIR door alone, without a server around it. */
class FhirDoorTest {
    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private static final String ID = "8c63d621-4d86-4f57-8699-e8e22d49935d";
    private static final int MAXIMUM = 100;

    private final DoorRooms rooms = new DoorRooms();
    private final MockHttpServletRequest request = new MockHttpServletRequest();
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private X509Certificate certificate;

    @BeforeEach
    void aHospitalSends() throws Exception {
        try (InputStream in =
                Files.newInputStream(Path.of("certs-example", "agencies", "wenbury-hospital", "tls.crt"))) {
            certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        request.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate});
        request.addHeader("X-Request-Id", ID);
        request.addHeader("X-Correlation-Id", ID);
        request.setContentType("application/fhir+json; charset=UTF-8");
        request.setContent("{}".getBytes(UTF_8));
    }

    @Test
    void theLineIsToldWhatCameAndWhoTheConnectionProvedItToBe() throws Exception {
        process();

        assertThat(rooms.arrivals)
                .containsExactly(new Arrival(
                        Door.FHIR,
                        new Peer.Certificate(Digest.of(certificate.getEncoded())),
                        Optional.of(MediaType.FHIR_JSON),
                        Bytes.utf8("{}"),
                        NOW,
                        Optional.of(new MessageId(ID)),
                        Optional.of(new MessageId(ID))));
    }

    @Test
    void ofABodyThatIsTooLargeOneByteMoreThanTheLimitIsRead() throws Exception {
        request.setContent(new byte[10 * MAXIMUM]);

        process();

        assertThat(rooms.arrivals.get(0).bytes().size()).isEqualTo(MAXIMUM + 1);
    }

    @Test
    void bothIdsAreEchoedOnARefusal() throws Exception {
        process();

        assertThat(response.getStatus()).isEqualTo(403);
        assertThat(response.getHeader("X-Request-Id")).isEqualTo(ID);
        assertThat(response.getHeader("X-Correlation-Id")).isEqualTo(ID);
    }

    @Test
    void whatCouldNotBeDoneIsToldSoAndTheIdsAreEchoed() throws Exception {
        rooms.durable = false;

        process();

        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("X-Request-Id")).isEqualTo(ID);
        assertThat(response.getContentAsString(UTF_8))
                .contains("REC_SERVICE_UNAVAILABLE")
                .doesNotContain("database");
    }

    @Test
    void aContentTypeThatIsNotOnTheListIsToldToTheLineAsNone() throws Exception {
        request.setContentType("text/plain");

        process();

        assertThat(rooms.arrivals.get(0).type()).isEmpty();
    }

    private void process() throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        new FhirDoor(new Admission(rooms.rooms(), clock, MAXIMUM), clock, MAXIMUM).processMessage(request, response);
    }
}
