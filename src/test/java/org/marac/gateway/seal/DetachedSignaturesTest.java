package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.marac.gateway.seal.TestPki.NOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.SignatureRejected.Reason;

class DetachedSignaturesTest {
    private static final Bytes PROTOCOL = Bytes.utf8("id: wenbury-marac\nversion: 1\n");

    private final TestPki pki = new TestPki();
    private final TestPki.Holder police = pki.signer("police sign");

    private static DetachedSignatures door(Trust trust) {
        return new DetachedSignatures(() -> trust, Clock.systemUTC());
    }

    private Reason rejection(Bytes content, Bytes p7s, Set<Digest> pinned, Trust trust, Instant at) {
        SignatureRejected rejected = catchThrowableOfType(
                SignatureRejected.class, () -> door(trust).check(content, p7s, pinned::contains, at));
        assertThat(rejected).as("rejected").isNotNull();
        return rejected.reason();
    }

    private Reason rejection(byte[] p7s) {
        return rejection(PROTOCOL, Bytes.of(p7s), Set.of(police.digest()), pki.trust(), NOW);
    }

    private Reason rejectionOf(TestPki.Holder signer) {
        return rejection(PROTOCOL, Bytes.of(signature(signer)), Set.of(signer.digest()), pki.trust(), NOW);
    }

    private static byte[] signature(TestPki.Holder signer) {
        return new HostileCms().signer(signer).over(PROTOCOL.toArray(), false);
    }

    @Test
    void rejectsASignatureOverOtherBytes() {
        assertThat(rejection(
                        Bytes.utf8("id: wenbury-marac\nversion: 1\n\n"),
                        Bytes.of(signature(police)),
                        Set.of(police.digest()),
                        pki.trust(),
                        NOW))
                .isEqualTo(Reason.BAD_SIGNATURE);
    }

    /** What was verified once is not computed again; everything that can change is asked about again. */
    @Test
    void whatStoodOnceIsRejectedOnOtherBytesAndOnceItsCertificateIsOutOfDate() throws Exception {
        DetachedSignatures door = door(pki.trust());
        Bytes p7s = Bytes.of(signature(police));
        Set<Digest> pinned = Set.of(police.digest());
        door.check(PROTOCOL, p7s, pinned::contains, NOW);
        door.check(PROTOCOL, p7s, pinned::contains, NOW);

        byte[] flipped = p7s.toArray();
        flipped[flipped.length - 1] ^= 1;
        assertThatThrownBy(() -> door.check(PROTOCOL, Bytes.of(flipped), pinned::contains, NOW))
                .isInstanceOf(SignatureRejected.class);
        assertThatThrownBy(() -> door.check(Bytes.utf8("another"), p7s, pinned::contains, NOW))
                .isInstanceOf(SignatureRejected.class);
        assertThatThrownBy(() -> door.check(PROTOCOL, p7s, digest -> false, NOW))
                .isInstanceOf(SignatureRejected.class);
        assertThatThrownBy(() -> door.check(PROTOCOL, p7s, pinned::contains, NOW.plus(Duration.ofDays(36_500))))
                .isInstanceOf(SignatureRejected.class);
    }

    @Test
    void rejectsAForgedSignature() {
        TestPki.Holder forger =
                new TestPki.Holder(police.certificate(), TestPki.keys("P-256").getPrivate());
        assertThat(rejection(signature(forger))).isEqualTo(Reason.BAD_SIGNATURE);
    }

    @Test
    void rejectsAnotherAgencysCertificate() {
        assertThat(rejection(signature(pki.signer("housing sign")))).isEqualTo(Reason.NOT_PINNED);
    }

    @Test
    void rejectsTwoSignersAndNone() {
        assertThat(rejection(new HostileCms()
                        .signer(police)
                        .signer(pki.signer("housing sign"))
                        .over(PROTOCOL.toArray(), false)))
                .isEqualTo(Reason.SEVERAL_SIGNERS);
        assertThat(rejection(new HostileCms().certificate(police).over(PROTOCOL.toArray(), false)))
                .isEqualTo(Reason.NO_SIGNER);
    }

    @Test
    void rejectsASignatureThatCarriesAContentOfItsOwn() {
        assertThat(rejection(new HostileCms().signer(police).over(PROTOCOL.toArray(), true)))
                .isEqualTo(Reason.CONTENT_INSIDE);
    }

    @Test
    void rejectsSha1AndPkcs1AndSmallKeys() {
        assertThat(rejection(new HostileCms()
                        .signer(police, "SHA1withECDSA", Optional.of(police.der()))
                        .over(PROTOCOL.toArray(), false)))
                .isEqualTo(Reason.WEAK_ALGORITHM);
        for (String kind : List.of("RSA-1024", "RSA-2048")) {
            TestPki.Holder small = pki.issue("small", s -> s.key(kind));
            byte[] p7s = new HostileCms()
                    .signer(small, "SHA256withRSAandMGF1", Optional.of(small.der()))
                    .over(PROTOCOL.toArray(), false);
            assertThat(rejection(PROTOCOL, Bytes.of(p7s), Set.of(small.digest()), pki.trust(), NOW))
                    .isEqualTo(Reason.WEAK_ALGORITHM);
        }
        TestPki.Holder rsa = pki.issue("rsa", s -> s.key("RSA-3072"));
        byte[] pkcs1 = new HostileCms()
                .signer(rsa, "SHA256withRSA", Optional.of(rsa.der()))
                .over(PROTOCOL.toArray(), false);
        assertThat(rejection(PROTOCOL, Bytes.of(pkcs1), Set.of(rsa.digest()), pki.trust(), NOW))
                .isEqualTo(Reason.WEAK_ALGORITHM);
    }

    @Test
    void rejectsASignatureWithoutTheSigningCertificateAttribute() {
        assertThat(rejection(new HostileCms()
                        .signer(police, "SHA256withECDSA", Optional.empty())
                        .over(PROTOCOL.toArray(), false)))
                .isEqualTo(Reason.NO_SIGNING_CERTIFICATE_ATTRIBUTE);
    }

    @Test
    void rejectsACertificateThatMayNotSignOrIsNotValid() {
        assertThat(rejectionOf(pki.encryption("encrypts"))).isEqualTo(Reason.WRONG_KEY_USAGE);
        assertThat(rejectionOf(pki.issue("early", s -> s.valid("2026-11-22T00:00:00Z", "2028-01-01T00:00:00Z"))))
                .isEqualTo(Reason.EXPIRED);
        assertThat(rejectionOf(pki.issue("late", s -> s.valid("2025-01-01T00:00:00Z", "2026-11-21T00:00:00Z"))))
                .isEqualTo(Reason.EXPIRED);
        assertThat(rejectionOf(TestPki.issue(TestPki.root("Test root"), "impostor", s -> s)))
                .isEqualTo(Reason.NO_PATH);
        assertThat(rejectionOf(pki.issue("sha1", s -> s.signedWith("SHA1withECDSA"))))
                .isEqualTo(Reason.NO_PATH);
    }

    @Test
    void rejectsWhatIsNotCmsOrTooLarge() {
        assertThat(rejection("garbage".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(Reason.NOT_CMS);
        assertThat(rejection(new byte[0])).isEqualTo(Reason.NOT_CMS);
        assertThat(rejection(new byte[70_000])).isEqualTo(Reason.NOT_CMS);
        byte[] good = signature(police);
        assertThat(rejection(Arrays.copyOf(good, good.length - 1))).isEqualTo(Reason.NOT_CMS);
        assertThat(rejection(Arrays.copyOf(good, good.length + 1))).isEqualTo(Reason.NOT_CMS);
    }

    @Test
    void rejectsEveryFlippedBit() {
        byte[] good = signature(police);
        Trust trust = pki.trust();
        int flipsThatChangeNothingSigned = 0;
        for (int bit = 0; bit < good.length * 8; bit += 5) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                door(trust).check(PROTOCOL, Bytes.of(flipped), police.digest()::equals, NOW);
                flipsThatChangeNothingSigned++;
            } catch (SignatureRejected e) {
                assertThat(e.reason()).isNotNull();
            }
        }
        // Another spelling of the same: small letters in the issuer's name, another byte for true in the certificate.
        assertThat(flipsThatChangeNothingSigned).isLessThan(12);
    }

    @Test
    void judgesTheSignatureAtTheMomentItIsAskedAbout() {
        Instant revoked = NOW.minus(Duration.ofDays(10));
        Trust trust = pki.trust(pki.list(Map.of(police, revoked)));
        Bytes p7s = Bytes.of(signature(police));
        Set<Digest> pinned = Set.of(police.digest());

        assertThat(rejection(PROTOCOL, p7s, pinned, trust, NOW)).isEqualTo(Reason.REVOKED);
        assertThat(rejection(PROTOCOL, p7s, pinned, trust, revoked)).isEqualTo(Reason.REVOKED);
        assertThatCode(() -> door(trust).check(PROTOCOL, p7s, pinned::contains, revoked.minusSeconds(1)))
                .doesNotThrowAnyException();
        assertThat(rejection(PROTOCOL, p7s, pinned, trust, Instant.parse("2025-12-31T23:59:59Z")))
                .isEqualTo(Reason.EXPIRED);
    }

    @Test
    void rejectsOnceTheRevocationListHasRunOut() {
        Bytes p7s = Bytes.of(signature(police));
        Set<Digest> pinned = Set.of(police.digest());
        assertThat(rejection(PROTOCOL, p7s, pinned, pki.trust(), Instant.parse("2026-11-24T00:00:01Z")))
                .isEqualTo(Reason.CRL_STALE);
        assertThatCode(() ->
                        door(pki.trust()).check(PROTOCOL, p7s, pinned::contains, Instant.parse("2026-11-24T00:00:00Z")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "Ed25519", "RSA-3072"})
    void signsWhatItAccepts(String kind, @TempDir Path directory) throws IOException {
        TestPki.Holder signer = pki.issue("signer", s -> s.key(kind));
        Pem.write(directory.resolve("sign.crt"), "CERTIFICATE", signer.der());
        Pem.write(directory.resolve("sign.key"), "PRIVATE KEY", signer.key().getEncoded());
        DetachedSignatures door = door(pki.trust());

        Bytes p7s = door.sign(PROTOCOL, directory.resolve("sign.key"), directory.resolve("sign.crt"));

        assertThatCode(() -> door.check(PROTOCOL, p7s, signer.digest()::equals, NOW))
                .doesNotThrowAnyException();
    }

    @Test
    void doesNotSignWithAKeyThatIsNotTheCertificatesOrMayNotSign(@TempDir Path directory) throws IOException {
        TestPki.Holder other =
                pki.issue("other", s -> s.usage(KeyUsage.keyAgreement).noPurpose());
        Pem.write(directory.resolve("police.crt"), "CERTIFICATE", police.der());
        Pem.write(directory.resolve("other.crt"), "CERTIFICATE", other.der());
        Pem.write(directory.resolve("other.key"), "PRIVATE KEY", other.key().getEncoded());
        DetachedSignatures door = door(pki.trust());

        assertThatThrownBy(() -> door.sign(PROTOCOL, directory.resolve("other.key"), directory.resolve("police.crt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of");
        assertThatThrownBy(() -> door.sign(PROTOCOL, directory.resolve("other.key"), directory.resolve("other.crt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not let it sign");
    }
}
