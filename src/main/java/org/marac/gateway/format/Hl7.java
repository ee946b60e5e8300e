package org.marac.gateway.format;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.IdentityChange;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/**
 * HL7 v2 messages, versions 2.2 to 2.8 (HL7 v2, chapter 11 patient referral, chapter 9 medical document): REF^I12, I13 and I14 are a
 * referral, its replacement and its withdrawal; MDM^T02 is information. The profile stands in {@code docs/agency-it/hl7.md}.
 */
final class Hl7 {
    private static final int REFERRAL_ID = 6;
    private static final String STAT = "S";

    private final Hl7Header header;
    private final Hl7Segments segments;
    private final Hl7Findings findings;
    private final AgencyId sender;

    private Hl7(Hl7Header header, Hl7Segments segments, AgencyId sender) throws Refused {
        this.header = header;
        this.segments = segments;
        this.findings = new Hl7Findings(segments);
        this.sender = sender;
    }

    /**
     * Reads {@code x-application/hl7-v2+er7}.
     *
     * @throws Refused {@code UNREADABLE}, {@code INVALID}, {@code UNSUPPORTED} or {@code NOT_FOR_US}, with the place as ERR-2 counts:
     *     segment, which of its name, field
     */
    static Message read(Bytes bytes, AgencyId sender, AgencyId self) throws Refused {
        Hl7Text.header(bytes).check(self);
        String text = Hl7Text.of(bytes);
        try {
            return new Hl7(Hl7Header.split(text), Hl7Segments.of(text), sender).message();
        } catch (RuntimeException e) {
            // What the parser let through and then could not show; its messages quote the input.
            throw Refusals.unreadable("not-hl7-v2");
        }
    }

    /**
     * What the message did to the sender's own records; empty of everything else.
     *
     * @throws Refused as {@link #read} does, of such a message alone
     */
    static Optional<IdentityChange> identityChange(Bytes bytes, AgencyId self) throws Refused {
        Hl7Header header = Hl7Text.header(bytes);
        if (!Hl7Identity.isOne(header)) {
            return Optional.empty();
        }
        header.check(self);
        header.requireReal();
        try {
            return Optional.of(Hl7Identity.read(header, Hl7Segments.of(Hl7Text.of(bytes))));
        } catch (RuntimeException e) {
            throw Refusals.unreadable("not-hl7-v2");
        }
    }

    private Message message() throws Refused {
        if (Hl7Identity.isOne(header)) {
            throw Refusals.unsupported("event-not-supported");
        }
        if (header.event().equals("MDM^T02")) {
            return Hl7Document.read(segments, findings, head(header.id(), Optional.empty(), false, true));
        }
        Hl7Segment rf1 = segments.need("RF1");
        if (!rf1.text(3).filter(Hl7Codes.MARAC::equals).isPresent()) {
            throw Refusals.unsupported("not-a-marac-referral");
        }
        Optional<String> named = rf1.text(REFERRAL_ID);
        if (header.event().equals("REF^I12")) {
            MessageId id = named.isEmpty() ? header.id() : Hl7Header.id(named.get(), rf1.place(REFERRAL_ID));
            return referral(rf1, id, Optional.empty());
        }
        MessageId corrected = Hl7Header.id(
                named.orElseThrow(() -> Refusals.invalid("missing-property", rf1.place(REFERRAL_ID))),
                rf1.place(REFERRAL_ID));
        MessageId id = Hl7Header.id(corrected.value() + "." + header.id().value(), "MSH[1].10");
        if (header.event().equals("REF^I13")) {
            Referral whole = referral(rf1, id, Optional.of(corrected));
            return new Correction(whole.header(), corrected, Optional.empty(), Optional.of(whole));
        }
        return new Correction(
                head(id, Optional.of(corrected), false, false), corrected, Optional.of(withdrawal()), Optional.empty());
    }

    private Correction.Withdrawal withdrawal() throws Refused {
        return new Correction.Withdrawal(findings.choice("WITHDRAWAL", Correction.Reason.class)
                .orElseThrow(() -> Refusals.invalid("withdrawal-reason-missing", "OBX")));
    }

    private Referral referral(Hl7Segment rf1, MessageId id, Optional<MessageId> conversation) throws Refused {
        Hl7Victim victim = new Hl7Victim(segments, findings);
        Hl7Parties parties = new Hl7Parties(findings);
        Hl7Words words = new Hl7Words(segments, findings, header);
        List<Referral.AllegedPerpetrator> allegedPerpetrators = parties.allegedPerpetrators();
        if (allegedPerpetrators.isEmpty()) {
            throw Refusals.invalid("alleged-perpetrator-missing", "OBX");
        }
        boolean emergency = rf1.text(2)
                .map(priority -> priority.toUpperCase(Locale.ROOT))
                .filter(STAT::equals)
                .isPresent();
        return new Referral(
                head(id, conversation, emergency, false),
                words.referrer(),
                victim.person(),
                victim.safeContact(),
                allegedPerpetrators,
                parties.children(),
                words.risk(),
                words.criteria(),
                findings.prose("RATIONALE"),
                words.escalation(),
                words.repeat(),
                words.consent(),
                parties.talk(),
                parties.exclusions(),
                words.narrative(victim.isDead()));
    }

    private Header head(MessageId id, Optional<MessageId> conversation, boolean emergency, boolean clinical)
            throws Refused {
        boolean restricted = segments.first("PID").isPresent() && new Hl7Victim(segments, findings).isRestricted();
        Hl7Words words = new Hl7Words(segments, findings, header);
        return new Header(
                id,
                sender,
                header.created(),
                Purpose.REFERRAL,
                conversation,
                Optional.empty(),
                emergency,
                words.labels(restricted),
                findings.prose("MARKING"),
                words.justification(),
                new Hl7Parties(findings).informants(),
                Hl7Attachments.of(findings, clinical));
    }
}
