package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marac.gateway.files.RunningFileServer.AGENCY;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** Who stays at the SFTP server, and how long: whoever does nothing is gone in its time, and whoever is nobody any more at once. */
class FileServerTest {
    private static final Duration PATIENCE = RunningFileServer.PATIENCE;
    private static final Digest OTHER = Digest.of(new byte[] {2});

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
            assertThat(session.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), PATIENCE))
                    .contains(ClientSessionEvent.CLOSED);
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

    @Test
    void whoseCertificateIsRevokedNeitherWritesNorReadsNorDeletesInASessionItHas() throws Exception {
        RunningFileServer running = serving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (ClientSession session = running.session();
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            write(sftp, "in/begun.tmp", OpenMode.Create);
            running.folders.place(AGENCY, "answer.ack.csv", Bytes.utf8("answer"));
            assertThat(sftp.read("out/answer.ack.csv"))
                    .hasBinaryContent(Bytes.utf8("answer").toArray());
            CloseableHandle open = sftp.open("in/open.tmp", EnumSet.of(OpenMode.Write, OpenMode.Create));

            running.certified(Optional.empty());

            assertDenied(() -> write(sftp, "in/new.tmp", OpenMode.Create));
            assertDenied(() -> write(sftp, "in/begun.tmp", OpenMode.Truncate));
            assertDenied(() -> sftp.rename("in/begun.tmp", "in/begun.csv"));
            assertDenied(() -> sftp.remove("in/begun.tmp"));
            assertDenied(() -> sftp.remove("out/answer.ack.csv"));
            assertDenied(() -> sftp.open("out/answer.ack.csv", OpenMode.Read));
            assertDenied(() -> sftp.openDir("out"));
            open.close();
        }
        assertThat(Folders.children(running.folders.in(AGENCY)))
                .extracting(Folders::name)
                .containsExactly("begun.tmp", "open.tmp");
        assertThat(running.folders.waiting(AGENCY)).isEmpty();

        running.certified(Optional.of(RunningFileServer.CERTIFICATE));
        try (ClientSession session = running.session();
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            sftp.rename("in/open.tmp", "in/open.csv");
        }
        assertThat(running.folders.waiting(AGENCY)).extracting(Taken::name).containsExactly("open.csv");
    }

    @Test
    void whoseCertificateIsRevokedDoesNotStayAndKeepsNobodyOut() throws Exception {
        RunningFileServer running = serving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        List<ClientSession> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                sessions.add(running.session());
            }
            running.hangUpOnStrangers();
            assertThat(sessions).allMatch(ClientSession::isOpen);

            running.certified(Optional.of(OTHER));
            running.hangUpOnStrangers();

            for (ClientSession one : sessions) {
                assertThat(one.waitFor(EnumSet.of(ClientSessionEvent.CLOSED), PATIENCE))
                        .contains(ClientSessionEvent.CLOSED);
            }
            Awaitility.await().ignoreExceptions().until(() -> sessions.add(running.session()));
        } finally {
            for (ClientSession one : sessions) {
                one.close();
            }
        }
    }

    @Test
    void aFileBegunUnderOneCertificateIsNotContinuedUnderAnother() throws Exception {
        RunningFileServer running = serving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (ClientSession session = running.session();
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            write(sftp, "in/a.tmp", OpenMode.Create);
            write(sftp, "in/a.tmp", OpenMode.Append);
        }
        running.certified(Optional.of(OTHER));
        try (ClientSession session = running.session();
                SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
            assertDenied(() -> write(sftp, "in/a.tmp", OpenMode.Create));
            assertDenied(() -> write(sftp, "in/a.tmp", OpenMode.Append));
            assertThat(certificate(running)).isEqualTo(RunningFileServer.CERTIFICATE);

            write(sftp, "in/a.tmp", OpenMode.Truncate);
            assertThat(certificate(running)).isEqualTo(OTHER);
        }
    }

    private static Digest certificate(RunningFileServer running) throws IOException {
        Path file = running.folders.in(AGENCY).resolve("a.tmp");
        try (CoveredFile covered = CoveredFile.read(file, running.folders.keys())) {
            return covered.certificate();
        }
    }

    private static void write(SftpClient sftp, String path, OpenMode how) throws IOException {
        try (CloseableHandle file = sftp.open(path, EnumSet.of(OpenMode.Write, how))) {
            sftp.write(file, 0, new byte[] {1, 2, 3});
        }
    }

    private static void assertDenied(ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        SftpException.class,
                        e -> assertThat(e.getStatus()).isEqualTo(SftpConstants.SSH_FX_PERMISSION_DENIED));
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

    private RunningFileServer serving(Duration prove, Duration idle) {
        RunningFileServer running = RunningFileServer.in(directory, prove, idle);
        server = Optional.of(running);
        return running;
    }
}
