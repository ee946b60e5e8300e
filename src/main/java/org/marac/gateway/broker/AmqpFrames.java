package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/** Frames of AMQP 1.0 in what passes (section 2.3): each of a size that is taken, and each asked about by its beginning. */
final class AmqpFrames {
    /** What the broker says in {@code open} is half of it. */
    private static final int LARGEST_FRAME = 256 * 1024;

    private static final int HEADER = 8;
    /** "AMQP" where the size of a frame would stand: the eight bytes in front of frames (section 2.2). */
    private static final int GREETING = 0x414d5150;
    /** Of a frame, enough to read the first fields of a performative, and with them the name of a link. */
    private static final int LOOKED_AT = 1024;

    private final List<Predicate<AmqpFrame>> bounds;
    private final byte[] head = new byte[LOOKED_AT];
    private int seen;
    private int size;

    /** @param bounds each says whether the connection may go on after a frame */
    @SafeVarargs
    AmqpFrames(Predicate<AmqpFrame>... bounds) {
        this.bounds = List.of(bounds);
    }

    /**
     * Looks at what passes.
     *
     * @param bytes to be read, not to be changed
     * @return whether the connection may go on
     */
    boolean mayPass(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (seen < HEADER) {
                head[seen++] = bytes.readByte();
                if (seen == HEADER && !begin()) {
                    return false;
                }
            } else {
                int now = Math.min(size - seen, bytes.readableBytes());
                int kept = Math.max(0, Math.min(now, LOOKED_AT - seen));
                bytes.readBytes(head, Math.min(seen, LOOKED_AT), kept);
                bytes.skipBytes(now - kept);
                seen += now;
            }
            if (seen >= HEADER && seen == size && !end()) {
                return false;
            }
        }
        return true;
    }

    private boolean begin() {
        size = ByteBuffer.wrap(head).getInt();
        if (size == GREETING) {
            size = HEADER;
            head[4] = 0;
        }
        return size >= HEADER && size <= LARGEST_FRAME;
    }

    /** A frame is whole. */
    private boolean end() {
        int there = Math.min(size, LOOKED_AT);
        int whole = size;
        seen = 0;
        size = 0;
        try {
            for (Predicate<AmqpFrame> bound : bounds) {
                if (!bound.test(AmqpFrame.of(ByteBuffer.wrap(head, 0, there), whole))) {
                    return false;
                }
            }
            return true;
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            // Nobody's client writes so, or writes so much before what it says.
            return false;
        }
    }
}
