package org.marac.gateway.command;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.marac.gateway.files.FileClient;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** Sends one message through a door, as the agency's system would. */
@FunctionalInterface
interface Knock {
    /**
     * Sends.
     *
     * @throws IllegalStateException when the door does not let the agency in
     * @throws java.io.UncheckedIOException when it does not answer
     */
    Answer send(Credentials credentials, String host, int port, Bytes message, MediaType type);

    /**
     * What came back.
     *
     * @param receipt the signed receipt
     * @param said what the door said besides, in a word or two
     */
    record Answer(Optional<Bytes> receipt, String said) {}

    /** By AMQP. */
    static Answer queue(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        try (QueueClient client = new QueueClient(credentials, host, port)) {
            client.send(message, type);
            Optional<Bytes> receipt = client.receipt(Duration.ofSeconds(30));
            return new Answer(receipt, receipt.isPresent() ? "" : "took it and gave no receipt within 30 seconds");
        }
    }

    /** By HTTPS, {@code /api/v1}. */
    static Answer rest(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        return new RestClient(credentials, host, port).send(message, type, UUID.randomUUID());
    }

    /** By mail, from the agency's own account. */
    static Answer mail(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        return new MailKnock(credentials).send(message, type);
    }

    /** By SFTP, into the agency's own folder. */
    static Answer files(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        Optional<Bytes> receipt = new FileClient(credentials.agency(), credentials.tlsKey(), credentials.filesServer())
                .send(host, port, "onboarding-check.cms", message);
        return new Answer(receipt, receipt.isPresent() ? "" : "took it and wrote no receipt within 30 seconds");
    }

    /** By MLLP. */
    static Answer mllp(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        return new MllpClient(credentials, host, port).send(message);
    }

    /** By HTTPS, {@code /fhir}. */
    static Answer fhir(Credentials credentials, String host, int port, Bytes message, MediaType type) {
        FhirClient.Answer answer =
                new FhirClient(credentials, host, port).send(message, type, UUID.randomUUID(), UUID.randomUUID());
        return new Answer(answer.receipt(), "HTTP " + answer.status());
    }
}
