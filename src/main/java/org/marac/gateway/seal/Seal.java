package org.marac.gateway.seal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Protocol.EnvelopeRule;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * Is it theirs, is it for us, and can we close it for them? Sealed content is CMS: AuthEnvelopedData (RFC 5083, AES-256-GCM) around SignedData
 * (RFC 5652, one signer) around the {@link Envelope} document, so that sender, recipients and time stand inside the signature.
 */
public final class Seal {
    /** The largest sealed message, in bytes: an envelope document of 4 MiB and what seals it. */
    public static final int MOST_BYTES = 4 * 1024 * 1024 + 64 * 1024;

    private final Opening opening;
    private final SignerCheck signers = new SignerCheck(SignatureAlgorithm::verifies);
    private final Closing closing = new Closing();
    private final Recipients recipients = new Recipients();
    private final Pen pen;
    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;
    private final Clock clock;

    /**
     * The room with all its parts.
     *
     * @param own the gateway's keys
     * @param trust roots and revocation lists; asked for every message, so that a newly read list counts at once
     * @param certificates where recipients' certificates are found; asked for every message
     * @param clock for the signing time of receipts, which is only a claim
     */
    public Seal(Keyring own, Supplier<Trust> trust, Supplier<Certificates> certificates, Clock clock) {
        this.opening = new Opening(own);
        this.pen = new Pen(own.signing());
        this.trust = trust;
        this.certificates = certificates;
        this.clock = clock;
    }

    /**
     * Opens and verifies a sealed message: first its size, its shape and its algorithms, then decryption whole in memory, then exactly one
     * signer whom the protocol names for this sender, then the envelope document. The peer learns the same code for what cannot be
     * decrypted and what is not validly signed.
     *
     * @param sealed DER ContentInfo, at most {@link #MOST_BYTES}
     * @param sender who the channel proved it to be
     * @param now the moment for which certificates, revocation lists and the time window count
     * @throws Refused if it is not theirs, not for us, not sealed strongly enough or out of time
     * @throws RevocationUnknown if no current revocation list is at hand
     */
    public Opened open(Bytes sealed, Identified sender, Instant now) throws Refused {
        if (sealed.size() > MOST_BYTES) {
            throw new Refused(Refusal.of(RefusalCode.TOO_LARGE));
        }
        byte[] inner = opening.open(sealed.toArray());
        SignerCheck.Signed signed = verify(inner, sender.agency(), now);
        Envelope envelope = EnvelopeReader.read(signed.content());
        checkParties(envelope, sender);
        checkTime(envelope, sender.inForce().protocol().envelope(), now);
        return new Opened(
                envelope.content(),
                type(envelope),
                Assurance.SIGNED,
                Optional.of(signed.signer()),
                Optional.of(envelope.id()));
    }

    /**
     * Seals for one recipient: signed by the gateway, encrypted for all encryption certificates the protocol pins for it that are good now.
     *
     * @return DER ContentInfo that {@code openssl cms -decrypt} and {@code -verify} read
     * @throws NoRecipientKey if there is no such certificate
     */
    public Bytes close(Envelope envelope, Party recipient, Instant now) {
        return close(envelope, List.of(recipient), now);
    }

    /** Seals the same bytes for several recipients; each can open them. */
    public Bytes close(Envelope envelope, List<Party> parties, Instant now) {
        Trust trusted = trust.get();
        Certificates known = certificates.get();
        var keys = parties.stream()
                .flatMap(p -> recipients.of(p, known, trusted, now).stream())
                .toList();
        byte[] signed = pen.sign(EnvelopeWriter.write(envelope), Pen.Content.INSIDE, now);
        return Bytes.of(closing.close(signed, keys));
    }

    /** Signs with the gateway's key, content inside: DER ContentInfo of SignedData that {@code openssl cms -verify} reads. */
    public Bytes sign(Bytes content) {
        return Bytes.of(pen.sign(content.toArray(), Pen.Content.INSIDE, clock.instant()));
    }

    private SignerCheck.Signed verify(byte[] inner, Party sender, Instant now) throws Refused {
        try {
            return signers.check(inner, Optional.empty(), (Digest d) -> sender.pins(Use.SIGN, d), trust.get(), now);
        } catch (SignatureRejected e) {
            if (e.reason() == SignatureRejected.Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            throw new Refused(Refusal.of(e.reason().refusal(), e.reason().code()));
        }
    }

    private static void checkParties(Envelope envelope, Identified sender) throws Refused {
        if (!envelope.from().equals(sender.agency().id())) {
            throw new Refused(Refusal.at(RefusalCode.BAD_SIGNATURE, "from-is-not-the-signer", "/from"));
        }
        AgencyId self = sender.inForce().protocol().coordinator();
        if (!envelope.to().contains(self)) {
            // Otherwise whoever may open a message could seal it anew for us in its sender's name.
            throw new Refused(Refusal.at(RefusalCode.NOT_FOR_US, "not-addressed-to-us", "/to"));
        }
        Protocol protocol = sender.inForce().protocol();
        if (envelope.to().stream()
                .anyMatch(to -> !to.equals(self) && protocol.party(to).isEmpty())) {
            // Who receives is computed; a sender who thinks it goes to somebody else must be told at once.
            throw new Refused(Refusal.at(RefusalCode.NOT_FOR_US, "recipient-is-no-party", "/to"));
        }
    }

    private static void checkTime(Envelope envelope, EnvelopeRule rule, Instant now) throws Refused {
        if (envelope.created().isBefore(now.minus(rule.maximumAge()))) {
            throw new Refused(Refusal.at(RefusalCode.OUT_OF_TIME, "too-old", "/created"));
        }
        if (envelope.created().isAfter(now.plus(rule.clockSkew()))) {
            throw new Refused(Refusal.at(RefusalCode.OUT_OF_TIME, "in-the-future", "/created"));
        }
    }

    private static MediaType type(Envelope envelope) throws Refused {
        Optional<MediaType> type = MediaType.of(envelope.contentType());
        if (type.isEmpty()) {
            throw new Refused(Refusal.at(RefusalCode.UNKNOWN_MEDIA_TYPE, "content-type", "/contentType"));
        }
        if (type.get() == MediaType.CMS) {
            throw new Refused(Refusal.at(RefusalCode.UNSUPPORTED, "sealed-within-sealed", "/contentType"));
        }
        return type.get();
    }
}
