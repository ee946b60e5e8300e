package org.marac.gateway.audit;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Digest;

/**
 * Brings the tree up to the entries, one transaction at a time, and signs what it has proved. Not for several threads.
 *
 * <p>Before a checkpoint is signed: the stored one is signed by our key and not older than the one signed last; the right
 * edge, derived again from the entries, gives its root; the tiles, read back from the database, give the new root; and
 * {@link Proofs} finds the old tree to be the beginning of the new one.
 */
final class TreeGrowth {
    /** Entries per transaction: bounds memory and how long the lock is held. */
    static final int BATCH = 2048;

    private final LogKey key;
    private Optional<Checkpoint> known;
    /** The note that was signed here, or whose signature was checked, last: it is read again several times a second. */
    private @Nullable SignedCheckpoint opened;

    private @Nullable TreeEdge edge;

    /**
     * Growth of the log of a key.
     *
     * @param known the checkpoint this node signed or saw last
     */
    TreeGrowth(LogKey key, Optional<Checkpoint> known) {
        this.key = key;
        this.known = known;
    }

    /** The edge in memory is ahead of the database: the transaction was rolled back. Read it again next time. */
    void forget() {
        edge = null;
    }

    /** The transaction that stores this checkpoint has committed. */
    void committed(SignedCheckpoint signed) {
        known = Optional.of(signed.checkpoint());
        opened = signed;
    }

    /** The latest checkpoint, checked against the one known; also when another node works. */
    Optional<SignedCheckpoint> latest(TreeStore store) {
        Optional<SignedCheckpoint> stored = store.lastNote().map(this::open);
        known.ifPresent(signed -> {
            Checkpoint now = stored.map(SignedCheckpoint::checkpoint)
                    .orElseThrow(() -> new LogBroken("the checkpoints are gone"));
            follow(signed, now, store);
        });
        known = stored.map(SignedCheckpoint::checkpoint).or(() -> known);
        return stored;
    }

    /**
     * Takes in new entries and signs, in the transaction of the store, which holds the lock.
     *
     * @return the checkpoint to store when there was something to sign; the caller commits
     */
    Optional<SignedCheckpoint> grow(TreeStore store) {
        Optional<SignedCheckpoint> stored = latest(store);
        if (stored.isEmpty()) {
            return Optional.of(first(store));
        }
        Checkpoint last = stored.get().checkpoint();
        TreeEdge growing = edgeAt(last, store);
        List<byte[]> leaves = store.leaves(last.size(), BATCH);
        if (leaves.isEmpty()) {
            return Optional.empty();
        }
        leaves.forEach(leaf -> growing.append(Merkle.leaf(leaf)));
        store.save(growing.changed());
        TileHashes written = new TileHashes(store);
        byte[] root = Merkle.root(growing.size(), written);
        if (!Arrays.equals(root, growing.root())) {
            throw new LogBroken("the stored tiles do not give the root of the entries");
        }
        Checkpoint next = new Checkpoint(last.origin(), growing.size(), Digest.wrap(root));
        prove(last, next, written);
        SignedCheckpoint signed = key.sign(next);
        store.save(signed, Instant.now());
        return Optional.of(signed);
    }

    private SignedCheckpoint first(TreeStore store) {
        Checkpoint empty = new Checkpoint(key.verifier().name(), 0, Digest.wrap(Merkle.empty()));
        SignedCheckpoint signed = key.sign(empty);
        store.save(signed, Instant.now());
        return signed;
    }

    private TreeEdge edgeAt(Checkpoint last, TreeStore store) {
        TreeEdge current = edge;
        if (current == null || current.size() != last.size()) {
            current = new TreeEdge(last.size(), store);
            if (!Arrays.equals(current.root(), last.root().toArray())) {
                throw new LogBroken("the stored tiles do not give the root that was signed");
            }
            rederive(last.size(), store);
            edge = current;
        }
        return current;
    }

    /** Hashes the last entries again and compares them with their tile. */
    private static void rederive(long size, TreeStore store) {
        if (size == 0) {
            return;
        }
        Tiles.Id tile = new Tiles.Id(0, (size - 1) / Tiles.WIDTH);
        int width = Tiles.width(size, tile);
        byte[] hashes = store.read(tile, width);
        List<byte[]> leaves = store.exactly(tile.index() * Tiles.WIDTH, width);
        for (int i = 0; i < width; i++) {
            if (!Arrays.equals(TileHashes.fold(hashes, i, 1), Merkle.leaf(leaves.get(i)))) {
                throw new LogBroken("entry " + (tile.index() * Tiles.WIDTH + i) + " is not the one that was signed");
            }
        }
    }

    private static void follow(Checkpoint earlier, Checkpoint later, TreeStore store) {
        if (earlier.equals(later)) {
            return;
        }
        if (later.size() <= earlier.size()) {
            throw new LogBroken("the stored log is not the one signed last: it has " + later.size() + " entries, and "
                    + earlier.size() + " were signed");
        }
        TileHashes tiles = new TileHashes(store);
        if (!Arrays.equals(Merkle.root(later.size(), tiles), later.root().toArray())) {
            throw new LogBroken("the stored tiles do not give the root that was signed");
        }
        prove(earlier, later, tiles);
    }

    private static void prove(Checkpoint earlier, Checkpoint later, TileHashes tiles) {
        if (earlier.size() == 0) {
            // Every tree begins with the empty one; there is nothing to prove but that it was the empty one.
            if (!Arrays.equals(earlier.root().toArray(), Merkle.empty())) {
                throw new LogBroken("the checkpoint of the empty log is not that of an empty log");
            }
            return;
        }
        List<byte[]> proof = Merkle.consistency(earlier.size(), later.size(), tiles);
        byte[] before = earlier.root().toArray();
        if (!Proofs.consistent(
                earlier.size(), before, later.size(), later.root().toArray(), proof)) {
            throw new LogBroken("the log of " + later.size() + " entries does not begin with the " + earlier.size()
                    + " entries that were signed");
        }
    }

    private SignedCheckpoint open(String note) {
        SignedCheckpoint last = opened;
        if (last != null && last.note().equals(note)) {
            return last;
        }
        try {
            SignedCheckpoint now = new SignedCheckpoint(Checkpoint.open(note, key.verifier()), note);
            opened = now;
            return now;
        } catch (Unproven e) {
            throw new LogBroken("the stored checkpoint is not ours: " + e.getMessage());
        }
    }
}
