package org.marac.gateway.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How much has been sent of messages that are not ended? AMQP 1.0 carries a message in as many transfers as its sender likes
 * (section 2.6.14), and the broker keeps them all until the last one.
 */
final class AmqpTransfers implements Predicate<AmqpFrame> {
    private final long largest;
    /** By channel and link. */
    private final Map<Long, Long> unfinished = new HashMap<>();

    private long all;

    /** @param largest the most bytes of all frames of one connection whose messages are not ended */
    AmqpTransfers(long largest) {
        this.largest = largest;
    }

    @Override
    public boolean test(AmqpFrame frame) {
        if (frame.code() == AmqpFrame.TRANSFER) {
            transfer(frame);
        }
        return all <= largest;
    }

    private void transfer(AmqpFrame frame) {
        AmqpFields fields = new AmqpFields(frame);
        long link = (long) frame.channel() << 32 | fields.number();
        for (int beforeMore = 1; beforeMore < 5; beforeMore++) {
            fields.skip();
        }
        if (fields.isTrue()) {
            // All of the frame: where in it the payload begins is only what its sender says.
            unfinished.merge(link, (long) frame.size(), Long::sum);
            all += frame.size();
        } else {
            Long before = unfinished.remove(link);
            all -= before == null ? 0 : before;
        }
    }
}
