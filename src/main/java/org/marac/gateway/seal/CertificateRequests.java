package org.marac.gateway.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.marac.gateway.model.AgencyId;

/**
 * An agency's first keys, and what it asks the area's authority for: a key each that proves who connects, that signs and
 * that opens, and a PKCS#10 request (RFC 2986) that names the use.
 */
public final class CertificateRequests {
    private CertificateRequests() {}

    /**
     * Writes {@code tls}, {@code sign} and {@code encrypt}, and {@code mail} for an agency that writes mail, as {@code .key} (P-256, PKCS#8, for the owner's eyes alone) and
     * {@code .csr}. A key that is there already is kept, and its request with it.
     *
     * @param directory where to
     * @param agency whose
     * @param organisation its name, as the certificates will bear it
     * @param address of its mail; empty for none
     * @return what was written
     * @throws UncheckedIOException if a file cannot be written
     */
    public static List<Path> write(Path directory, AgencyId agency, String organisation, Optional<String> address) {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(directory);
            List<CertificateProfile> profiles = new ArrayList<>(
                    List.of(CertificateProfile.TLS, CertificateProfile.SIGN, CertificateProfile.ENCRYPT));
            address.ifPresent(mail -> profiles.add(CertificateProfile.MAIL));
            for (CertificateProfile profile : profiles) {
                Path key = directory.resolve(profile.file() + ".key");
                if (!Files.exists(key)) {
                    KeyPair pair = pair();
                    secret(key, pair);
                    Path request = directory.resolve(profile.file() + ".csr");
                    Pem.write(
                            request,
                            "CERTIFICATE REQUEST",
                            request(pair, profile, agency, organisation, name(profile, agency, address)));
                    written.addAll(List.of(key, request));
                }
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException("The keys cannot be written", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("Bouncy Castle cannot make P-256 keys", e);
        }
    }

    private static GeneralName name(CertificateProfile profile, AgencyId agency, Optional<String> address) {
        return profile == CertificateProfile.MAIL
                ? new GeneralName(GeneralName.rfc822Name, address.orElseThrow())
                : new GeneralName(GeneralName.uniformResourceIdentifier, "urn:agency:" + agency);
    }

    private static byte[] request(
            KeyPair pair, CertificateProfile profile, AgencyId agency, String organisation, GeneralName name)
            throws IOException, OperatorCreationException {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, organisation)
                .addRDN(BCStyle.CN, agency + " " + profile.file())
                .build();
        ExtensionsGenerator wanted = new ExtensionsGenerator();
        wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        wanted.addExtension(Extension.keyUsage, true, profile.keyUsage());
        if (profile.extendedKeyUsage().isPresent()) {
            wanted.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    profile.extendedKeyUsage().get());
        }
        wanted.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        return new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic())
                .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
                .build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(Providers.BOUNCY_CASTLE)
                        .build(pair.getPrivate()))
                .getEncoded();
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Providers.BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** For the owner's eyes alone, from the first byte, and never over another. */
    private static void secret(Path file, KeyPair pair) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (UnsupportedOperationException e) {
            // A file system without such rights: its folder must keep strangers out.
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("Another made this key at the same moment", e);
        }
        Pem.write(file, "PRIVATE KEY", pair.getPrivate().getEncoded());
    }
}
