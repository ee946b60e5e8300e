package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;

/** How an agency stands to a version, in words. */
final class StandingWords {
    private final SignerReading signers;

    StandingWords(SignerReading signers) {
        this.signers = signers;
    }

    /** One sentence; without who signed. */
    static String of(Standing standing) {
        String when = standing.until().map(Instant::toString).orElse("");
        return switch (standing.kind()) {
            case SIGNED -> "stands";
            case UNSIGNED -> "has not signed: sends and receives nothing";
            case WITHDRAWN -> "has withdrawn, from " + when + ": sends and receives nothing";
            case SUSPENDED -> "is suspended by the chair until " + when + ": sends and receives nothing";
            case IN_DOUBT -> "is in doubt, see its statement: sends and receives nothing";
            case INVALID ->
                "does not stand (" + standing.code() + "): "
                        + standing.why().map(Wording::why).orElse("");
        };
    }

    /** What the agency's signature file says of itself. */
    Optional<SignerReading.Signer> signer(Sheet sheet, AgencyId agency) {
        return Optional.ofNullable(sheet.signatures().get(agency.value())).flatMap(signers::read);
    }
}
