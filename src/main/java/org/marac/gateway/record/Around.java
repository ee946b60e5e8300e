package org.marac.gateway.record;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Unread;

/** Who sent what could not be read, and the ids that came around it: the sender's own, which may hold a name. */
record Around(
        Peer peer, Optional<MessageId> transmission, Optional<MessageId> correlation, Optional<Arrival.Claim> claim) {
    private static final String CERTIFICATE = "certificate ";
    private static final String OWNER = "owner ";
    private static final String SIGNER = "signer ";
    private static final String ADDRESS = "address ";
    private static final String TRANSMISSION = "transmission ";
    private static final String CORRELATION = "correlation ";
    private static final String CLAIM = "claim ";
    private static final String KIND = "kind ";

    static Around of(Arrival arrival) {
        return new Around(arrival.peer(), arrival.transmission(), arrival.correlation(), arrival.claim());
    }

    /** One to a line: a message id has no line end. */
    String text() {
        StringBuilder text = new StringBuilder();
        if (peer instanceof Peer.Certificate shown) {
            text.append(CERTIFICATE).append(shown.sha256().hex()).append('\n');
        } else if (peer instanceof Peer.QueueOwner owner) {
            text.append(OWNER).append(owner.agency().value()).append('\n');
        } else if (peer instanceof Peer.Correspondent mail) {
            text.append(SIGNER).append(mail.sha256().hex()).append('\n');
            text.append(ADDRESS).append(mail.address()).append('\n');
        } else {
            throw new IllegalStateException("There is a peer of a kind that cannot be kept");
        }
        transmission.ifPresent(
                id -> text.append(TRANSMISSION).append(id.value()).append('\n'));
        correlation.ifPresent(id -> text.append(CORRELATION).append(id.value()).append('\n'));
        claim.ifPresent(said -> text.append(CLAIM)
                .append(said.id().value())
                .append('\n')
                .append(KIND)
                .append(said.kind().name())
                .append('\n'));
        return text.toString();
    }

    static Around read(Bytes text) {
        Map<String, String> said = new LinkedHashMap<>();
        text.text().lines().forEach(line -> {
            int space = line.indexOf(' ') + 1;
            said.put(line.substring(0, space), line.substring(space));
        });
        return new Around(
                peer(said),
                Optional.ofNullable(said.get(TRANSMISSION)).map(MessageId::new),
                Optional.ofNullable(said.get(CORRELATION)).map(MessageId::new),
                Optional.ofNullable(said.get(CLAIM))
                        .flatMap(id -> Optional.ofNullable(said.get(KIND))
                                .map(kind -> new Arrival.Claim(new MessageId(id), MessageKind.valueOf(kind)))));
    }

    private static Peer peer(Map<String, String> said) {
        Optional<Peer> certificate =
                Optional.ofNullable(said.get(CERTIFICATE)).map(hex -> new Peer.Certificate(Digest.parse(hex)));
        Optional<Peer> owner =
                Optional.ofNullable(said.get(OWNER)).map(agency -> new Peer.QueueOwner(new AgencyId(agency)));
        Optional<Peer> mail = Optional.ofNullable(said.get(SIGNER))
                .flatMap(hex -> Optional.ofNullable(said.get(ADDRESS))
                        .map(address -> new Peer.Correspondent(Digest.parse(hex), address)));
        return certificate.or(() -> owner).or(() -> mail).orElseThrow();
    }

    Arrival arrival(Unread unread, Bytes content) {
        return new Arrival(
                unread.door(), peer, unread.type(), content, unread.receivedAt(), transmission, correlation, claim);
    }
}
