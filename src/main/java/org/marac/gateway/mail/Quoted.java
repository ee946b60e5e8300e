package org.marac.gateway.mail;

import java.io.ByteArrayOutputStream;
import org.marac.gateway.model.Refused;

/** The quoted-printable transfer encoding (RFC 2045 section 6.7). */
final class Quoted {
    private Quoted() {}

    /** The bytes that were encoded; an equals sign that is neither of a byte nor of a soft line break is not of the encoding. */
    static byte[] printable(byte[] encoded) throws Refused {
        ByteArrayOutputStream plain = new ByteArrayOutputStream(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] != '=') {
                plain.write(encoded[i]);
                continue;
            }
            int soft = softBreak(encoded, i + 1);
            if (soft > 0) {
                i = soft;
                continue;
            }
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded[i + 2], 16);
            if (low < 0) {
                throw Entity.notMime();
            }
            plain.write(high << 4 | low);
            i += 2;
        }
        return plain.toByteArray();
    }

    /** Where the line feed of a soft break stands; 0 for none. */
    private static int softBreak(byte[] encoded, int at) {
        int i = at;
        while (i < encoded.length && (encoded[i] == ' ' || encoded[i] == '\t' || encoded[i] == '\r')) {
            i++;
        }
        return i < encoded.length && encoded[i] == '\n' ? i : i == encoded.length ? i - 1 : 0;
    }
}
