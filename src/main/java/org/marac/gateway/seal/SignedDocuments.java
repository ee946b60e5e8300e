package org.marac.gateway.seal;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;

/** What does a signed document say, once it is known to be the expected signer's? For those who receive receipts. */
public final class SignedDocuments {
    private final SignerCheck signers = new SignerCheck(SignatureAlgorithm::verifies);
    private final Trust trust;
    private final Digest signer;

    /**
     * @param trust roots and revocation lists
     * @param signer SHA-256 of the only certificate that may have signed
     */
    public SignedDocuments(Trust trust, Digest signer) {
        this.trust = trust;
        this.signer = signer;
    }

    /**
     * The content of a SignedData.
     *
     * @param cms DER ContentInfo with its content inside
     * @param at the moment for which the certificate must be good
     * @throws SignatureRejected with the first reason why it does not count
     */
    public Bytes read(Bytes cms, Instant at) throws SignatureRejected {
        return Bytes.of(signers.check(cms.toArray(), Optional.empty(), signer::equals, trust, at)
                .content());
    }
}
