package org.marac.gateway.protocol;

import java.util.Optional;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Protocol;

/** Which party of a protocol is at the other end? As the protocol names it: whether the certificate is good is asked elsewhere. */
final class Peers {
    private Peers() {}

    /** The certificate by which a peer is known, where it is by one. */
    static Optional<Pinned> shown(Peer peer) {
        if (peer instanceof Peer.Certificate tls) {
            return Optional.of(new Pinned(Use.TLS, tls.sha256()));
        }
        return peer instanceof Peer.Correspondent mail
                ? Optional.of(new Pinned(Use.MAIL, mail.sha256()))
                : Optional.empty();
    }

    /** A certificate, and what it is pinned for. */
    record Pinned(Use use, Digest sha256) {}

    /** Whose peer it is. */
    static Optional<Party> party(Peer peer, Protocol protocol) {
        if (peer instanceof Peer.Certificate shown) {
            return protocol.parties().stream()
                    .filter(party -> party.pins(Use.TLS, shown.sha256()))
                    .findFirst();
        }
        if (peer instanceof Peer.Correspondent mail) {
            return correspondent(mail.sha256(), protocol).filter(party -> writesFrom(party, mail.address()));
        }
        return peer instanceof Peer.QueueOwner owner ? protocol.party(owner.agency()) : Optional.empty();
    }

    /** Whose certificate for mail it is. */
    static Optional<Party> correspondent(Digest certificate, Protocol protocol) {
        return protocol.parties().stream()
                .filter(party -> party.pins(Use.MAIL, certificate))
                .findFirst();
    }

    private static boolean writesFrom(Party party, String address) {
        return party.mail()
                .flatMap(Party.Channel::mail)
                .filter(mail -> mail.address().equals(address))
                .isPresent();
    }
}
