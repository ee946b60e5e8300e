package org.marac.gateway.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Locale;
import org.marac.gateway.model.Bytes;

/**
 * Hands mail to the server for it, by TLS: to that of the recipient's domain where the operator names one, because that is the only way agreed with
 * it, and otherwise to the operator's own.
 */
public final class SmtpPost implements Post {
    private final MailSettings settings;

    /** @param settings which servers */
    public SmtpPost(MailSettings settings) {
        this.settings = settings;
    }

    /** Whether mail to the address goes by a server that is named for its domain. */
    boolean hasRelay(String address) {
        return settings.relays().containsKey(domain(address));
    }

    @Override
    public void send(String to, Bytes mail) throws IOException {
        MailSettings.Server server = settings.relays().getOrDefault(domain(to), settings.smtp());
        Session session = ServerSession.of("smtp", server, settings.tls());
        session.getProperties().setProperty("mail." + ServerSession.name("smtp", server) + ".from", settings.address());
        try (Transport transport = session.getTransport(ServerSession.name("smtp", server))) {
            if (server.user().isEmpty()) {
                transport.connect(server.host(), server.port(), null, null);
            } else {
                transport.connect(server.host(), server.port(), server.user(), server.password());
            }
            transport.sendMessage(
                    new MimeMessage(session, mail.stream()), new Address[] {new InternetAddress(to, true)});
        } catch (MessagingException e) {
            // Without the library's message, which may quote the server's, and that a mail.
            throw new IOException(e.getClass().getSimpleName());
        }
    }

    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
