package org.marac.gateway.broker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One transfer of AMQP 1.0 (section 2.7.5), as far as it says how much of a message came.
 *
 * @param link channel and handle
 * @param payload how many bytes of the message
 * @param more whether the message goes on
 */
record AmqpTransfer(long link, long payload, boolean more) {
    private static final int TRANSFER = 0x14;
    private static final int MORE = 5;

    /**
     * Reads one.
     *
     * @param frame the beginning of it
     * @param size of all of it
     * @return null for every other kind of frame
     */
    static @Nullable AmqpTransfer of(ByteBuffer frame, int size) {
        int offset = (frame.get(4) & 0xff) * 4;
        boolean isAmqp = frame.get(5) == 0;
        if (!isAmqp || offset >= size) {
            return null;
        }
        int channel = frame.getShort(6) & 0xffff;
        try {
            frame.position(offset);
            return code(frame) == TRANSFER ? of(frame, channel, size) : null;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // Nobody writes so much before it: whatever it is, it counts as what goes on.
            return new AmqpTransfer(-1, size, true);
        }
    }

    private static long code(ByteBuffer frame) {
        if (frame.get() != 0) {
            return -1;
        }
        int kind = frame.get() & 0xff;
        return kind == 0x53 ? frame.get() & 0xff : kind == 0x80 ? frame.getLong() : -1;
    }

    private static AmqpTransfer of(ByteBuffer frame, int channel, int size) {
        int kind = frame.get() & 0xff;
        int length = kind == 0x45 ? 0 : kind == 0xc0 ? frame.get() & 0xff : frame.getInt();
        int end = frame.position() + length;
        int fields = kind == 0x45 ? 0 : kind == 0xc0 ? frame.get() & 0xff : frame.getInt();
        long handle = fields > 0 ? number(frame) : 0;
        for (int i = 1; i < Math.min(fields, MORE); i++) {
            skip(frame);
        }
        boolean more = fields > MORE && isTrue(frame);
        return new AmqpTransfer((long) channel << 32 | handle, Math.max(0, size - end), more);
    }

    private static long number(ByteBuffer frame) {
        return switch (frame.get() & 0xff) {
            case 0x43 -> 0;
            case 0x52 -> frame.get() & 0xff;
            case 0x70 -> frame.getInt() & 0xffffffffL;
            default -> throw new IllegalArgumentException();
        };
    }

    private static boolean isTrue(ByteBuffer frame) {
        int kind = frame.get() & 0xff;
        return kind == 0x41 || kind == 0x56 && frame.get() != 0;
    }

    /** Goes past one value, by the width that its first byte says (section 1.2). */
    private static void skip(ByteBuffer frame) {
        int kind = frame.get() & 0xff;
        int width = switch (kind >> 4) {
            case 4 -> 0;
            case 5 -> 1;
            case 6 -> 2;
            case 7 -> 4;
            case 8 -> 8;
            case 9 -> 16;
            case 0xa, 0xc, 0xe -> frame.get() & 0xff;
            case 0xb, 0xd, 0xf -> frame.getInt();
            default -> throw new IllegalArgumentException();
        };
        frame.position(Math.addExact(frame.position(), width));
    }
}
