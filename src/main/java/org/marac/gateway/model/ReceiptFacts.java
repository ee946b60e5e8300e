package org.marac.gateway.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a receipt says.
 *
 * @param receiptId a random UUID
 * @param messageId the sender's id of the message; empty where none could be read
 * @param received digest of the bytes as received
 * @param receivedAt when
 * @param outcome how it ended
 * @param refusal why not, when refused
 * @param protocol the version in force, where one is
 * @param rulings one per possible recipient, where the protocol was asked
 * @param position the entry in the audit log
 */
public record ReceiptFacts(
        String receiptId,
        Optional<MessageId> messageId,
        Digest received,
        Instant receivedAt,
        Answered.Outcome outcome,
        Optional<Refusal> refusal,
        Optional<ProtocolRef> protocol,
        List<Ruling> rulings,
        Position position) {
    public ReceiptFacts {
        rulings = List.copyOf(rulings);
    }
}
