package org.marac.gateway.broker;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.ServiceRegistryImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.marac.gateway.model.AgencyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded queue broker: AMQP 1.0, CORE and STOMP over mutual TLS, an inbound, an outbound and a receipts address per agency. */
public final class Broker implements AutoCloseable {
    /** The property of a waiting message that holds the content type its sender gave; empty for none. */
    public static final String CONTENT_TYPE = "marac_content_type";

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final String GATEWAY = "gateway";
    private static final long LOOK_MS = 500;
    private static final long AFTER_FAILURE_MS = 5_000;

    private final BrokerSettings settings;
    private final String password;
    private final String localUrl;
    private final ActiveMQServer server;
    private final ServiceRegistryImpl registry = new ServiceRegistryImpl();
    private final Guard guard;
    private final Cover cover;
    /** Who has addresses now. */
    private final Set<AgencyId> served = ConcurrentHashMap.newKeySet();

    private final Thread watch = new Thread(this::watch, "broker-watch");
    private boolean open;

    /**
     * @param settings ports, directories, keys
     * @param agencies who has addresses here
     * @param owners whose certificate is whose
     * @param cover encrypts what waits on disk
     */
    public Broker(BrokerSettings settings, List<AgencyId> agencies, Owners owners, Cover cover) {
        this.settings = settings;
        this.password = secret();
        // A name of its own: two brokers in one process must never answer for each other.
        int id = new SecureRandom().nextInt(Integer.MAX_VALUE);
        this.localUrl = "vm://" + id;
        Bounds.on(registry, BrokerConfiguration.largest(settings), settings.bytesASecond());
        this.cover = cover;
        this.guard = new Guard(owners, served::contains, GATEWAY, password);
        Configuration configuration = BrokerConfiguration.of(settings, id);
        configuration.registerBrokerPlugin(new CoreSessions());
        for (AgencyId agency : agencies) {
            BrokerConfiguration.add(configuration, agency);
            cover(agency);
            served.add(agency);
        }
        this.server = new BrokerServer(configuration, guard, registry);
    }

    private void cover(AgencyId agency) {
        registry.addDivertTransformer(
                BrokerConfiguration.divertName(agency), new Covering(agency, cover, settings.maximumBytes()));
    }

    /**
     * Gives addresses to those of the agencies that have none yet, while it runs; until an agency has all of them it is
     * not let in. While the broker is being started again nothing is done: ask again.
     */
    public synchronized void serve(List<AgencyId> agencies) {
        for (AgencyId agency : agencies) {
            if (!served.contains(agency) && server.isActive()) {
                cover(agency);
                NewAddresses.on(server, agency);
                BrokerConfiguration.add(server.getConfiguration(), agency);
                served.add(agency);
                LOG.info("The broker has addresses for {}", agency);
            }
        }
    }

    /**
     * Ends every connection whose certificate is nobody's any more: a version no longer names it, it was revoked or has
     * run out. What was allowed when it connected is not allowed for ever.
     */
    public void hangUpOnStrangers() {
        for (RemotingConnection connection : server.getRemotingService().getConnections()) {
            if (guard.isStranger(connection)) {
                RemotingConnection removed = server.getRemotingService().removeConnection(connection.getID());
                if (removed != null) {
                    LOG.warn("A connection to the broker is ended: its certificate is nobody's any more");
                    removed.fail(new ActiveMQDisconnectedException("The certificate is nobody's any more"));
                }
            }
        }
    }

    /**
     * Starts it and waits until its doors accept.
     *
     * @throws IllegalStateException when it cannot; nothing of it is left running
     */
    public void start() {
        requireFree(settings.amqpPort());
        requireFree(settings.corePort());
        requireFree(settings.stompPort());
        try {
            startServer();
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        open();
        LOG.info(
                "The broker accepts AMQP on {}, CORE on {} and STOMP on {}",
                settings.amqpPort(),
                settings.corePort(),
                settings.stompPort());
    }

    private synchronized void open() {
        open = true;
        watch.setDaemon(true);
        watch.start();
    }

    /** The broker stops itself when its disk fails it, for example because it is full; nobody else would start it again. */
    private synchronized void watch() {
        try {
            for (boolean well = true; open; ) {
                wait(well ? LOOK_MS : AFTER_FAILURE_MS);
                well = !open || runsOrStartsAgain();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean runsOrStartsAgain() {
        if (server.getState() != ActiveMQServer.SERVER_STATE.STOPPED) {
            return true;
        }
        LOG.error("The broker has stopped itself and is started again");
        try {
            startServer();
            LOG.info("The broker runs again");
            return true;
        } catch (IllegalStateException e) {
            LOG.error("The broker could not be started, it is tried again: {}", e.getMessage());
            stop();
            return false;
        }
    }

    /** The broker itself would wait for its ports in silence. */
    private void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.host(), port));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The broker's port " + port + " is taken: another gateway may be running here", e);
        }
    }

    private void startServer() {
        try {
            BrokerConfiguration.writeKeyStore(settings);
            server.start();
            if (!server.waitForActivation(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The broker did not become active within a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the broker was starting", e);
        } catch (Exception e) {
            // ActiveMQServer.start declares Exception.
            throw new IllegalStateException("The broker did not start", e);
        }
    }

    /** Connections of the gateway itself, within the process. */
    public ConnectionFactory connections() {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(localUrl, GATEWAY, password);
        factory.setDeserializationAllowList("none");
        factory.setConsumerWindowSize(64 * 1024);
        // Addresses are configured, never removed while it runs: no need to ask for them with every message.
        factory.setCacheDestinations(true);
        // What waits here is covered or sealed already, and whole messages are quicker than large ones.
        factory.setMinLargeMessageSize(BrokerConfiguration.largest(settings));
        return factory;
    }

    /** Whether its doors accept. */
    public boolean accepts() {
        // One that is stopping has none left while it still calls itself active.
        Collection<Acceptor> acceptors =
                server.getRemotingService().getAcceptors().values();
        return server.isActive() && !acceptors.isEmpty() && acceptors.stream().allMatch(Acceptor::isStarted);
    }

    /** How many messages wait at {@link Addresses#DEAD} for a person to look at. */
    public long dead() {
        Queue queue = server.locateQueue(Addresses.DEAD);
        return queue == null ? 0 : queue.getMessageCount();
    }

    @Override
    public synchronized void close() {
        open = false;
        notifyAll();
        stop();
    }

    /** The server itself, to let tests break it. */
    ActiveMQServer server() {
        return server;
    }

    private void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            // ActiveMQServer.stop declares Exception.
            LOG.warn("The broker did not stop cleanly: {}", e.getClass().getSimpleName());
        }
    }

    private static String secret() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
