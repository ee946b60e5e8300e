package org.marac.gateway.mail;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.model.Unread;

/** Answers given later than the mail came, to its sender's address: what became of something in it that could not be read then. */
public final class LateMail {
    private final Envelopes envelopes;
    private final Post post;
    private final Function<List<String>, String> csv;
    private final String domain;

    /**
     * @param settings our own address
     * @param sealing signs and encrypts
     * @param post who takes it
     * @param csv a line of cells, its end included
     * @param clock for the date
     */
    public LateMail(
            MailSettings settings, Sealing sealing, Post post, Function<List<String>, String> csv, Clock clock) {
        this.envelopes = new Envelopes(sealing, settings.address(), clock);
        this.post = post;
        this.csv = csv;
        this.domain = SmtpPost.domain(settings.address());
    }

    /**
     * Sends them. Sent again, it is the same answer under the same id.
     *
     * @param unread what could not be read
     * @param address from which it came
     * @return false when no mail server will ever take it: it is to be answered by another way
     * @throws IOException it is not taken now; it may have been taken, where the server was lost while it said so
     */
    public boolean answer(Unread unread, String address, List<RowAnswer> answers) throws IOException {
        Answer answer = Answer.late(csv, unread.refused());
        answers.forEach(row -> answer.add(1, row));
        List<Writing.Field> header = List.of(
                new Writing.Field("Message-ID", "<unread-" + unread.id() + "@" + domain + ">"),
                new Writing.Field("Auto-Submitted", "auto-generated"));
        return switch (post.send(address, envelopes.closed(unread.agency(), address, header, answer.parts()))) {
            case TAKEN -> true;
            case NEVER -> false;
            case NOT_NOW, AWAY -> throw new IOException("The answer is not taken now");
        };
    }
}
