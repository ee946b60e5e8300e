package org.marac.gateway.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * How much has been sent of messages that are not ended? AMQP 1.0 carries a message in as many transfers as its sender likes
 * (section 2.6.14), and the broker keeps them all until the last one.
 */
final class AmqpTransfers implements Predicate<AmqpFrame> {
    private final LongPredicate keeps;
    /** By channel and link. */
    private final Map<Long, Long> unfinished = new HashMap<>();

    /** @param keeps whether the broker may keep so many bytes more for this client */
    AmqpTransfers(LongPredicate keeps) {
        this.keeps = keeps;
    }

    @Override
    public boolean test(AmqpFrame frame) {
        return frame.code() != AmqpFrame.TRANSFER || mayGoOn(frame);
    }

    private boolean mayGoOn(AmqpFrame frame) {
        AmqpFields fields = new AmqpFields(frame);
        long link = AmqpFrame.link(frame.channel(), fields.number());
        for (int beforeMore = 1; beforeMore < 5; beforeMore++) {
            fields.skip();
        }
        if (fields.isTrue()) {
            // All of the frame: where in it the payload begins is only what its sender says.
            unfinished.merge(link, (long) frame.size(), Long::sum);
            return keeps.test(frame.size());
        }
        Long before = unfinished.remove(link);
        return before == null || keeps.test(-before);
    }
}
