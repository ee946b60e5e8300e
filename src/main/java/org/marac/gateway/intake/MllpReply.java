package org.marac.gateway.intake;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.marac.gateway.model.Bytes;

/**
 * What goes back on an MLLP connection.
 *
 * @param acknowledgements one after another; none where the sender asked for none
 */
public record MllpReply(List<Bytes> acknowledgements) {
    static final int START = 0x0b;
    static final int END = 0x1c;
    static final int AFTER_END = 0x0d;

    public MllpReply {
        acknowledgements = List.copyOf(acknowledgements);
    }

    /** Each in its frame (MLLP release 1). */
    byte[] framed() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes one : acknowledgements) {
            out.write(START);
            out.writeBytes(one.toArray());
            out.write(END);
            out.write(AFTER_END);
        }
        return out.toByteArray();
    }
}
