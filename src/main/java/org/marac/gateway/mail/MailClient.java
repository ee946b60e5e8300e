package org.marac.gateway.mail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Refused;

/** An agency's own mail, to try its connection with: a message there, its receipt back. */
public final class MailClient {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int MOST_PARTS = 10;
    private static final AgencyId GATEWAY = new AgencyId("gateway");

    private final MailSettings own;
    private final Sealing sealing;
    private final Clock clock;

    /**
     * @param own the agency's account
     * @param sealing in the agency's name, for the gateway
     * @param clock the agency's
     */
    public MailClient(MailSettings own, Sealing sealing, Clock clock) {
        this.own = own;
        this.sealing = sealing;
        this.clock = clock;
    }

    /**
     * Sends a message, signed and encrypted, and waits for its receipt.
     *
     * @param gateway the gateway's address
     * @return empty when none comes in time
     * @throws IllegalStateException when the agency's mail server does not take it
     * @throws UncheckedIOException when the agency's mailbox cannot be read
     */
    public Optional<Bytes> send(String gateway, MediaType type, Bytes message, Duration patience) {
        String id = "<check-" + UUID.randomUUID() + "@" + SmtpPost.domain(own.address()) + ">";
        Bytes mail = new Envelopes(sealing, own.address(), clock)
                .closed(
                        GATEWAY,
                        gateway,
                        List.of(new Writing.Field("Message-ID", id)),
                        List.of(
                                Writing.text("For: " + gateway + "\n"),
                                Writing.file(type.code(), "onboarding-check", message)));
        Post.Said said = new SmtpPost(own).send(gateway, mail);
        if (said != Post.Said.TAKEN) {
            throw new IllegalStateException("The mail server " + own.smtp() + " does not take the mail");
        }
        Instant end = clock.instant().plus(patience);
        Inbox.Opening inbox = new ImapInbox.Server(own, patience);
        Optional<Bytes> receipt = receipt(inbox, id);
        while (receipt.isEmpty() && clock.instant().isBefore(end)) {
            rest();
            receipt = receipt(inbox, id);
        }
        return receipt;
    }

    private Optional<Bytes> receipt(Inbox.Opening opening, String id) {
        try (Inbox inbox = opening.open()) {
            for (Inbox.Waiting mail : inbox.waiting()) {
                Optional<Bytes> receipt = receiptIn(mail.read(MOST_BYTES), id);
                if (receipt.isPresent()) {
                    mail.done();
                    return receipt;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The mailbox of " + own.address() + " cannot be read", e);
        }
    }

    /** Of a mail that is the gateway's answer to this one. */
    private Optional<Bytes> receiptIn(byte[] raw, String id) {
        try {
            Entity content = new Unwrapping(sealing).unwrap(Entity.mail(raw)).content();
            if (content.field("in-reply-to").filter(id::equals).isEmpty()) {
                return Optional.empty();
            }
            for (Entity part : content.parts(MOST_PARTS)) {
                if (Attachments.file(part)
                        .filter(name -> name.startsWith("receipt-"))
                        .isPresent()) {
                    return Optional.of(Bytes.of(part.decoded()));
                }
            }
            return Optional.empty();
        } catch (Refused someoneElses) {
            return Optional.empty();
        }
    }

    private static void rest() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the answer was awaited", e);
        }
    }
}
