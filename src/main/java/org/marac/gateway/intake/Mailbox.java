package org.marac.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** What waits for an agency that calls out itself? Each call is a transaction of its own. */
public interface Mailbox {
    /**
     * What waits, the oldest first, without its content.
     *
     * @param most how many at most
     */
    List<Item> waiting(AgencyId agency, int most);

    /** The sealed bytes of one that waits; empty where nothing waits for the agency under this number. */
    Optional<Bytes> open(AgencyId agency, long number);

    /**
     * The agency has it: it is taken out, and the log says that it was delivered.
     *
     * @param sha256 digest of the bytes the agency has
     * @return false where nothing with this number and these bytes waits, or it was acknowledged before
     */
    boolean acknowledge(AgencyId agency, long number, Digest sha256);

    /**
     * Something that waits.
     *
     * @param number index of its disclosure in the audit log
     * @param sha256 digest of the sealed bytes
     * @param bytes how many
     * @param since when it was put there
     */
    record Item(long number, Digest sha256, int bytes, Instant since) {}
}
