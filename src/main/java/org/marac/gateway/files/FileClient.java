package org.marac.gateway.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;

/** Sends a file to the SFTP server as an agency's system would, and waits for the receipt of its first row. */
public final class FileClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int LARGEST_RECEIPT = 1 << 20;

    private final AgencyId agency;
    private final KeyPair key;
    private final Optional<PublicKey> server;

    /**
     * @param agency whose folder
     * @param key of its TLS certificate
     * @param server the server's key, where it is at hand; without it whoever answers is believed
     */
    public FileClient(AgencyId agency, KeyPair key, Optional<PublicKey> server) {
        this.agency = agency;
        this.key = key;
        this.server = server;
    }

    /**
     * A server's key as {@code host.key.pub} has it.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static PublicKey serverKey(String text) {
        try {
            return AuthorizedKeyEntry.parseAuthorizedKeyEntry(text.strip())
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (Exception e) {
            // Declared by the library for everything a key may be that it does not know.
            throw new IllegalArgumentException("It is no public key of a server", e);
        }
    }

    /**
     * Writes the file, and waits.
     *
     * @param name under which, without a folder
     * @return the signed receipt; empty where there is none after half a minute
     * @throws UncheckedIOException where the server does not answer
     * @throws IllegalStateException where it does not let the agency in
     */
    public Optional<Bytes> send(String host, int port, String name, Bytes content) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(
                (session, address, shown) -> server.isEmpty() || server.get().equals(shown));
        client.start();
        try (client;
                ClientSession session = client.connect(agency.value(), host, port)
                        .verify(PATIENCE)
                        .getSession()) {
            prove(session);
            try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
                try (OutputStream out = sftp.write("in/" + name + ".tmp")) {
                    out.write(content.toArray());
                }
                sftp.rename("in/" + name + ".tmp", "in/" + name);
                return receipt(sftp, name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The files door did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the files door", e);
        }
    }

    private void prove(ClientSession session) {
        session.addPublicKeyIdentity(key);
        try {
            session.auth().verify(PATIENCE);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The files door does not let " + agency + " in with the key of its tls certificate", e);
        }
    }

    private static Optional<Bytes> receipt(SftpClient sftp, String name) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<String> answers = List.of(name + ".receipts.zip", name + ".ack.csv");
        while (System.nanoTime() < until) {
            if (there(sftp).containsAll(answers)) {
                Bytes zip = read(sftp, "out/" + answers.get(0));
                for (String answer : answers) {
                    sftp.remove("out/" + answer);
                }
                return first(zip);
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return Optional.empty();
    }

    private static List<String> there(SftpClient sftp) throws IOException {
        List<String> names = new ArrayList<>();
        sftp.readDir("out").forEach(entry -> names.add(entry.getFilename()));
        return names;
    }

    private static Bytes read(SftpClient sftp, String path) throws IOException {
        try (InputStream in = sftp.read(path)) {
            return Bytes.of(in.readNBytes(LARGEST_RECEIPT));
        }
    }

    private static Optional<Bytes> first(Bytes archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.toArray()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".p7s")) {
                    return Optional.of(Bytes.of(zip.readNBytes(LARGEST_RECEIPT)));
                }
            }
            return Optional.empty();
        }
    }
}
