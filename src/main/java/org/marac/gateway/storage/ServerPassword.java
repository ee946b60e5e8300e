package org.marac.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** The embedded server's password: 256 random bits, made at the first start, kept in a file for the owner alone. */
final class ServerPassword {
    private static final int BYTES = 32;

    private final Path file;

    ServerPassword(Path file) {
        this.file = file;
    }

    /** The password, made if there is none yet. */
    String read() throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            Directories.writeSecret(file, List.of(HexFormat.of().formatHex(random)));
        }
        return Files.readString(file).strip();
    }
}
