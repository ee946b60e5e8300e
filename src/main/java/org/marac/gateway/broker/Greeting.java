package org.marac.gateway.broker;

import io.netty.buffer.ByteBuf;
import java.util.Set;

/**
 * Does a client begin as clients of its door do? The broker would wait on, and say so in its log for each packet, of whoever begins
 * with anything else; and it would change to HTTP for whoever asks.
 */
final class Greeting extends Bound {
    private final Set<String> beginnings;
    private String begun = "";

    /** @param beginnings two letters each */
    Greeting(Set<String> beginnings) {
        this.beginnings = beginnings;
    }

    @Override
    boolean looks(ByteBuf bytes) {
        while (begun.length() < 2 && bytes.isReadable()) {
            begun += (char) bytes.readUnsignedByte();
        }
        return begun.length() < 2 || beginnings.contains(begun);
    }
}
