package org.marac.gateway.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.policy.Policy;

/** The example area, as the tests of several rooms need it. */
public final class Shelves {
    /** The folder of the example area. */
    public static final Path WENBURY = Path.of("protocol-config/wenbury");

    private Shelves() {}

    /** The example protocol, read; its signatures not looked at. */
    public static Protocol wenbury() {
        return read(wenburyText());
    }

    /** The example protocol's text. */
    public static String wenburyText() {
        try {
            return Files.readString(WENBURY.resolve("v1/protocol.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A protocol from its text, which must be sound. */
    public static Protocol read(String text) {
        try {
            return new ProtocolReader(new Policy()::findings).read(Bytes.utf8(text));
        } catch (UnsoundProtocol e) {
            throw new IllegalArgumentException(String.join("; ", e.findings()), e);
        }
    }

    /** A shelf on which every signature and certificate is believed. */
    public static ProtocolShelf believing(Path area) {
        return new ProtocolShelf(
                area,
                Pins.NONE,
                new Checks(
                        (content, p7s, party, at) -> Optional.empty(),
                        p7s -> Optional.empty(),
                        (digest, use, at) -> Optional.empty(),
                        new Policy()::findings));
    }
}
