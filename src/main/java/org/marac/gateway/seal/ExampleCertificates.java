package org.marac.gateway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes the certificates of the example area: a root, its revocation list, and signing, encryption and TLS certificates of the gateway
 * and of the twelve agencies of Wenbury. Every subject says EXAMPLE ONLY; the private keys, the root's included, are public, so a
 * gateway in production refuses them all.
 */
public final class ExampleCertificates {
    /** What the subject of every example certificate says. */
    static final String MARK = "EXAMPLE ONLY";

    private static final List<String> AGENCIES = List.of(
            "wenbury-marac",
            "wenbury-police",
            "wenbury-hospital",
            "wenbury-gp",
            "wenbury-childrens-services",
            "wenbury-adult-services",
            "wenbury-housing",
            "wenbury-probation",
            "wenbury-education",
            "wenbury-substance-misuse",
            "haven-idva",
            "wenbury-fire");

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2046-12-31T23:59:59Z");
    private static final Instant REVOKED = Instant.parse("2026-01-02T00:00:00Z");
    /** The agency that names an alternate contact. */
    private static final String WITH_ALTERNATE = "wenbury-police";

    private static final String ROOT = "O=Wenbury MARAC,OU=" + MARK + ",CN=Wenbury example root";

    private final SecureRandom random = new SecureRandom();

    /**
     * Writes {@code ca.{crt,key,crl}}, {@code gateway/}, {@code people/}, {@code agencies/<agency>/}, {@code alternates/<agency>/}, {@code revoked/} and
     * {@code stranger/}, all PEM,
     * keys as unencrypted PKCS#8; existing files are replaced.
     *
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(Path directory) {
        try {
            KeyPair ca = newKey();
            X509Certificate root = root(ca);
            Files.createDirectories(directory);
            Pem.write(directory.resolve("ca.crt"), "CERTIFICATE", root.getEncoded());
            Pem.write(
                    directory.resolve("ca.key"), "PRIVATE KEY", ca.getPrivate().getEncoded());
            Path gateway = directory.resolve("gateway");
            issue(ca, gateway, CertificateProfile.GATEWAY, "wenbury-marac", "gateway");
            issue(ca, gateway, CertificateProfile.SIGN, "wenbury-marac", "gateway");
            issue(ca, gateway, CertificateProfile.ENCRYPT, "wenbury-marac", "gateway");
            issue(ca, directory.resolve("people"), CertificateProfile.SERVER, "wenbury-marac", "people");
            for (String agency : AGENCIES) {
                Path own = directory.resolve("agencies").resolve(agency);
                issue(ca, own, CertificateProfile.TLS, agency, agency);
                issue(ca, own, CertificateProfile.SIGN, agency, agency);
                issue(ca, own, CertificateProfile.ENCRYPT, agency, agency);
            }
            Path alternate = directory.resolve("alternates").resolve(WITH_ALTERNATE);
            issue(ca, alternate, CertificateProfile.TLS, WITH_ALTERNATE, WITH_ALTERNATE + " alternate");
            issue(ca, alternate, CertificateProfile.ENCRYPT, WITH_ALTERNATE, WITH_ALTERNATE + " alternate");
            Path stranger = directory.resolve("stranger");
            issue(ca, stranger, CertificateProfile.TLS, "stranger", "stranger");
            issue(ca, stranger, CertificateProfile.SIGN, "stranger", "stranger");
            X509Certificate revoked = issue(
                    ca,
                    directory.resolve("revoked"),
                    CertificateProfile.SIGN,
                    "wenbury-police",
                    "wenbury-police revoked");
            Pem.write(directory.resolve("ca.crl"), "X509 CRL", revocations(ca, revoked.getSerialNumber()));
        } catch (IOException e) {
            throw new UncheckedIOException("The example certificates cannot be written", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("Bouncy Castle cannot make P-256 certificates", e);
        }
    }

    private X509Certificate root(KeyPair ca)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X500Name name = new X500Name(ROOT);
        JcaX509v3CertificateBuilder builder = builder(name, name, ca);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(ca.getPublic()));
        return certificate(builder, ca);
    }

    private X509Certificate issue(KeyPair ca, Path directory, CertificateProfile profile, String agency, String name)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair pair = newKey();
        X500Name subject = new X500Name("O=" + agency + ",OU=" + MARK + ",CN=" + name + " " + profile.file());
        JcaX509v3CertificateBuilder builder = builder(new X500Name(ROOT), subject, pair);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, profile.keyUsage());
        if (profile.extendedKeyUsage().isPresent()) {
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    profile.extendedKeyUsage().get());
        }
        builder.addExtension(Extension.subjectAlternativeName, false, names(profile, agency));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(ca.getPublic()));
        X509Certificate certificate = certificate(builder, ca);
        Files.createDirectories(directory);
        Pem.write(directory.resolve(profile.file() + ".crt"), "CERTIFICATE", certificate.getEncoded());
        Pem.write(
                directory.resolve(profile.file() + ".key"),
                "PRIVATE KEY",
                pair.getPrivate().getEncoded());
        return certificate;
    }

    private static GeneralNames names(CertificateProfile profile, String agency) {
        GeneralName uri = new GeneralName(GeneralName.uniformResourceIdentifier, "urn:agency:" + agency);
        if (!profile.listens()) {
            return new GeneralNames(uri);
        }
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1"),
            uri
        });
    }

    private static byte[] revocations(KeyPair ca, BigInteger serial)
            throws GeneralSecurityException, OperatorCreationException, CertIOException {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(ROOT), Date.from(REVOKED));
        builder.setNextUpdate(Date.from(UNTIL));
        builder.addCRLEntry(serial, Date.from(REVOKED), CRLReason.keyCompromise);
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(ca.getPublic()));
        builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
        return new JcaX509CRLConverter().getCRL(builder.build(signer(ca))).getEncoded();
    }

    private JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair pair) {
        BigInteger serial = new BigInteger(126, random).setBit(126);
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(FROM), Date.from(UNTIL), subject, pair.getPublic());
    }

    private static X509Certificate certificate(JcaX509v3CertificateBuilder builder, KeyPair ca)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer(ca)));
    }

    private static ContentSigner signer(KeyPair ca) throws OperatorCreationException {
        return new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(Providers.BOUNCY_CASTLE)
                .build(ca.getPrivate());
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /**
     * Which of these files hold an example certificate, whose private key everyone has.
     *
     * @param files PEM files; one that is not there holds none
     * @throws java.io.UncheckedIOException if one cannot be read
     * @throws IllegalArgumentException if one holds a certificate that cannot be read
     */
    public static List<Path> among(List<Path> files) {
        return files.stream()
                .filter(Files::isRegularFile)
                .filter(file -> Pem.certificates(file).stream().anyMatch(Trust::isExample))
                .toList();
    }
}
