package org.marac.gateway.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/** Messages at the REST door: taken down the main line, and what became of them. */
public final class RestMessages {
    private static final Set<MediaType> TAKEN =
            EnumSet.of(MediaType.CANONICAL, MediaType.CMS, MediaType.XML, MediaType.JSON);

    private final Admission admission;
    private final RestCallers callers;
    private final Told told;
    private final Clock clock;
    private final int maximumBytes;
    /** Keys whose first request is still worked on, each with its certificate: they are nobody else's. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /**
     * @param admission the main line
     * @param callers who calls
     * @param told what senders were told
     * @param clock the gateway's clock
     * @param maximumBytes the largest message taken, as it is after decompression
     */
    public RestMessages(Admission admission, RestCallers callers, Told told, Clock clock, int maximumBytes) {
        this.admission = admission;
        this.callers = callers;
        this.told = told;
        this.clock = clock;
        this.maximumBytes = maximumBytes;
    }

    /** What was an agency told of its message? */
    @FunctionalInterface
    public interface Told {
        /** Empty for a message that was never admitted, and for everyone else's. */
        Optional<Answered> of(AgencyId sender, MessageId message);
    }

    /** Takes one message. */
    RestDoor.Reply take(HttpServletRequest request) throws RestProblem, IOException {
        Digest certificate = PeerCertificate.of(request);
        MessageId key = IdempotencyKey.of(request);
        String mine = certificate.hex() + " " + key;
        if (!running.add(mine)) {
            throw RestProblem.of(409, "still-running", "The first request with this key is still worked on.");
        }
        try {
            return answer(admit(arrival(request, certificate, key)));
        } finally {
            running.remove(mine);
        }
    }

    /** What became of the caller's own message. */
    RestDoor.Reply outcome(HttpServletRequest request, String id) throws RestProblem {
        return RestDoor.Reply.json(200, document(answered(request, id)).put("message", new MessageId(id).value()));
    }

    /** Its receipt, byte for byte. */
    RestDoor.Reply receipt(HttpServletRequest request, String id) throws RestProblem {
        return RestDoor.Reply.cms(answered(request, id).receipt().orElseThrow(RestProblem::notFound));
    }

    private Answered answered(HttpServletRequest request, String id) throws RestProblem {
        AgencyId sender = callers.owner(PeerCertificate.of(request)).orElseThrow(RestProblem::stranger);
        return Optional.of(id)
                .filter(MessageId::isValid)
                .flatMap(valid -> told.of(sender, new MessageId(valid)))
                .orElseThrow(RestProblem::notFound);
    }

    private Outcome admit(Arrival arrival) {
        return arrival.type().filter(TAKEN::contains).isPresent()
                ? admission.admit(arrival)
                : admission.refuse(arrival, Refusal.of(RefusalCode.UNKNOWN_MEDIA_TYPE));
    }

    private Arrival arrival(HttpServletRequest request, Digest certificate, MessageId key)
            throws RestProblem, IOException {
        try {
            return new Arrival(
                    Door.REST,
                    new Peer.Certificate(certificate),
                    Optional.ofNullable(request.getContentType()).flatMap(MediaType::of),
                    HttpBody.decoded(request, maximumBytes),
                    clock.instant(),
                    Optional.of(key),
                    Optional.empty());
        } catch (HttpBody.Unread unread) {
            throw RestProblem.of(unread);
        }
    }

    private static RestDoor.Reply answer(Outcome outcome) throws RestProblem {
        Answered answered = outcome.answered();
        Optional<Refusal> refusal = answered.refusal();
        if (refusal.isPresent()) {
            throw RestProblem.refused(answered, refusal.get());
        }
        ObjectNode body = document(answered).put("repeated", outcome.repeated());
        Optional<String> id = outcome.message().map(MessageId::value);
        id.ifPresent(value -> body.put("message", value));
        RestDoor.Reply reply = RestDoor.Reply.json(outcome.repeated() ? 200 : 201, body);
        return id.map(value -> reply.at("/api/v1/messages/" + value)).orElse(reply);
    }

    private static ObjectNode document(Answered answered) {
        ObjectNode body = RestDoor.object();
        body.put("outcome", answered.outcome().name().toLowerCase(java.util.Locale.ROOT));
        body.put("logIndex", answered.position().index());
        answered.receipt()
                .ifPresent(receipt -> body.put("receipt", Base64.getEncoder().encodeToString(receipt.toArray())));
        return body;
    }
}
