package org.marac.gateway.seal;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jce.interfaces.ECPrivateKey;
import org.bouncycastle.jce.interfaces.ECPublicKey;

/** Do a private and a public key belong together? A wrong pair would show only when the first message cannot be opened. */
final class KeyPairs {
    private KeyPairs() {}

    static boolean belong(PrivateKey secret, SubjectPublicKeyInfo info) {
        PublicKey known = KnownSigners.publicKey(info);
        if (secret instanceof ECPrivateKey ec && known instanceof ECPublicKey point) {
            return ec.getParameters()
                    .getG()
                    .multiply(ec.getD())
                    .normalize()
                    .equals(point.getQ().normalize());
        }
        if (secret instanceof RSAPrivateKey rsa && known instanceof RSAPublicKey modulus) {
            return rsa.getModulus().equals(modulus.getModulus());
        }
        return secret instanceof EdDSAPrivateKey edwards
                && edwards.getPublicKey().equals(known);
    }
}
