package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.policy.Policy;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.seal.ProtocolSeal;
import org.marac.gateway.seal.Trust;
import picocli.CommandLine.Option;

/** The option that names an area's protocol: trust, versions, signatures. */
final class Area {
    @Option(
            names = "--protocol",
            description = "the area's protocol directory",
            defaultValue = "${GATEWAY_PROTOCOL_DIRECTORY:-protocol-config/wenbury}")
    Path directory = Path.of("protocol-config/wenbury");

    ProtocolShelf shelf() {
        return shelf(directory);
    }

    /** The shelf of any directory of this form, the copy in an export too. */
    static ProtocolShelf shelf(Path directory) {
        throw new UnsupportedOperationException();
    }

    void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path copy = target.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
