package org.marac.gateway.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.Position;

/** One reading of an exported log, from its first entry to its last, that makes again whatever can be made from entries. */
final class LogWalk {
    private static final String OLDER = "checkpoints/";

    private final Path log;
    private final VerifierKey key;
    private final Checkpoint checkpoint;
    private final Findings findings;
    private final ExportedLog files;
    private final Story story;
    private final RootOfEntries root = new RootOfEntries();
    private final TreeEdge tree = new TreeEdge();
    private final Map<Long, Checkpoint> older = new HashMap<>();

    LogWalk(Path log, VerifierKey key, Checkpoint checkpoint, Findings findings, GateCheck gate) {
        this.log = log;
        this.key = key;
        this.checkpoint = checkpoint;
        this.findings = findings;
        this.files = new ExportedLog(log, checkpoint.size());
        this.story = new Story(findings, gate, files::entry);
    }

    /** @param heard is given every entry that can be read */
    Verified walk(Consumer<Logged> heard) {
        files();
        for (long first = 0; first < checkpoint.size(); first += Tiles.WIDTH) {
            try {
                bundle(first, files.bundle(first / Tiles.WIDTH), heard);
            } catch (Unproven e) {
                findings.add(Check.ROOT, "from entry " + first + " on nothing can be checked: " + e.getMessage());
                return findings.verified(first);
            }
            tiles(tree.changed());
        }
        if (!Arrays.equals(root.root(), checkpoint.root().toArray())) {
            findings.add(Check.ROOT, "the entries do not give the root hash of the checkpoint");
        }
        return findings.verified(checkpoint.size());
    }

    private void bundle(long first, List<byte[]> entries, Consumer<Logged> heard) {
        for (int i = 0; i < entries.size(); i++) {
            long index = first + i;
            byte[] hash = Merkle.leaf(entries.get(i));
            root.add(hash);
            tree.append(hash);
            compare(older.get(index + 1));
            try {
                Logged entry = Leaf.read(entries.get(i));
                story.next(index, entry);
                heard.accept(entry);
            } catch (NotALeaf e) {
                findings.add(Check.ENTRIES, new Position(index), String.valueOf(e.getMessage()));
            }
        }
    }

    private void compare(@Nullable Checkpoint then) {
        if (then != null && !Arrays.equals(root.root(), then.root().toArray())) {
            findings.add(Check.CHECKPOINTS, "the checkpoint of " + then.size() + " entries is of another history");
        }
    }

    /** Compares tiles that have reached their last width with their files; every tile does so exactly once. */
    private void tiles(Map<Tiles.Id, byte[]> changed) {
        for (Map.Entry<Tiles.Id, byte[]> tile : changed.entrySet()) {
            int width = Tiles.width(checkpoint.size(), tile.getKey());
            if (tile.getValue().length == width * Merkle.HASH) {
                compare(tile.getKey(), tile.getValue());
            }
        }
    }

    private void compare(Tiles.Id tile, byte[] expected) {
        try {
            if (!Arrays.equals(files.tile(tile), expected)) {
                findings.add(Check.TILES, "tile " + tile.level() + "/" + tile.index() + " is not that of the entries");
            }
        } catch (Unproven e) {
            findings.add(Check.TILES, String.valueOf(e.getMessage()));
        }
    }

    /** Every file below the log is one that belongs there; older checkpoints are read. */
    private void files() {
        try (Stream<Path> all = Files.walk(log)) {
            Iterator<Path> each = all.filter(path -> !Files.isDirectory(path)).iterator();
            while (each.hasNext()) {
                file(log.relativize(each.next()).toString().replace('\\', '/'));
            }
        } catch (IOException | UncheckedIOException e) {
            findings.add(Check.TILES, "the files of the log cannot be listed");
        }
    }

    private void file(String name) {
        if (name.startsWith(OLDER)) {
            older(name);
        } else if (!name.equals("vkey") && !name.equals("checkpoint") && !files.expects(name)) {
            findings.add(Check.TILES, "a file is not of this log: " + name.replaceAll("[^A-Za-z0-9/._-]", "?"));
        }
    }

    private void older(String name) {
        try {
            Checkpoint then = Checkpoint.open(ExportedLog.small(log.resolve(name)), key);
            boolean fits = name.equals(OLDER + then.size()) && then.size() > 0 && then.size() <= checkpoint.size();
            if (!fits) {
                throw new Unproven("its size is not that of its name, or larger than the log");
            }
            older.put(then.size(), then);
        } catch (Unproven e) {
            findings.add(Check.CHECKPOINTS, "an older checkpoint does not hold: " + e.getMessage());
        }
    }
}
