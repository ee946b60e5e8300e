package org.marac.gateway.wiring;

import java.time.Clock;
import java.util.Optional;
import org.marac.gateway.intake.RestCallers;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;

/**
 * Who calls at the REST door, by the protocol in force? While that cannot be known, the question fails and the caller is told to
 * come again: an agency that heard it were nobody would take it for final.
 */
record CertificateCallers(SignedArea area, Clock clock) implements RestCallers {
    @Override
    public Optional<AgencyId> owner(Digest certificate) {
        return area.shelf().owner(certificate, clock.instant());
    }

    @Override
    public Optional<AgencyId> recipient(Digest certificate) {
        return area.shelf().recipient(certificate, Door.REST, clock.instant());
    }
}
