package org.marac.gateway.mail;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.marac.gateway.delivery.MailDrop;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Party;

/**
 * Disclosures by mail: the sealed message as a file, in a mail signed by the gateway and, where the agency's mail has S/MIME, encrypted; where it
 * has none, by the relay that is named for its domain and not otherwise.
 */
public final class Disclosures implements MailDrop.Letters {
    private final SmtpPost post;
    private final Envelopes envelopes;
    private final Correspondents known;
    private final String domain;

    /**
     * @param settings which servers, and our address
     * @param sealing signs and encrypts
     * @param known where agencies' mail goes
     * @param clock for the date
     */
    public Disclosures(MailSettings settings, Sealing sealing, Correspondents known, Clock clock) {
        this.post = new SmtpPost(settings);
        this.envelopes = new Envelopes(sealing, settings.address(), clock);
        this.known = known;
        this.domain = SmtpPost.domain(settings.address());
    }

    @Override
    public MailDrop.Taken send(AgencyId agency, long logIndex, Bytes sealed) {
        Optional<Party.MailAddress> address = known.addressOf(agency);
        if (address.isEmpty()) {
            // The protocol gives it none any more; one of tomorrow may.
            return MailDrop.Taken.NOT_NOW;
        }
        Party.MailAddress to = address.get();
        // The same again has the same id, by which a mail server knows it.
        List<Writing.Field> header = List.of(
                new Writing.Field("Message-ID", "<disclosure-" + logIndex + "@" + domain + ">"),
                new Writing.Field("Auto-Submitted", "auto-generated"));
        List<Bytes> parts = List.of(
                Writing.text("A sealed message of the MARAC gateway is attached.\n"),
                Writing.file("application/cms", logIndex + ".cms", sealed));
        if (to.form() == Party.MailAddress.Form.SMIME) {
            return taken(post.send(to.address(), envelopes.closed(agency, to.address(), header, parts)));
        }
        return post.hasRelay(to.address())
                ? taken(post.send(to.address(), envelopes.open(to.address(), header, parts)))
                : MailDrop.Taken.AWAY;
    }

    private static MailDrop.Taken taken(Post.Said said) {
        return switch (said) {
            case TAKEN -> MailDrop.Taken.YES;
            case NOT_NOW -> MailDrop.Taken.NOT_NOW;
            case NEVER -> MailDrop.Taken.NEVER;
            case AWAY -> MailDrop.Taken.AWAY;
        };
    }
}
