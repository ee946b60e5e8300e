package org.marac.gateway.broker;

import java.nio.ByteBuffer;

/**
 * The fields of a performative, one after the other (AMQP 1.0, section 1). Nothing of them is kept; one that is not there is
 * null. What stands behind the bytes that are looked at is told by {@link java.nio.BufferUnderflowException}, what is no field
 * and a list that does not end within its frame by {@link IllegalArgumentException}.
 */
final class AmqpFields {
    private final ByteBuffer bytes;
    private int left;

    AmqpFields(AmqpFrame frame) {
        this.bytes = frame.fields();
        int kind = bytes.get() & 0xff;
        long length = switch (kind) {
            case 0x45 -> 0;
            case 0xc0 -> bytes.get() & 0xff;
            case 0xd0 -> bytes.getInt() & 0xffffffffL;
            default -> throw new IllegalArgumentException();
        };
        // What the broker decodes with goes by the count alone and never looks at the length.
        if (bytes.position() + length > frame.size()) {
            throw new IllegalArgumentException();
        }
        this.left = kind == 0x45 ? 0 : kind == 0xc0 ? bytes.get() & 0xff : bytes.getInt();
    }

    /** The next one, an unsigned number; 0 where it is not there. */
    long number() {
        if (left-- <= 0) {
            return 0;
        }
        return switch (bytes.get() & 0xff) {
            case 0x43 -> 0;
            case 0x52 -> bytes.get() & 0xff;
            case 0x70 -> bytes.getInt() & 0xffffffffL;
            default -> throw new IllegalArgumentException();
        };
    }

    /** The next one, yes or no; no where it is not there. */
    boolean isTrue() {
        if (left-- <= 0) {
            return false;
        }
        int kind = bytes.get() & 0xff;
        return kind == 0x41 || kind == 0x56 && bytes.get() != 0;
    }

    /** Goes past the next one, by the width that its first byte says (section 1.2). */
    void skip() {
        if (left-- <= 0) {
            return;
        }
        int kind = bytes.get() & 0xff;
        int width = switch (kind >> 4) {
            case 4 -> 0;
            case 5 -> 1;
            case 6 -> 2;
            case 7 -> 4;
            case 8 -> 8;
            case 9 -> 16;
            case 0xa, 0xc, 0xe -> bytes.get() & 0xff;
            case 0xb, 0xd, 0xf -> bytes.getInt();
            default -> throw new IllegalArgumentException();
        };
        bytes.position(Math.addExact(bytes.position(), width));
    }
}
