package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.marac.gateway.wiring.SignedArea;
import picocli.CommandLine.Option;

/** The option that names an area's protocol directory: trust, versions, signatures. */
final class Area {
    @Option(
            names = "--protocol",
            description = "the area's protocol directory",
            defaultValue = "${GATEWAY_PROTOCOL_DIRECTORY:-protocol-config/wenbury}")
    Path directory = Path.of("protocol-config/wenbury");

    SignedArea read() {
        return SignedArea.read(directory);
    }

    /** Copies what is signed, and what signs it. Decision tables try a version out; no signature covers them. */
    void copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(this::isSigned).sorted()::iterator) {
                Path copy = target.resolve(directory.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private boolean isSigned(Path file) {
        Path inside = directory.relativize(file);
        return inside.getNameCount() < 2 || !inside.getName(1).toString().equals("cases");
    }
}
