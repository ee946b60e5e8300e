package org.marac.gateway.broker;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** How many sessions and links one connection has: each costs the broker memory, and AMQP 1.0 allows billions (section 2.5). */
final class AmqpSessions implements Predicate<AmqpFrame> {
    private static final int MOST_SESSIONS = 64;
    private static final int MOST_LINKS = 256;

    private final Set<Integer> sessions = new HashSet<>();
    /** By channel and handle. */
    private final Set<Long> links = new HashSet<>();

    @Override
    public boolean test(AmqpFrame frame) {
        int channel = frame.channel();
        switch (frame.code()) {
            case AmqpFrame.BEGIN -> sessions.add(channel);
            case AmqpFrame.END -> {
                sessions.remove(channel);
                links.removeIf(link -> link >> 32 == channel);
            }
            case AmqpFrame.ATTACH -> {
                AmqpFields fields = new AmqpFields(frame);
                fields.skip();
                links.add(AmqpFrame.link(channel, fields.number()));
            }
            case AmqpFrame.DETACH -> links.remove(AmqpFrame.link(channel, new AmqpFields(frame).number()));
            default -> {
                // Makes and ends none.
            }
        }
        return sessions.size() <= MOST_SESSIONS && links.size() <= MOST_LINKS;
    }
}
