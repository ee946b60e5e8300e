package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.seal.TestPki.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

class ExampleCertificatesTest {
    private static final Path COMMITTED = Path.of("certs-example");

    private static void isComplete(Path directory) throws IOException {
        Trust trust = Trust.read(directory);
        Certificates known = Certificates.read(directory);
        PinnedCertificates pinned = new PinnedCertificates(() -> trust, () -> known);
        for (String use : List.of("tls", "sign", "encrypt")) {
            Path file = directory.resolve("gateway").resolve(use + ".crt");
            assertThat(ExampleCertificates.among(List.of(file))).containsExactly(file);
        }
        try (Stream<Path> agencies = Files.list(directory.resolve("agencies"))) {
            List<Path> all = agencies.toList();
            assertThat(all).hasSize(12);
            for (Path agency : all) {
                assertThat(pinned.check(Certificates.digestOf(agency.resolve("tls.crt")), Use.TLS, NOW))
                        .isEmpty();
                assertThat(pinned.check(Certificates.digestOf(agency.resolve("sign.crt")), Use.SIGN, NOW))
                        .isEmpty();
                assertThat(pinned.check(Certificates.digestOf(agency.resolve("encrypt.crt")), Use.ENCRYPT, NOW))
                        .isEmpty();
                OwnKey.read(agency.resolve("tls.crt"), agency.resolve("tls.key"));
            }
        }
        assertThat(pinned.check(Certificates.digestOf(directory.resolve("revoked/sign.crt")), Use.SIGN, NOW))
                .contains("revoked");
        assertThat(pinned.check(Certificates.digestOf(directory.resolve("stranger/sign.crt")), Use.SIGN, NOW))
                .isEmpty();
    }

    @Test
    void theCommittedCertificatesAreCompleteAndMarked() throws IOException {
        isComplete(COMMITTED);
        assertThat(ExampleCertificates.among(List.of(COMMITTED.resolve("ca.crt"), COMMITTED.resolve("none.crt"))))
                .containsExactly(COMMITTED.resolve("ca.crt"));
    }

    @Test
    void writesThemAnew(@TempDir Path directory) throws IOException {
        new ExampleCertificates().write(directory);

        isComplete(directory);
        assertThat(Certificates.digestOf(directory.resolve("ca.crt")))
                .isNotEqualTo(Certificates.digestOf(COMMITTED.resolve("ca.crt")));
    }

    @Test
    void theGatewayAnswersAsLocalhostAndMayCall() throws CertificateParsingException {
        X509Certificate tls = Pem.certificate(COMMITTED.resolve("gateway/tls.crt"));

        assertThat(tls.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1).toString()))
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "urn:agency:wenbury-marac");
        assertThat(tls.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void anOrdinaryCertificateIsNoExample() {
        TestPki pki = new TestPki();
        assertThat(Trust.isExample(pki.signer("police").certificate())).isFalse();
    }

    @Test
    void refusesToReadAnEncryptedOrMissingKey(@TempDir Path directory) throws IOException {
        Pem.write(directory.resolve("a.key"), "ENCRYPTED PRIVATE KEY", new byte[] {1});
        assertThatThrownBy(() -> Pem.privateKey(directory.resolve("a.key")))
                .hasMessageContaining("exactly one unencrypted PKCS#8 private key");
        Pem.write(directory.resolve("b.key"), "PRIVATE KEY", new byte[] {1, 2});
        assertThatThrownBy(() -> Pem.privateKey(directory.resolve("b.key")))
                .hasMessageContaining("cannot be read")
                .hasNoCause();
    }
}
