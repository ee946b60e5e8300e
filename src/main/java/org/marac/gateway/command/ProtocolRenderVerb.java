package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.ProtocolPdf;
import org.marac.gateway.protocol.ProtocolShelf;
import org.marac.gateway.wiring.SignedArea;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The protocol as a document. */
@Command(
        name = "render",
        description = "Makes the document people read from the bytes that are signed: protocol-v<N>.html and .pdf.")
final class ProtocolRenderVerb implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "the version's directory, with protocol.yaml")
    Path directory = Path.of(".");

    @Option(names = "--out", description = "where to; here if not given")
    Path out = Path.of(".");

    @Option(names = "--at", description = "for which moment signatures are told; now if not given")
    Optional<Instant> at = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Bytes bytes = Bytes.of(Files.readAllBytes(directory.resolve("protocol.yaml")));
        Path area = directory.toAbsolutePath().normalize().resolve("..").normalize();
        ProtocolShelf shelf = SignedArea.read(area).shelf();
        ProtocolRef version = shelf.versions().stream()
                .map(protocol -> protocol.ref())
                .filter(ref -> ref.digest().equals(bytes.digest()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        directory + " holds no sound version: see protocol check " + area));
        String document = shelf.document(
                        version, at.orElseGet(() -> Clock.systemUTC().instant()))
                .orElseThrow();
        Path html = out.resolve("protocol-v" + version.version() + ".html");
        Path pdf = out.resolve("protocol-v" + version.version() + ".pdf");
        ProtocolVerbs.write(html, Bytes.utf8(document));
        ProtocolVerbs.write(pdf, ProtocolPdf.of(document));
        System.out.println("Made from sha256 " + bytes.digest() + ": " + html + " and " + pdf);
        return 0;
    }
}
