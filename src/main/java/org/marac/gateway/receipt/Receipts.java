package org.marac.gateway.receipt;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * What do we tell the sender? A signed receipt, made once and kept: a signature differs each time it is made, and every
 * retry is told the same bytes.
 */
public final class Receipts {
    private static final String KEEP = "insert into receipt"
            + " (claim, receipt_id, outcome, refusal, reason, clauses, place, log_index, signed)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ANSWERED =
            "select outcome, refusal, reason, clauses, place, log_index, signed from receipt where claim = ?";
    private static final String AT = "select signed from receipt where log_index = ?";

    private final Signer signer;
    private final ReceiptDocument document;

    /**
     * @param signer how the gateway signs
     * @param origin the audit log's name
     * @param checkpoints the audit log's latest signed checkpoint
     */
    public Receipts(Signer signer, String origin, Checkpoints checkpoints) {
        this.signer = signer;
        this.document = new ReceiptDocument(origin, checkpoints);
    }

    /** How does the gateway sign? */
    @FunctionalInterface
    public interface Signer {
        /** The signed form, with the document in it. */
        Bytes sign(Bytes document);
    }

    /** Which is the log's latest checkpoint? */
    @FunctionalInterface
    public interface Checkpoints {
        /** Its exact text; empty before the first. */
        Optional<String> latest();
    }

    /**
     * A receipt that is signed and not yet kept.
     *
     * @param claim the key under which the message was claimed
     * @param receiptId its id
     * @param answered what the sender is told
     */
    public record Signed(long claim, UUID receiptId, Answered answered) {}

    /**
     * Signs the receipt. It tells the sender nothing before {@link #keep} and a commit: a signature differs each time.
     *
     * @param claim the key under which the message was claimed
     */
    public Signed sign(long claim, ReceiptFacts facts) {
        Bytes signed = signer.sign(document.write(facts));
        return new Signed(
                claim,
                UUID.fromString(facts.receiptId()),
                new Answered(facts.outcome(), facts.refusal(), Optional.of(signed), facts.position()));
    }

    /** Keeps signed receipts, in the caller's transaction. */
    public void keep(Connection connection, List<Signed> receipts) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(KEEP)) {
            for (Signed receipt : receipts) {
                Answered answered = receipt.answered();
                Optional<Refusal> refusal = answered.refusal();
                insert.setLong(1, receipt.claim());
                insert.setObject(2, receipt.receiptId());
                insert.setString(3, answered.outcome().name());
                insert.setString(4, refusal.map(r -> r.code().name()).orElse(null));
                insert.setString(5, refusal.flatMap(Refusal::reason).orElse(null));
                insert.setArray(6, connection.createArrayOf("text", clauses(refusal)));
                insert.setString(7, refusal.flatMap(Refusal::position).orElse(null));
                insert.setLong(8, answered.position().index());
                insert.setBytes(9, answered.receipt().orElseThrow().toArray());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** How the claimed message was answered. */
    public Optional<Answered> answered(Connection connection, long claim) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANSWERED)) {
            select.setLong(1, claim);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(answered(row)) : Optional.empty();
            }
        }
    }

    /** The receipt that names this entry of the audit log. */
    public Optional<Bytes> at(Connection connection, Position position) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(AT)) {
            select.setLong(1, position.index());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Bytes.of(row.getBytes(1))) : Optional.empty();
            }
        }
    }

    private static Answered answered(ResultSet row) throws SQLException {
        List<ClauseId> clauses = Arrays.stream(
                        (String[]) row.getArray("clauses").getArray())
                .map(ClauseId::new)
                .toList();
        Optional<String> reason = Optional.ofNullable(row.getString("reason"));
        Optional<String> place = Optional.ofNullable(row.getString("place"));
        return new Answered(
                Answered.Outcome.valueOf(row.getString("outcome")),
                Optional.ofNullable(row.getString("refusal"))
                        .map(code -> new Refusal(RefusalCode.valueOf(code), clauses, reason, place)),
                Optional.of(Bytes.of(row.getBytes("signed"))),
                new Position(row.getLong("log_index")));
    }

    private static Object[] clauses(Optional<Refusal> refusal) {
        return refusal.stream()
                .flatMap(r -> r.clauses().stream())
                .map(ClauseId::value)
                .toArray();
    }
}
