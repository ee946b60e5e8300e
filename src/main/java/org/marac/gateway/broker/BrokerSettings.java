package org.marac.gateway.broker;

import java.nio.file.Path;

/**
 * The embedded broker's settings.
 *
 * @param host where its doors listen
 * @param amqpPort AMQP 1.0 over TLS; 0 to 65535
 * @param corePort CORE over TLS
 * @param directory where its journal lies
 * @param key the gateway's TLS key, PEM
 * @param certificate the gateway's TLS certificate chain, PEM
 * @param authority the certificates client certificates must come from, PEM
 * @param maximumBytes the largest message taken; of a larger one only the beginning is kept, to refuse it
 */
public record BrokerSettings(
        String host,
        int amqpPort,
        int corePort,
        Path directory,
        Path key,
        Path certificate,
        Path authority,
        int maximumBytes) {}
