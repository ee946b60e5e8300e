package org.marac.gateway.intake;

import ca.uhn.fhir.rest.annotation.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FHIR door: {@code POST /fhir/$process-message} (FHIR R4 messaging), with the headers, echoes and error table of
 * the NHS Booking and Referral Standard.
 */
public final class FhirDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FhirDoor.class);

    private static final Set<MediaType> TAKEN = Set.of(MediaType.FHIR_JSON, MediaType.FHIR_XML);

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
    public void processMessage(HttpServletRequest request, HttpServletResponse response) {
        BarsHeaders headers = BarsHeaders.of(request);
        headers.echo(response);
        FhirAnswer answer;
        try {
            Arrival arrival = arrival(request, headers);
            Optional<Refusal> wrong = wrongType(request, arrival).or(headers::refusal);
            Outcome outcome = wrong.isPresent() ? admission.refuse(arrival, wrong.get()) : admission.admit(arrival);
            answer = FhirAnswer.of(outcome);
        } catch (HttpBody.Unread unread) {
            answer = FhirAnswer.of(unread);
        } catch (RuntimeException e) {
            // Whatever could not be done was not done: nothing is written, nothing has left, the sender sends it again.
            LOG.error("A message could not be processed", e);
            answer = FhirAnswer.unavailable();
        }
        try {
            answer.write(request, response);
        } catch (IOException gone) {
            // What was taken is taken: sent again, it gets the same receipt.
            LOG.debug("Nobody waits for an answer any more");
        }
    }

    /** This door takes FHIR, as it is: what is sealed, canonical or compressed has other doors or none. */
    private static Optional<Refusal> wrongType(HttpServletRequest request, Arrival arrival) {
        if (request.getHeader("Content-Encoding") != null) {
            return Optional.of(Refusal.of(RefusalCode.UNKNOWN_MEDIA_TYPE, "content-encoding"));
        }
        return arrival.type().filter(TAKEN::contains).isPresent()
                ? Optional.empty()
                : Optional.of(Refusal.of(RefusalCode.UNKNOWN_MEDIA_TYPE));
    }

    private Arrival arrival(HttpServletRequest request, BarsHeaders headers) throws HttpBody.Unread {
        return new Arrival(
                Door.FHIR,
                new Peer.Certificate(PeerCertificate.of(request)),
                Optional.ofNullable(request.getContentType()).flatMap(MediaType::of),
                HttpBody.plain(request, maximumBytes),
                clock.instant(),
                headers.transmission(),
                headers.correlation());
    }
}
