package org.marac.gateway.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ComponentConfigurationRoutingType;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.marac.gateway.model.AgencyId;

/** What the broker is told: doors, journal, addresses, and what happens to a message that cannot be processed. */
final class BrokerConfiguration {
    /** The default of 3.33 ms would bound one consumer to about 300 messages a second, whatever the processor. */
    private static final int JOURNAL_BUFFER_TIMEOUT_NS = 200_000;

    /** With less the broker takes nothing more until there is room again; by default it would be a tenth of the disk. */
    private static final long LEAST_FREE_BYTES = 100L * 1024 * 1024;

    /**
     * What waits is kept in memory up to this part of the heap, and beyond it on disk alone; by default it would be half of the heap.
     * So much for one address, long before all together have too much: else what waits for one agency, for days perhaps,
     * would send everybody's to the disk and back.
     */
    private static final int PART_OF_ALL = 4;

    private static final int PART_OF_ONE = 32;

    /** Of what lay on disk so much is handed to an agency before it says of any of it that it has it. */
    private static final int PART_AT_ONCE = 8;

    /** On disk it lies in files of this size. */
    private static final int PAGE = 1024 * 1024;

    /** At once at one queue: a system that reads has a few, and no certificate makes one of every byte of memory. */
    private static final int MOST_READERS = 64;

    /** The names of the acceptors. */
    static final String AMQP = "amqp";

    static final String CORE = "core";
    static final String STOMP = "stomp";

    private BrokerConfiguration() {}

    static Configuration of(BrokerSettings settings, int id) {
        Configuration configuration = new ConfigurationImpl()
                .setName("gateway-" + id)
                .setPersistenceEnabled(true)
                .setSecurityEnabled(true)
                // The caches know a client by the name it gives and the subject its certificate bears, not by the
                // certificate: one agency could borrow what another was allowed a moment ago.
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                .setClusterUser(secret())
                .setClusterPassword(secret())
                .setJMXManagementEnabled(false)
                .setGracefulShutdownEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_TIMEOUT_NS)
                .setJournalDirectory(settings.directory().resolve("journal").toString())
                .setBindingsDirectory(settings.directory().resolve("bindings").toString())
                .setPagingDirectory(settings.directory().resolve("paging").toString())
                .setLargeMessagesDirectory(settings.directory().resolve("large").toString())
                .setJournalBufferSize_NIO(record(settings))
                .setJournalFileSize(2 * record(settings))
                .setJournalMinFiles(2)
                .setMinDiskFree(LEAST_FREE_BYTES)
                .setIDCacheSize(20_000)
                .setPersistIDCache(true)
                .setMessageCounterEnabled(false)
                .setGlobalMaxSize(heap() / PART_OF_ALL)
                .addAddressSetting("#", settingsOfAll(settings.redelivery()))
                .addAddressSetting(Addresses.OF_THE_AGENCIES_OUT, settingsOfTheAgencies())
                .addAddressSetting(Addresses.OF_THE_AGENCIES_RECEIPTS, settingsOfTheAgencies());
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of("serverId", id), "gateway"));
        configuration.addAcceptorConfiguration(tls(settings, settings.amqpPort(), "AMQP"));
        configuration.addAcceptorConfiguration(tls(settings, settings.corePort(), "CORE"));
        configuration.addAcceptorConfiguration(tls(settings, settings.stompPort(), "STOMP"));
        queue(configuration, Addresses.DEAD);
        return configuration;
    }

    /** An agency's addresses, for the next start. */
    static void add(Configuration configuration, AgencyId agency) {
        // The first queue stays empty, as the divert takes everything; but AMQP lets nobody send where no queue is.
        Addresses.of(agency).forEach(name -> queue(configuration, name));
        configuration.addDivertConfiguration(divert(agency));
    }

    /** Takes what an agency sends and covers it. */
    static DivertConfiguration divert(AgencyId agency) {
        return new DivertConfiguration()
                .setName(divertName(agency))
                .setAddress(Addresses.in(agency))
                .setForwardingAddress(Addresses.work(agency))
                .setExclusive(true)
                .setRoutingType(ComponentConfigurationRoutingType.ANYCAST);
    }

    /** The largest message, encoded, that is taken into memory. Text may be encoded with two bytes a character. */
    static int largest(BrokerSettings settings) {
        return 2 * settings.maximumBytes() + 128 * 1024;
    }

    /** What is larger than a journal record would be written beside it as a file, in clear: records are larger than all. */
    private static int record(BrokerSettings settings) {
        int block = 4096;
        return (largest(settings) + 64 * 1024) / block * block;
    }

    private static long heap() {
        return Runtime.getRuntime().maxMemory();
    }

    private static String secret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static String divertName(AgencyId agency) {
        return "cover-" + agency.value();
    }

    /** Writes the small file that tells the TLS layer where the PEM key and certificates lie. */
    static void writeKeyStore(BrokerSettings settings) {
        try {
            Files.createDirectories(settings.directory());
            Files.writeString(
                    keyStore(settings),
                    "alias=gateway\nsource.key=" + settings.key().toAbsolutePath() + "\nsource.cert="
                            + settings.certificate().toAbsolutePath() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The broker's directory cannot be written", e);
        }
    }

    private static Path keyStore(BrokerSettings settings) {
        return settings.directory().resolve("tls.pemcfg");
    }

    private static void queue(Configuration configuration, String name) {
        configuration.addAddressConfiguration(new CoreAddressConfiguration()
                .setName(name)
                .addRoutingType(RoutingType.ANYCAST)
                .addQueueConfiguration(queue(name)));
    }

    static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setMaxConsumers(MOST_READERS)
                .setDurable(true);
    }

    private static AddressSettings settingsOfAll(BrokerSettings.Redelivery redelivery) {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(Addresses.DEAD))
                .setExpiryAddress(SimpleString.of(Addresses.DEAD))
                .setMaxDeliveryAttempts(redelivery.attempts())
                .setRedeliveryDelay(redelivery.first().toMillis())
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(redelivery.longest().toMillis())
                // STOMP asks for the usual kind of address, and would take ours for missing.
                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoCreateDeadLetterResources(false)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(heap() / PART_OF_ONE)
                .setMaxReadPageBytes((int) Math.min(heap() / PART_AT_ONCE, Integer.MAX_VALUE))
                .setPageSizeBytes(PAGE);
    }

    /**
     * What waits for an agency stays its own however often it was handed to a client that went away, and is there, in its
     * place in the order, when the next one comes.
     */
    private static AddressSettings settingsOfTheAgencies() {
        return new AddressSettings().setMaxDeliveryAttempts(-1).setRedeliveryDelay(0);
    }

    private static TransportConfiguration tls(BrokerSettings settings, int port, String protocol) {
        Map<String, Object> tls = new HashMap<>();
        tls.put(TransportConstants.HOST_PROP_NAME, settings.host());
        tls.put(TransportConstants.PORT_PROP_NAME, port);
        tls.put(TransportConstants.PROTOCOLS_PROP_NAME, protocol);
        tls.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        tls.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, true);
        tls.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.3,TLSv1.2");
        tls.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PEMCFG");
        tls.put(
                TransportConstants.KEYSTORE_PATH_PROP_NAME,
                keyStore(settings).toAbsolutePath().toString());
        tls.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PEM");
        tls.put(
                TransportConstants.TRUSTSTORE_PATH_PROP_NAME,
                settings.authority().toAbsolutePath().toString());
        if (protocol.equals("STOMP")) {
            // Read from here, not from the protocol's own parameters. As with those, no large message on disk in clear.
            tls.put(TransportConstants.STOMP_MIN_LARGE_MESSAGE_SIZE, -1);
            tls.put(TransportConstants.DISABLE_STOMP_SERVER_HEADER, true);
        }
        return new TransportConfiguration(
                NettyAcceptorFactory.class.getName(), tls, protocol.toLowerCase(Locale.ROOT), extra(protocol));
    }

    /** Parameters of the protocol handlers: whatever would be written to disk as a large message would lie there in clear. */
    private static Map<String, Object> extra(String protocol) {
        return switch (protocol) {
            case "AMQP" ->
                Map.of(
                        // No mechanism but the certificate.
                        "saslMechanisms",
                        "EXTERNAL",
                        "amqpMinLargeMessageSize",
                        "-1",
                        "amqpDuplicateDetection",
                        "false");
            // As ActiveMQ's users write destinations.
            case "STOMP" -> Map.of("anycastPrefix", "/queue/");
            default -> Map.of();
        };
    }
}
