package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sits at the SFTP server and does nothing: gone in its time, and in nobody's way meanwhile. */
class FileServerTest {
    private static final Duration PATIENCE = RunningFileServer.PATIENCE;

    @TempDir
    Path directory;

    private final List<Socket> sitting = new ArrayList<>();
    private Optional<RunningFileServer> server = Optional.empty();

    @AfterEach
    void end() throws IOException {
        for (Socket one : sitting) {
            one.close();
        }
        server.ifPresent(RunningFileServer::close);
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
        try (ClientSession session = server.orElseThrow().session()) {
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
        try (ClientSession session = server.orElseThrow().session();
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
                            sessions.add(server.orElseThrow().session());
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
        Socket socket = new Socket("localhost", server.orElseThrow().port);
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

    private void serving(Duration prove, Duration idle) {
        server = Optional.of(RunningFileServer.in(directory, prove, idle));
    }
}
