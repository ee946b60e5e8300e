package org.marac.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agency, or who has stolen its key, does at the SFTP server that no client does. */
class HostileUploadsTest {
    private static final byte[] SOME = new byte[100];

    @TempDir
    static Path directory;

    private static RunningFileServer server;

    private ClientSession session;
    private SftpClient sftp;

    @BeforeAll
    static void start() throws IOException {
        server = RunningFileServer.in(directory, Duration.ofSeconds(20), Duration.ofMinutes(5));
        Files.writeString(directory.resolve("secret.txt"), "ours");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        session = server.session();
        sftp = SftpClientFactory.instance().createSftpClient(session);
    }

    @AfterEach
    void clean() throws IOException {
        sftp.close();
        session.close();
        for (Path left : Folders.children(server.folders.in(RunningFileServer.AGENCY))) {
            Files.delete(left);
        }
    }

    private CloseableHandle writing(String path) throws IOException {
        return sftp.open(path, EnumSet.of(OpenMode.Write, OpenMode.Create));
    }

    /** How many bytes of the disk the agency takes. */
    private static long used() {
        return server.folders.used(RunningFileServer.AGENCY);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, 1L << 62, Long.MAX_VALUE - 50, Long.MAX_VALUE})
    void aPieceFarBehindTheEndIsRefusedAndFillsNoDisk(long offset) throws IOException {
        try (CloseableHandle file = writing("in/sparse.tmp")) {
            assertThatThrownBy(() -> sftp.write(file, offset, SOME)).isInstanceOf(SftpException.class);
            sftp.write(file, 0, SOME);
        }
        assertThat(used()).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in/../../../secret.txt",
                "../../secret.txt",
                "/../../../../../../etc/passwd",
                "in/..",
                "in/a/b.csv",
                "taken/x.csv",
                "in/\u0000.csv",
                "in/a\u202excslx.csv",
                "in/\u00e9.csv",
                "in/a\nb.csv",
                "in/.",
                "in/ leading.csv",
                "in/trailing.",
                "in/-rf",
                "in/$(id).csv",
                "in/a.csv:stream",
                "in/..%2f..%2fx"
            })
    void aNameThatLeadsOutOrIsNoNameIsNeitherWrittenNorRead(String name) throws IOException {
        assertThat(catchThrowable(() -> writing(name))).isInstanceOf(IOException.class);
        assertThat(catchThrowable(() -> sftp.open(name, OpenMode.Read))).isInstanceOf(IOException.class);
        assertThat(Folders.children(server.folders.in(RunningFileServer.AGENCY)))
                .isEmpty();
        assertThat(directory.resolve("secret.txt")).hasContent("ours");
    }

    @Test
    void aNameOfTenThousandLettersIsRefused() {
        assertThatThrownBy(() -> writing("in/" + "a".repeat(10_000))).isInstanceOf(IOException.class);
    }

    @Test
    void noLinkIsMadeAndNoneIsFollowed() throws IOException {
        assertThatThrownBy(() -> sftp.symLink("in/link.csv", "/etc/passwd")).isInstanceOf(SftpException.class);
        assertThatThrownBy(() -> sftp.link("in/hard.csv", "out/x", false)).isInstanceOf(SftpException.class);
        assertThatThrownBy(() -> sftp.readLink("in")).isInstanceOf(SftpException.class);
    }

    @Test
    void noFileIsCutShortUnderItsCover() throws IOException {
        try (CloseableHandle file = writing("in/whole.tmp")) {
            sftp.write(file, 0, SOME);
        }
        assertThatThrownBy(() -> sftp.setStat("in/whole.tmp", new SftpClient.Attributes().size(1L << 40)))
                .isInstanceOf(SftpException.class);
        assertThatThrownBy(() -> sftp.setStat("in/whole.tmp", new SftpClient.Attributes().size(3)))
                .isInstanceOf(SftpException.class);
        assertThat(sftp.stat("in/whole.tmp").getSize()).isEqualTo(SOME.length);
    }

    @Test
    void aSessionHasAFewFilesOpenAndTheServerGoesOn() throws IOException {
        List<CloseableHandle> open = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        open.add(writing("in/" + i + ".tmp"));
                    }
                })
                .isInstanceOf(SftpException.class);
        assertThat(open).hasSize(16);
        for (CloseableHandle one : open) {
            one.close();
        }
        try (CloseableHandle again = writing("in/again.tmp")) {
            sftp.write(again, 0, SOME);
        }
    }
}
