package org.marac.gateway.broker;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Disposition;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.message.Message;

/**
 * How many transactions has one connection begun and not ended, and how much was sent in them (AMQP 1.0, part 4)? The broker
 * remembers all of it until they end, and has no limit. Which of them there are only its answers tell: that somebody ends one
 * which never was does not count.
 */
final class AmqpTransactions {
    private static final int MOST = 64;

    private final LongPredicate keeps;
    /** The links on which transactions are begun and ended. */
    private final Set<Long> coordinators = new HashSet<>();
    /** What each costs the broker, in bytes. */
    private final Map<Binary, Long> open = new HashMap<>();

    private int begun;

    /** @param keeps whether the broker may keep so many bytes more for this client */
    AmqpTransactions(LongPredicate keeps) {
        this.keeps = keeps;
    }

    /** The broker has said this. */
    void answered(AmqpFrame frame) {
        if (frame.code() == AmqpFrame.DISPOSITION
                && frame.said().performative() instanceof Disposition told
                && told.getState() instanceof Declared declared) {
            open.put(declared.getTxnId(), 0L);
        }
    }

    /** Whether the connection may go on after its client has said this. */
    boolean maySay(AmqpFrame frame) {
        int channel = frame.channel();
        return switch (frame.code()) {
            case AmqpFrame.ATTACH -> {
                attach(frame);
                yield true;
            }
            case AmqpFrame.DETACH -> {
                coordinators.remove(AmqpFrame.link(channel, new AmqpFields(frame).number()));
                yield true;
            }
            case AmqpFrame.END -> {
                coordinators.removeIf(link -> link >> 32 == channel);
                yield true;
            }
            case AmqpFrame.TRANSFER -> transfer(frame);
            default -> true;
        };
    }

    private void attach(AmqpFrame frame) {
        AmqpFields fields = new AmqpFields(frame);
        fields.skip();
        long link = AmqpFrame.link(frame.channel(), fields.number());
        boolean reads = fields.isTrue();
        coordinators.remove(link);
        // The filter of one that reads may be longer than what is looked at.
        if (!reads
                && frame.said().performative() instanceof Attach attach
                && attach.getTarget() instanceof Coordinator) {
            coordinators.add(link);
        }
    }

    private boolean transfer(AmqpFrame frame) {
        long link = AmqpFrame.link(frame.channel(), new AmqpFields(frame).number());
        if (coordinators.contains(link)) {
            AmqpFrame.Said said = frame.said();
            return said.performative() instanceof Transfer transfer
                    && !transfer.getMore()
                    && mayCoordinate(said.payload());
        }
        return open.isEmpty() || mayAdd(frame);
    }

    private boolean mayAdd(AmqpFrame frame) {
        if (frame.said().performative() instanceof Transfer transfer
                && transfer.getState() instanceof TransactionalState state
                && open.containsKey(state.getTxnId())) {
            open.merge(state.getTxnId(), Connections.COST_UNTIL_COMMITTED, Long::sum);
            return keeps.test(Connections.COST_UNTIL_COMMITTED);
        }
        return true;
    }

    /** What is neither a beginning nor an end is nothing that a client says there. */
    private boolean mayCoordinate(ByteBuffer payload) {
        Object said = body(payload);
        if (said instanceof Discharge discharge) {
            return Optional.ofNullable(open.remove(discharge.getTxnId()))
                    .map(this::ended)
                    .orElse(true);
        }
        return said instanceof Declare && ++begun <= MOST;
    }

    private boolean ended(long cost) {
        begun--;
        return keeps.test(-cost);
    }

    private static Object body(ByteBuffer payload) {
        Message message = Message.Factory.create();
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        try {
            message.decode(bytes, 0, bytes.length);
        } catch (RuntimeException e) {
            // Whatever the decoder stumbled over.
            throw new IllegalArgumentException(e);
        }
        return message.getBody() instanceof AmqpValue value ? value.getValue() : message;
    }
}
