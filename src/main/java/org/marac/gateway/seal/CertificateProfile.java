package org.marac.gateway.seal;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What is a certificate for? One use each: a key that signs never decrypts. */
enum CertificateProfile {
    TLS("tls", KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth),
    SERVER("tls", KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth),
    /** The gateway's own: it listens to agencies, and calls those that listen. */
    GATEWAY("tls", KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
    SIGN("sign", KeyUsage.digitalSignature | KeyUsage.nonRepudiation, KeyPurposeId.id_kp_emailProtection),
    MAIL("mail", KeyUsage.digitalSignature | KeyUsage.nonRepudiation, KeyPurposeId.id_kp_emailProtection),
    ENCRYPT("encrypt", KeyUsage.keyAgreement);

    private final String file;
    private final int keyUsage;
    private final List<KeyPurposeId> purposes;

    CertificateProfile(String file, int keyUsage, KeyPurposeId... purposes) {
        this.file = file;
        this.keyUsage = keyUsage;
        this.purposes = List.of(purposes);
    }

    /** The file's name without its ending. */
    String file() {
        return file;
    }

    /** Whether others call its holder by a name of the network. */
    boolean listens() {
        return this == SERVER || this == GATEWAY;
    }

    KeyUsage keyUsage() {
        return new KeyUsage(keyUsage);
    }

    Optional<ExtendedKeyUsage> extendedKeyUsage() {
        return purposes.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
    }
}
