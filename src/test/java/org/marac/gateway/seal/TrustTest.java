package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.marac.gateway.seal.TestPki.NOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.seal.SignatureRejected.Reason;

class TrustTest {
    private final TestPki pki = new TestPki();
    private final TestPki.Holder police = pki.signer("police sign");

    @TempDir
    private Path directory;

    private void writeRoot() throws IOException {
        Pem.write(directory.resolve("ca.crt"), "CERTIFICATE", pki.root.der());
    }

    private void writeList(X509CRL list) throws IOException, CRLException {
        Pem.write(directory.resolve("ca.crl"), "X509 CRL", list.getEncoded());
    }

    private static Optional<Reason> rejection(Trust trust, TestPki.Holder holder, Instant at) {
        return Optional.ofNullable(catchThrowableOfType(
                        SignatureRejected.class, () -> trust.check(holder.certificate(), holder.digest(), at)))
                .map(SignatureRejected::reason);
    }

    @Test
    void refusesADirectoryWithoutARoot() {
        assertThatThrownBy(() -> Trust.read(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no root certificate");
    }

    @Test
    void refusesARevocationListSignedByNobodyItKnows() throws IOException, CRLException {
        writeRoot();
        TestPki.Holder impostor = TestPki.root("Test root");
        writeList(TestPki.list(impostor, NOW, NOW.plusSeconds(60), Map.of()));

        assertThatThrownBy(() -> Trust.read(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signed by none");
    }

    @Test
    void refusesAFileThatIsNoCertificate() throws IOException {
        writeRoot();
        Pem.write(directory.resolve("broken.crt"), "CERTIFICATE", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> Trust.read(directory)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void followsAnIntermediateAndWantsTheRevocationListsOfBothIssuers() {
        TestPki.Holder issuing = TestPki.authority(Optional.of(pki.root), "Issuing", 0);
        TestPki.Holder agency = TestPki.issue(issuing, "agency", s -> s);
        X509CRL ofRoot = pki.list(Map.of());
        X509CRL ofIssuing = TestPki.list(issuing, NOW, NOW.plusSeconds(60), Map.of());

        assertThat(rejection(trust(issuing, ofRoot, ofIssuing), agency, NOW)).isEmpty();
        assertThat(rejection(trust(issuing, ofRoot), agency, NOW)).contains(Reason.CRL_STALE);
        assertThat(rejection(trust(issuing, ofIssuing), agency, NOW)).contains(Reason.CRL_STALE);
        assertThat(rejection(trust(issuing, pki.list(Map.of(issuing, NOW)), ofIssuing), agency, NOW))
                .contains(Reason.REVOKED);
        assertThat(rejection(pki.trust(), agency, NOW)).contains(Reason.NO_PATH);
    }

    private Trust trust(TestPki.Holder intermediate, X509CRL... lists) {
        return new Trust(List.of(pki.root.certificate()), List.of(intermediate.certificate()), List.of(lists));
    }

    @Test
    void usesTheNewestList() {
        X509CRL older = TestPki.list(pki.root, NOW.minusSeconds(120), NOW.plusSeconds(600), Map.of());
        X509CRL newer = TestPki.list(
                pki.root, NOW.minusSeconds(60), NOW.plusSeconds(600), Map.of(police, NOW.minusSeconds(70)));

        assertThat(rejection(pki.trust(older, newer), police, NOW)).contains(Reason.REVOKED);
        assertThat(rejection(pki.trust(newer, older), police, NOW)).contains(Reason.REVOKED);
    }

    @Test
    void doesNotTakeAnAgencyForAnIssuer() {
        TestPki.Holder child = TestPki.issue(police, "child", s -> s);
        Trust trust =
                new Trust(List.of(pki.root.certificate()), List.of(police.certificate()), List.of(pki.list(Map.of())));

        assertThat(rejection(trust, child, NOW)).contains(Reason.NO_PATH);
    }

    @Test
    void whatItRemembersHoldsOnlyWithinItsMoments() {
        Trust trust = pki.trust();

        assertThat(rejection(trust, police, NOW)).isEmpty();
        assertThat(rejection(trust, police, Instant.parse("2027-06-01T00:00:00Z")))
                .contains(Reason.CRL_STALE);
        assertThat(rejection(trust, police, Instant.parse("2029-01-01T00:00:00Z")))
                .contains(Reason.EXPIRED);
        assertThat(rejection(trust, police, NOW)).isEmpty();
    }

    @Test
    void theDirectoryIsReadAgainWhenAListWasReplaced() throws IOException, CRLException {
        writeRoot();
        writeList(pki.list(Map.of()));
        AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
        TrustDirectory known = new TrustDirectory(directory, Duration.ofMinutes(1), nanoTime::get);
        writeList(pki.list(Map.of(police, NOW)));

        nanoTime.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(rejection(known.get(), police, NOW)).isEmpty();
        nanoTime.incrementAndGet();
        assertThat(rejection(known.get(), police, NOW)).contains(Reason.REVOKED);
    }

    @Test
    void aDirectoryThatBecomesUnreadableLeavesWhatWasKnown() throws IOException, CRLException {
        writeRoot();
        writeList(pki.list(Map.of(police, NOW)));
        AtomicLong nanoTime = new AtomicLong();
        TrustDirectory known = new TrustDirectory(directory, Duration.ofMinutes(1), nanoTime::get);
        Files.delete(directory.resolve("ca.crt"));
        nanoTime.addAndGet(Duration.ofSeconds(60).toNanos());

        assertThat(rejection(known.get(), police, NOW)).contains(Reason.REVOKED);
    }

    @Test
    void saysOfAPinnedCertificateWhetherItIsGoodForItsUse() {
        TestPki.Holder encrypts = pki.encryption("police encrypt");
        TestPki.Holder connects =
                pki.issue("police tls", s -> s.purpose(org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth));
        Certificates known = new Certificates(Map.of(
                police.digest(), police.certificate(),
                encrypts.digest(), encrypts.certificate(),
                connects.digest(), connects.certificate()));
        PinnedCertificates pinned = new PinnedCertificates(pki::trust, () -> known);

        assertThat(pinned.check(police.digest(), Use.SIGN, NOW)).isEmpty();
        assertThat(pinned.check(encrypts.digest(), Use.ENCRYPT, NOW)).isEmpty();
        assertThat(pinned.check(connects.digest(), Use.TLS, NOW)).isEmpty();
        assertThat(pinned.check(police.digest(), Use.TLS, NOW)).contains("wrong-key-usage");
        assertThat(pinned.check(police.digest(), Use.ENCRYPT, NOW)).contains("wrong-key-usage");
        assertThat(pinned.check(connects.digest(), Use.SIGN, NOW)).contains("wrong-key-usage");
        assertThat(pinned.check(pki.signer("unknown").digest(), Use.SIGN, NOW)).contains("not-pinned");
    }

    @Test
    void withoutACurrentRevocationListNothingIsSaidOfAPinnedCertificate() {
        Certificates known = new Certificates(Map.of(police.digest(), police.certificate()));
        PinnedCertificates pinned = new PinnedCertificates(pki::trust, () -> known);

        assertThatThrownBy(() -> pinned.check(police.digest(), Use.SIGN, NOW.plus(Duration.ofDays(5))))
                .isInstanceOf(RevocationUnknown.class);
    }

    @Test
    void aKeyringRefusesKeysThatDoNotBelongTogether() throws IOException {
        write("sign", police, police);
        TestPki.Holder encrypts = pki.encryption("encrypt");
        write("encrypt", encrypts, encrypts);
        assertThatCode(() -> Keyring.read(directory)).doesNotThrowAnyException();

        write("encrypt", encrypts, pki.encryption("other"));
        assertThatThrownBy(() -> Keyring.read(directory)).hasMessageContaining("is not the key of");
        write("encrypt", police, police);
        assertThatThrownBy(() -> Keyring.read(directory)).hasMessageContaining("does not let it receive");
    }

    private void write(String name, TestPki.Holder certificate, TestPki.Holder key) throws IOException {
        Pem.write(directory.resolve(name + ".crt"), "CERTIFICATE", certificate.der());
        Pem.write(directory.resolve(name + ".key"), "PRIVATE KEY", key.key().getEncoded());
    }
}
