package org.marac.gateway.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Something an agency sent that could not be read: kept sealed for a person, with its evidence. Without content.
 *
 * @param id under which it is kept
 * @param agency who sent it, as the channel proved
 * @param door by which door it came
 * @param type what it claims to be; empty when that was missing or not on the list
 * @param size how many bytes came; of more than the gateway takes, one more than that
 * @param sha256 digest of these bytes, as in the refusal's receipt
 * @param receivedAt when
 * @param refusal why it was refused, last
 * @param refused where the audit log says so
 * @param receiptId the receipt its sender has of that
 * @param expires when its key is destroyed, whatever became of it
 * @param state what has become of it
 * @param ended where the audit log says how it ended; empty while nothing has
 */
public record Unread(
        String id,
        AgencyId agency,
        Door door,
        Optional<MediaType> type,
        int size,
        Digest sha256,
        Instant receivedAt,
        Refusal refusal,
        Position refused,
        Optional<String> receiptId,
        Instant expires,
        State state,
        Optional<Position> ended) {

    /** What has become of it. */
    public enum State {
        /** It waits for a person. */
        OPEN,
        /** It waits for a person, and its bytes were not kept: too large, or too much of the agency is kept already. */
        EVIDENCE,
        /** A person had it taken again, and it was read. */
        RESUBMITTED,
        /** A person has put it aside. */
        DISMISSED,
        /** Nobody did anything about it in time. */
        EXPIRED;

        /** Whether a person may still do something about it. */
        public boolean isOpen() {
            return this == OPEN || this == EVIDENCE;
        }
    }
}
