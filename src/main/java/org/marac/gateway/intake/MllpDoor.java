package org.marac.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/** The HL7 v2 door: what came over MLLP goes down the main line, and is acknowledged when that is committed. */
public final class MllpDoor {
    private final Admission admission;
    private final Clock clock;
    private final boolean lineFeeds;

    /**
     * @param admission the main line
     * @param clock the gateway's clock
     * @param lineFeeds whether segments may end in LF, which HL7 does not allow
     */
    public MllpDoor(Admission admission, Clock clock, boolean lineFeeds) {
        this.admission = admission;
        this.clock = clock;
        this.lineFeeds = lineFeeds;
    }

    /** Takes one message. */
    @Handler
    public MllpReply receive(@Body MllpFrame frame) {
        MllpHeader header = MllpHeader.of(frame.bytes());
        Arrival arrival = new Arrival(
                Door.MLLP,
                new Peer.Certificate(frame.certificate()),
                Optional.of(MediaType.HL7),
                frame.bytes(),
                clock.instant(),
                header.transmission(),
                Optional.empty());
        Outcome outcome = wrong(frame.bytes())
                .map(refusal -> admission.refuse(arrival, refusal))
                .orElseGet(() -> admission.admit(arrival));
        return MllpAcknowledgement.of(header, outcome.answered(), clock.instant());
    }

    /** What is wrong with it over this wire, whatever it says. */
    private Optional<Refusal> wrong(Bytes bytes) {
        byte[] all = bytes.toArray();
        String beginning = new String(all, 0, Math.min(3, all.length), StandardCharsets.US_ASCII);
        if (!beginning.equals("MSH")) {
            return Optional.of(Refusal.of(RefusalCode.UNREADABLE, "not-hl7-v2"));
        }
        for (byte one : all) {
            if (one == '\n' && !lineFeeds) {
                return Optional.of(Refusal.of(RefusalCode.UNREADABLE, "line-feed"));
            }
        }
        return Optional.empty();
    }
}
