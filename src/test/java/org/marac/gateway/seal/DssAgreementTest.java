package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.seal.TestPki.NOW;

import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.exception.IllegalInputException;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.SignatureRejected.Reason;

/**
 * Another judge, the European Commission's DSS library (ETSI EN 319 102-1), says the same of the signatures on the protocol:
 * what it rejects, the gateway rejects. Where the gateway is stricter, the test says so and why; nowhere is it laxer.
 */
class DssAgreementTest {
    private static final Path WENBURY = Path.of("protocol-config/wenbury");
    private static final Bytes PROTOCOL = Bytes.utf8("protocol: wenbury-marac\nversion: 1\n");

    private static final TestPki PKI = new TestPki();
    private static final TestPki.Holder POLICE = PKI.signer("police sign");
    private static final TestPki.Holder HOUSING = PKI.signer("housing sign");

    /**
     * A file and what both judges say of it.
     *
     * @param what it is
     * @param dss whether DSS passes it: true where only the gateway refuses
     */
    private record Bad(String what, byte[] p7s, Bytes content, X509CRL list, Reason reason, boolean dss) {
        @Override
        public String toString() {
            return what;
        }
    }

    @Test
    void bothPassTheElevenSignaturesOfTheExample() throws IOException {
        Bytes protocol = Bytes.of(Files.readAllBytes(WENBURY.resolve("v1/protocol.yaml")));
        Trust trust = Trust.read(WENBURY.resolve("trust"));
        X509Certificate root = Pem.certificates(WENBURY.resolve("trust/ca.crt")).get(0);
        X509CRL list = Pem.revocationLists(WENBURY.resolve("trust/ca.crl")).get(0);
        try (Stream<Path> signatures = Files.list(WENBURY.resolve("v1/signatures"))) {
            List<Path> files = signatures.sorted().toList();
            assertThat(files).hasSize(11);
            for (Path file : files) {
                byte[] p7s = Files.readAllBytes(file);
                Instant now = Instant.now();
                assertThat(gateway(protocol, p7s, digest -> true, trust, now))
                        .as(file.toString())
                        .isEmpty();
                assertThat(dss(protocol, p7s, root, list, now))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void bothPassWhatTheCommandLineSignsWithEveryKindOfKey() {
        for (String kind : List.of("P-256", "P-384", "RSA-3072")) {
            TestPki.Holder signer = PKI.issue("signer " + kind, s -> s.key(kind));
            byte[] p7s = new Pen(signer.own()).sign(PROTOCOL.toArray(), Pen.Content.BESIDE, NOW);
            assertThat(gateway(PROTOCOL, p7s, signer.digest()::equals, PKI.trust(), NOW))
                    .isEmpty();
            assertThat(dss(PROTOCOL, p7s, PKI.root.certificate(), PKI.list(Map.of()), NOW))
                    .as(kind)
                    .isEmpty();
        }
    }

    static Stream<Bad> bad() {
        X509CRL good = PKI.list(Map.of());
        byte[] police = signed(POLICE);
        TestPki.Holder forger =
                new TestPki.Holder(POLICE.certificate(), TestPki.keys("P-256").getPrivate());
        TestPki.Holder late = PKI.issue("late", s -> s.valid("2025-01-01T00:00:00Z", "2026-11-21T00:00:00Z"));
        TestPki.Holder early = PKI.issue("early", s -> s.valid("2026-11-22T00:00:00Z", "2028-01-01T00:00:00Z"));
        TestPki.Holder impostor = TestPki.issue(TestPki.root("Test root"), "impostor", s -> s);
        TestPki.Holder small = PKI.issue("small", s -> s.key("RSA-1024"));
        TestPki.Holder rsa = PKI.issue("rsa", s -> s.key("RSA-3072"));
        return Stream.of(
                new Bad(
                        "over another version's bytes",
                        police,
                        Bytes.utf8("version: 2\n"),
                        good,
                        Reason.BAD_SIGNATURE,
                        false),
                new Bad("forged with another key", signed(forger), PROTOCOL, good, Reason.BAD_SIGNATURE, false),
                new Bad(
                        "revoked",
                        police,
                        PROTOCOL,
                        PKI.list(Map.of(POLICE, NOW.minusSeconds(86_400))),
                        Reason.REVOKED,
                        false),
                new Bad("expired certificate", signed(late), PROTOCOL, good, Reason.EXPIRED, false),
                new Bad("certificate not yet valid", signed(early), PROTOCOL, good, Reason.EXPIRED, false),
                new Bad("from another root of the same name", signed(impostor), PROTOCOL, good, Reason.NO_PATH, false),
                new Bad(
                        "SHA-1",
                        signed(POLICE, "SHA1withECDSA", Optional.of(POLICE.der())),
                        PROTOCOL,
                        good,
                        Reason.WEAK_ALGORITHM,
                        false),
                new Bad(
                        "RSA of 1024 bits",
                        signed(small, "SHA256withRSAandMGF1", Optional.of(small.der())),
                        PROTOCOL,
                        good,
                        Reason.WEAK_ALGORITHM,
                        false),
                new Bad(
                        "signing-certificate attribute of another certificate",
                        signed(POLICE, "SHA256withECDSA", Optional.of(HOUSING.der())),
                        PROTOCOL,
                        good,
                        Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE,
                        false),
                new Bad(
                        "nobody has signed",
                        new HostileCms().certificate(POLICE).over(PROTOCOL.toArray(), false),
                        PROTOCOL,
                        good,
                        Reason.NO_SIGNER,
                        false),
                new Bad("cut short", Arrays.copyOf(police, police.length - 1), PROTOCOL, good, Reason.NOT_CMS, false),
                new Bad(
                        "not CMS",
                        "garbage".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        PROTOCOL,
                        good,
                        Reason.NOT_CMS,
                        false),
                // Only the gateway knows whom the protocol names, and takes one form of a signature and no other.
                new Bad(
                        "no signing-certificate attribute",
                        signed(POLICE, "SHA256withECDSA", Optional.empty()),
                        PROTOCOL,
                        good,
                        Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE,
                        true),
                new Bad("by an agency it is not named for", signed(HOUSING), PROTOCOL, good, Reason.NOT_PINNED, true),
                new Bad(
                        "two signers, each good",
                        new HostileCms().signer(POLICE).signer(HOUSING).over(PROTOCOL.toArray(), false),
                        PROTOCOL,
                        good,
                        Reason.SEVERAL_SIGNERS,
                        true),
                new Bad(
                        "carries the text it signs",
                        new HostileCms().signer(POLICE).over(PROTOCOL.toArray(), true),
                        PROTOCOL,
                        good,
                        Reason.CONTENT_INSIDE,
                        true),
                new Bad(
                        "RSA PKCS#1 v1.5",
                        signed(rsa, "SHA256withRSA", Optional.of(rsa.der())),
                        PROTOCOL,
                        good,
                        Reason.WEAK_ALGORITHM,
                        true));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void bothRejectOrTheGatewayAloneAndSaysWhy(Bad bad) {
        boolean known = bad.reason() == Reason.NOT_PINNED;
        Predicate<Digest> pinned = known ? POLICE.digest()::equals : digest -> true;
        assertThat(gateway(bad.content(), bad.p7s(), pinned, PKI.trust(bad.list()), NOW))
                .contains(bad.reason());
        assertThat(dss(bad.content(), bad.p7s(), PKI.root.certificate(), bad.list(), NOW)
                        .isEmpty())
                .as("DSS passes it")
                .isEqualTo(bad.dss());
    }

    private static byte[] signed(TestPki.Holder signer) {
        return new HostileCms().signer(signer).over(PROTOCOL.toArray(), false);
    }

    private static byte[] signed(TestPki.Holder signer, String algorithm, Optional<byte[]> named) {
        return new HostileCms().signer(signer, algorithm, named).over(PROTOCOL.toArray(), false);
    }

    private static Optional<Reason> gateway(
            Bytes content, byte[] p7s, Predicate<Digest> pinned, Trust trust, Instant at) {
        try {
            new DetachedSignatures(() -> trust, Clock.systemUTC()).check(content, Bytes.of(p7s), pinned, at);
            return Optional.empty();
        } catch (SignatureRejected e) {
            return Optional.of(e.reason());
        }
    }

    /** Why DSS does not pass it; empty when it does: every signature in the file TOTAL-PASSED, and at least one. */
    private static Optional<String> dss(Bytes content, byte[] p7s, X509Certificate root, X509CRL list, Instant at) {
        try {
            CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
            trusted.addCertificate(new CertificateToken(root));
            CommonCertificateVerifier verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            verifier.setCrlSource(
                    new ExternalResourcesCRLSource(new ByteArrayInputStream(TestPki.attempt(list::getEncoded))));
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new InMemoryDocument(p7s));
            validator.setCertificateVerifier(verifier);
            validator.setDetachedContents(List.of(new InMemoryDocument(content.toArray(), "protocol.yaml")));
            validator.setValidationTime(Date.from(at));
            SimpleReport report = validator.validateDocument().getSimpleReport();
            List<String> signatures = report.getSignatureIdList();
            if (signatures.isEmpty()) {
                return Optional.of("no signature");
            }
            return signatures.stream()
                    .filter(id -> report.getIndication(id) != Indication.TOTAL_PASSED)
                    .map(id -> report.getIndication(id) + " " + report.getSubIndication(id) + " "
                            + report.getAdESValidationErrors(id).stream()
                                    .map(message -> message.getValue())
                                    .toList())
                    .findFirst();
        } catch (DSSException | IllegalInputException | UnsupportedOperationException e) {
            return Optional.of("it cannot be read");
        }
    }
}
