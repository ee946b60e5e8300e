package org.marac.gateway.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.marac.gateway.files.FileClient;
import org.marac.gateway.model.AgencyId;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * An agency's keys and certificates, as its own IT would hold them: {@code <directory>/agencies/<agency>/} and the
 * authority's certificate.
 *
 * @param directory laid out like {@code certs-example}
 * @param agency whose
 */
record Credentials(Path directory, AgencyId agency) {
    /** A context for mutual TLS in the agency's name. */
    SSLContext tls() {
        PemSslStoreDetails own =
                PemSslStoreDetails.forCertificate(read(certificate("tls"))).withPrivateKey(read(key("tls")));
        PemSslStoreDetails trust = PemSslStoreDetails.forCertificate(read(directory.resolve("ca.crt")));
        return SslBundle.of(new PemSslStoreBundle(own, trust)).createSslContext();
    }

    /** The key of its TLS certificate, with the certificate's own. */
    KeyPair tlsKey() {
        return new KeyPair(
                pem(certificate("tls")).getCertificates().get(0).getPublicKey(),
                Objects.requireNonNull(pem(key("tls")).getPrivateKey()));
    }

    /** The key of the gateway's SFTP server, where its operator has given it out. */
    Optional<PublicKey> filesServer() {
        Path given = directory.resolve("gateway").resolve("host.key.pub");
        return Files.exists(given) ? Optional.of(FileClient.serverKey(read(given))) : Optional.empty();
    }

    /** The certificate for {@code tls}, {@code sign} or {@code encrypt}. */
    Path certificate(String use) {
        return own().resolve(use + ".crt");
    }

    /** The key for {@code tls}, {@code sign} or {@code encrypt}. */
    Path key(String use) {
        return own().resolve(use + ".key");
    }

    /** The gateway's certificate to seal for. */
    Path gatewayEncryption() {
        return directory.resolve("gateway").resolve("encrypt.crt");
    }

    /** The agency's own directory. */
    Path own() {
        return directory.resolve("agencies").resolve(agency.value());
    }

    private static PemContent pem(Path file) {
        return Objects.requireNonNull(PemContent.of(read(file)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("A key or certificate cannot be read", e);
        }
    }
}
