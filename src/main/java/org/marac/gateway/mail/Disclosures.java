package org.marac.gateway.mail;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
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
    public void send(AgencyId agency, long logIndex, Bytes sealed) throws IOException {
        Party.MailAddress to =
                known.addressOf(agency).orElseThrow(() -> new IOException("The protocol gives it no address"));
        // The same again has the same id, by which a mail server knows it.
        List<Writing.Field> header = List.of(
                new Writing.Field("Message-ID", "<disclosure-" + logIndex + "@" + domain + ">"),
                new Writing.Field("Auto-Submitted", "auto-generated"));
        List<Bytes> parts = List.of(
                Writing.text("A sealed message of the MARAC gateway is attached.\n"),
                Writing.file("application/cms", logIndex + ".cms", sealed));
        if (to.form() == Party.MailAddress.Form.ATTACHMENT) {
            if (!post.hasRelay(to.address())) {
                throw new IOException("No relay is named for its domain");
            }
            post.send(to.address(), envelopes.open(to.address(), header, parts));
        } else {
            post.send(to.address(), envelopes.closed(agency, to.address(), header, parts));
        }
    }
}
