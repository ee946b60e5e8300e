package org.marac.gateway.broker;

import java.nio.ByteBuffer;
import org.apache.activemq.artemis.protocol.amqp.util.TLSEncode;
import org.apache.qpid.proton.codec.DecoderImpl;

/**
 * The beginning of one frame of AMQP 1.0 (section 2.3): what it says, and the first of its fields.
 *
 * @param channel of the session it belongs to
 * @param code which performative (section 2.7), or {@link #OTHER}
 * @param fields where the performative's fields begin: its list, by its first byte
 * @param size of the whole frame, in bytes
 */
record AmqpFrame(int channel, int code, ByteBuffer fields, int size) {
    static final int BEGIN = 0x11;
    static final int ATTACH = 0x12;
    static final int TRANSFER = 0x14;
    static final int DISPOSITION = 0x15;
    static final int DETACH = 0x16;
    static final int END = 0x17;
    /** It says nothing here: SASL, a greeting, a frame to stay alive. */
    static final int OTHER = -1;

    /**
     * Reads one.
     *
     * @param frame the beginning of it
     * @param size of all of it
     * @throws IllegalArgumentException where its performative is not named by its number, as every client does: named in any
     *     other way it would be obeyed and not seen
     * @throws java.nio.BufferUnderflowException where it stands behind more than anybody writes before it
     */
    static AmqpFrame of(ByteBuffer frame, int size) {
        int offset = (frame.get(4) & 0xff) * 4;
        boolean isAmqp = frame.get(5) == 0;
        int channel = frame.getShort(6) & 0xffff;
        if (!isAmqp || offset >= size) {
            return new AmqpFrame(channel, OTHER, frame, size);
        }
        frame.position(offset);
        return new AmqpFrame(channel, code(frame), frame, size);
    }

    /** One link of one session, by what its own side calls them. */
    static long link(int channel, long handle) {
        return (long) channel << 32 | handle;
    }

    /**
     * What a frame says, and what stands behind it.
     *
     * @param performative as the broker itself would read it
     * @param payload the beginning of what stands behind it
     */
    record Said(Object performative, ByteBuffer payload) {}

    /**
     * All that it says.
     *
     * @throws IllegalArgumentException where the broker could not read it either, or more of it stands in the frame than was kept
     */
    Said said() {
        ByteBuffer whole = fields.duplicate();
        whole.position((whole.get(4) & 0xff) * 4);
        DecoderImpl decoder = TLSEncode.getDecoder();
        decoder.setByteBuffer(whole);
        try {
            return new Said(decoder.readObject(), whole);
        } catch (RuntimeException e) {
            // Whatever the decoder stumbled over.
            throw new IllegalArgumentException(e);
        } finally {
            decoder.setBuffer(null);
        }
    }

    private static int code(ByteBuffer frame) {
        if (frame.get() != 0) {
            throw new IllegalArgumentException();
        }
        return switch (frame.get() & 0xff) {
            case 0x53 -> frame.get() & 0xff;
            case 0x80 -> Math.toIntExact(frame.getLong());
            default -> throw new IllegalArgumentException();
        };
    }
}
