package org.marac.gateway.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The growing right edge of the tree: the last, partial tile of every level. Grows by leaf hashes, gives changed tiles. */
final class TreeEdge {
    private final List<Level> levels = new ArrayList<>();
    private final Map<Tiles.Id, byte[]> full = new LinkedHashMap<>();
    private long size;

    /** The edge of an empty tree. */
    TreeEdge() {}

    /** The edge of a tree that is stored. */
    TreeEdge(long size, TileHashes.Source source) {
        this.size = size;
        for (int level = 0; Tiles.hashes(size, level) > 0; level++) {
            Tiles.Id tile = new Tiles.Id(level, Tiles.hashes(size, level) / Tiles.WIDTH);
            int width = Tiles.width(size, tile);
            levels.add(new Level(tile.index(), width, width == 0 ? new byte[0] : source.read(tile, width)));
        }
    }

    /** How many leaves the tree has. */
    long size() {
        return size;
    }

    /** Adds the hash of the next leaf. */
    void append(byte[] leafHash) {
        push(0, leafHash);
        size++;
    }

    /** The tiles that changed since this was last asked, as they are now. */
    Map<Tiles.Id, byte[]> changed() {
        Map<Tiles.Id, byte[]> changed = new LinkedHashMap<>(full);
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            if (level.touched && level.width > 0) {
                changed.put(new Tiles.Id(i, level.index), level.bytes());
            }
            level.touched = false;
        }
        full.clear();
        return changed;
    }

    /** The root, from the edge alone: every subtree the root is made of ends at the edge. */
    byte[] root() {
        return Merkle.root(size, new TileHashes((tile, hashes) -> levels.get(tile.level()).hashes));
    }

    private void push(int number, byte[] hash) {
        if (number == levels.size()) {
            levels.add(new Level(0, 0, new byte[0]));
        }
        Level level = levels.get(number);
        System.arraycopy(hash, 0, level.hashes, level.width * Merkle.HASH, Merkle.HASH);
        level.width++;
        level.touched = true;
        if (level.width == Tiles.WIDTH) {
            full.put(new Tiles.Id(number, level.index), level.bytes());
            byte[] above = TileHashes.fold(level.hashes, 0, Tiles.WIDTH);
            level.index++;
            level.width = 0;
            push(number + 1, above);
        }
    }

    private static final class Level {
        private final byte[] hashes = new byte[Tiles.WIDTH * Merkle.HASH];
        private long index;
        private int width;
        private boolean touched;

        private Level(long index, int width, byte[] known) {
            this.index = index;
            this.width = width;
            System.arraycopy(known, 0, hashes, 0, width * Merkle.HASH);
        }

        private byte[] bytes() {
            return Arrays.copyOf(hashes, width * Merkle.HASH);
        }
    }
}
