package org.marac.gateway.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An agency that has OpenSSL and nothing of ours: verifies what the gateway signs and opens what it seals. */
public final class OpenSsl {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path trust;

    /** @param directory where it keeps its files */
    public OpenSsl(Path directory) throws IOException {
        this.directory = directory;
        this.trust = Files.writeString(
                directory.resolve("trust.pem"),
                Files.readString(CERTIFICATES.resolve("ca.crt")) + Files.readString(CERTIFICATES.resolve("ca.crl")));
    }

    /** Runs it; it must end well. */
    public void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Programs.Ended ended = Programs.run(directory, command);
        assertThat(ended.status()).as(ended.said()).isZero();
    }

    /** The document in a signature, which must be the gateway's, by a certificate of the example authority not revoked. */
    public JsonNode verified(byte[] signed) throws IOException {
        Path in = Files.write(fresh(), signed);
        Path document = fresh();
        Path signer = fresh();
        run(
                "cms",
                "-verify",
                "-cades",
                "-binary",
                "-inform",
                "DER",
                "-in",
                in.toString(),
                "-CAfile",
                trust.toString(),
                "-crl_check",
                "-signer",
                signer.toString(),
                "-out",
                document.toString());
        assertThat(Files.readString(signer)).contains(certificate(CERTIFICATES.resolve("gateway/sign.crt")));
        return JSON.readTree(Files.readAllBytes(document));
    }

    /** The envelope in what was sealed for the agency. */
    public JsonNode opened(String agency, byte[] sealed) throws IOException {
        Path in = Files.write(fresh(), sealed);
        Path signed = fresh();
        Path own = CERTIFICATES.resolve("agencies").resolve(agency);
        run(
                "cms",
                "-decrypt",
                "-binary",
                "-inform",
                "DER",
                "-in",
                in.toString(),
                "-recip",
                own.resolve("encrypt.crt").toString(),
                "-inkey",
                own.resolve("encrypt.key").toString(),
                "-out",
                signed.toString());
        return verified(Files.readAllBytes(signed));
    }

    /** What a mail has encrypted for the agency (S/MIME). */
    public byte[] decryptedMail(String agency, byte[] mail) throws IOException {
        Path own = CERTIFICATES.resolve("agencies").resolve(agency);
        Path out = fresh();
        run(
                "cms",
                "-decrypt",
                "-in",
                Files.write(fresh(), mail).toString(),
                "-recip",
                own.resolve("encrypt.crt").toString(),
                "-inkey",
                own.resolve("encrypt.key").toString(),
                "-out",
                out.toString());
        return Files.readAllBytes(out);
    }

    /** What is signed in a mail (S/MIME), by a certificate of the example authority not revoked. */
    public byte[] verifiedMail(byte[] signed) throws IOException {
        Path out = fresh();
        run(
                "cms",
                "-verify",
                "-in",
                Files.write(fresh(), signed).toString(),
                "-CAfile",
                trust.toString(),
                "-crl_check",
                "-out",
                out.toString());
        return Files.readAllBytes(out);
    }

    /** The message in an envelope. */
    public static JsonNode content(JsonNode envelope) throws IOException {
        return JSON.readTree(Base64.getDecoder().decode(envelope.path("content").asText()));
    }

    /** A new file. */
    public Path fresh() throws IOException {
        return Files.createTempFile(directory, "cms", "");
    }

    private static String certificate(Path pem) throws IOException {
        String text = Files.readString(pem);
        return text.substring(text.indexOf("-----BEGIN CERTIFICATE-----")).strip();
    }
}
