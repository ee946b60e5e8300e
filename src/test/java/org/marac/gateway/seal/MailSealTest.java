package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MailLayer;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;

/** The CMS of mail, both ways. What mail programs make of it is tried with the mail door. */
class MailSealTest {
    private static final Bytes PART = Bytes.utf8("Content-Type: text/plain\r\n\r\nHello.\r\n");

    private final TestArea area = new TestArea();
    private final TestPki.Holder desk = area.pki.signer("desk,E=Desk@Police.Example");
    private final MailSeal gateway = seal(area.gatewaySigner, area.gatewayEncryption);
    private final MailSeal police = seal(desk, area.policeEncryption);

    @Test
    void whatTheGatewaySignsAndEncryptsItsRecipientOpensAndVerifies() throws Refused {
        Bytes signature = gateway.sign(PART, TestPki.NOW);
        Bytes encrypted =
                gateway.encrypt(PART, party(area.policeEncryption), TestPki.NOW).orElseThrow();

        assertThat(police.layer(signature)).isEqualTo(MailLayer.SIGNED);
        assertThat(police.layer(encrypted)).isEqualTo(MailLayer.ENCRYPTED);
        assertThat(police.decrypt(encrypted)).isEqualTo(PART);
        SignedMail mail = police.verify(signature, Optional.of(PART), d -> true, TestPki.NOW);
        assertThat(mail.signer()).isEqualTo(area.gatewaySigner.digest());
        assertThat(mail.claimed()).contains(TestPki.NOW);
        assertThat(gateway.micalg()).isEqualTo("sha-256");
    }

    @Test
    void aCertificateIsOfTheAddressInItAndInLowerCase() throws Refused {
        assertThat(gateway.verify(police.sign(PART, TestPki.NOW), Optional.of(PART), d -> true, TestPki.NOW)
                        .addresses())
                .containsExactly("desk@police.example");
        assertThat(MailAddresses.of(area.gatewaySigner.certificate())).isEmpty();
    }

    @Test
    void whoHasNoGoodCertificateIsWrittenToWithoutEncryption() {
        TestPki.Holder expired = area.pki.issue(
                "old", s -> s.usage(8).noPurpose().valid("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"));

        assertThat(gateway.encrypt(PART, party(expired), TestPki.NOW)).isEmpty();
        assertThat(gateway.encrypt(PART, TestArea.party(TestArea.POLICE, List.of()), TestPki.NOW))
                .isEmpty();
    }

    @Test
    void oneBitOfWhatWasEncryptedIsEnough() {
        byte[] encrypted = gateway.encrypt(PART, party(area.policeEncryption), TestPki.NOW)
                .orElseThrow()
                .toArray();
        encrypted[encrypted.length - 20] ^= 1;

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> police.decrypt(Bytes.of(encrypted)))
                .satisfies(refused -> assertThat(refused.refusal().code()).isEqualTo(RefusalCode.BAD_SIGNATURE));
    }

    @Test
    void whatIsNoCmsIsNoneOfBoth() throws Refused {
        assertThat(gateway.layer(Bytes.utf8("hello"))).isEqualTo(MailLayer.OTHER);
        assertThat(gateway.layer(Bytes.of(new byte[0]))).isEqualTo(MailLayer.OTHER);
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> gateway.decrypt(Bytes.utf8("hello")));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> gateway.verify(Bytes.utf8("hello"), Optional.empty(), d -> true, TestPki.NOW));
    }

    @Test
    void aSignatureForSealedMessagesIsNoneForMailAndTheOtherWayRound() {
        TestPki.Holder documents = area.pki.issue(
                "documents",
                s -> s.purpose(org.bouncycastle.asn1.x509.KeyPurposeId.getInstance(
                        new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"))));

        assertThat(KeyRules.maySign(documents.certificate())).isTrue();
        assertThat(KeyRules.maySignMail(documents.certificate())).isFalse();
        Party party = TestArea.party(
                TestArea.POLICE, List.of(new PinnedCertificate(PinnedCertificate.Use.MAIL, desk.digest())));
        assertThat(party.pins(PinnedCertificate.Use.SIGN, desk.digest())).isFalse();
    }

    private MailSeal seal(TestPki.Holder signs, TestPki.Holder opens) {
        Trust trust = area.pki.trust();
        Certificates known =
                new Certificates(Map.of(area.policeEncryption.digest(), area.policeEncryption.certificate()));
        return new MailSeal(new Keyring(signs.own(), List.of(opens.own())), () -> trust, () -> known);
    }

    private static Party party(TestPki.Holder encrypts) {
        Digest digest = encrypts.digest();
        return TestArea.party(TestArea.POLICE, List.of(new PinnedCertificate(PinnedCertificate.Use.ENCRYPT, digest)));
    }
}
