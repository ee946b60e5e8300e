package org.marac.gateway.audit;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Question;

/**
 * Who shared what with whom, and why? The door for auditors. Everything it says is read from the exact bytes the tree is
 * made of, not from a copy beside them; memory does not grow with the log.
 */
public final class AuditReading {
    private static final int PAGE = 1000;

    private final VerifierKey key;

    /** Reads the log of a key. */
    public AuditReading(VerifierKey key) {
        this.key = key;
    }

    /**
     * Gives every entry of the filter, in the order of the log.
     *
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when an entry is missing or is none
     */
    public void list(Connection connection, AuditFilter filter, Consumer<Listed> to) {
        TreeStore store = new TreeStore(connection);
        List<byte[]> page = store.leaves(0, PAGE);
        for (long first = 0; !page.isEmpty(); first += PAGE, page = store.leaves(first, PAGE)) {
            List<Logged> entries = new ArrayList<>(page.size());
            for (int i = 0; i < page.size(); i++) {
                entries.add(read(first + i, page.get(i)));
            }
            for (Listed listed : listed(connection, entries)) {
                if (filter.takes(listed)) {
                    to.accept(listed);
                }
            }
        }
    }

    /**
     * One entry with what belongs to it.
     *
     * @return empty when the log has no such entry
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when an entry is missing or is none
     */
    public Optional<Shown> show(Connection connection, Position position) {
        Optional<Listed> found = listed(connection, position);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Listed listed = found.get();
        Entry entry = listed.logged().entry();
        Optional<Position> disclosure = disclosure(entry);
        Optional<Position> decision = decision(entry)
                .or(() -> disclosure
                        .flatMap(at -> listed(connection, at))
                        .flatMap(made -> decision(made.logged().entry())));
        List<Listed> after = new ArrayList<>(naming(connection, "decision", position));
        if (entry instanceof HoldEntry.Held) {
            after.addAll(naming(connection, "raised", position));
        }
        for (Listed made : List.copyOf(after)) {
            after.addAll(naming(connection, "disclosure", made.logged().position()));
        }
        if (entry instanceof Entry.Leaving) {
            after.addAll(naming(connection, "disclosure", position));
            after.addAll(naming(connection, "recalled", position));
        }
        return Optional.of(
                new Shown(listed, decision.flatMap(at -> listed(connection, at)), after, prove(connection, position)));
    }

    /**
     * The proof that an entry is in the log.
     *
     * @return empty until a checkpoint covers it
     * @throws AuditLogUnavailable when the database fails
     * @throws LogBroken when the stored log is not what was signed
     */
    public Optional<ProofFile> prove(Connection connection, Position position) {
        TreeStore store = new TreeStore(connection);
        Optional<String> note = store.lastNote();
        if (note.isEmpty()) {
            return Optional.empty();
        }
        try {
            Checkpoint checkpoint = Checkpoint.open(note.get(), key);
            if (position.index() >= checkpoint.size()) {
                return Optional.empty();
            }
            List<byte[]> hashes = Merkle.inclusion(position.index(), checkpoint.size(), new TileHashes(store));
            ProofFile proof =
                    new ProofFile(position, hashes.stream().map(Digest::wrap).toList(), note.get());
            proof.verify(store.exactly(position.index(), 1).get(0), key);
            return Optional.of(proof);
        } catch (Unproven e) {
            throw new LogBroken("entry " + position.index() + " cannot be proved: " + e.getMessage());
        }
    }

    private Optional<Listed> listed(Connection connection, Position position) {
        List<byte[]> leaf = new TreeStore(connection).leaves(position.index(), 1);
        if (leaf.isEmpty()) {
            return Optional.empty();
        }
        return listed(connection, List.of(read(position.index(), leaf.get(0)))).stream()
                .findFirst();
    }

    /** Each with what it rests on: a delivery on its disclosure, a disclosure on the question that was asked. */
    private static List<Listed> listed(Connection connection, List<Logged> entries) {
        Map<Long, Entry> disclosures =
                entries(connection, entries.stream().flatMap(logged -> disclosure(logged.entry()).stream()));
        Map<Long, Entry> decisions = entries(
                connection,
                Stream.concat(entries.stream().map(Logged::entry), disclosures.values().stream())
                        .flatMap(entry -> entry instanceof Entry.Disclosed disclosed
                                ? Stream.of(disclosed.decision())
                                : Stream.empty()));
        List<Listed> listed = new ArrayList<>();
        for (Logged logged : entries) {
            Optional<Entry.Leaving> left = disclosure(logged.entry())
                    .map(at -> Optional.ofNullable(disclosures.get(at.index())))
                    .orElse(Optional.of(logged.entry()))
                    .filter(Entry.Leaving.class::isInstance)
                    .map(Entry.Leaving.class::cast);
            Optional<Question> asked = left.filter(Entry.Disclosed.class::isInstance)
                    .flatMap(made -> Optional.ofNullable(
                            decisions.get(((Entry.Disclosed) made).decision().index())))
                    .flatMap(Footing::of)
                    .map(Footing::question);
            listed.add(Listed.of(logged, left, asked));
        }
        return listed;
    }

    /** Later entries that name a position in a field. The form of leaves lets their bytes be searched. */
    private List<Listed> naming(Connection connection, String field, Position position) {
        String sql = "SELECT index, leaf FROM audit_entry WHERE index > ?"
                + " AND (position(?::bytea in leaf) > 0 OR position(?::bytea in leaf) > 0) ORDER BY index";
        String needle = "\"" + field + "\":" + position.index();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, position.index());
            select.setBytes(2, (needle + "}").getBytes(StandardCharsets.US_ASCII));
            select.setBytes(3, (needle + ",").getBytes(StandardCharsets.US_ASCII));
            List<Logged> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(read(row.getLong(1), row.getBytes(2)));
                }
            }
            return listed(connection, found);
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Entries cannot be searched", e);
        }
    }

    /** The entries at these places, read at once. */
    private static Map<Long, Entry> entries(Connection connection, Stream<Position> at) {
        Long[] named = at.map(Position::index).distinct().toArray(Long[]::new);
        Map<Long, Entry> entries = new HashMap<>();
        if (named.length == 0) {
            return entries;
        }
        String sql = "SELECT index, leaf FROM audit_entry WHERE index = ANY (?)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Array indexes = connection.createArrayOf("bigint", named);
            select.setArray(1, indexes);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.put(
                            row.getLong(1),
                            read(row.getLong(1), row.getBytes(2)).entry());
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new AuditLogUnavailable("Entries cannot be read", e);
        }
    }

    private static Optional<Position> disclosure(Entry entry) {
        if (entry instanceof Entry.Delivered delivered) {
            return Optional.of(delivered.disclosure());
        }
        return entry instanceof Entry.Undelivered undelivered
                ? Optional.of(undelivered.disclosure())
                : Optional.empty();
    }

    /** The earlier entry that this one rests on. */
    private static Optional<Position> decision(Entry entry) {
        if (entry instanceof Entry.Disclosed disclosed) {
            return Optional.of(disclosed.decision());
        }
        if (entry instanceof Entry.Recall recall) {
            return Optional.of(recall.decision());
        }
        if (entry instanceof HoldEntry.Held held) {
            return Optional.of(held.decision());
        }
        if (entry instanceof HoldEntry.Released released) {
            return Optional.of(released.hold().raised());
        }
        if (entry instanceof HoldEntry.Withheld withheld) {
            return Optional.of(withheld.hold().raised());
        }
        return entry instanceof HoldEntry.Escalated escalated
                ? Optional.of(escalated.hold().raised())
                : Optional.empty();
    }

    private static Logged read(long index, byte[] leaf) {
        try {
            return Leaf.read(leaf);
        } catch (NotALeaf e) {
            throw new LogBroken("entry " + index + " is not an entry: " + e.getMessage());
        }
    }
}
