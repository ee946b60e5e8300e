package org.marac.gateway.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of an exported log of a known size. Trusts none of them: follows no links, reads no more than may be there. */
final class ExportedLog {
    private static final int MAXIMUM_BUNDLE = Tiles.WIDTH * (2 + Leaf.MAXIMUM_BYTES);
    private static final int KEPT = 16;
    private static final Pattern TILE =
            Pattern.compile("tile/(entries|[0-7])/((?:x\\d{3}/){0,5}\\d{3})(?:\\.p/\\d{1,3})?");

    private final Path log;
    private final long size;
    private final Map<Long, List<byte[]>> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<byte[]>> eldest) {
            return size() > KEPT;
        }
    };

    ExportedLog(Path log, long size) {
        this.log = log;
        this.size = size;
    }

    /** A small file of the log. */
    static byte[] small(Path file) throws Unproven {
        return read(file, 1 << 16);
    }

    /**
     * The entries of a bundle.
     *
     * @throws Unproven when the file is missing or is not so many entries
     */
    List<byte[]> bundle(long index) throws Unproven {
        List<byte[]> known = kept.get(index);
        if (known == null) {
            int width = (int) Math.min(Tiles.WIDTH, size - index * Tiles.WIDTH);
            known = split(read(log.resolve(Tiles.entries(index, width)), MAXIMUM_BUNDLE), width);
            kept.put(index, known);
        }
        return known;
    }

    /** An entry, if there is one that can be read at that place. */
    Optional<Logged> entry(long index) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        try {
            return Optional.of(Leaf.read(bundle(index / Tiles.WIDTH).get((int) (index % Tiles.WIDTH))));
        } catch (Unproven | NotALeaf e) {
            // Found and reported where the entry itself is read.
            return Optional.empty();
        }
    }

    /** A tile of hashes as it must be in a log of this size. */
    byte[] tile(Tiles.Id tile) throws Unproven {
        return read(log.resolve(Tiles.path(tile, Tiles.width(size, tile))), Tiles.WIDTH * Merkle.HASH);
    }

    /** Whether a tile or bundle of this name belongs to a log of this size. */
    boolean expects(String name) {
        Matcher form = TILE.matcher(name);
        if (!form.matches()) {
            return false;
        }
        boolean entries = form.group(1).equals("entries");
        long index = Long.parseLong(form.group(2).replaceAll("[x/]", ""));
        Tiles.Id tile = new Tiles.Id(entries ? 0 : Integer.parseInt(form.group(1)), index);
        int width = Tiles.width(size, tile);
        return width > 0 && name.equals(entries ? Tiles.entries(index, width) : Tiles.path(tile, width));
    }

    private static List<byte[]> split(byte[] bundle, int count) throws Unproven {
        List<byte[]> entries = new ArrayList<>();
        int at = 0;
        while (at + 2 <= bundle.length) {
            int length = (bundle[at] & 0xff) << Byte.SIZE | (bundle[at + 1] & 0xff);
            at += 2;
            if (at + length > bundle.length) {
                throw new Unproven("an entry bundle ends within an entry");
            }
            entries.add(Arrays.copyOfRange(bundle, at, at + length));
            at += length;
        }
        if (at != bundle.length || entries.size() != count) {
            throw new Unproven("an entry bundle has not as many entries as its name says");
        }
        return entries;
    }

    private static byte[] read(Path file, int most) throws Unproven {
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new Unproven("a file is missing: " + name(file));
            }
            if (Files.size(file) > most) {
                throw new Unproven("a file is larger than it may be: " + name(file));
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Unproven("a file cannot be read: " + name(file));
        }
    }

    private static String name(Path file) {
        int names = file.getNameCount();
        return file.subpath(Math.max(0, names - 3), names).toString();
    }
}
