package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import java.util.function.IntConsumer;

/** How long does a packet of CORE say it is? Longer than the largest message, and it is not waited for. */
final class CoreFrames extends Bound {
    /** {@code ARTEMIS}: what a client says first. */
    private static final int GREETING = 7;

    private final int largest;
    private final IntConsumer heard;
    private int skip = GREETING;
    private int known;
    private int length;

    /**
     * @param largest the most bytes of one packet
     * @param heard is told of each packet, by its bytes
     */
    CoreFrames(int largest, IntConsumer heard) {
        this.largest = largest;
        this.heard = heard;
    }

    @Override
    boolean looks(ByteBuf bytes) {
        while (bytes.isReadable()) {
            if (skip > 0) {
                int now = Math.min(skip, bytes.readableBytes());
                bytes.skipBytes(now);
                skip -= now;
                continue;
            }
            length = length << 8 | bytes.readUnsignedByte();
            if (++known == Integer.BYTES) {
                if (length < 0 || length > largest) {
                    return false;
                }
                heard.accept(length);
                skip = length;
                known = 0;
                length = 0;
            }
        }
        return true;
    }
}
