package org.marac.gateway.mail;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;

/** Who writes to us, and to whom do we write, by the protocol? */
public interface Correspondents {
    /** Whose mail this certificate signs; empty when the protocol gives it no address. */
    Optional<Correspondent> signing(Digest certificate);

    /** Whose address is whose, by the protocol, in lower case; whether or not it is proved to be theirs who write from it. */
    Map<String, AgencyId> addresses();

    /** Where the agency's mail goes, if the protocol sends it any. */
    Optional<Party.MailAddress> addressOf(AgencyId agency);

    /**
     * An agency that writes.
     *
     * @param agency which
     * @param address its one address
     * @param maximumAge how long ago its mail may have been signed
     * @param clockSkew how far its clock may run ahead
     */
    record Correspondent(AgencyId agency, String address, Duration maximumAge, Duration clockSkew) {}
}
