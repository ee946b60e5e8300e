package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** The example authority: what it vouches for, and its revocation days. */
public final class ExampleAuthority {
    private static final Path PLACE = Path.of("certs-example");

    private ExampleAuthority() {}

    /** For a client with no certificate of its own, which trusts this authority alone. */
    public static SSLContext trusted() {
        return tls((PemSslStoreDetails) null);
    }

    /**
     * For a client with a certificate, which trusts this authority alone.
     *
     * @param identity its certificate and key without {@code .crt} and {@code .key}
     */
    public static SSLContext tls(Path identity) {
        return tls(PemSslStoreDetails.forCertificate(text(identity + ".crt")).withPrivateKey(text(identity + ".key")));
    }

    private static SSLContext tls(@Nullable PemSslStoreDetails own) {
        PemSslStoreDetails authority =
                PemSslStoreDetails.forCertificate(text(PLACE.resolve("ca.crt").toString()));
        return SslBundle.of(new PemSslStoreBundle(own, authority)).createSslContext();
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Replaces a file by a revocation list.
     *
     * @param until its next update; after it nobody knows who is revoked
     * @param revoked certificates, PEM
     */
    public static void revoke(Path list, Instant from, Instant until, Path... revoked) {
        try {
            X509Certificate authority = certificate(PLACE.resolve("ca.crt"));
            JcaX509v2CRLBuilder crl = new JcaX509v2CRLBuilder(authority, Date.from(from));
            crl.setNextUpdate(Date.from(until));
            crl.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(from.toEpochMilli())));
            crl.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority));
            for (Path file : revoked) {
                crl.addCRLEntry(certificate(file).getSerialNumber(), Date.from(from), CRLReason.keyCompromise);
            }
            byte[] signed = crl.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(key(PLACE.resolve("ca.key"))))
                    .getEncoded();
            Path fresh = list.resolveSibling("." + list.getFileName());
            Files.writeString(
                    fresh,
                    "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(signed)
                            + "\n-----END X509 CRL-----\n");
            Files.move(fresh, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("The example authority cannot sign", e);
        }
    }

    private static X509Certificate certificate(Path file) throws GeneralSecurityException, IOException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(Path file) throws GeneralSecurityException, IOException {
        String pem = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("-----"))
                .collect(Collectors.joining());
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    }
}
