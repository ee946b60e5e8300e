package org.marac.gateway.model;

import java.util.Optional;

/**
 * What was inside, once it is known to be theirs and for us.
 *
 * @param content the plain bytes
 * @param type what the plain bytes claim to be; never {@link MediaType#CMS}
 * @param assurance whether the content itself was signed
 * @param signer digest of the signing certificate, when signed
 * @param envelopeId the id in the signed envelope document, when sealed
 * @param conversation the sender's id of the conversation, where the door has one
 */
public record Opened(
        Bytes content,
        MediaType type,
        Assurance assurance,
        Optional<Digest> signer,
        Optional<MessageId> envelopeId,
        Optional<MessageId> conversation) {

    /** Something whose door names no conversation. */
    public Opened(
            Bytes content,
            MediaType type,
            Assurance assurance,
            Optional<Digest> signer,
            Optional<MessageId> envelopeId) {
        this(content, type, assurance, signer, envelopeId, Optional.empty());
    }
}
