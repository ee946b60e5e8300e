package org.marac.gateway.mail;

import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * The mailbox agencies write to, and the server that takes our mail.
 *
 * @param address the gateway's own, which agencies write to
 * @param imap the mailbox
 * @param aside the folder in it for what was nobody's
 * @param smtp the server that takes our mail
 * @param relays for which domains mail goes by which other server and by no other way
 * @param tls whom we trust to be these servers
 * @param every how often the mailbox is looked at
 * @param maximumBytes the largest mail that is read
 */
public record MailSettings(
        String address,
        Server imap,
        String aside,
        Server smtp,
        Map<String, Server> relays,
        SSLContext tls,
        Duration every,
        int maximumBytes) {
    public MailSettings {
        relays = Map.copyOf(relays);
    }

    /**
     * A server, always by TLS with its name checked (RFC 8314).
     *
     * @param host its name
     * @param port its port
     * @param startTls whether TLS is begun by STARTTLS, without which nothing is said, and not at once
     * @param user the account; empty for none
     * @param password its password
     */
    public record Server(String host, int port, boolean startTls, String user, String password) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
