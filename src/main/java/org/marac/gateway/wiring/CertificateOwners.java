package org.marac.gateway.wiring;

import java.security.PublicKey;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.broker.Owners;
import org.marac.gateway.delivery.MllpCall;
import org.marac.gateway.files.KeyOwners;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.protocol.ClockSetBack;
import org.marac.gateway.seal.RevocationUnknown;

/**
 * Whose certificate is this, by the protocol in force? Nobody is let in while nobody knows who is revoked, or what time it is;
 * health says so, and the sender keeps its message.
 */
record CertificateOwners(SignedArea area, Clock clock) implements Owners, KeyOwners, MllpCall.Listeners {
    @Override
    public Optional<AgencyId> owner(Digest certificate) {
        return known(() -> area.shelf().owner(certificate, clock.instant()));
    }

    @Override
    public Optional<AgencyId> alternateOf(Digest certificate) {
        return known(() -> area.shelf().alternateOf(certificate, clock.instant()));
    }

    /**
     * More than one certificate may be of a key: a new one for the old key is good while the old one is not yet out of the
     * protocol.
     */
    @Override
    public Optional<Holder> of(PublicKey key) {
        return area.certificates().get().of(key).stream()
                .flatMap(certificate -> owner(certificate).map(agency -> new Holder(agency, certificate)).stream())
                .findFirst();
    }

    @Override
    public boolean receives(Digest certificate) {
        return known(() -> area.shelf().recipient(certificate, Door.FILES, clock.instant()))
                .isPresent();
    }

    @Override
    public boolean isOf(AgencyId agency, Digest certificate) {
        return takes(agency, certificate, Door.MLLP);
    }

    /** Whether the agency takes disclosures from this door with this certificate. */
    boolean takes(AgencyId agency, Digest certificate, Door door) {
        return known(() -> area.shelf().recipient(certificate, door, clock.instant()))
                .filter(agency::equals)
                .isPresent();
    }

    private static Optional<AgencyId> known(Supplier<Optional<AgencyId>> question) {
        try {
            return question.get();
        } catch (RevocationUnknown | ClockSetBack e) {
            return Optional.empty();
        }
    }
}
