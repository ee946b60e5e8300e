package org.marac.gateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.marac.gateway.seal.TestPki.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.jce.spec.ECPrivateKeySpec;
import org.junit.jupiter.api.Test;

/** The primitives against Project Wycheproof's vectors, through the room's own wrappers. */
class WycheproofTest {
    private static final Path VECTORS = Path.of("../shared/inputs/vectors/wycheproof");
    private static final AlgorithmIdentifier AES_256_WRAP =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    private static final AlgorithmIdentifier AES_256_GCM = new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_GCM);

    private static JsonNode groups(String file) {
        assumeTrue(Files.isDirectory(VECTORS), "The Wycheproof vectors are not beside the project");
        return attempt(() ->
                new ObjectMapper().readTree(VECTORS.resolve(file).toFile()).get("testGroups"));
    }

    private static byte[] hex(JsonNode node, String field) {
        return HexFormat.of().parseHex(node.get(field).asText());
    }

    private static void verifies(String file, SignatureAlgorithm algorithm, int most) {
        int tests = 0;
        for (JsonNode group : groups(file)) {
            PublicKey key = KnownSigners.publicKey(SubjectPublicKeyInfo.getInstance(hex(group, "publicKeyDer")));
            for (JsonNode test : group.get("tests")) {
                assertThat(algorithm.verifies(key, hex(test, "msg"), hex(test, "sig")))
                        .as("%s %s", file, test.get("tcId"))
                        .isEqualTo("valid".equals(test.get("result").asText()));
                tests++;
            }
        }
        assertThat(tests).isEqualTo(most);
    }

    @Test
    void verifiesEcdsaOnP256() {
        verifies("ecdsa_secp256r1_sha256_test.json", SignatureAlgorithm.ecdsa("SHA-256"), 484);
    }

    @Test
    void verifiesEd25519() {
        verifies("ed25519_test.json", new SignatureAlgorithm("SHA-512", "Ed25519", Optional.empty()), 151);
    }

    @Test
    void verifiesRsaPss() {
        verifies("rsa_pss_2048_sha256_mgf1_32_test.json", SignatureAlgorithm.pss("SHA-256", 32), 108);
    }

    @Test
    void opensAesGcmOnlyWithTheRightTag() {
        int tests = 0;
        for (JsonNode group : groups("aes_gcm_test.json")) {
            if (group.get("ivSize").asInt() == 96 && group.get("tagSize").asInt() == 128) {
                for (JsonNode test : group.get("tests")) {
                    assertThat(plain(test).map(HexFormat.of()::formatHex))
                            .as("AES-GCM %s", test.get("tcId"))
                            .isEqualTo(
                                    "valid".equals(test.get("result").asText())
                                            ? Optional.of(test.get("msg").asText())
                                            : Optional.empty());
                    tests++;
                }
            }
        }
        assertThat(tests).isGreaterThan(150);
    }

    private static Optional<byte[]> plain(JsonNode test) {
        try {
            return Optional.of(Gcm.open(
                    new SecretKeySpec(hex(test, "key"), "AES"),
                    hex(test, "iv"),
                    hex(test, "aad"),
                    hex(test, "ct"),
                    hex(test, "tag")));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    @Test
    void agreesOnKeysOnlyWithPointsOfOurCurve() {
        TestPki.Holder us = new TestPki().encryption("us");
        int valid = 0;
        int refused = 0;
        for (JsonNode group : groups("ecdh_secp256r1_test.json")) {
            for (JsonNode test : group.get("tests")) {
                Optional<byte[]> key = agreed(us, test);
                String result = test.get("result").asText();
                if (result.equals("valid")) {
                    assertThat(key).as("ECDH %s", test.get("tcId")).isPresent();
                    assertThat(key.orElseThrow()).isEqualTo(contentKey());
                    valid++;
                } else if (result.equals("invalid")) {
                    assertThat(key).as("ECDH %s", test.get("tcId")).isEmpty();
                    refused++;
                }
            }
        }
        assertThat(valid).isEqualTo(330);
        assertThat(refused).isEqualTo(52);
    }

    /** A content key, wrapped under the key the vector says both sides agree on, taken out by the room's own opener. */
    private static Optional<byte[]> agreed(TestPki.Holder us, JsonNode test) {
        try {
            SubjectPublicKeyInfo sender = SubjectPublicKeyInfo.getInstance(hex(test, "public"));
            IssuerAndSerialNumber name =
                    new IssuerAndSerialNumber(us.own().holder().toASN1Structure());
            KeyAgreeRecipientInfo info = new KeyAgreeRecipientInfo(
                    new OriginatorIdentifierOrKey(new OriginatorPublicKey(
                            sender.getAlgorithm(), sender.getPublicKeyData().getOctets())),
                    null,
                    new AlgorithmIdentifier(SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme, AES_256_WRAP),
                    new DERSequence(new RecipientEncryptedKey(
                            new KeyAgreeRecipientIdentifier(name), new DEROctetString(wrapped(hex(test, "shared"))))));
            OwnKey own = new OwnKey(us.certificate(), us.own().holder(), secret(test));
            Opener.Wrapped ours =
                    new CurveOpener(own).find(new RecipientInfo(info)).orElseThrow();
            return ours.allowed() ? Optional.of(ours.unwrap(AES_256_GCM).getEncoded()) : Optional.empty();
        } catch (CMSException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] contentKey() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        return key;
    }

    /** RFC 5753 section 7.2 and X9.63, written anew here with the JDK alone. */
    private static byte[] wrapped(byte[] shared) {
        return attempt(() -> {
            ASN1EncodableVector sharedInfo = new ASN1EncodableVector();
            sharedInfo.add(AES_256_WRAP);
            sharedInfo.add(new DERTaggedObject(true, 2, new DEROctetString(new byte[] {0, 0, 1, 0})));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(shared);
            digest.update(new byte[] {0, 0, 0, 1});
            digest.update(new DERSequence(sharedInfo).getEncoded(ASN1Encoding.DER));
            Cipher wrap = Cipher.getInstance("AESWrap", "SunJCE");
            wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(digest.digest(), "AES"));
            return wrap.wrap(new SecretKeySpec(contentKey(), "AES"));
        });
    }

    private static PrivateKey secret(JsonNode test) {
        ECNamedCurveParameterSpec curve = ECNamedCurveTable.getParameterSpec("P-256");
        return attempt(() -> KeyFactory.getInstance("EC", Providers.BOUNCY_CASTLE)
                .generatePrivate(
                        new ECPrivateKeySpec(new BigInteger(test.get("private").asText(), 16), curve)));
    }
}
