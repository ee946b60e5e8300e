package org.marac.gateway.audit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The hashes of complete subtrees, read from tiles. Keeps the tiles it has read for as long as it lives, at most a few. */
final class TileHashes implements Merkle.Subtrees {
    private static final int KEPT = 64;

    /** Where tiles are. */
    interface Source {
        /**
         * The hashes of a tile, side by side; at least as many as are asked for.
         *
         * @throws AuditLogUnavailable when there are fewer
         */
        byte[] read(Tiles.Id tile, int hashes);
    }

    private final Source source;
    private final Map<Tiles.Id, byte[]> kept = new LinkedHashMap<>();

    TileHashes(Source source) {
        this.source = source;
    }

    @Override
    public byte[] at(int level, long index) {
        int within = level % Tiles.HEIGHT;
        long first = index << within;
        int offset = (int) (first % Tiles.WIDTH);
        int count = 1 << within;
        byte[] hashes = tile(new Tiles.Id(level / Tiles.HEIGHT, first / Tiles.WIDTH), offset + count);
        return fold(hashes, offset, count);
    }

    /** The hash over {@code count} hashes of a tile, a power of two. */
    static byte[] fold(byte[] hashes, int offset, int count) {
        if (count == 1) {
            return Arrays.copyOfRange(hashes, offset * Merkle.HASH, (offset + 1) * Merkle.HASH);
        }
        int half = count / 2;
        return Merkle.node(fold(hashes, offset, half), fold(hashes, offset + half, half));
    }

    private byte[] tile(Tiles.Id id, int hashes) {
        byte[] known = kept.get(id);
        if (known != null && known.length >= hashes * Merkle.HASH) {
            return known;
        }
        byte[] read = source.read(id, hashes);
        if (read.length < hashes * Merkle.HASH) {
            throw new AuditLogUnavailable("A tile has fewer hashes than the tree");
        }
        if (kept.size() >= KEPT) {
            kept.clear();
        }
        kept.put(id, read);
        return read;
    }
}
