package org.marac.gateway.seal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Is this one DER element of sane shape? Walks tags and lengths only (X.690), before any parser builds objects: definite lengths in their
 * shortest form, nothing after the end, a bounded depth and number of elements. A few bytes can otherwise make a parser build
 * a tower of thousands of levels.
 */
final class Der {
    private static final int MAXIMUM_DEPTH = 32;
    private static final int MAXIMUM_ELEMENTS = 10_000;

    private final byte[] bytes;
    private int position;

    private Der(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean isWellFormed(byte[] bytes) {
        return bytes.length > 0 && new Der(bytes).walk();
    }

    private boolean walk() {
        Deque<Integer> ends = new ArrayDeque<>();
        ends.push(bytes.length);
        for (int elements = 0; position < bytes.length || ends.size() > 1; elements++) {
            while (ends.size() > 1 && position == ends.peek()) {
                ends.pop();
            }
            if (position == bytes.length) {
                return ends.size() == 1;
            }
            if (elements == MAXIMUM_ELEMENTS || ends.size() == 1 && elements > 0) {
                return false;
            }
            int tag = bytes[position++] & 0xff;
            int length = length();
            if ((tag & 0x1f) == 0x1f || tag == 0 || length < 0 || length > ends.peek() - position) {
                return false;
            }
            if ((tag & 0x20) == 0) {
                position += length;
            } else if (ends.size() > MAXIMUM_DEPTH) {
                return false;
            } else {
                ends.push(position + length);
            }
        }
        return true;
    }

    /** The length octets; negative when indefinite, not in the shortest form, cut off or larger than the input can be. */
    private int length() {
        if (position == bytes.length) {
            return -1;
        }
        int first = bytes[position++] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int octets = first & 0x7f;
        if (octets == 0 || octets > 3 || octets > bytes.length - position || bytes[position] == 0) {
            return -1;
        }
        int length = 0;
        for (int i = 0; i < octets; i++) {
            length = length << 8 | bytes[position++] & 0xff;
        }
        return length < 0x80 ? -1 : length;
    }
}
