package org.marac.gateway.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Digest;

/** A finished file that is ours to work on, and what was answered of it so far. */
final class Taken {
    private static final int BUFFER = 64 * 1024;

    private final AgencyId agency;
    private final Path place;
    private final Path file;
    private final Folders folders;

    Taken(AgencyId agency, Path place, Path file, Folders folders) {
        this.agency = agency;
        this.place = place;
        this.file = file;
        this.folders = folders;
    }

    AgencyId agency() {
        return agency;
    }

    /** As the agency calls it. */
    String name() {
        return Folders.name(file);
    }

    /** Which of all, in the order in which they were taken. */
    String place() {
        return Folders.name(place);
    }

    /** Whose certificate wrote it. */
    Digest certificate() throws IOException {
        try (CoveredFile covered = CoveredFile.read(file, folders.keys())) {
            return covered.certificate();
        }
    }

    /** When its last byte came. */
    Instant receivedAt() throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    /** What is in it. */
    InputStream open() throws IOException {
        return new BufferedInputStream(Channels.newInputStream(CoveredFile.read(file, folders.keys())), BUFFER);
    }

    /** A file of ours beside it; a name that no upload has. */
    Path beside(String name) {
        return file.resolveSibling("." + name);
    }

    /** Puts what was written beside it where the agency finds it. */
    void answer(String name, Path written) throws IOException {
        folders.place(agency, name, written);
    }

    /** It is worked on no more: nothing of it stays. */
    void done() throws IOException {
        Files.deleteIfExists(file);
        for (Path rest : Folders.children(place)) {
            Files.deleteIfExists(rest);
        }
        Files.deleteIfExists(place);
    }
}
