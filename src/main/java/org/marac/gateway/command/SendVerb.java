package org.marac.gateway.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.seal.Certificates;
import org.marac.gateway.seal.SignatureRejected;
import org.marac.gateway.seal.SignedDocuments;
import org.marac.gateway.seal.Trust;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a file through a door in an agency's name, and prints the verified receipt. */
@Command(name = "send", description = "Sends a file through a door in an agency's name and prints the receipt.")
final class SendVerb implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private enum By {
        FHIR,
        AMQP
    }

    @Option(names = "--agency", required = true, description = "who sends")
    String agency = "";

    @Option(names = "--door", required = true, description = "fhir or amqp")
    By door = By.AMQP;

    @Option(names = "--type", description = "content type; by default told from the file's name")
    Optional<String> type = Optional.empty();

    @Option(names = "--seal", description = "sign and seal it first, with the agency's keys")
    boolean seal;

    @Option(names = "--coordinator", description = "for whom it is sealed", defaultValue = "wenbury-marac")
    String coordinator = "wenbury-marac";

    @Option(names = "--certs", description = "laid out like certs-example", defaultValue = "certs-example")
    Path certs = Path.of("certs-example");

    @Option(names = "--host", defaultValue = "localhost")
    String host = "localhost";

    @Option(names = "--port", description = "by default 8443 for fhir and 5671 for amqp")
    Optional<Integer> port = Optional.empty();

    @Parameters(paramLabel = "FILE")
    Path file = Path.of("");

    @Override
    public Integer call() throws IOException, SignatureRejected {
        Credentials credentials = new Credentials(certs, new AgencyId(agency));
        Bytes content = Bytes.of(Files.readAllBytes(file));
        MediaType given = mediaType(file, type);
        Bytes message = seal ? sealed(credentials, content, given) : content;
        MediaType sent = seal ? MediaType.CMS : given;
        Optional<Bytes> receipt = door == By.FHIR ? fhir(credentials, message, sent) : amqp(credentials, message, sent);
        if (receipt.isEmpty()) {
            System.out.println("No receipt");
            return 1;
        }
        SignedDocuments documents = new SignedDocuments(
                Trust.read(certs),
                Certificates.digestOf(certs.resolve("gateway").resolve("sign.crt")));
        System.out.println(
                documents.read(receipt.get(), Clock.systemUTC().instant()).text());
        return 0;
    }

    private Bytes sealed(Credentials credentials, Bytes content, MediaType given) {
        AgencySeal agencySeal = new AgencySeal(credentials, new AgencyId(coordinator), Clock.systemUTC());
        return agencySeal.seal(new MessageId(UUID.randomUUID().toString()), content, given);
    }

    private Optional<Bytes> fhir(Credentials credentials, Bytes message, MediaType sent) {
        FhirClient.Answer answer = new FhirClient(credentials, host, port.orElse(8443))
                .send(message, sent, UUID.randomUUID(), UUID.randomUUID());
        System.err.println("HTTP " + answer.status());
        return answer.receipt();
    }

    private Optional<Bytes> amqp(Credentials credentials, Bytes message, MediaType sent) {
        try (QueueClient client = new QueueClient(credentials, host, port.orElse(5671))) {
            client.send(message, sent);
            return client.receipt(PATIENCE);
        }
    }

    /** What is given, or else what the file's name tells. */
    static MediaType mediaType(Path file, Optional<String> given) {
        String name = file.getFileName().toString();
        String guessed = name.endsWith(".fhir.xml")
                ? MediaType.FHIR_XML.code()
                : name.endsWith(".fhir.json")
                        ? MediaType.FHIR_JSON.code()
                        : name.endsWith(".p7m")
                                ? MediaType.CMS.code()
                                : name.endsWith(".hl7")
                                        ? MediaType.HL7.code()
                                        : name.endsWith(".xml") ? MediaType.XML.code() : MediaType.CANONICAL.code();
        return MediaType.of(given.orElse(guessed))
                .orElseThrow(() -> new IllegalArgumentException("The gateway takes no such content type"));
    }
}
