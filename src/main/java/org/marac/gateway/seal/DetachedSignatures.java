package org.marac.gateway.seal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Party.PinnedCertificate.Use;

/** Has an agency signed exactly these bytes? And: sign them for it. Detached CMS with the CAdES signing-certificate attribute, one file per signer. */
public final class DetachedSignatures {
    /** The largest signature file read; an ordinary one with its certificate has about 1 KB. */
    private static final int MOST_BYTES = 64 * 1024;

    private final SignerCheck signers = new SignerCheck(new Verified());
    private final Supplier<Trust> trust;
    private final Clock clock;

    /**
     * The check and the pen.
     *
     * @param trust asked at every check, so that a newly read revocation list counts at once
     * @param clock for the signing time, which is only a claim of the signer
     */
    public DetachedSignatures(Supplier<Trust> trust, Clock clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /**
     * Accepts a signature that one pinned signer made over exactly the content, with a certificate that was good at the moment.
     *
     * @param content the exact bytes that were signed ({@code openssl cms -sign -binary -cades -outform DER})
     * @param p7s DER ContentInfo of SignedData without content (RFC 5652)
     * @param pinned whether the certificate with this SHA-256 may sign for the agency
     * @param at the moment for which certificate, path and revocation list must be good
     * @throws SignatureRejected with the first reason why it does not count
     */
    public void check(Bytes content, Bytes p7s, Predicate<Digest> pinned, Instant at) throws SignatureRejected {
        if (p7s.size() > MOST_BYTES) {
            throw new SignatureRejected(SignatureRejected.Reason.NOT_CMS);
        }
        signers.check(p7s.toArray(), Optional.of(content), pinned, trust.get(), at);
    }

    /**
     * The same check for an agency of the protocol, as an answer.
     *
     * @return empty when the signature stands; otherwise the code of the first reason why not, as {@link SignatureRejected.Reason#code()}
     * @throws RevocationUnknown if no current revocation list is at hand: that says nothing of the signature
     */
    public Optional<String> problem(Bytes content, Bytes p7s, Party party, Instant at) {
        try {
            check(content, p7s, digest -> party.pins(Use.SIGN, digest), at);
            return Optional.empty();
        } catch (SignatureRejected e) {
            if (e.reason() == SignatureRejected.Reason.CRL_STALE) {
                throw new RevocationUnknown();
            }
            return Optional.of(e.reason().code());
        }
    }

    /**
     * Signs as {@code openssl cms -sign -binary -cades -outform DER} does: ECDSA, RSASSA-PSS or Ed25519 by the kind of key.
     *
     * @param key PEM, unencrypted PKCS#8
     * @param certificate PEM, of that key
     * @throws IllegalArgumentException if a file cannot be read, they do not belong together, or the key is too weak
     */
    public Bytes sign(Bytes content, Path key, Path certificate) {
        OwnKey own = OwnKey.read(certificate, key);
        own.require(KeyRules::maySign, "sign");
        return Bytes.of(new Pen(own).sign(content.toArray(), Pen.Content.BESIDE, clock.instant()));
    }

    /**
     * What a signature says of itself, for people to read: proves nothing.
     *
     * @return empty when it is not CMS, or has not exactly one signer whose certificate is in it
     */
    public Optional<SignerFacts> facts(Bytes p7s) {
        return p7s.size() > MOST_BYTES ? Optional.empty() : SignerFacts.read(p7s.toArray());
    }
}
