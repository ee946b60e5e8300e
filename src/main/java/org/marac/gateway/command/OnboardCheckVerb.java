package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** Tries an agency's connection and says in words what is wrong. */
@Command(
        name = "check",
        description = "Sends a test message through an agency's own door and says in words which certificate, rule or"
                + " field is wrong. A test is decided on as any message, and nothing of it is filed or sent on.")
final class OnboardCheckVerb implements Callable<Integer> {
    @Option(names = "--agency", required = true, description = "who is connected")
    String agency = "";

    @Option(names = "--door", required = true, description = "${COMPLETION-CANDIDATES}")
    KitDoor door = KitDoor.QUEUE;

    @Option(
            names = "--certs",
            description = "ca.crt, ca.crl, gateway/ and agencies/<agency>/, as certs-example",
            defaultValue = "certs-example")
    Path certs = Path.of("certs-example");

    @Option(
            names = "--message",
            description = "the agency's own test message, with the label HTEST; by default an invented referral")
    Optional<Path> message = Optional.empty();

    @Option(names = "--type", description = "content type of that message; by default told from its name")
    Optional<String> type = Optional.empty();

    @Option(
            names = "--mappings",
            description = "where the agency's mapping lies, to see what a message of its own says before it is sent",
            defaultValue = "routes/mappings")
    Path mappings = Path.of("routes/mappings");

    @Option(names = "--coordinator", description = "for whom it is sealed", defaultValue = "wenbury-marac")
    String coordinator = "wenbury-marac";

    @Option(names = "--host", defaultValue = "localhost")
    String host = "localhost";

    @Option(names = "--port", description = "by default the door's usual one")
    Optional<Integer> port = Optional.empty();

    @Option(
            names = "--protocol",
            description = "the area's protocol directory; what the protocol says is left out where it is not at hand",
            defaultValue = "${GATEWAY_PROTOCOL_DIRECTORY:-protocol-config/wenbury}")
    Path protocol = Path.of("protocol-config/wenbury");

    @Override
    public Integer call() {
        Credentials credentials = new Credentials(certs, new AgencyId(agency));
        Checklist list = new Checklist();
        if (!KitChecks.keys(credentials, door, list)) {
            return list.end();
        }
        if (Files.isDirectory(protocol)) {
            KitChecks.protocol(protocol, credentials, door, list);
        }
        try {
            knock(credentials, list);
        } catch (IllegalStateException | UncheckedIOException e) {
            list.no(
                    String.valueOf(e.getMessage()),
                    "the address " + host + ":" + port.orElse(door.port())
                            + " may be wrong, the gateway down, or the tls certificate not one that the version in force pins");
        }
        return list.end();
    }

    private void knock(Credentials credentials, Checklist list) {
        Bytes content = message.map(OnboardCheckVerb::read)
                .orElseGet(() -> KitChecks.sample(
                        door, credentials.agency(), Clock.systemUTC().instant()));
        MediaType kind = message.map(file -> SendVerb.mediaType(file, type)).orElse(door.type());
        AgencyId receiver = new AgencyId(coordinator);
        KitChecks.mappings(mappings, credentials.agency(), list);
        if (!new KitMessage(mappings, credentials.agency(), receiver).isATest(content, kind, list)) {
            return;
        }
        Bytes sent = door.seals()
                ? new AgencySeal(credentials, receiver, Clock.systemUTC())
                        .seal(new MessageId(UUID.randomUUID().toString()), content, kind)
                : content;
        Knock.Answer answer = door.knock()
                .send(credentials, host, port.orElse(door.port()), sent, door.seals() ? MediaType.CMS : kind);
        list.yes("the " + door.code() + " door let " + agency + " in");
        if (answer.receipt().isEmpty()) {
            list.no("the door gave no receipt: " + answer.said(), "the protocol in force may not know " + agency);
            return;
        }
        try {
            Bytes receipt = new SignedDocuments(
                            Trust.read(certs),
                            Certificates.digestOf(certs.resolve("gateway").resolve("sign.crt")))
                    .read(answer.receipt().get(), Clock.systemUTC().instant());
            list.yes("the receipt bears the gateway's signature");
            ReceiptWords.tell(receipt, list);
        } catch (SignatureRejected e) {
            list.no("the receipt is not validly signed: " + e.getMessage(), "gateway/sign.crt may be an old one");
        }
    }

    private static Bytes read(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
