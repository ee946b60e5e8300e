package org.marac.gateway.broker;

import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * Who may do what on the broker: the gateway itself, from within the process, everything; an agency, known by the
 * certificate the protocol pins for it, its own addresses; everything else is denied.
 */
final class Guard implements ActiveMQSecurityManager5 {
    private final Owners owners;
    private final Predicate<AgencyId> served;
    private final String gatewayUser;
    private final byte[] gatewayPassword;

    /**
     * @param owners whose certificate is whose
     * @param served who has all its addresses
     */
    Guard(Owners owners, Predicate<AgencyId> served, String gatewayUser, String gatewayPassword) {
        this.owners = owners;
        this.served = served;
        this.gatewayUser = gatewayUser;
        this.gatewayPassword = Bytes.utf8(gatewayPassword).toArray();
    }

    /** The gateway itself. The broker accepts only its own kind of principal. */
    private static final class Gateway extends UserPrincipal {
        Gateway(String name) {
            super(name);
        }
    }

    /** An agency, or its alternate contact, by the certificate. */
    private static final class Agency extends UserPrincipal {
        private final AgencyId id;
        private final boolean alternate;

        Agency(AgencyId id, boolean alternate) {
            super(id.value());
            this.id = id;
            this.alternate = alternate;
        }

        boolean maySend(String address) {
            return !alternate && Addresses.maySend(id, address);
        }

        boolean mayRead(String address) {
            return alternate ? Addresses.mayReadAsAlternate(id, address) : Addresses.mayRead(id, address);
        }
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String securityDomain) {
        if (connection == null) {
            return null;
        }
        if (isOwn(connection)) {
            return isGateway(user, password) ? subject(new Gateway(gatewayUser)) : null;
        }
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        if (chain == null || chain.length == 0 || !isCertificateAlone(user, password, chain[0])) {
            return null;
        }
        return agency(chain[0]).map(Guard::subject).orElse(null);
    }

    private Optional<Agency> agency(X509Certificate shown) {
        Digest certificate = digest(shown);
        return owners.owner(certificate)
                .map(agency -> new Agency(agency, false))
                .or(() -> owners.alternateOf(certificate).map(agency -> new Agency(agency, true)))
                .filter(agency -> served.test(agency.id));
    }

    /** Whether a connection has shown a certificate that is nobody's now. */
    boolean isStranger(RemotingConnection connection) {
        if (isOwn(connection)) {
            return false;
        }
        X509Certificate[] chain = CertificateUtil.getCertsFromConnection(connection);
        return chain != null && chain.length > 0 && agency(chain[0]).isEmpty();
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        if (!subject.getPrincipals(Gateway.class).isEmpty()) {
            return true;
        }
        return principal(subject).filter(agency -> may(agency, check, address)).isPresent();
    }

    /** Whether the connection is the gateway's own: it never left the process. */
    static boolean isOwn(RemotingConnection connection) {
        return connection.getTransportConnection() instanceof InVMConnection;
    }

    /** The agency that was authenticated. */
    static Optional<AgencyId> agency(@Nullable Subject subject) {
        return principal(subject).map(agency -> agency.id);
    }

    /** Whether whoever was authenticated may send to the address or read from it. */
    static boolean owns(@Nullable Subject subject, String address) {
        return principal(subject)
                .filter(agency -> agency.maySend(address) || agency.mayRead(address))
                .isPresent();
    }

    private static Optional<Agency> principal(@Nullable Subject subject) {
        return Optional.ofNullable(subject)
                .flatMap(s -> s.getPrincipals(Agency.class).stream().findFirst());
    }

    private boolean isGateway(@Nullable String user, @Nullable String password) {
        return gatewayUser.equals(user)
                && password != null
                && MessageDigest.isEqual(gatewayPassword, Bytes.utf8(password).toArray());
    }

    /**
     * Nobody logs in by name: a name proves nothing here, and one that is believed anywhere in the broker would be
     * someone else's. AMQP's EXTERNAL gives the certificate's own subject as the name.
     */
    private static boolean isCertificateAlone(
            @Nullable String user, @Nullable String password, X509Certificate certificate) {
        boolean named = user != null
                && !user.isEmpty()
                && !user.equals(certificate.getSubjectX500Principal().getName());
        return !named && (password == null || password.isEmpty());
    }

    private static boolean may(Agency agency, CheckType check, String address) {
        return switch (check) {
            case SEND -> agency.maySend(address);
            case CONSUME, BROWSE -> agency.mayRead(address);
            default -> false;
        };
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
        return false;
    }

    private static Subject subject(UserPrincipal principal) {
        return new Subject(true, Set.of(principal), Set.of(), Set.of());
    }

    private static Digest digest(X509Certificate certificate) {
        try {
            return Digest.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("A certificate that TLS accepted has a DER form", e);
        }
    }
}
