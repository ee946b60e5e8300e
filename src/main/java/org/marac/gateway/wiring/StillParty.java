package org.marac.gateway.wiring;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.seal.RevocationUnknown;

/**
 * May a recipient have what was once decided, now that it leaves? Only while its signature stands on the version in force: an
 * agency that withdrew, was suspended, is no longer named, or whose encryption certificate is no longer good has none.
 */
record StillParty(SignedArea area, Clock clock) implements Dispatch.Standing {
    @Override
    public Optional<String> obstacle(AgencyId recipient) {
        Instant now = clock.instant();
        if (area.shelf().clockSetBack(now)) {
            return Optional.of("clock-set-back");
        }
        try {
            return area.shelf()
                    .inForce(now)
                    .map(inForce -> inForce.signatories().contains(recipient)
                            ? Optional.<String>empty()
                            : Optional.of("not-a-signatory"))
                    .orElseGet(() -> Optional.of("no-protocol-in-force"));
        } catch (RevocationUnknown e) {
            return Optional.of("no-current-revocation-list");
        }
    }
}
