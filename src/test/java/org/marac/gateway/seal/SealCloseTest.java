package org.marac.gateway.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.seal.TestPki.NOW;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.model.Refused;

class SealCloseTest {
    private final TestArea area = new TestArea();
    private final Envelope envelope = new Envelope(
            new MessageId("out-1"),
            TestArea.GATEWAY,
            List.of(TestArea.POLICE),
            NOW,
            "application/vnd.marac.message+json",
            Bytes.utf8("{\"victim\":\"canary\"}"),
            Optional.empty(),
            Optional.empty());

    private static Party recipient(TestPki.Holder... holders) {
        List<PinnedCertificate> pinned = new ArrayList<>();
        for (TestPki.Holder holder : holders) {
            pinned.add(new PinnedCertificate(PinnedCertificate.Use.ENCRYPT, holder.digest()));
        }
        return TestArea.party(TestArea.POLICE, pinned);
    }

    private Seal sealKnowing(Trust trust, TestPki.Holder... holders) {
        return area.seal(
                trust,
                Stream.of(holders).collect(Collectors.toMap(TestPki.Holder::digest, TestPki.Holder::certificate)));
    }

    /** What the recipient gets when it opens with its key and checks the gateway's signature. */
    private byte[] openedBy(TestPki.Holder holder, Bytes closed) throws Refused, SignatureRejected {
        byte[] inner = new Opening(new Keyring(area.gatewaySigner.own(), List.of(holder.own()))).open(closed.toArray());
        return new SignerCheck(SignatureAlgorithm::verifies)
                .check(inner, Optional.empty(), area.gatewaySigner.digest()::equals, area.pki.trust(), NOW)
                .content();
    }

    @Test
    void scenario9_whatIsSealedForTheAlternateTheAgencyItselfCannotOpen() throws Exception {
        TestPki.Holder alternate = area.pki.encryption("wenbury-police alternate");
        Party police = recipient(area.policeEncryption);
        Party both = new Party(
                police.id(),
                police.name(),
                police.sector(),
                police.controller(),
                police.regime(),
                police.relevantAuthority(),
                police.publicAuthority(),
                police.contact(),
                police.certificates(),
                police.channels(),
                List.of(),
                List.of(),
                Optional.of(new Party.Alternate(
                        "Professional Standards",
                        List.of(new PinnedCertificate(PinnedCertificate.Use.ENCRYPT, alternate.digest())))));

        Bytes closed = sealKnowing(area.pki.trust(), area.policeEncryption, alternate)
                .close(envelope, both.asAlternate().orElseThrow(), NOW);

        assertThat(new String(openedBy(alternate, closed), UTF_8)).contains("out-1");
        assertThatThrownBy(() -> openedBy(area.policeEncryption, closed)).isInstanceOf(Refused.class);
    }

    private void cannotClose(Trust trust, Party party, TestPki.Holder... known) {
        assertThatThrownBy(() -> sealKnowing(trust, known).close(envelope, party, NOW))
                .isInstanceOf(NoRecipientKey.class)
                .hasMessageContaining("No valid encryption certificate of wenbury-police");
    }

    @Test
    void doesNotSealForARecipientWithoutACertificate() {
        cannotClose(area.pki.trust(), recipient());
        cannotClose(area.pki.trust(), recipient(area.policeEncryption));
    }

    @Test
    void doesNotSealForACertificateTheProtocolDoesNotName() {
        cannotClose(area.pki.trust(), recipient(area.pki.encryption("another")), area.policeEncryption);
    }

    @Test
    void doesNotSealForACertificateThatIsPinnedForSigning() {
        Party party = TestArea.party(
                TestArea.POLICE,
                List.of(new PinnedCertificate(PinnedCertificate.Use.SIGN, area.policeEncryption.digest())));
        cannotClose(area.pki.trust(), party, area.policeEncryption);
    }

    @Test
    void doesNotSealForACertificateThatIsExpiredRevokedForeignOrMadeForSigning() {
        UnaryOperator<TestPki.Spec> encrypts =
                s -> s.usage(KeyUsage.keyAgreement).noPurpose();
        TestPki.Holder expired =
                area.pki.issue("old", s -> encrypts.apply(s).valid("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
        TestPki.Holder foreign = TestPki.issue(TestPki.root("Test root"), "foreign", encrypts);
        TestPki.Holder signs = area.pki.signer("signs");

        cannotClose(area.pki.trust(), recipient(expired), expired);
        cannotClose(area.pki.trust(), recipient(foreign), foreign);
        cannotClose(area.pki.trust(), recipient(signs), signs);
        cannotClose(
                area.pki.trust(area.pki.list(Map.of(area.policeEncryption, NOW.minusSeconds(60)))),
                recipient(area.policeEncryption),
                area.policeEncryption);
    }

    @Test
    void theRecipientOpensItAndFindsTheGatewaysSignature() throws Refused, SignatureRejected {
        Bytes closed = area.seal().close(envelope, recipient(area.policeEncryption), NOW);

        assertThat(openedBy(area.policeEncryption, closed)).isEqualTo(EnvelopeWriter.write(envelope));
    }

    @Test
    void nobodyElseOpensItAndNothingShowsThroughIt() {
        Bytes closed = area.seal().close(envelope, recipient(area.policeEncryption), NOW);

        assertThatThrownBy(() -> openedBy(area.pki.encryption("housing"), closed))
                .isInstanceOf(Refused.class);
        assertThat(new String(closed.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("canary", "out-1", "wenbury-marac");
    }

    @Test
    void bothKeysOpenItWhileARecipientChangesFromOneToTheOther() throws Refused, SignatureRejected {
        TestPki.Holder next = area.pki.encryption("police encrypt 2027");
        Bytes closed = sealKnowing(area.pki.trust(), area.policeEncryption, next)
                .close(envelope, recipient(area.policeEncryption, next), NOW);

        assertThat(openedBy(area.policeEncryption, closed)).isEqualTo(EnvelopeWriter.write(envelope));
        assertThat(openedBy(next, closed)).isEqualTo(EnvelopeWriter.write(envelope));
    }

    @Test
    void sealsForSeveralRecipientsOfDifferentKindsOfKey() throws Refused, SignatureRejected {
        TestPki.Holder rsa = area.pki.issue(
                "idva", s -> s.key("RSA-3072").usage(KeyUsage.keyEncipherment).noPurpose());
        Party idva = TestArea.party(
                new AgencyId("haven-idva"),
                List.of(new PinnedCertificate(PinnedCertificate.Use.ENCRYPT, rsa.digest())));
        Bytes closed = sealKnowing(area.pki.trust(), area.policeEncryption, rsa)
                .close(envelope, List.of(recipient(area.policeEncryption), idva), NOW);

        assertThat(openedBy(area.policeEncryption, closed)).isEqualTo(EnvelopeWriter.write(envelope));
        assertThat(openedBy(rsa, closed)).isEqualTo(EnvelopeWriter.write(envelope));
    }

    @Test
    void writesDerAndUsesFreshKeysEachTime() {
        Seal seal = area.seal();
        Bytes one = seal.close(envelope, recipient(area.policeEncryption), NOW);
        Bytes two = seal.close(envelope, recipient(area.policeEncryption), NOW);

        assertThat(Der.isWellFormed(one.toArray())).isTrue();
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void signsAReceiptWithTheContentInside() throws SignatureRejected {
        Bytes receipt = area.seal().sign(Bytes.utf8("{\"outcome\":\"accepted\"}"));

        SignerCheck.Signed signed = new SignerCheck(SignatureAlgorithm::verifies)
                .check(receipt.toArray(), Optional.empty(), area.gatewaySigner.digest()::equals, area.pki.trust(), NOW);
        assertThat(new String(signed.content(), UTF_8)).isEqualTo("{\"outcome\":\"accepted\"}");
    }
}
