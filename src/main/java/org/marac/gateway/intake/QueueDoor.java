package org.marac.gateway.intake;

import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Handler;
import org.apache.camel.Header;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/** The queue door: what waited at an agency's address goes down the main line, its receipt goes back. */
public final class QueueDoor {
    private final Admission admission;
    private final Uncover uncover;
    private final Clock clock;
    private final int maximumBytes;

    /** Reads what the broker kept encrypted on its disk. */
    @FunctionalInterface
    public interface Uncover {
        Bytes uncover(Bytes covered);
    }

    /**
     * @param admission the main line
     * @param uncover undoes the broker's encryption
     * @param clock the gateway's clock
     * @param maximumBytes the largest message taken
     */
    public QueueDoor(Admission admission, Uncover uncover, Clock clock, int maximumBytes) {
        this.admission = admission;
        this.uncover = uncover;
        this.clock = clock;
        this.maximumBytes = maximumBytes;
    }

    /** Prepares a context for routes that use this door. */
    public static void prepare(CamelContext camel) {
        QueueReply.teach(camel);
    }

    /**
     * Takes one message.
     *
     * @param covered the body as the broker kept it
     * @param contentType the content type the sender gave; empty for none
     * @param agency the owner of the address it came from, as the route names it
     */
    @Handler
    public QueueReply receive(
            @Body byte[] covered,
            @Header("marac_content_type") String contentType,
            @ExchangeProperty("agency") String agency) {
        Bytes content = uncover.uncover(Bytes.of(covered));
        Peer peer = new Peer.QueueOwner(new AgencyId(agency));
        Outcome outcome = contentType.equals(CloudEvent.CONTENT_TYPE)
                ? event(peer, content)
                : admission.admit(arrival(peer, MediaType.of(contentType), content, Optional.empty()));
        return outcome.answered()
                .receipt()
                .<QueueReply>map(QueueReply.Receipt::new)
                .orElseGet(QueueReply.Silence::new);
    }

    private Outcome event(Peer peer, Bytes content) {
        return event(arrival(peer, Optional.empty(), content, Optional.empty()));
    }

    /** Takes what came as an event; its own type is what stands in it. */
    public Outcome event(Arrival came) {
        try {
            CloudEvent event = CloudEvent.read(came.bytes());
            return admission.admit(came.corrected(event.type(), event.data()).claiming(event.claim()));
        } catch (CloudEvent.NoEvent e) {
            Refusal refusal = came.bytes().size() > maximumBytes
                    ? Refusal.of(RefusalCode.TOO_LARGE)
                    : Refusal.of(RefusalCode.UNREADABLE, e.reason());
            return admission.refuse(came, refusal);
        }
    }

    private Arrival arrival(Peer peer, Optional<MediaType> type, Bytes content, Optional<Arrival.Claim> claim) {
        return new Arrival(Door.QUEUE, peer, type, content, clock.instant(), Optional.empty(), Optional.empty(), claim);
    }
}
