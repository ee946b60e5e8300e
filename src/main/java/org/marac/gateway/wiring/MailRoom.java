package org.marac.gateway.wiring;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.marac.gateway.mail.Correspondents;
import org.marac.gateway.mail.Sealing;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol.EnvelopeRule;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;
import org.marac.gateway.seal.MailSeal;

/** What the mail door asks of the protocol: who writes and who is written to, and by whose signature a mail is known. */
record MailRoom(MailSeal seal, SignedArea area, Clock clock) implements Correspondents {

    /** The gateway's own. */
    Sealing sealing() {
        return new Sealing(
                seal::layer,
                seal::decrypt,
                this::verify,
                content -> seal.sign(content, clock.instant()),
                seal.micalg(),
                this::encrypt);
    }

    private SignedMail verify(Bytes cms, Optional<Bytes> detached) throws Refused {
        Instant now = clock.instant();
        if (area.shelf().clockSetBack(now) || area.shelf().known(now).isEmpty()) {
            // Not their fault, and nobody could be told: the mail waits.
            throw new IllegalStateException("Nobody can be known by a signature now");
        }
        return seal.verify(
                cms, detached, digest -> area.shelf().correspondent(digest, now).isPresent(), now);
    }

    private Optional<Bytes> encrypt(Bytes content, AgencyId recipient) {
        return party(recipient).flatMap(party -> seal.encrypt(content, party, clock.instant()));
    }

    @Override
    public Optional<Correspondent> signing(Digest certificate) {
        return area.shelf()
                .correspondent(certificate, clock.instant())
                .flatMap(party -> party.mail()
                        .flatMap(Party.Channel::mail)
                        .map(mail -> correspondent(party.id(), mail.address())));
    }

    @Override
    public Map<String, AgencyId> addresses() {
        return area.shelf().known(clock.instant()).stream()
                .flatMap(protocol -> protocol.parties().stream())
                .filter(party -> addressOf(party).isPresent())
                .collect(Collectors.toMap(
                        party -> addressOf(party).orElseThrow().address(), Party::id, (one, other) -> one));
    }

    private static Optional<Party.MailAddress> addressOf(Party party) {
        return party.mail().flatMap(Party.Channel::mail);
    }

    @Override
    public Optional<Party.MailAddress> addressOf(AgencyId agency) {
        return party(agency)
                .flatMap(Party::mail)
                .filter(Party.Channel::receives)
                .flatMap(Party.Channel::mail);
    }

    private Correspondent correspondent(AgencyId agency, String address) {
        EnvelopeRule rule = area.shelf().known(clock.instant()).orElseThrow().envelope();
        return new Correspondent(agency, address, rule.maximumAge(), rule.clockSkew());
    }

    private Optional<Party> party(AgencyId agency) {
        return area.shelf().known(clock.instant()).flatMap(protocol -> protocol.party(agency));
    }
}
