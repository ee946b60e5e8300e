package org.marac.gateway.account;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What an authenticator app and the gateway share. Shown once, when it is made.
 *
 * @param value 160 random bits (RFC 4226 section 4)
 */
public record Secret(byte[] value) {
    private static final int BYTES = 20;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    /** A new one. */
    public static Secret random() {
        byte[] value = new byte[BYTES];
        new SecureRandom().nextBytes(value);
        return new Secret(value);
    }

    /** Its text, as a person types it into an authenticator: Base32 (RFC 4648). */
    String base32() {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int held = 0;
        for (byte next : value) {
            buffer = buffer << Byte.SIZE | next & 0xff;
            held += Byte.SIZE;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt(buffer >> held & 31));
            }
        }
        if (held > 0) {
            text.append(ALPHABET.charAt(buffer << BITS - held & 31));
        }
        return text.toString();
    }

    /** What a QR code for an authenticator says. */
    public String uri(String login) {
        String label = URLEncoder.encode("MARAC gateway:" + login, StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "otpauth://totp/" + label + "?secret=" + base32() + "&issuer=MARAC%20gateway&algorithm=SHA1&digits="
                + OneTimeCode.DIGITS + "&period=" + OneTimeCode.SECONDS;
    }

    /** The code an authenticator would show at the moment. */
    public String code(java.time.Instant at) {
        return OneTimeCode.at(value, OneTimeCode.step(at));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Secret";
    }
}
