package org.marac.gateway.mail;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.marac.gateway.intake.Rows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mail door: goes through the mailbox again and again. A mail leaves the mailbox when what was decided is durable and its answer is with the mail
 * server; until then it is taken again, and answered as it was.
 */
public final class MailDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailDoor.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final int LONGEST_RETRY = 8;
    /** A round that takes longer is begun again: what was worked on in it is gone from the mailbox. */
    private static final Duration ROUND = Duration.ofMinutes(10);

    private final Inbox.Opening inbox;
    private final Correspondents known;
    private final Taking taking;
    private final Duration every;
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
     * @param strangers is told of mail that is nobody's
     * @param csv a line of cells, its end included
     * @param clock the gateway's clock
     */
    public MailDoor(
            MailSettings settings,
            Sealing sealing,
            Correspondents known,
            Rows rows,
            Post post,
            Strangers strangers,
            Function<List<String>, String> csv,
            Clock clock) {
        this(
                new ImapInbox.Server(settings, ROUND),
                known,
                new Taking(settings, sealing, known, rows, post, strangers, csv, clock),
                settings.every(),
                clock);
    }

    MailDoor(Inbox.Opening inbox, Correspondents known, Taking taking, Duration every, Clock clock) {
        this.inbox = inbox;
        this.known = known;
        this.taking = taking;
        this.every = every;
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
            if (look()) {
                continue;
            }
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

    /**
     * Goes through the mailbox once.
     *
     * @return whether there is more in it than one round takes
     */
    boolean look() {
        try (Inbox open = inbox.open()) {
            List<Inbox.Waiting> waiting = open.waiting();
            reachable = true;
            retries.keySet()
                    .retainAll(waiting.stream().map(Inbox.Waiting::place).toList());
            List<Inbox.Waiting> due = waiting.stream().filter(this::isDue).toList();
            List<Inbox.Waiting> round = Turns.of(due, senders(open, due.size()));
            for (Inbox.Waiting mail : round) {
                if (!stopping) {
                    attempt(mail);
                }
            }
            return due.size() > round.size();
        } catch (IOException | RuntimeException | VirtualMachineError e) {
            if (reachable) {
                LOG.warn("The mailbox cannot be read ({})", e.getClass().getSimpleName());
            }
            reachable = false;
            return false;
        }
    }

    /** Of each agency the places of what says it is from it; a mailbox with little in it is taken as it lies. */
    private List<Set<String>> senders(Inbox open, int due) throws IOException {
        if (due <= Turns.OF_ONE) {
            return List.of();
        }
        List<Set<String>> senders = new ArrayList<>();
        for (String address : known.addresses().keySet()) {
            senders.add(open.from(address));
        }
        return senders;
    }

    private boolean isDue(Inbox.Waiting mail) {
        Retry retry = retries.get(mail.place());
        return retry == null || !clock.instant().isBefore(retry.at());
    }

    private void attempt(Inbox.Waiting mail) {
        try {
            taking.take(mail, () -> stopping);
            retries.remove(mail.place());
        } catch (IOException | RuntimeException | VirtualMachineError e) {
            // We could not, and one mail must not be the end of all others: it stays in the mailbox and is taken again;
            // what was admitted of it is then answered as it was.
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
}
