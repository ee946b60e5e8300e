package org.marac.gateway.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the log as files that anyone can check without us: a static C2SP tlog-tiles directory of the latest checkpoint.
 * The same log at the same checkpoint gives the same bytes, names and times. Works beside a running gateway: what a
 * checkpoint covers does not change. Memory does not grow with the log.
 */
public final class Export {
    /** One older checkpoint is exported for every so many entries: the last before each multiple, and the last of all. */
    private static final long OLDER = 4096;

    private static final FileTime TIME = FileTime.from(Instant.EPOCH);

    private final VerifierKey key;

    /** Exports of the log of a key. */
    public Export(VerifierKey key) {
        this.key = key;
    }

    /**
     * Writes {@code README.txt} and {@code log/} below the directory.
     *
     * @param connection only read
     * @param directory made when missing; holds no {@code log} yet
     * @return the checkpoint that was exported
     * @throws IOException when a file cannot be written
     * @throws FileAlreadyExistsException when there is a {@code log} already
     * @throws AuditLogUnavailable when the database fails, or nothing was published yet
     * @throws LogBroken when the stored log is not what was signed
     */
    public SignedCheckpoint write(Connection connection, Path directory) throws IOException {
        TreeStore store = new TreeStore(connection);
        String note = store.lastNote().orElseThrow(() -> new AuditLogUnavailable("No checkpoint was signed yet"));
        SignedCheckpoint signed = new SignedCheckpoint(open(note), note);
        long size = signed.checkpoint().size();
        Path log = directory.resolve("log");
        Files.createDirectories(directory);
        Files.createDirectory(log);
        put(log.resolve("vkey"), utf8(key.text() + "\n"));
        entries(store, log, size);
        tiles(store, log, size);
        checkpoints(store, log, size);
        put(log.resolve("checkpoint"), utf8(note));
        put(directory.resolve("README.txt"), readme());
        settle(log);
        return signed;
    }

    private static void entries(TreeStore store, Path log, long size) throws IOException {
        for (long first = 0; first < size; first += Tiles.WIDTH) {
            int width = (int) Math.min(Tiles.WIDTH, size - first);
            put(log.resolve(Tiles.entries(first / Tiles.WIDTH, width)), bundle(store.exactly(first, width)));
        }
    }

    /** Entries side by side, each after its length in two bytes. */
    static byte[] bundle(List<byte[]> leaves) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] leaf : leaves) {
            bytes.write(leaf.length >> Byte.SIZE);
            bytes.write(leaf.length);
            bytes.writeBytes(leaf);
        }
        return bytes.toByteArray();
    }

    private static void tiles(TreeStore store, Path log, long size) throws IOException {
        for (int level = 0; Tiles.hashes(size, level) > 0; level++) {
            long hashes = Tiles.hashes(size, level);
            for (long index = 0; index * Tiles.WIDTH < hashes; index++) {
                Tiles.Id tile = new Tiles.Id(level, index);
                int width = Tiles.width(size, tile);
                put(log.resolve(Tiles.path(tile, width)), store.read(tile, width));
            }
        }
    }

    private void checkpoints(TreeStore store, Path log, long size) throws IOException {
        for (String older : store.notes(size, OLDER)) {
            put(log.resolve("checkpoints/" + open(older).size()), utf8(older));
        }
    }

    private Checkpoint open(String note) {
        try {
            return Checkpoint.open(note, key);
        } catch (Unproven e) {
            throw new LogBroken("a stored checkpoint is not of this log: " + e.getMessage());
        }
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, TIME);
    }

    /** Directories get their time last, because writing into them changes it. */
    private static void settle(Path log) throws IOException {
        try (Stream<Path> all = Files.walk(log)) {
            all.filter(Files::isDirectory).forEach(directory -> {
                try {
                    Files.setLastModifiedTime(directory, TIME);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] readme() throws IOException {
        try (InputStream text = Export.class.getResourceAsStream("export-readme.txt")) {
            if (text == null) {
                throw new IOException("The text of README.txt is missing from the program");
            }
            return text.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
