package org.marac.gateway.mail;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;

/**
 * Is a mail an agency's, and meant for us? It is an agency's when the protocol names the certificate that signed it, and that certificate, the
 * address it says it is from and the agency's address in the protocol are one. What only stands around the signature proves nothing.
 */
final class Reading {
    private static final Pattern ID = Pattern.compile("<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]{3,200}>");
    private static final String FOR = "for: ";

    private final Unwrapping unwrapping;
    private final Correspondents known;
    private final Predicate<Attachments.File> sealed;
    private final String own;
    private final Clock clock;

    /**
     * @param sealing opens and verifies
     * @param known who writes
     * @param sealed whether a file is a sealed message, which names its recipient itself
     * @param own the gateway's address
     * @param clock the gateway's clock
     */
    Reading(Sealing sealing, Correspondents known, Predicate<Attachments.File> sealed, String own, Clock clock) {
        this.unwrapping = new Unwrapping(sealing);
        this.known = known;
        this.sealed = sealed;
        this.own = own.toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /** Which address a mail says it is from, whether or not that is so. */
    static Optional<String> claimed(byte[] raw) {
        try {
            return Entity.mail(raw).field("from").flatMap(Addresses::one);
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /**
     * Reads one.
     *
     * @param raw as the mailbox has it
     * @throws Refused it is nobody's: whoever wrote it is not answered
     */
    Letter read(byte[] raw) throws Refused {
        Entity mail = Entity.mail(raw);
        if (isAnswer(mail)) {
            throw new Refused(Refusal.of(RefusalCode.UNSUPPORTED, "answer-of-a-machine"));
        }
        String from = mail.field("from").flatMap(Addresses::one).orElseThrow(() -> bad("no-sender"));
        Unwrapping.Unwrapped unwrapped = unwrapping.unwrap(mail);
        SignedMail by = unwrapped.by();
        Correspondents.Correspondent correspondent = known.signing(by.signer())
                .filter(c -> c.address().equals(from) && by.addresses().contains(from))
                .orElseThrow(() -> bad("from-is-not-the-signer"));
        return letter(mail, unwrapped, correspondent);
    }

    private Letter letter(Entity mail, Unwrapping.Unwrapped unwrapped, Correspondents.Correspondent from)
            throws Refused {
        Optional<String> id = mail.field("message-id").filter(ID.asMatchPredicate());
        boolean answerable = mail.all("return-path").stream().noneMatch(path -> path.equals("<>"));
        List<Attachments.File> files = List.of();
        List<Attachments.Left> left = List.of();
        Optional<Refusal> complaint;
        try {
            Attachments attachments = Attachments.of(unwrapped.content());
            files = attachments.files();
            left = attachments.left();
            complaint = complaint(unwrapped, attachments, from);
        } catch (Refused e) {
            complaint = Optional.of(e.refusal());
        }
        return new Letter(
                from,
                unwrapped.by().signer(),
                Bytes.of(unwrapped.content().raw()),
                files,
                left,
                complaint,
                id,
                answerable);
    }

    private Optional<Refusal> complaint(
            Unwrapping.Unwrapped unwrapped, Attachments attachments, Correspondents.Correspondent from) throws Refused {
        Optional<Refusal> time = outOfTime(unwrapped.by().claimed(), from);
        if (time.isPresent()) {
            return time;
        }
        Optional<String> inside = unwrapped.content().field("from").flatMap(Addresses::one);
        if (inside.filter(address -> !address.equals(from.address())).isPresent()) {
            return Optional.of(Refusal.of(RefusalCode.BAD_SIGNATURE, "from-differs-inside"));
        }
        if (attachments.files().isEmpty() && attachments.left().isEmpty()) {
            return Optional.of(Refusal.of(RefusalCode.UNREADABLE, "nothing-attached"));
        }
        return isForUs(unwrapped.content(), attachments)
                ? Optional.empty()
                : Optional.of(Refusal.of(RefusalCode.NOT_FOR_US, "not-addressed-to-us"));
    }

    /**
     * Whether the signer meant it for us. Otherwise whoever gets signed mail could send it on to us in its writer's name. The
     * header around a signature is not signed, so that it must be said within: in a protected header (RFC 9788), in the first line of the
     * text, or by every file itself.
     */
    private boolean isForUs(Entity content, Attachments attachments) {
        boolean inHeader = List.of("to", "cc").stream()
                .flatMap(name -> content.all(name).stream())
                .anyMatch(field -> Addresses.all(field).contains(own));
        boolean inWords = attachments
                .firstLine()
                .filter(line -> line.toLowerCase(Locale.ROOT).equals(FOR + own))
                .isPresent();
        boolean inFiles = attachments.left().isEmpty()
                && !attachments.files().isEmpty()
                && attachments.files().stream().allMatch(sealed);
        return inHeader || inWords || inFiles;
    }

    private Optional<Refusal> outOfTime(Optional<Instant> claimed, Correspondents.Correspondent from) {
        Instant now = clock.instant();
        if (claimed.isEmpty()) {
            return Optional.of(Refusal.of(RefusalCode.OUT_OF_TIME, "no-signing-time"));
        }
        if (claimed.get().isBefore(now.minus(from.maximumAge()))) {
            return Optional.of(Refusal.of(RefusalCode.OUT_OF_TIME, "too-old"));
        }
        return claimed.get().isAfter(now.plus(from.clockSkew()))
                ? Optional.of(Refusal.of(RefusalCode.OUT_OF_TIME, "in-the-future"))
                : Optional.empty();
    }

    /** An answer of a machine to what a machine wrote (RFC 3834): of another gateway, or of whoever is on holiday. */
    private static boolean isAnswer(Entity mail) {
        return mail.all("auto-submitted").stream()
                .map(said -> said.toLowerCase(Locale.ROOT))
                .anyMatch(said -> said.startsWith("auto-replied") || said.startsWith("auto-notified"));
    }

    private static Refused bad(String reason) {
        return new Refused(Refusal.of(RefusalCode.BAD_SIGNATURE, reason));
    }
}
