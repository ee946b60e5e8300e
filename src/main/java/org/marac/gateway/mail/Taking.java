package org.marac.gateway.mail;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of one mail: what it carries goes down the main line, attachment by attachment, and is answered to the address the protocol has for its
 * sender; then it is gone from the mailbox. What is nobody's is on record, put aside, and answered to nobody.
 */
final class Taking {
    private static final Logger LOG = LoggerFactory.getLogger(Taking.class);

    private final Reading reading;
    private final Correspondents known;
    private final Rows rows;
    private final Envelopes envelopes;
    private final Post post;
    private final Strangers strangers;
    private final Function<List<String>, String> csv;
    private final int maximumBytes;

    Taking(
            MailSettings settings,
            Sealing sealing,
            Correspondents known,
            Rows rows,
            Post post,
            Strangers strangers,
            Function<List<String>, String> csv,
            Clock clock) {
        this.reading = new Reading(sealing, known, Taking::isSealed, settings.address(), clock);
        this.known = known;
        this.rows = rows;
        this.envelopes = new Envelopes(sealing, settings.address(), clock);
        this.post = post;
        this.strangers = strangers;
        this.csv = csv;
        this.maximumBytes = settings.maximumBytes();
    }

    /**
     * Takes it.
     *
     * @param stopping whether the gateway is to stop: then the rest of it is for later
     * @throws IOException it could not be worked on to its end and lies there still
     */
    void take(Inbox.Waiting mail, BooleanSupplier stopping) throws IOException {
        byte[] raw = mail.read(maximumBytes + 1);
        Letter letter;
        try {
            if (raw.length > maximumBytes) {
                throw new Refused(Refusal.of(RefusalCode.TOO_LARGE));
            }
            letter = reading.read(raw);
        } catch (Refused nobodys) {
            refuse(mail, Bytes.of(raw), nobodys.refusal());
            return;
        }
        Answer answer = answer(letter, stopping);
        Post.Said said = letter.answerable() ? sent(letter, answer) : Post.Said.TAKEN;
        switch (said) {
            case TAKEN -> mail.done();
            case NEVER -> {
                LOG.warn(
                        "The answer to a mail of {} is never taken",
                        letter.from().agency());
                mail.aside();
            }
            case NOT_NOW, AWAY -> throw new IOException("The answer is not taken now");
        }
    }

    /** Not answered: the address may be anybody's, and an answer would only carry the mail on to them. */
    private void refuse(Inbox.Waiting mail, Bytes raw, Refusal refusal) throws IOException {
        rows.refuse(Door.MAIL, new Peer.Nobody(), raw, refusal);
        strangers.wrote(Reading.claimed(raw.toArray()).map(known.addresses()::get), refusal);
        mail.aside();
        LOG.warn(
                "A mail is no agency's ({}, {}) and was put aside",
                refusal.code().code(),
                refusal.reason().orElse("-"));
    }

    private Post.Said sent(Letter letter, Answer answer) {
        Correspondents.Correspondent from = letter.from();
        return post.send(
                from.address(), envelopes.closed(from.agency(), from.address(), header(letter), answer.parts()));
    }

    private Answer answer(Letter letter, BooleanSupplier stopping) throws IOException {
        Answer answer = Answer.ofMail(csv);
        if (letter.complaint().isPresent()) {
            answer.add(
                    0,
                    rows.refuse(
                            Door.MAIL,
                            letter.peer(),
                            letter.content(),
                            letter.complaint().get()));
            return answer;
        }
        for (Attachments.File file : letter.files()) {
            take(letter, file, answer, stopping);
        }
        for (Attachments.Left left : letter.left()) {
            answer.add(left.number(), rows.refuse(Door.MAIL, letter.peer(), left.bytes(), left.refusal()));
        }
        return answer;
    }

    private void take(Letter letter, Attachments.File file, Answer answer, BooleanSupplier stopping)
            throws IOException {
        Rows.From from = new Rows.From(Door.MAIL, letter.peer(), letter.from().agency());
        Rows.Told told = row -> {
            answer.add(file.number(), row);
            if (stopping.getAsBoolean()) {
                throw new IOException("The gateway is stopping");
            }
        };
        if (file.type().isPresent()) {
            rows.take(from, file.type().get(), file.bytes()::stream, told);
        } else {
            rows.takeAtMost(Rows.MOST_AT_ONCE - answer.size(), from, file.bytes()::stream, told);
        }
    }

    /** RFC 3834: an answer says that a machine wrote it and to what. */
    private static List<Writing.Field> header(Letter letter) {
        List<Writing.Field> header = new ArrayList<>(List.of(new Writing.Field("Auto-Submitted", "auto-replied")));
        letter.id().ifPresent(id -> header.add(new Writing.Field("In-Reply-To", id)));
        return header;
    }

    private static boolean isSealed(Attachments.File file) {
        try {
            return Rows.isSealed(file.bytes()::stream);
        } catch (IOException e) {
            return false;
        }
    }
}
