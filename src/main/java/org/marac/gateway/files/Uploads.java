package org.marac.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agencies are uploading. A file is finished when it was written under a temporary name and is renamed, or when a
 * control file beside it says its digest; until then nobody reads it, however long it lies there.
 */
final class Uploads {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);
    /** So long no upload rests that is still going on. */
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Of one agency, unfinished or waiting: files of nothing take room on the disk too. */
    static final int MOST_FILES = 1_000;

    private static final String UNFINISHED =
            String.join(",", RowAnswer.COLUMNS) + "\r\n0,not-read,no,not-finished,,,,\r\n";

    private final Folders folders;
    private final long largest;
    private final long quota;
    /** How many write to a file now. */
    private final Map<Path, Integer> writing = new ConcurrentHashMap<>();

    private final Map<AgencyId, AtomicLong> growing = new ConcurrentHashMap<>();
    private final Runnable bell;
    private final Clock clock;
    /** Of which files the agency was told that they are not finished. */
    private final Set<Path> told = ConcurrentHashMap.newKeySet();

    /**
     * @param largest how many bytes a file may have
     * @param quota how many bytes may lie there for one agency
     * @param bell rung when something may be finished
     * @param clock the gateway's clock
     */
    Uploads(Folders folders, long largest, long quota, Runnable bell, Clock clock) {
        this.folders = folders;
        this.largest = largest;
        this.quota = quota;
        this.bell = bell;
        this.clock = clock;
    }

    /**
     * Opens a file to write it.
     *
     * @throws AccessDeniedException it is not anew, and was begun under another certificate: what is in a file is said by
     *     whoever began it
     */
    synchronized CoveredFile open(KeyOwners.Holder who, FileName name, boolean anew) throws IOException {
        Path file = folders.in(who.agency()).resolve(name.value());
        if (!Files.exists(file) && folders.uploads(who.agency()) >= MOST_FILES) {
            throw new IOException("More files lie here for the agency than this server keeps");
        }
        AtomicLong used = growing.computeIfAbsent(who.agency(), agency -> new AtomicLong());
        used.set(folders.used(who.agency()));
        CoveredFile.Growth growth = (bytes, size) -> grow(used, bytes, size);
        CoveredFile opened = anew || !Files.exists(file)
                ? CoveredFile.create(file, folders.keys(), who.certificate(), growth)
                : goOn(file, who, growth);
        writing.merge(file, 1, Integer::sum);
        told.remove(file);
        return opened;
    }

    private CoveredFile goOn(Path file, KeyOwners.Holder who, CoveredFile.Growth growth) throws IOException {
        CoveredFile there = CoveredFile.open(file, folders.keys(), growth);
        if (!there.certificate().equals(who.certificate())) {
            there.close();
            throw new AccessDeniedException("Begun under another certificate");
        }
        return there;
    }

    /** Written to no more, by one of those who did. */
    void closed(AgencyId agency, FileName name) {
        Path file = folders.in(agency).resolve(name.value());
        writing.computeIfPresent(file, (path, count) -> count > 1 ? count - 1 : null);
        bell.run();
    }

    private void grow(AtomicLong used, long bytes, long size) throws IOException {
        if (size > largest) {
            throw new IOException("The file is larger than this server takes");
        }
        if (used.addAndGet(bytes) > quota) {
            throw new IOException("More lies here for the agency than this server keeps");
        }
    }

    /** Renames an upload; under a name that is not temporary, that finishes it. */
    synchronized void rename(AgencyId agency, FileName from, FileName to) throws IOException {
        Path source = folders.in(agency).resolve(from.value());
        if (isWritten(source) || isWritten(folders.in(agency).resolve(to.value()))) {
            throw new IOException("The file is still written to");
        }
        if (to.isFinal()) {
            folders.take(agency, source, to);
        } else {
            Files.move(source, source.resolveSibling(to.value()), StandardCopyOption.REPLACE_EXISTING);
        }
        bell.run();
    }

    /** Takes an upload back. */
    synchronized void remove(AgencyId agency, FileName name) throws IOException {
        Path file = folders.in(agency).resolve(name.value());
        if (isWritten(file)) {
            throw new IOException("The file is still written to");
        }
        Files.delete(file);
    }

    /**
     * Tells the agency of files that lie there and were never said to be finished: nobody will read them, and somebody may
     * believe that they were sent.
     */
    void tellUnfinished(AgencyId agency) throws IOException {
        Instant before = clock.instant().minus(LONG);
        for (Path file : Folders.children(folders.in(agency))) {
            boolean isFinal =
                    FileName.of(Folders.name(file)).filter(FileName::isFinal).isPresent();
            if (isFinal
                    && !isWritten(file)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(before)
                    && told.add(file)) {
                folders.place(agency, Folders.name(file) + ".ack.csv", Bytes.utf8(UNFINISHED));
            }
        }
    }

    /** Takes what a control file says is finished. */
    void takeFinished(AgencyId agency) {
        for (Path file : Folders.children(folders.in(agency))) {
            Optional<FileName> finished = FileName.of(Folders.name(file)).flatMap(FileName::finishes);
            if (finished.isPresent() && !isWritten(file)) {
                takeIfWhole(agency, file, finished.get());
            }
        }
    }

    private void takeIfWhole(AgencyId agency, Path control, FileName name) {
        Path file = control.resolveSibling(name.value());
        try {
            Optional<Control> said = control(control);
            FileTime written = Files.getLastModifiedTime(file);
            if (said.isPresent()
                    && !isWritten(file)
                    && digest(file).equals(said.get().sha256())) {
                takeIfStill(agency, file, name, written);
                Files.deleteIfExists(control);
            }
        } catch (NoSuchFileException gone) {
            // It is not there yet, or was taken back or written anew meanwhile.
            return;
        } catch (IOException | IllegalStateException e) {
            // A gateway that was killed leaves half a piece behind: such a file is not finished, and holds up no other.
            LOG.info("An upload of {} is not whole", agency);
        }
    }

    /** What was read to the end may have been written anew meanwhile; then it is looked at again. */
    private synchronized void takeIfStill(AgencyId agency, Path file, FileName name, FileTime written)
            throws IOException {
        if (isWritten(file) || !Files.getLastModifiedTime(file).equals(written)) {
            throw new NoSuchFileException(name.value());
        }
        folders.take(agency, file, name);
    }

    private Optional<Control> control(Path file) throws IOException {
        try (InputStream in = Channels.newInputStream(CoveredFile.read(file, folders.keys()))) {
            return Control.read(new String(in.readNBytes(Control.LONGEST), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private Digest digest(Path file) throws IOException {
        try (InputStream in = Channels.newInputStream(CoveredFile.read(file, folders.keys()))) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return Digest.wrap(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private boolean isWritten(Path file) {
        return writing.containsKey(file);
    }
}
