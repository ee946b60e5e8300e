package org.marac.gateway.intake;

import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FHIR door: {@code POST /fhir/$process-message} (FHIR R4 messaging), with the headers, echoes and error table of
 * the NHS Booking and Referral Standard.
 */
public final class FhirDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FhirDoor.class);

    private final Admission admission;
    private final Clock clock;
    private final int maximumBytes;

    /**
     * @param admission the main line
     * @param clock the gateway's clock
     * @param maximumBytes the largest message taken
     */
    public FhirDoor(Admission admission, Clock clock, int maximumBytes) {
        this.admission = admission;
        this.clock = clock;
        this.maximumBytes = maximumBytes;
    }

    /** Takes one message. The body is read as it is: its digest is part of the receipt. */
    @Operation(name = "$process-message", manualRequest = true, manualResponse = true, idempotent = false)
    public void processMessage(HttpServletRequest request, HttpServletResponse response) throws IOException {
        BarsHeaders headers = BarsHeaders.of(request);
        headers.echo(response);
        Arrival arrival = arrival(request, headers);
        FhirAnswer answer;
        try {
            Optional<Refusal> wrong = headers.refusal();
            Outcome outcome = wrong.isPresent() ? admission.refuse(arrival, wrong.get()) : admission.admit(arrival);
            answer = FhirAnswer.of(outcome);
        } catch (RuntimeException e) {
            // Whatever could not be done was not done: nothing is written, nothing has left, the sender sends it again.
            LOG.error("A message could not be processed", e);
            answer = FhirAnswer.unavailable();
        }
        answer.write(request, response);
    }

    private Arrival arrival(HttpServletRequest request, BarsHeaders headers) throws IOException {
        byte[] body = request.getInputStream().readNBytes(maximumBytes + 1);
        return new Arrival(
                Door.FHIR,
                new Peer.Certificate(certificate(request)),
                Optional.ofNullable(request.getContentType()).flatMap(MediaType::of),
                Bytes.of(body),
                clock.instant(),
                headers.transmission(),
                headers.correlation());
    }

    private static Digest certificate(HttpServletRequest request) {
        X509Certificate[] chain = (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
        try {
            return Digest.of(chain[0].getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that TLS accepted has a DER form", e);
        }
    }
}
