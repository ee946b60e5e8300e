package org.marac.gateway.broker;

import java.security.MessageDigest;
import java.security.Principal;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/**
 * Who may do what on the broker: the gateway itself everything; an agency, known by the certificate the protocol pins
 * for it, its own addresses; everything else is denied.
 */
final class Guard implements ActiveMQSecurityManager5 {
    private final Owners owners;
    private final String gatewayUser;
    private final byte[] gatewayPassword;

    Guard(Owners owners, String gatewayUser, String gatewayPassword) {
        this.owners = owners;
        this.gatewayUser = gatewayUser;
        this.gatewayPassword = Bytes.utf8(gatewayPassword).toArray();
    }

    private record Gateway(String getName) implements Principal {
        @Override
        public String getName() {
            return getName;
        }
    }

    private record Agency(AgencyId id) implements Principal {
        @Override
        public String getName() {
            return id.value();
        }
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user,
            @Nullable String password,
            @Nullable RemotingConnection connection,
            @Nullable String securityDomain) {
        if (gatewayUser.equals(user)) {
            return password != null
                            && MessageDigest.isEqual(
                                    gatewayPassword, Bytes.utf8(password).toArray())
                    ? subject(new Gateway(gatewayUser))
                    : null;
        }
        return Optional.ofNullable(connection)
                .map(CertificateUtil::getCertsFromConnection)
                .filter(chain -> chain.length > 0)
                .flatMap(chain -> owners.owner(digest(chain[0])))
                .map(agency -> subject(new Agency(agency)))
                .orElse(null);
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        if (!subject.getPrincipals(Gateway.class).isEmpty()) {
            return true;
        }
        return subject.getPrincipals(Agency.class).stream().anyMatch(agency -> may(agency.id(), check, address));
    }

    private static boolean may(AgencyId agency, CheckType check, String address) {
        // For a queue the broker asks with "address.queue"-style names as well; both are the same name here.
        return switch (check) {
            case SEND -> Addresses.maySend(agency, address);
            case CONSUME, BROWSE -> Addresses.mayRead(agency, address);
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

    private static Subject subject(Principal principal) {
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
