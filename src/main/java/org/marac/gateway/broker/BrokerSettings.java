package org.marac.gateway.broker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The embedded broker's settings.
 *
 * @param host where its doors listen
 * @param amqpPort AMQP 1.0 over TLS; 1 to 65535
 * @param corePort CORE over TLS
 * @param stompPort STOMP over TLS
 * @param directory where its journal lies
 * @param key the gateway's TLS key, PEM
 * @param certificate the gateway's TLS certificate chain, PEM
 * @param authority the certificates client certificates must come from, PEM
 * @param maximumBytes the largest message taken; of a somewhat larger one the beginning is kept, so that it is refused with a receipt
 * @param redelivery how often, and after how long, a message is tried again
 * @param bytesASecond how much of what a certificate says is read in a second, at AMQP and CORE
 */
public record BrokerSettings(
        String host,
        int amqpPort,
        int corePort,
        int stompPort,
        Path directory,
        Path key,
        Path certificate,
        Path authority,
        int maximumBytes,
        Redelivery redelivery,
        int bytesASecond) {

    /** Far more than the main line takes of everybody together. */
    static final int USUAL_BYTES_A_SECOND = 16 * 1024 * 1024;

    /** With the usual redelivery, read as fast as usual. */
    public BrokerSettings(
            String host,
            int amqpPort,
            int corePort,
            int stompPort,
            Path directory,
            Path key,
            Path certificate,
            Path authority,
            int maximumBytes) {
        this(
                host,
                amqpPort,
                corePort,
                stompPort,
                directory,
                key,
                certificate,
                authority,
                maximumBytes,
                Redelivery.USUAL,
                USUAL_BYTES_A_SECOND);
    }

    /**
     * When a message that could not be processed is tried again.
     *
     * @param attempts how often in all, before it goes to {@link Addresses#DEAD}
     * @param first the wait after the first failure; doubles from one failure to the next
     * @param longest the longest wait
     */
    public record Redelivery(int attempts, Duration first, Duration longest) {
        /**
         * Ten tries in about two minutes. While the database is away the route itself waits and tries, for as long as
         * it takes; what fails here fails by something in the message or in us that a person must look at.
         */
        public static final Redelivery USUAL = new Redelivery(10, Duration.ofMillis(500), Duration.ofSeconds(30));
    }
}
