package org.marac.gateway.files;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.Ports;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** The real SFTP server on a free port, one agency with a key, and a client of another make. No file is ever finished here. */
final class RunningFileServer implements AutoCloseable {
    static final AgencyId AGENCY = new AgencyId("wenbury-housing");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int LARGEST = 100_000;
    static final int QUOTA = 200_000;
    static final Digest CERTIFICATE = Digest.of(new byte[] {1});

    final int port = Ports.free();
    final Folders folders;
    private final KeyPair key = newKey();
    private final Owner owner = new Owner(key.getPublic());
    private final FileServer server;
    private final SshClient client = SshClient.setUpDefaultClient();

    private RunningFileServer(Path directory, Duration prove, Duration idle) {
        folders = new Folders(directory, new Keys(), Clock.systemUTC());
        server = new FileServer(
                new FileServerSettings("localhost", port, directory, LARGEST, QUOTA, prove, idle),
                folders,
                owner,
                new FilesDoor(folders, noRows(), cells -> "", Clock.systemUTC()),
                Clock.systemUTC());
        client.setServerKeyVerifier((session, address, shown) -> true);
        client.start();
    }

    /**
     * @param prove within which time whoever connects must have proved who it is
     * @param idle after how long a silent session ends
     */
    static RunningFileServer in(Path directory, Duration prove, Duration idle) {
        RunningFileServer running = new RunningFileServer(directory, prove, idle);
        running.server.start();
        return running;
    }

    /** A session of the agency. */
    ClientSession session() throws IOException {
        ClientSession session = client.connect(AGENCY.value(), "localhost", port)
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        return session;
    }

    /** The agency's key is of this certificate now, and of no other; of none, and whatever it had is revoked. */
    void certified(Optional<Digest> certificate) {
        owner.certificate = certificate;
    }

    /** Whoever is nobody any more is shown out. */
    void hangUpOnStrangers() {
        server.hangUpOnStrangers();
    }

    @Override
    public void close() {
        client.close(true);
        server.close();
    }

    private static final class Owner implements KeyOwners {
        private final PublicKey key;
        private volatile Optional<Digest> certificate = Optional.of(CERTIFICATE);

        Owner(PublicKey key) {
            this.key = key;
        }

        @Override
        public Optional<Holder> of(PublicKey shown) {
            return certificate.filter(good -> shown.equals(key)).map(good -> new Holder(AGENCY, good));
        }

        @Override
        public Optional<AgencyId> owner(Digest shown) {
            return certificate.filter(shown::equals).map(good -> AGENCY);
        }

        @Override
        public boolean receives(Digest shown) {
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
