package org.marac.gateway.seal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Who computes what. Elliptic curves are five to ten times faster in Bouncy Castle than in the JDK, AES-GCM and SHA-256 fifteen
 * times faster in the JDK than in Bouncy Castle, so each operation names its provider. Bouncy Castle is an instance of this room
 * and is not registered with the platform: nothing outside this room changes its behaviour.
 */
final class Providers {
    /** Elliptic curves, Ed25519, RSA, AES key wrap, the X.509 types of the CMS classes. */
    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    /** AES-GCM with hardware instructions. */
    static final String AES_GCM = "SunJCE";

    private Providers() {}
}
