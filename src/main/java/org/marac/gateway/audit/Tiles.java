package org.marac.gateway.audit;

import java.util.Locale;

/**
 * Where does a tile lie, and how wide is it? The names of C2SP tlog-tiles: {@code tile/<level>/<n>[.p/<width>]} and
 * {@code tile/entries/<n>[.p/<width>]}.
 */
final class Tiles {
    /** Hashes of a full tile. */
    static final int WIDTH = 256;

    /** Levels of the tree from one level of tiles to the next. */
    static final int HEIGHT = 8;

    private Tiles() {}

    /**
     * A tile of hashes.
     *
     * @param level 0 for the hashes of entries
     * @param index 0 for the leftmost of its level
     */
    record Id(int level, long index) {}

    /** How many hashes a level has in a tree of this size. */
    static long hashes(long size, int level) {
        return level * HEIGHT >= Long.SIZE ? 0 : size >>> (level * HEIGHT);
    }

    /** How many hashes a tile has in a tree of this size: 256 when full, 0 when it is not there. */
    static int width(long size, Id tile) {
        return (int) Math.min(WIDTH, Math.max(0, hashes(size, tile.level()) - tile.index() * WIDTH));
    }

    /** The name of a tile of hashes. */
    static String path(Id tile, int width) {
        return "tile/" + tile.level() + "/" + number(tile.index()) + partial(width);
    }

    /** The name of an entry bundle. */
    static String entries(long index, int width) {
        return "tile/entries/" + number(index) + partial(width);
    }

    /** In groups of three digits, all but the last marked: 1234067 is {@code x001/x234/067}. */
    private static String number(long index) {
        StringBuilder path = new StringBuilder(group(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x" + group(rest % 1000) + "/");
        }
        return path.toString();
    }

    private static String group(long digits) {
        return String.format(Locale.ROOT, "%03d", digits);
    }

    private static String partial(int width) {
        return width == WIDTH ? "" : ".p/" + width;
    }
}
