package org.marac.gateway.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SFTP server of the files door: key only, each agency in its own folders, and nothing but SFTP: no shell, no command,
 * no forwarding.
 */
public final class FileServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);

    private static final AttributeRepository.AttributeKey<KeyOwners.Holder> HOLDER =
            new AttributeRepository.AttributeKey<>();
    private static final int MOST_UNPROVEN = 32;
    private static final int MOST_OF_ONE = 8;
    private static final int MOST_HANDLES = 16;

    private final FileServerSettings settings;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final Folders folders;
    private final KeyOwners owners;

    /**
     * @param settings how it is to run
     * @param folders where the files lie
     * @param owners whose key is this
     * @param work what is finished goes there
     * @param clock the gateway's clock
     */
    public FileServer(FileServerSettings settings, Folders folders, KeyOwners owners, FilesDoor work, Clock clock) {
        this.settings = settings;
        this.folders = folders;
        this.owners = owners;
        Uploads uploads = new Uploads(folders, settings.largest(), settings.quota(), work::ring, clock);
        work.takeFrom(uploads);
        only(new Access(uploads, owners));
        bounds();
        identify();
    }

    /** Starts to listen. */
    public void start() {
        try {
            Files.createDirectories(settings.directory());
            folders.clean();
            Path key = settings.directory().resolve("host.key");
            SimpleGeneratorHostKeyProvider own = new SimpleGeneratorHostKeyProvider(key);
            own.setAlgorithm("EC");
            own.setKeySize(256);
            server.setKeyPairProvider(own);
            for (KeyPair pair : own.loadKeys(null)) {
                Files.writeString(key.resolveSibling("host.key.pub"), PublicKeyEntry.toString(pair.getPublic()) + "\n");
            }
            server.setHost(settings.host());
            server.setPort(settings.port());
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("The file server cannot listen", e);
        }
    }

    /**
     * Ends every session whose certificate is its agency's no more: a version no longer names it, it was revoked or has run
     * out.
     */
    public void hangUpOnStrangers() {
        for (AbstractSession session : server.getActiveSessions()) {
            KeyOwners.Holder holder = session.getAttribute(HOLDER);
            if (holder != null && !holder.isIn(owners)) {
                LOG.warn("A session of the file server is ended: its certificate is nobody's any more");
                session.close(true);
            }
        }
    }

    /** Whether it listens. */
    public boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException("The file server could not be stopped", e);
        }
    }

    static KeyOwners.Holder holder(ServerSession session) throws IOException {
        return Optional.ofNullable(session.getAttribute(HOLDER))
                .orElseThrow(() -> new IOException("Nobody has proved who it is"));
    }

    private void only(Access access) {
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder()
                .withFileSystemAccessor(access)
                .build();
        server.setSubsystemFactories(List.of(sftp));
        server.setShellFactory(null);
        server.setCommandFactory(null);
        server.setAgentFactory(null);
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setChannelFactories(List.of(org.apache.sshd.server.channel.ChannelSessionFactory.INSTANCE));
        server.setGlobalRequestHandlers(List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE));
        server.setFileSystemFactory(new VirtualFileSystemFactory() {
            @Override
            public Path getUserHomeDir(SessionContext session) throws IOException {
                return folders.home(holder((ServerSession) session).agency());
            }
        });
    }

    private void bounds() {
        CoreModuleProperties.IDLE_TIMEOUT.set(server, settings.idle());
        CoreModuleProperties.AUTH_TIMEOUT.set(server, settings.prove());
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 6);
        CoreModuleProperties.MAX_CONCURRENT_SESSIONS.set(server, MOST_OF_ONE);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, 4);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "gateway");
        SftpModuleProperties.MAX_OPEN_HANDLES_PER_SESSION.set(server, MOST_HANDLES);
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEstablished(Session session) {
                makeRoom();
            }
        });
    }

    /**
     * Of those who have not proved who they are the one that has had longest for it goes, when there are too many: whoever only
     * sits there keeps nobody out, because a client that has a key shows it at once.
     */
    private void makeRoom() {
        List<AbstractSession> unproven = server.getActiveSessions().stream()
                .filter(session -> !session.isAuthenticated())
                .toList();
        if (unproven.size() > MOST_UNPROVEN) {
            unproven.stream()
                    .min(Comparator.comparing(AbstractSession::getAuthTimeoutStart))
                    .ifPresent(longest -> longest.close(true));
        }
    }

    private void identify() {
        server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        // No SHA-1: the other one for RSA keys is left out.
        server.setSignatureFactories(List.of(
                BuiltinSignatures.nistp256,
                BuiltinSignatures.nistp384,
                BuiltinSignatures.nistp521,
                BuiltinSignatures.rsaSHA512,
                BuiltinSignatures.rsaSHA256));
        server.setPublickeyAuthenticator((name, key, session) -> isAgency(name, key, session));
    }

    private boolean isAgency(String name, PublicKey key, ServerSession session) {
        Optional<KeyOwners.Holder> holder =
                owners.of(key).filter(found -> found.agency().value().equals(name));
        holder.ifPresent(found -> session.setAttribute(HOLDER, found));
        return holder.isPresent();
    }
}
