package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.Ports;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** Who sits at the SFTP server and does nothing: gone in its time, and in nobody's way meanwhile. */
class FileServerTest {
    private static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final KeyPair key = newKey();
    private final List<Socket> sitting = new ArrayList<>();
    private final SshClient client = SshClient.setUpDefaultClient();
    private int port;
    private Optional<FileServer> server = Optional.empty();

    @BeforeEach
    void choose() {
        port = Ports.free();
        client.setServerKeyVerifier((session, address, shown) -> true);
        client.start();
    }

    @AfterEach
    void end() throws IOException {
        for (Socket one : sitting) {
            one.close();
        }
        client.close();
        server.ifPresent(FileServer::close);
    }

    @Test
    void whoeverDoesNotProveWhoItIsIsGoneInItsTime() throws IOException {
        serving(Duration.ofMillis(500), Duration.ofMinutes(5));
        assertThat(end(silent())).isEqualTo(-1);
        assertThat(end(dripping())).isEqualTo(-1);
    }

    @Test
    void whoeverIsSilentAfterItsProofIsGoneInItsTime() throws Exception {
        serving(Duration.ofSeconds(20), Duration.ofMillis(500));
        try (ClientSession session = session()) {
            assertThat(session.waitFor(java.util.EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), PATIENCE))
                    .contains(ClientSession.ClientSessionEvent.CLOSED);
        }
    }

    @Test
    void whoeverSitsThereKeepsNobodyOut() throws Exception {
        serving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        for (int i = 0; i < 100; i++) {
            silent();
        }
        try (ClientSession session = session();
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            assertThat(sftp.stat("in").isDirectory()).isTrue();
        }
        assertThat(end(sitting.get(0))).as("the first of them had to make room").isEqualTo(-1);
    }

    @Test
    void oneAgencyHasAFewSessionsAndNotAll() throws Exception {
        serving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        List<ClientSession> sessions = new ArrayList<>();
        try {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 9; i++) {
                            sessions.add(session());
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(sessions).hasSize(8);
        } finally {
            for (ClientSession one : sessions) {
                one.close();
            }
        }
    }

    private Socket silent() throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        sitting.add(socket);
        return socket;
    }

    /** Half a greeting, and no end of it. */
    private Socket dripping() throws IOException {
        Socket socket = silent();
        socket.getOutputStream().write("SSH-2.0-dri".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What comes at the end of all that the server says by itself. */
    private static int end(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            while (in.read() >= 0) {
                continue;
            }
            return -1;
        } catch (java.net.SocketTimeoutException e) {
            return 0;
        } catch (IOException reset) {
            return -1;
        }
    }

    private ClientSession session() throws IOException {
        ClientSession session = client.connect(AGENCY.value(), "localhost", port)
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        return session;
    }

    private void serving(Duration prove, Duration idle) {
        Folders folders = new Folders(directory, new Keys(), Clock.systemUTC());
        FileServer made = new FileServer(
                new FileServerSettings("localhost", port, directory, 100_000, 200_000, prove, idle),
                folders,
                new Owner(key.getPublic()),
                new FilesDoor(folders, noRows(), cells -> "", Clock.systemUTC()),
                Clock.systemUTC());
        made.start();
        server = Optional.of(made);
    }

    private record Owner(PublicKey key) implements KeyOwners {
        @Override
        public Optional<Holder> of(PublicKey shown) {
            return shown.equals(key) ? Optional.of(new Holder(AGENCY, Digest.of(new byte[] {1}))) : Optional.empty();
        }

        @Override
        public boolean receives(Digest certificate) {
            return true;
        }
    }

    private static final class Keys implements KeyWrap {
        @Override
        public Bytes wrap(byte[] plain) {
            return Bytes.of(plain);
        }

        @Override
        public byte[] unwrap(Bytes wrapped) {
            return wrapped.toArray();
        }
    }

    /** No file is ever finished here. */
    private static Rows noRows() {
        Rooms rooms = new Rooms(
                never(Rooms.Identify.class),
                never(Rooms.Open.class),
                never(Rooms.Recognise.class),
                never(Rooms.Understand.class),
                never(Rooms.Match.class),
                never(Rooms.Decide.class),
                never(Rooms.Disclose.class),
                never(Rooms.Close.class),
                never(UnitOfWork.class));
        Clock clock = Clock.systemUTC();
        return new Rows(
                new Admission(rooms, clock, 1),
                (agency, file, each) -> {
                    throw new IllegalStateException();
                },
                (agency, row) -> List.of(),
                (agency, row) -> Set.of(),
                clock,
                1);
    }

    private static <T> T never(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new IllegalStateException();
                }));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
