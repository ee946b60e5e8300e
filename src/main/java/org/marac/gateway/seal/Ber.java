package org.marac.gateway.seal;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * From BER, which mail programs write piece by piece, to DER (X.690). Like {@link Der} it walks tags and lengths before any parser
 * builds objects, but takes indefinite lengths too.
 */
final class Ber {
    private static final int MAXIMUM_DEPTH = 32;
    /** Of a message of 16 MiB in pieces of a thousand bytes each piece is one. */
    private static final int MAXIMUM_ELEMENTS = 40_000;

    private static final int INDEFINITE = -2;

    private final byte[] bytes;
    private int position;

    private Ber(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The same element in DER; empty when it is not one element of sane shape. */
    static Optional<byte[]> toDer(byte[] bytes) {
        try {
            return bytes.length > 0 && new Ber(bytes).walk()
                    ? Optional.of(ASN1Primitive.fromByteArray(bytes).getEncoded(ASN1Encoding.DER))
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // Bouncy Castle answers hostile structures with exceptions of many kinds; such bytes are nothing.
            return Optional.empty();
        }
    }

    /** Ends of the elements around; of one of indefinite length the end of the one around it, negative. */
    private boolean walk() {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(bytes.length);
        for (int elements = 0; ; elements++) {
            while (ends.size() > 1 && position == ends.peek()) {
                ends.pop();
            }
            if (position == bytes.length) {
                return ends.size() == 1 && elements > 0;
            }
            if (elements == MAXIMUM_ELEMENTS || ends.size() == 1 && elements > 0 || ends.size() > MAXIMUM_DEPTH) {
                return false;
            }
            if (!element(ends)) {
                return false;
            }
        }
    }

    private boolean element(Deque<Integer> ends) {
        int end = Math.abs(ends.peek());
        int tag = bytes[position++] & 0xff;
        int length = length(end);
        if (tag == 0) {
            boolean closes = ends.peek() < 0 && length == 0;
            ends.pop();
            return closes;
        }
        boolean constructed = (tag & 0x20) != 0;
        if ((tag & 0x1f) == 0x1f || length == -1 || length == INDEFINITE && !constructed) {
            return false;
        }
        if (length == INDEFINITE) {
            ends.push(-end);
        } else if (constructed) {
            ends.push(position + length);
        } else {
            position += length;
        }
        return true;
    }

    /** The length octets; -1 when cut off or larger than what is around. */
    private int length(int end) {
        if (position >= end) {
            return -1;
        }
        int first = bytes[position++] & 0xff;
        if (first == 0x80) {
            return INDEFINITE;
        }
        int octets = first < 0x80 ? 0 : first & 0x7f;
        if (octets > 4 || octets > end - position) {
            return -1;
        }
        long length = octets == 0 ? first : 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | bytes[position++] & 0xff;
        }
        return length > end - position ? -1 : (int) length;
    }
}
