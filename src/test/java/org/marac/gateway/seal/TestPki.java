package org.marac.gateway.seal;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.marac.gateway.model.Digest;

/** A certification authority for tests: makes certificates good and bad, and revocation lists. */
final class TestPki {
    static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    static final int SIGNS = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;

    private static final Map<String, RsaKeys> RSA = new ConcurrentHashMap<>();

    private static long serial = 100;

    final Holder root = root("Test root");

    /** A certificate with its key. */
    record Holder(X509Certificate certificate, PrivateKey key) {
        Digest digest() {
            return Digest.of(der());
        }

        byte[] der() {
            return attempt(certificate::getEncoded);
        }

        OwnKey own() {
            return attempt(() -> new OwnKey(certificate, new X509CertificateHolder(der()), key));
        }
    }

    /** What kind of certificate. */
    record Spec(
            String name,
            String keyKind,
            int usage,
            Optional<KeyPurposeId> purpose,
            Instant from,
            Instant until,
            String signature) {
        Spec key(String kind) {
            return new Spec(name, kind, usage, purpose, from, until, signature);
        }

        Spec usage(int bits) {
            return new Spec(name, keyKind, bits, purpose, from, until, signature);
        }

        Spec purpose(KeyPurposeId id) {
            return new Spec(name, keyKind, usage, Optional.of(id), from, until, signature);
        }

        Spec noPurpose() {
            return new Spec(name, keyKind, usage, Optional.empty(), from, until, signature);
        }

        Spec valid(String start, String end) {
            return new Spec(name, keyKind, usage, purpose, Instant.parse(start), Instant.parse(end), signature);
        }

        Spec signedWith(String algorithm) {
            return new Spec(name, keyKind, usage, purpose, from, until, algorithm);
        }
    }

    Holder signer(String name) {
        return issue(name, s -> s);
    }

    Holder encryption(String name) {
        return issue(name, s -> s.usage(KeyUsage.keyAgreement).noPurpose());
    }

    Holder issue(String name, UnaryOperator<Spec> change) {
        return issue(root, name, change);
    }

    static Holder issue(Holder issuer, String name, UnaryOperator<Spec> change) {
        Spec spec = change.apply(new Spec(
                name,
                "P-256",
                SIGNS,
                Optional.of(KeyPurposeId.id_kp_emailProtection),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2028-01-01T00:00:00Z"),
                "SHA256withECDSA"));
        KeyPair pair = keys(spec.keyKind());
        return attempt(() -> {
            JcaX509v3CertificateBuilder builder = builder(
                    new X500Name(issuer.certificate().getSubjectX500Principal().getName()), spec, pair);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(spec.usage()));
            if (spec.purpose().isPresent()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(spec.purpose().get()));
            }
            return finish(builder, spec.signature(), issuer.key(), pair);
        });
    }

    static Holder root(String name) {
        return authority(Optional.empty(), name, 1);
    }

    static Holder authority(Optional<Holder> issuer, String name, int depth) {
        Spec spec = new Spec(
                name,
                "P-256",
                KeyUsage.keyCertSign | KeyUsage.cRLSign,
                Optional.empty(),
                Instant.parse("2025-01-01T00:00:00Z"),
                Instant.parse("2040-01-01T00:00:00Z"),
                "SHA256withECDSA");
        KeyPair pair = keys("P-256");
        return attempt(() -> {
            X500Name from = new X500Name(
                    issuer.map(i -> i.certificate().getSubjectX500Principal().getName())
                            .orElse("CN=" + name));
            JcaX509v3CertificateBuilder builder = builder(from, spec, pair);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(depth));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(spec.usage()));
            return finish(builder, spec.signature(), issuer.map(Holder::key).orElse(pair.getPrivate()), pair);
        });
    }

    X509CRL list(Map<Holder, Instant> revoked) {
        return list(root, Instant.parse("2026-11-21T00:00:00Z"), Instant.parse("2026-11-24T00:00:00Z"), revoked);
    }

    static X509CRL list(Holder issuer, Instant made, Instant next, Map<Holder, Instant> revoked) {
        return attempt(() -> {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(
                    new X500Name(issuer.certificate().getSubjectX500Principal().getName()), Date.from(made));
            builder.setNextUpdate(Date.from(next));
            revoked.forEach((h, at) -> builder.addCRLEntry(h.certificate().getSerialNumber(), Date.from(at), 1));
            return new JcaX509CRLConverter().getCRL(builder.build(contentSigner("SHA256withECDSA", issuer.key())));
        });
    }

    /** Trust in this root, with a current and empty revocation list. */
    Trust trust() {
        return trust(list(Map.of()));
    }

    Trust trust(X509CRL... lists) {
        return new Trust(List.of(root.certificate()), List.of(), List.of(lists));
    }

    static ContentSigner contentSigner(String algorithm, PrivateKey key) {
        return attempt(() -> new JcaContentSignerBuilder(algorithm)
                .setProvider(Providers.BOUNCY_CASTLE)
                .build(key));
    }

    static KeyPair keys(String kind) {
        return attempt(() -> {
            if (kind.equals("Ed25519")) {
                return KeyPairGenerator.getInstance("Ed25519", Providers.BOUNCY_CASTLE)
                        .generateKeyPair();
            }
            if (kind.startsWith("RSA-")) {
                return RSA.computeIfAbsent(kind, RsaKeys::new).next();
            }
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC", Providers.BOUNCY_CASTLE);
            curve.initialize(new ECGenParameterSpec(kind));
            return curve.generateKeyPair();
        });
    }

    /** Two of a size, given out in turn: seconds of processor each, and no test needs a third. */
    private static final class RsaKeys {
        private final int bits;
        private final List<KeyPair> made = new ArrayList<>();
        private int given;

        RsaKeys(String kind) {
            this.bits = Integer.parseInt(kind.substring(4));
        }

        synchronized KeyPair next() throws GeneralSecurityException {
            if (made.size() < 2) {
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", Providers.BOUNCY_CASTLE);
                rsa.initialize(bits);
                made.add(rsa.generateKeyPair());
            }
            return made.get(given++ % 2);
        }
    }

    private static JcaX509v3CertificateBuilder builder(X500Name issuer, Spec spec, KeyPair pair) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(serial++),
                Date.from(spec.from()),
                Date.from(spec.until()),
                new X500Name("CN=" + spec.name()),
                pair.getPublic());
    }

    private static Holder finish(JcaX509v3CertificateBuilder builder, String algorithm, PrivateKey issuer, KeyPair pair)
            throws Exception {
        builder.addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
        X509Certificate certificate =
                new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner(algorithm, issuer)));
        return new Holder(certificate, pair.getPrivate());
    }

    /** Something that may throw. */
    interface Attempt<T> {
        T get() throws Exception;
    }

    static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.get();
        } catch (Exception e) {
            throw new AssertionError("The test could not prepare itself", e);
        }
    }
}
