package org.marac.gateway.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.broker.RunningBroker.POLICE;
import static org.marac.gateway.broker.RunningBroker.POLICE_TLS;
import static org.marac.gateway.broker.RunningBroker.STRANGER_TLS;
import static org.marac.gateway.broker.RunningBroker.queue;
import static org.marac.gateway.broker.RunningBroker.send;
import static org.marac.gateway.broker.RunningBroker.session;
import static org.marac.gateway.broker.RunningBroker.uncovered;
import static org.marac.gateway.broker.Wire.FAR_TOO_MUCH;
import static org.marac.gateway.broker.Wire.MIB;
import static org.marac.gateway.broker.Wire.tls;
import static org.marac.gateway.broker.Wire.took;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionCloseMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.VersionLoader;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no client of CORE says to the broker, by who has a certificate, or has none. */
class HostileCoreTest {
    @TempDir
    static Path directory;

    @AutoClose
    private static RunningBroker broker;

    @BeforeAll
    static void start() {
        broker = RunningBroker.in(directory.resolve("broker"));
    }

    @AfterEach
    void nobodyElseIsHurt() throws Exception {
        assertThat(broker.carried(new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
    }

    @Test
    void aPacketOfCoreThatSaysItIsHugeIsNotWaitedForWhoeverSaysIt() throws IOException {
        for (Path identity : List.of(POLICE_TLS, STRANGER_TLS)) {
            try (SSLSocket wire = tls(identity, broker.settings.corePort())) {
                OutputStream out = wire.getOutputStream();
                out.write("ARTEMIS".getBytes(US_ASCII));
                out.write(ByteBuffer.allocate(4).putInt(0x7f000000).array());

                assertThat(took(out, new byte[MIB])).isLessThan(FAR_TOO_MUCH);
            }
        }
    }

    @Test
    void aConnectionOfCoreHasSomeSessionsAndNoMore() throws Exception {
        try (ClientSessionFactory police = core(POLICE_TLS)) {
            RemotingConnection connection = police.getConnection();
            for (int i = 0; i < 64; i++) {
                police.createSession();
            }
            assertThat(connection.isDestroyed()).isFalse();

            assertThatThrownBy(police::createSession).isInstanceOf(ActiveMQException.class);
            Awaitility.await().until(connection::isDestroyed);
        }
    }

    @Test
    void theBrokerKeepsNothingForAClientOfCoreThatMayNeverConfirmIt() throws Exception {
        for (int window : new int[] {1_024, Integer.MAX_VALUE}) {
            ActiveMQConnectionFactory confirming = broker.coreFactory(POLICE_TLS);
            confirming.setConfirmationWindowSize(window);
            try (ClientSessionFactory police = confirming.getServerLocator().createSessionFactory()) {
                RemotingConnection connection = police.getConnection();

                assertThatThrownBy(police::createSession).isInstanceOf(ActiveMQException.class);
                Awaitility.await().until(connection::isDestroyed);
            }
        }
    }

    @Test
    void whoeverAsksForSessionsOfCoreThatItDoesNotGetIsGoneWhateverItSaysOfTheirEnd() throws Exception {
        try (ClientSessionFactory stranger = core(STRANGER_TLS)) {
            CoreRemotingConnection connection =
                    (CoreRemotingConnection) ((ClientSessionFactoryInternal) stranger).getConnection();
            for (int i = 0; i < 100; i++) {
                long channel = connection.generateChannelID();
                connection.getChannel(1, -1).send(createSession("session-" + i, channel));
                connection.getChannel(channel, -1).send(new SessionCloseMessage());
            }
            Awaitility.await().until(connection::isDestroyed);
        }
    }

    @Test
    void aConnectionOfCoreHasSomeProducersAndConsumersAndNoMore() throws Exception {
        for (boolean reads : new boolean[] {false, true}) {
            try (ClientSessionFactory police = core(POLICE_TLS)) {
                RemotingConnection connection = police.getConnection();
                ClientSession[] sessions = {police.createSession(), police.createSession()};
                for (int i = 0; i < 300; i++) {
                    link(sessions[i % 2], reads);
                }
                Awaitility.await().until(connection::isDestroyed);
            }
        }
    }

    private static void link(ClientSession session, boolean reads) {
        try {
            if (reads) {
                session.createConsumer(Addresses.out(POLICE));
            } else {
                session.createProducer(Addresses.in(POLICE));
            }
        } catch (ActiveMQException e) {
            // A queue has fewer readers; whoever asks for more all the same is what this is about.
            assertThat(reads || session.isClosed()).isTrue();
        }
    }

    @Test
    void manySessionsProducersAndConsumersOfCoreOneAfterTheOtherAreNotMany() throws Exception {
        Connection police = broker.core(POLICE_TLS);
        for (int i = 0; i < 100; i++) {
            try (Session session = session(police)) {
                for (int j = 0; j < 5; j++) {
                    session.createProducer(queue(session, Addresses.in(POLICE))).close();
                    session.createConsumer(queue(session, Addresses.out(POLICE)))
                            .close();
                }
                session.createProducer(queue(session, Addresses.in(POLICE)));
            }
        }
        send(police, Addresses.in(POLICE), new byte[] {5});

        assertThat(uncovered(broker.waiting(POLICE).orElseThrow())).containsExactly(5);
    }

    @Test
    void aSessionOfCoreIsNotDescribedWithoutEnd() throws Exception {
        String tooLong = "x".repeat(257);
        for (String[] said : new String[][] {{"any", ""}, {"jms-session", tooLong}, {"jms-client-id", tooLong}}) {
            for (boolean unique : new boolean[] {false, true}) {
                try (ClientSessionFactory police = core(POLICE_TLS);
                        ClientSession session = police.createSession()) {
                    RemotingConnection connection = police.getConnection();
                    assertThatThrownBy(() -> {
                                if (unique) {
                                    session.addUniqueMetaData(said[0], said[1]);
                                } else {
                                    session.addMetaData(said[0], said[1]);
                                }
                            })
                            .as("%s, unique: %s", said[0], unique)
                            .isInstanceOf(ActiveMQException.class);
                    Awaitility.await().until(connection::isDestroyed);
                }
            }
        }
    }

    @Test
    void whatIsNoMessageOfCoreIsShort() throws Exception {
        String filter = "a = '" + "x".repeat(5_000) + "'";
        try (ClientSessionFactory police = core(POLICE_TLS);
                ClientSession session = police.createSession()) {
            assertThatThrownBy(() -> session.createConsumer(Addresses.out(POLICE), filter))
                    .isInstanceOf(ActiveMQException.class);
        }
    }

    private static ClientSessionFactory core(Path identity) throws Exception {
        return broker.coreFactory(identity).getServerLocator().createSessionFactory();
    }

    private static CreateSessionMessage createSession(String name, long channel) {
        int version = VersionLoader.getVersion().getIncrementingVersion();
        return new CreateSessionMessage(
                name, channel, version, null, null, 100 * 1024, false, true, true, false, -1, null);
    }
}
