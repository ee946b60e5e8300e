package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.marac.gateway.kit.Programs;

/** A copy of the example area's protocol directory, to change. */
final class ExampleArea {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();

    private ExampleArea() {}

    static Path copy(Path target) throws IOException {
        Path area = Path.of("protocol-config/wenbury");
        try (Stream<Path> files = Files.walk(area)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                Path copy = target.resolve(area.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return target;
    }

    /** Has the example authority revoke the certificate, in the revocation list of the copy. */
    static void revoke(Path area, Path certificate, Path workshop) throws IOException {
        Files.createDirectories(workshop);
        Files.writeString(workshop.resolve("index.txt"), "");
        Files.writeString(workshop.resolve("crlnumber"), "7F\n");
        Files.writeString(
                workshop.resolve("ca.cnf"),
                String.join(
                        "\n",
                        "[ca]",
                        "default_ca = example",
                        "[example]",
                        "database = index.txt",
                        "crlnumber = crlnumber",
                        "default_md = sha256",
                        "certificate = " + CERTIFICATES.resolve("ca.crt"),
                        "private_key = " + CERTIFICATES.resolve("ca.key"),
                        ""));
        ca(workshop, "-revoke", certificate.toAbsolutePath().toString());
        ca(
                workshop,
                "-gencrl",
                "-crldays",
                "30",
                "-out",
                area.resolve("trust/ca.crl").toAbsolutePath().toString());
    }

    private static void ca(Path workshop, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of("openssl", "ca", "-batch", "-config", "ca.cnf"), Stream.of(arguments))
                .toList();
        Programs.Ended ended = Programs.run(workshop, command);
        assertThat(ended.status()).as(ended.said()).isZero();
    }
}
