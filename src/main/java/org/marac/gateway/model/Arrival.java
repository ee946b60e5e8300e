package org.marac.gateway.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What came in at a door: raw bytes as received, with the authenticated peer.
 *
 * @param door which door
 * @param peer who the transport proved it to be
 * @param type what the bytes claim to be; empty when it is missing or not on the list
 * @param bytes exactly as received; of a message larger than the limit only its beginning, one byte more than the limit
 * @param receivedAt the gateway's own clock
 * @param transmission the sender's id of this transmission (BaRS {@code X-Request-Id}), the same on a retry; empty where the door has none
 * @param correlation the sender's id of the conversation (BaRS {@code X-Correlation-Id}); empty where the door has none
 */
public record Arrival(
        Door door,
        Peer peer,
        Optional<MediaType> type,
        Bytes bytes,
        Instant receivedAt,
        Optional<MessageId> transmission,
        Optional<MessageId> correlation) {}
