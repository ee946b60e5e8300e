package org.marac.gateway.seal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MailLayer;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SignedMail;

/**
 * The CMS of secure mail (RFC 8551): is it encrypted for us, who signed it, and can we sign and encrypt for them? What kind it is
 * its content type says and nothing beside it.
 */
public final class MailSeal {
    private final MailOpening opening;
    private final SignerCheck signers = new SignerCheck(SignerRules.MAIL, SignatureAlgorithm::verifies);
    private final Closing closing = new Closing();
    private final Recipients recipients = new Recipients();
    private final Pen pen;
    private final Supplier<Trust> trust;
    private final Supplier<Certificates> certificates;

    /**
     * The room with all its parts.
     *
     * @param own the gateway's keys
     * @param trust roots and revocation lists, asked for every mail
     * @param certificates where recipients' certificates are found, asked for every mail
     */
    public MailSeal(Keyring own, Supplier<Trust> trust, Supplier<Certificates> certificates) {
        this.opening = new MailOpening(new Opening(own));
        this.pen = new Pen(own.signing());
        this.trust = trust;
        this.certificates = certificates;
    }

    /** What is around it, BER or DER? */
    public MailLayer layer(Bytes cms) {
        Optional<byte[]> der = Ber.toDer(cms.toArray());
        return der.isEmpty() ? MailLayer.OTHER : layerOf(der.get());
    }

    /**
     * Takes the encryption off.
     *
     * @param cms of the layer {@link MailLayer#ENCRYPTED}
     * @throws Refused if it is not for us, not encrypted strongly enough, or not what was encrypted
     */
    public Bytes decrypt(Bytes cms) throws Refused {
        return Bytes.of(opening.open(Ber.toDer(cms.toArray()).orElseThrow(Opening::unreadable)));
    }

    /**
     * Checks a signature.
     *
     * @param cms SignedData
     * @param detached what it is over; empty when that is inside
     * @param pinned whether the certificate with this digest may sign mail
     * @param now the moment for which the certificate must be good: our own, whatever time the signer claims
     * @throws Refused if it does not count
     * @throws RevocationUnknown if no current revocation list is at hand
     */
    public SignedMail verify(Bytes cms, Optional<Bytes> detached, Predicate<Digest> pinned, Instant now)
            throws Refused {
        byte[] der = Ber.toDer(cms.toArray()).orElseThrow(Opening::unreadable);
        try {
            SignerCheck.Signed signed = signers.check(der, detached, pinned, trust.get(), now);
            return new SignedMail(
                    Bytes.of(signed.content()),
                    signed.signer(),
                    MailAddresses.of(signed.certificate()),
                    signed.claimed());
        } catch (SignatureRejected e) {
            if (e.reason() == SignatureRejected.Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            throw new Refused(Refusal.of(e.reason().refusal(), e.reason().code()));
        }
    }

    /** The gateway's signature beside the bytes: DER SignedData without content. */
    public Bytes sign(Bytes content, Instant now) {
        return Bytes.of(pen.sign(content.toArray(), Pen.Content.BESIDE, now));
    }

    /** The name of the digest the gateway signs with, for the header of a signed mail. */
    public String micalg() {
        return pen.micalg();
    }

    /**
     * Encrypts for an agency: AuthEnvelopedData, AES-256-GCM, for all its encryption certificates that are good now.
     *
     * @return empty when it has none
     */
    public Optional<Bytes> encrypt(Bytes content, Party recipient, Instant now) {
        try {
            List<Recipients.Recipient> keys = recipients.of(recipient, certificates.get(), trust.get(), now);
            return Optional.of(Bytes.of(closing.close(content.toArray(), keys)));
        } catch (NoRecipientKey e) {
            return Optional.empty();
        }
    }

    private static MailLayer layerOf(byte[] der) {
        try {
            ASN1ObjectIdentifier type = ContentInfo.getInstance(der).getContentType();
            if (type.equals(CMSObjectIdentifiers.signedData)) {
                return MailLayer.SIGNED;
            }
            boolean encrypted = type.equals(CMSObjectIdentifiers.envelopedData)
                    || type.equals(CMSObjectIdentifiers.authEnvelopedData);
            return encrypted ? MailLayer.ENCRYPTED : MailLayer.OTHER;
        } catch (RuntimeException e) {
            // Bouncy Castle answers hostile structures with unchecked exceptions of many kinds: none of them is CMS.
            return MailLayer.OTHER;
        }
    }
}
