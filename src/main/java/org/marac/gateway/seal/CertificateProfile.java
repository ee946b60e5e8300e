package org.marac.gateway.seal;

import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** What is a certificate for? One use each: a key that signs never decrypts. */
enum CertificateProfile {
    TLS("tls", KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth),
    SERVER("tls", KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth),
    SIGN("sign", KeyUsage.digitalSignature | KeyUsage.nonRepudiation, KeyPurposeId.id_kp_emailProtection),
    MAIL("mail", KeyUsage.digitalSignature | KeyUsage.nonRepudiation, KeyPurposeId.id_kp_emailProtection),
    ENCRYPT("encrypt", KeyUsage.keyAgreement, null);

    private final String file;
    private final int keyUsage;
    private final Optional<KeyPurposeId> purpose;

    CertificateProfile(String file, int keyUsage, @Nullable KeyPurposeId purpose) {
        this.file = file;
        this.keyUsage = keyUsage;
        this.purpose = Optional.ofNullable(purpose);
    }

    /** The file's name without its ending. */
    String file() {
        return file;
    }

    KeyUsage keyUsage() {
        return new KeyUsage(keyUsage);
    }

    Optional<ExtendedKeyUsage> extendedKeyUsage() {
        return purpose.map(ExtendedKeyUsage::new);
    }
}
