package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How much has been sent of messages that are not ended? AMQP 1.0 carries a message in as many transfers as its sender likes
 * (section 2.6.14), and the broker keeps them all until the last one.
 */
final class AmqpTransfers extends Bound {
    /** What the broker says in {@code open} is half of it. */
    private static final int LARGEST_FRAME = 256 * 1024;

    private static final int HEADER = 8;
    /** "AMQP" where the size of a frame would stand: the eight bytes in front of frames (section 2.2). */
    private static final int GREETING = 0x414d5150;
    /** Of a frame, enough to read the first six fields of a transfer. */
    private static final int LOOKED_AT = 160;

    private final long largest;
    private final byte[] head = new byte[LOOKED_AT];
    /** By channel and link. */
    private final Map<Long, Long> unfinished = new HashMap<>();

    private long all;
    private int seen;
    private int size;

    /** @param largest the most bytes of all messages of one connection that are not ended */
    AmqpTransfers(long largest) {
        this.largest = largest;
    }

    @Override
    boolean looks(ByteBuf bytes) {
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
        AmqpTransfer transfer = AmqpTransfer.of(ByteBuffer.wrap(head, 0, there), whole);
        if (transfer == null) {
            return true;
        }
        if (transfer.more()) {
            unfinished.merge(transfer.link(), transfer.payload(), Long::sum);
            all += transfer.payload();
        } else {
            Long before = unfinished.remove(transfer.link());
            all -= before == null ? 0 : before;
        }
        return all <= largest;
    }
}
