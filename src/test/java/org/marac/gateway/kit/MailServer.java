package org.marac.gateway.kit;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A mail server for all agencies and the gateway, by TLS with a certificate of the example authority for localhost. */
public final class MailServer implements AutoCloseable {
    private static final String PASSWORD = "secret";

    private final int imap = Ports.free();
    private final int smtp = Ports.free();
    private final int plain = Ports.free();
    private final GreenMail server;

    private MailServer(Path directory, List<String> addresses) {
        Path store = directory.resolve("mail-server.p12");
        Programs.Ended made = Programs.run(
                Path.of("certs-example/gateway").toAbsolutePath(),
                List.of(
                        "openssl",
                        "pkcs12",
                        "-export",
                        "-in",
                        "tls.crt",
                        "-inkey",
                        "tls.key",
                        "-passout",
                        "pass:" + PASSWORD,
                        "-out",
                        store.toString()));
        if (made.status() != 0) {
            throw new IllegalStateException(made.said());
        }
        System.setProperty("greenmail.tls.keystore.file", store.toString());
        System.setProperty("greenmail.tls.keystore.password", PASSWORD);
        server = new GreenMail(new ServerSetup[] {
            setup(imap, ServerSetup.PROTOCOL_IMAPS),
            setup(smtp, ServerSetup.PROTOCOL_SMTPS),
            setup(plain, ServerSetup.PROTOCOL_SMTP)
        });
        addresses.forEach(address -> server.setUser(address, address, PASSWORD));
        server.start();
    }

    /** Starts one with a mailbox for each address. */
    public static MailServer with(Path directory, String... addresses) {
        return new MailServer(directory, List.of(addresses));
    }

    public int imapPort() {
        return imap;
    }

    public int smtpPort() {
        return smtp;
    }

    /** Without TLS, and without a way to begin it. */
    public int plainPort() {
        return plain;
    }

    public String password() {
        return PASSWORD;
    }

    /** What a gateway is started with whose mailbox on it this address is, and what else it is started with. */
    public String[] settings(String address, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--gateway.mail.address=" + address,
                "--gateway.mail.authority=" + Path.of("certs-example/ca.crt").toAbsolutePath(),
                "--gateway.mail.every=200ms",
                "--gateway.mail.imap.host=localhost",
                "--gateway.mail.imap.port=" + imap,
                "--gateway.mail.imap.user=" + address,
                "--gateway.mail.imap.password=" + PASSWORD,
                "--gateway.mail.smtp.host=localhost",
                "--gateway.mail.smtp.port=" + smtp));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Sends a mail by curl, over TLS. */
    public Programs.Ended post(Path directory, String from, String to, byte[] mail) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "mail", ".eml"), mail);
        return Programs.run(
                directory,
                List.of(
                        "curl",
                        "-sS",
                        "--url",
                        "smtps://localhost:" + smtpPort(),
                        "--cacert",
                        Path.of("certs-example/ca.crt").toAbsolutePath().toString(),
                        "--mail-from",
                        from,
                        "--mail-rcpt",
                        to,
                        "--upload-file",
                        file.toString()));
    }

    /** Puts a mail into a mailbox, as if it had come by SMTP. */
    public void lay(String address, byte[] mail) {
        try {
            server.getUserManager().getUser(address).deliver(new MimeMessage(null, new ByteArrayInputStream(mail)));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many mails lie in the mailbox of an address. */
    public int count(String address) {
        var managers = server.getManagers();
        try {
            return managers.getImapHostManager()
                    .getInbox(managers.getUserManager().getUser(address))
                    .getMessageCount();
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All mails in the mailbox of an address, byte for byte. */
    public List<byte[]> mailsOf(String address) {
        return in(address, "INBOX");
    }

    /** All mails in a folder of it. */
    public List<byte[]> in(String address, String folder) {
        try {
            var managers = server.getManagers();
            var user = managers.getUserManager().getUser(address);
            var found = folder.equals("INBOX")
                    ? managers.getImapHostManager().getInbox(user)
                    : managers.getImapHostManager().getFolder(user, folder);
            List<byte[]> all = new ArrayList<>();
            if (found != null) {
                for (var stored : found.getMessages()) {
                    all.add(bytes(stored.getMimeMessage()));
                }
            }
            return all;
        } catch (com.icegreen.greenmail.store.FolderException | MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets all mail. */
    public void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }

    private static ServerSetup setup(int port, String protocol) {
        ServerSetup setup = new ServerSetup(port, "localhost", protocol);
        setup.setServerStartupTimeout(20_000);
        return setup;
    }

    private static byte[] bytes(MimeMessage message) throws MessagingException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        return out.toByteArray();
    }
}
