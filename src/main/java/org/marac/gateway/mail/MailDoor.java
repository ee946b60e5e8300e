package org.marac.gateway.mail;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.marac.gateway.intake.RowAnswer;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail door: what lies in the mailbox goes down the main line, attachment by attachment, and is answered to the address the protocol has for
 * its sender. A mail leaves the mailbox when what was decided is durable and its answer is with the mail server; until then it is taken again,
 * and answered as it was.
 */
public final class MailDoor implements AutoCloseable {
    /** More of one mail would keep everybody else's waiting. */
    static final int MOST_ROWS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(MailDoor.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int LONGEST_RETRY = 8;

    private final Inbox.Opening inbox;
    private final Reading reading;
    private final Rows rows;
    private final Envelopes envelopes;
    private final Post post;
    private final Function<List<String>, String> csv;
    private final Duration every;
    private final int maximumBytes;
    private final Clock clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread = new Thread(this::work, "mail");
    private final Map<String, Retry> retries = new HashMap<>();
    private volatile boolean stopping;
    private volatile boolean reachable;

    /** When something is tried again, and how often it was. */
    private record Retry(Instant at, int times) {}

    /**
     * @param settings the mailbox and our own address
     * @param sealing opens, verifies, signs and encrypts
     * @param known who writes, by the protocol
     * @param rows takes what a mail carries down the main line
     * @param post for the answers
     * @param csv a line of cells, its end included
     * @param clock the gateway's clock
     */
    public MailDoor(
            MailSettings settings,
            Sealing sealing,
            Correspondents known,
            Rows rows,
            Post post,
            Function<List<String>, String> csv,
            Clock clock) {
        this(settings, new ImapInbox.Server(settings), sealing, known, rows, post, csv, clock);
    }

    MailDoor(
            MailSettings settings,
            Inbox.Opening inbox,
            Sealing sealing,
            Correspondents known,
            Rows rows,
            Post post,
            Function<List<String>, String> csv,
            Clock clock) {
        this.inbox = inbox;
        this.reading = new Reading(sealing, known, MailDoor::isSealed, settings.address(), clock);
        this.rows = rows;
        this.envelopes = new Envelopes(sealing, settings.address(), clock);
        this.post = post;
        this.csv = csv;
        this.every = settings.every();
        this.maximumBytes = settings.maximumBytes();
        this.clock = clock;
    }

    /** Starts to look. */
    public void start() {
        thread.start();
    }

    /** Whether the mailbox could be read when it was last looked at. */
    public boolean isReachable() {
        return reachable;
    }

    @Override
    public void close() {
        stopping = true;
        bell.release();
        try {
            thread.join(Duration.ofSeconds(15).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        while (!stopping) {
            look();
            try {
                if (bell.tryAcquire(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Goes through the mailbox once. */
    void look() {
        try (Inbox open = inbox.open()) {
            List<Inbox.Waiting> waiting = open.waiting();
            reachable = true;
            retries.keySet()
                    .retainAll(waiting.stream().map(Inbox.Waiting::place).toList());
            for (Inbox.Waiting mail : waiting) {
                if (!stopping && isDue(mail)) {
                    attempt(mail);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (reachable) {
                LOG.warn("The mailbox cannot be read ({})", e.getClass().getSimpleName());
            }
            reachable = false;
        }
    }

    private boolean isDue(Inbox.Waiting mail) {
        Retry retry = retries.get(mail.place());
        return retry == null || !clock.instant().isBefore(retry.at());
    }

    private void attempt(Inbox.Waiting mail) {
        try {
            take(mail);
            retries.remove(mail.place());
        } catch (IOException | RuntimeException e) {
            // We could not: it stays in the mailbox and is taken again; what was admitted of it is then answered as it
            // was.
            int times = retries.getOrDefault(mail.place(), new Retry(Instant.EPOCH, 0))
                    .times();
            Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(times, LONGEST_RETRY));
            retries.put(mail.place(), new Retry(clock.instant().plus(pause), times + 1));
            LOG.warn(
                    "A mail could not be worked on to its end ({}), attempt {}",
                    e.getClass().getSimpleName(),
                    times + 1);
        }
    }

    private void take(Inbox.Waiting mail) throws IOException {
        byte[] raw = mail.read(maximumBytes + 1);
        Letter letter;
        try {
            if (raw.length > maximumBytes) {
                throw new Refused(Refusal.of(RefusalCode.TOO_LARGE));
            }
            letter = reading.read(raw);
        } catch (Refused nobodys) {
            // Not answered: the address may be anybody's, and an answer would only carry the mail on to them.
            rows.refuse(Door.MAIL, new Peer.Nobody(), Bytes.of(raw), nobodys.refusal());
            mail.aside();
            LOG.warn(
                    "A mail is no agency's ({}, {}) and was put aside",
                    nobodys.refusal().code().code(),
                    nobodys.refusal().reason().orElse("-"));
            return;
        }
        Answer answer = taken(letter);
        Post.Said said = letter.answerable() ? answered(letter, answer) : Post.Said.TAKEN;
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

    private Post.Said answered(Letter letter, Answer answer) {
        Correspondents.Correspondent from = letter.from();
        return post.send(
                from.address(), envelopes.closed(from.agency(), from.address(), header(letter), answer.parts()));
    }

    /**
     * Answers later than the mail came: what became of something in it that could not be read then. Done again, it is sent again.
     *
     * @param agency whose mail it was
     * @param address from which it came
     */
    public void answerLate(AgencyId agency, String address, List<RowAnswer> rowAnswers) throws IOException {
        Answer answer = new Answer(csv);
        rowAnswers.forEach(row -> answer.add(1, row));
        List<Writing.Field> header = List.of(new Writing.Field("Auto-Submitted", "auto-generated"));
        post.send(address, envelopes.closed(agency, address, header, answer.parts()));
    }

    private Answer taken(Letter letter) throws IOException {
        Answer answer = new Answer(csv);
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
            take(letter, file, answer);
        }
        for (Attachments.Left left : letter.left()) {
            answer.add(left.number(), rows.refuse(Door.MAIL, letter.peer(), left.bytes(), left.refusal()));
        }
        return answer;
    }

    private void take(Letter letter, Attachments.File file, Answer answer) throws IOException {
        Rows.From from = new Rows.From(Door.MAIL, letter.peer(), letter.from().agency());
        Rows.Told told = row -> {
            answer.add(file.number(), row);
            if (stopping) {
                throw new IOException("The gateway is stopping");
            }
            if (answer.size() >= MOST_ROWS) {
                throw new TooManyRows();
            }
        };
        try {
            if (file.type().isPresent()) {
                rows.take(from, file.type().get(), file.bytes()::stream, told);
            } else {
                rows.take(from, file.bytes()::stream, 0, told);
            }
        } catch (TooManyRows e) {
            answer.add(file.number(), RowAnswer.notRead("rest", "too-many-rows"));
        }
    }

    /** What was answered stands, and the rest is not read. */
    private static final class TooManyRows extends IOException {
        private static final long serialVersionUID = 1;
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
