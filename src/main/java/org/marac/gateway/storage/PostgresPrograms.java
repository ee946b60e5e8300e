package org.marac.gateway.storage;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * Where are the server's programs? Unpacks them once from the library that carries them, into a directory of ours and
 * not the shared temporary directory, where another user could lay out programs of the same name first.
 */
final class PostgresPrograms {
    private final Path home;

    private PostgresPrograms(Path home) {
        this.home = home;
    }

    /** Unpacks below the directory, unless that was done before. */
    static PostgresPrograms in(Path directory) throws IOException {
        byte[] archive = archive();
        Path home = directory.resolve("postgres-" + name(archive));
        if (!Files.isDirectory(home)) {
            Files.createDirectories(directory);
            Path staging = Files.createTempDirectory(directory, "unpacking-");
            unpack(archive, staging);
            moveInto(staging, home);
        }
        return new PostgresPrograms(home);
    }

    /** The program's file. */
    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    /** Tells one release from another, no more: the directory is ours alone. Java has a checksum long before it is warm, a digest not. */
    private static String name(byte[] archive) {
        CRC32C checksum = new CRC32C();
        checksum.update(archive);
        return archive.length + "-" + Long.toHexString(checksum.getValue());
    }

    private static byte[] archive() throws IOException {
        String os = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        try (InputStream in = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os, machine)) {
            if (in == null) {
                throw new IOException("No PostgreSQL programs for " + os + " on " + machine
                        + "; set gateway.database.url to a server of your own");
            }
            return in.readAllBytes();
        }
    }

    private static void unpack(byte[] archive, Path target) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = target.resolve(entry.getName()).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("The archive of PostgreSQL programs points outside itself");
                }
                write(tar, entry, file);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(file.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    static void moveInto(Path staging, Path home) throws IOException {
        try {
            Files.move(staging, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // Another process unpacked the same programs in the meantime; its copy is as good.
            Directories.delete(staging);
        }
    }
}
