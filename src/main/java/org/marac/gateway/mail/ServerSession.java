package org.marac.gateway.mail;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** A session with a mail server: TLS 1.2 or later, the server's name checked, and an end to all waiting. */
final class ServerSession {
    private static final String PATIENCE = "20000";
    /** Bytes of a mail that are asked for at once: a large one by the library's own 16 KiB takes over a thousand round trips. */
    private static final String PIECE = "262144";

    private ServerSession() {}

    /**
     * For {@code imap} or {@code smtp}.
     *
     * @param life after which a connection ends, whatever is being done over it
     */
    static Session of(String protocol, MailSettings.Server server, SSLContext tls, Duration life) {
        String prefix = "mail." + name(protocol, server) + ".";
        Properties properties = new Properties();
        properties.put(prefix + "ssl.socketFactory", new ShortLived(tls.getSocketFactory(), life));
        // Otherwise whoever is refused by it is asked once more, and believed by whatever authority Java itself
        // believes.
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(server.startTls()));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(server.startTls()));
        properties.setProperty(prefix + "ssl.enable", Boolean.toString(!server.startTls()));
        properties.setProperty(prefix + "auth", Boolean.toString(!server.user().isEmpty()));
        properties.setProperty(prefix + "connectiontimeout", PATIENCE);
        properties.setProperty(prefix + "timeout", PATIENCE);
        properties.setProperty(prefix + "writetimeout", PATIENCE);
        properties.setProperty(prefix + "fetchsize", PIECE);
        properties.setProperty("mail.imaps.peek", "true");
        properties.setProperty("mail.imap.peek", "true");
        return Session.getInstance(properties);
    }

    /** What the library calls the protocol: another name where TLS is begun at once. */
    static String name(String protocol, MailSettings.Server server) {
        return server.startTls() ? protocol : protocol + "s";
    }
}
