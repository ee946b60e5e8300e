package org.marac.gateway.seal;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What is asked of one kind of signature, besides that it is right and by a certificate the protocol names.
 *
 * @param algorithm from the signer's digest and signature algorithm to one of the allow-list
 * @param strong whether a key is
 * @param maySign whether a certificate is made for it
 * @param namesCertificate whether the signer must name its certificate in the signed attributes
 */
record SignerRules(
        BiFunction<AlgorithmIdentifier, AlgorithmIdentifier, Optional<SignatureAlgorithm>> algorithm,
        Predicate<SubjectPublicKeyInfo> strong,
        Predicate<X509Certificate> maySign,
        boolean namesCertificate) {

    /** Sealed messages and signatures on the protocol, which programs made for them write. */
    static final SignerRules SEALED =
            new SignerRules(SignatureAlgorithm::of, KeyRules::strong, KeyRules::maySign, true);

    /** Mail, which people's mail programs write. */
    static final SignerRules MAIL =
            new SignerRules(SignatureAlgorithm::ofMail, KeyRules::strongForMail, KeyRules::maySignMail, false);
}
