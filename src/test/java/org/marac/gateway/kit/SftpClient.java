package org.marac.gateway.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** OpenSSH's {@code sftp} with the keys of agencies of the example, at the files door of one gateway. Safe to share between threads. */
public final class SftpClient {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();

    private final Path directory;
    private final int port;
    private final Path data;

    /**
     * @param directory for keys and command files
     * @param port of the files door
     * @param data the gateway's data directory, where the public part of its host key lies
     */
    public SftpClient(Path directory, int port, Path data) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.port = port;
        this.data = data;
    }

    /** Does this as an agency. */
    public Programs.Ended run(String agency, String... commands) throws IOException {
        return runAs(agency, agency, commands);
    }

    /** Does this with the key of another than whose name is given. */
    public Programs.Ended runAs(String identity, String agency, String... commands) throws IOException {
        Path batch = Files.write(Files.createTempFile(directory, "batch", ""), List.of(commands));
        List<String> command = new ArrayList<>(List.of("sftp", "-b", batch.toString(), "-P", Integer.toString(port)));
        command.addAll(options(identity));
        command.add(agency + "@localhost");
        return Programs.run(directory, command);
    }

    /** Tries to run a command on the gateway's machine by {@code ssh}. */
    public Programs.Ended command(String agency, String what) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh", "-p", Integer.toString(port)));
        command.addAll(options(agency));
        command.addAll(List.of(agency + "@localhost", what));
        return Programs.run(directory, command);
    }

    /** Whose key, and the one host key. */
    private List<String> options(String identity) throws IOException {
        return List.of(
                "-i",
                key(identity).toString(),
                "-o",
                "UserKnownHostsFile=" + known(),
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentitiesOnly=yes");
    }

    /** Uploads a file under a name, as whole from the first moment it is there. */
    public Programs.Ended upload(String agency, Path file, String name) throws IOException {
        return run(
                agency,
                "put " + file + " \"in/" + name + ".tmp\"",
                "rename \"in/" + name + ".tmp\" \"in/" + name + "\"");
    }

    /** Waits for a file's acknowledgement, takes it and takes it away. */
    public List<String> acknowledgement(String agency, String name) {
        String there = "\"out/" + name + ".ack.csv\"";
        try {
            Path here = Files.createTempFile(directory, "ack", "");
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> run(agency, "get " + there + " " + here, "rm " + there)
                                    .status()
                            == 0);
            return Files.readAllLines(here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** OpenSSH wants a key that nobody else can read. */
    public synchronized Path key(String identity) throws IOException {
        Path key = directory.resolve(identity + ".key");
        if (!Files.exists(key)) {
            Path own = CERTIFICATES.resolve(identity.equals("stranger") ? identity : "agencies/" + identity);
            Files.copy(own.resolve("tls.key"), key);
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        }
        return key;
    }

    private synchronized Path known() throws IOException {
        Path known = directory.resolve("known_hosts");
        if (!Files.exists(known)) {
            String host = Files.readString(data.resolve("files/host.key.pub"));
            Files.writeString(known, "[localhost]:" + port + " " + host);
        }
        return known;
    }
}
