package org.marac.gateway.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.seal.Keyring;
import org.marac.gateway.seal.SignatureRejected;
import org.marac.gateway.seal.SignedDocuments;
import org.marac.gateway.seal.Trust;

/** A receipt as an agency reads it: the gateway's signature checked first. */
record Receipt(JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SignedDocuments GATEWAY = new SignedDocuments(
            Trust.read(Path.of("protocol-config/wenbury/trust")),
            Keyring.read(Path.of("certs-example/gateway")).signer());

    static Receipt read(Bytes signed) {
        try {
            return new Receipt(JSON.readTree(GATEWAY.read(signed, Instant.now()).toArray()));
        } catch (SignatureRejected e) {
            throw new AssertionError("This is not a receipt of the gateway", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String outcome() {
        return document.path("outcome").asText();
    }

    /** The refusal's code; empty text where it is none. */
    String refusal() {
        return document.path("refusal").path("code").asText();
    }

    UUID message() {
        return UUID.fromString(document.path("messageId").asText());
    }
}
