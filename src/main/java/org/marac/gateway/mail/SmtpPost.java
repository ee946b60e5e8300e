package org.marac.gateway.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.marac.gateway.model.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail to the server for it, by TLS: to that of the recipient's domain where the operator names one, because that is the only way agreed with
 * it, and otherwise to the operator's own.
 */
public final class SmtpPost implements Post {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpPost.class);
    private static final int NEVER = 5;
    private static final Duration LIFE = Duration.ofMinutes(5);

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
    public Said send(String to, Bytes mail) {
        MailSettings.Server server = settings.relays().getOrDefault(domain(to), settings.smtp());
        Session session = ServerSession.of("smtp", server, settings.tls(), LIFE);
        session.getProperties().setProperty("mail." + ServerSession.name("smtp", server) + ".from", settings.address());
        try (Transport transport = session.getTransport(ServerSession.name("smtp", server))) {
            if (!connected(transport, server)) {
                return Said.AWAY;
            }
            transport.sendMessage(
                    new MimeMessage(session, mail.stream()), new Address[] {new InternetAddress(to, true)});
            return Said.TAKEN;
        } catch (MessagingException e) {
            int code = code(e);
            // Not the library's message, which may quote the server's, and that a mail.
            LOG.warn("The mail server {} did not take a mail ({})", server, code);
            return code / 100 == NEVER ? Said.NEVER : Said.NOT_NOW;
        }
    }

    static String domain(String address) {
        return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    private static boolean connected(Transport transport, MailSettings.Server server) {
        try {
            if (server.user().isEmpty()) {
                transport.connect(server.host(), server.port(), null, null);
            } else {
                transport.connect(server.host(), server.port(), server.user(), server.password());
            }
            return true;
        } catch (MessagingException e) {
            LOG.warn(
                    "The mail server {} cannot be reached ({})",
                    server,
                    e.getClass().getSimpleName());
            return false;
        }
    }

    /** The server's reply code; 0 where it gave none. */
    private static int code(MessagingException e) {
        for (Exception each = e; each instanceof MessagingException mail; each = mail.getNextException()) {
            if (each instanceof SMTPAddressFailedException address) {
                return address.getReturnCode();
            }
            if (each instanceof SMTPSenderFailedException sender) {
                return sender.getReturnCode();
            }
            if (each instanceof SMTPSendFailedException send && send.getNextException() == null) {
                return send.getReturnCode();
            }
        }
        return 0;
    }
}
