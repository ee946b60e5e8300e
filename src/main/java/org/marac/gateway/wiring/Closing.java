package org.marac.gateway.wiring;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.broker.Cover;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.format.OwnFormFailed;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Sealed;
import org.marac.gateway.seal.NoRecipientKey;
import org.marac.gateway.seal.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals for a recipient, and writes what its door carries around that; in its own XML where it has a stylesheet for that.
 * What is sealed was checked in the canonical form before; where the stylesheet fails it goes in that form, because a
 * disclosure that waits helps nobody.
 */
record Closing(Seal seal, Formats formats, Cover cover) implements Rooms.Close {
    /** What the cover of what waits to leave is made for; nothing else opens by it. */
    static final String OUTBOX = "outbox";

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    @Override
    public Sealed close(Envelope envelope, Party recipient, Door door, Instant now) {
        Bytes sealed = seal.close(inItsForm(envelope, recipient, door), recipient, now);
        return new Sealed(sealed, asItsDoorCarriesIt(envelope, sealed, recipient, door));
    }

    /** Where nobody else must wait for one recipient's certificate, its want is told and not thrown. */
    @Override
    public Optional<Sealed> closeIfPossible(Envelope envelope, Party recipient, Door door, Instant now) {
        try {
            return Optional.of(close(envelope, recipient, door, now));
        } catch (NoRecipientKey e) {
            return Optional.empty();
        }
    }

    /** An agency's alternate contact has a system of its own, of which no mapping knows. */
    private Envelope inItsForm(Envelope envelope, Party recipient, Door door) {
        if (!envelope.contentType().equals(MediaType.CANONICAL.code()) || door == Door.ALTERNATE) {
            return envelope;
        }
        try {
            return formats.own(recipient.id(), envelope.content())
                    .map(own -> in(envelope, own))
                    .orElse(envelope);
        } catch (OwnFormFailed | Mappings.MappingUnavailable e) {
            LOG.warn("A disclosure goes to {} in the canonical form: {}", recipient.id(), e.getMessage());
            return envelope;
        }
    }

    /**
     * HL7 v2 or FHIR with the sealed disclosure in it. In the clear, inside mutual TLS, only where the protocol agrees with the
     * agency that what goes this way need not be sealed.
     */
    private Optional<Bytes> asItsDoorCarriesIt(Envelope envelope, Bytes sealed, Party recipient, Door door) {
        boolean clear = recipient.channels().stream()
                .anyMatch(channel ->
                        channel.door() == door && channel.receives() && channel.assurance() == Assurance.CHANNEL);
        Optional<Bytes> carried = switch (door) {
            case MLLP -> Optional.of(formats.hl7(envelope, sealed, clear));
            case FHIR -> Optional.of(formats.fhir(envelope, recipient.id(), sealed, clear));
            default -> Optional.empty();
        };
        return carried.map(cover::cover);
    }

    private static Envelope in(Envelope envelope, Bytes own) {
        return new Envelope(
                envelope.id(),
                envelope.from(),
                envelope.to(),
                envelope.created(),
                MediaType.XML.code(),
                own,
                envelope.protocol(),
                envelope.handling());
    }
}
