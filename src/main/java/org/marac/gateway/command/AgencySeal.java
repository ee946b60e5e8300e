package org.marac.gateway.command;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.seal.Trust;

/** Signs and seals in an agency's name, for the gateway: what the agency's own system, or {@code openssl cms}, does. */
final class AgencySeal {
    private final AgencyId agency;
    private final Party gateway;
    private final Seal seal;
    private final Clock clock;

    /**
     * @param credentials the agency's
     * @param coordinator whose gateway it is sealed for
     */
    AgencySeal(Credentials credentials, AgencyId coordinator, Clock clock) {
        this(credentials, coordinator, Keyring.read(credentials.own()), clock);
    }

    AgencySeal(Credentials credentials, AgencyId coordinator, Keyring keys, Clock clock) {
        this.agency = credentials.agency();
        this.gateway = gateway(credentials, coordinator);
        Trust trust = Trust.read(credentials.directory());
        Certificates certificates = Certificates.read(credentials.directory().resolve("gateway"));
        this.seal = new Seal(keys, () -> trust, () -> certificates, clock);
        this.clock = clock;
    }

    /** Seals the content as a message of the agency. */
    Bytes seal(MessageId id, Bytes content, MediaType type) {
        Instant now = clock.instant();
        Envelope envelope = new Envelope(
                id, agency, List.of(gateway.id()), now, type.code(), content, Optional.empty(), Optional.empty());
        return seal.close(envelope, gateway, now);
    }

    private static Party gateway(Credentials credentials, AgencyId coordinator) {
        return Party.knownBy(
                coordinator,
                new PinnedCertificate(
                        PinnedCertificate.Use.ENCRYPT, Certificates.digestOf(credentials.gatewayEncryption())));
    }
}
